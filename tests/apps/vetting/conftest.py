"""A group that takes care whom it sends, somebody who checks, and somebody who is checked."""

from datetime import UTC, date, datetime

import pytest

from manyhands.apps.people.actions import Contact, OrganisationDetails, sign_up_organisation
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Requirement
from manyhands.storage.actors import Actor
from tests.worlds import make_group, make_member, make_volunteer

# A Wednesday, noon in Lansing.
NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
TODAY = date(2026, 3, 4)
STAFF = Actor.system("test")


@pytest.fixture
def group(db):
    return make_group(at=NOON)


@pytest.fixture
def vetter(group):
    return make_member(group, ("vetter",), name="Vera V.", at=NOON)


@pytest.fixture
def ana(group, scope):
    """Somebody with an account, who wants to look after children."""
    member = make_member(group, (), name="Ana R.", at=NOON)
    return Subject(
        make_volunteer(group, "Ana Ruiz", membership=member, skills=("childcare",), at=NOON).person
    )


@pytest.fixture
def nursery(group, scope):
    contact = Contact(name="Nina Nowak", email="nina@example.org", reach_by="email")
    details = OrganisationDetails(name="Little Oaks", kind="childcare")
    return Subject(sign_up_organisation(group, contact, details, by=STAFF, at=NOON))


@pytest.fixture
def required(group, scope):
    """The shipped requirements by their keys."""
    return {one.key: one for one in Requirement.objects.filter(group=group)}
