"""Nobody is proposed, listed or offered what they, or their organisation, have asked for."""

import pytest

from manyhands.apps.dispatch.actions import RefusedError, claim
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.queries.asking.who_can import judge_helper, list_people_who_can
from manyhands.apps.dispatch.queries.open_list.choices import open_to
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.people.actions import Contact, OrganisationDetails, sign_up_organisation
from manyhands.apps.people.models import OrganisationState
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.worlds import make_need


@pytest.fixture
def pantry(group) -> Helper:
    details = OrganisationDetails(name="Eastside Pantry")
    found = sign_up_organisation(group, Contact(name="Pat Doe"), details, by=STAFF, at=NOW)
    found.state, found.can_help = OrganisationState.ACTIVE, True
    found.save()
    return Helper(found)


@pytest.fixture(params=["its organisation", "for themselves", "for somebody else"])
def asker(request, part, ana, pantry) -> Helper:
    """Whoever asked for `part`, and could do it by every other rule."""
    helper = pantry if request.param == "its organisation" else ana
    if request.param == "its organisation":
        part.need.organisation = pantry.organisation
    elif request.param == "for themselves":
        part.need.person = ana.person
    else:
        part.need.asked_by = ana.person
    part.need.save()
    return helper


def test_the_plan_does_not_send_them(group, part, asker):
    group.meeting_mode = "suggested"
    blocked = read_inputs(group, at=NOW).question.context.blocked

    assert blocked == {(f"p{part.pk}", asker.key)}


def test_staff_see_them_with_the_reason(group, part, asker):
    people = list_people_who_can(find_part(group, part.pk), language="en", at=NOW)
    reasons = {one.helper.key: one.reasons for one in people.cannot}

    assert reasons[asker.key] == ["this is their own request"]
    assert not any(one.may_be_asked_all_the_same for one in people.cannot if one.helper.key == asker.key)
    assert "not_blocked" in judge_helper(part, asker, at=NOW).failures


def test_they_do_not_find_it_among_what_is_open(group, part, asker):
    other = make_need(group, at=NOW).parts.get()

    assert list(open_to(group, asker, at=NOW).rows()) == [other]
    with pytest.raises(RefusedError):
        claim(part, asker, by=STAFF, at=NOW)
