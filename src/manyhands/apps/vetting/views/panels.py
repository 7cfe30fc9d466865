"""What vetting shows on other pages: of a person how they stand, of a member what the roles need that one could give
them, of a kind of help what it asks for.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.groups.models import Category, Membership
from manyhands.apps.groups.policies import may
from manyhands.apps.people.models import Volunteer
from manyhands.apps.people.queries import find_card_of
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.queries import list_asked_by, list_role_needs, read_asked


def checks_of_person(request: HttpRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    may_see = may(request.membership, "vetting.see", volunteer)  # type: ignore[attr-defined]
    if not may_see:
        return None
    # The group is there already: it is not asked for once more.
    volunteer.person.group = request.group  # type: ignore[attr-defined]
    subject = Subject(volunteer.person)
    return {"subject": subject, "lines": read_asked(subject, at=timezone.now())}


def checks_of_kind(_request: HttpRequest, category: Category) -> dict[str, Any]:
    """On a page of the settings: whoever opens it may change what is asked for."""
    return {"requirements": list_asked_by(category), "category": category}


def needs_of_roles(request: HttpRequest, member: Membership) -> dict[str, Any] | None:
    """On the page where roles are given: which of them need something, what this member lacks, and the way to check
    them, whether they help or only look after the group.
    """
    reader = request.membership  # type: ignore[attr-defined]
    needs, may_begin = list_role_needs(member, at=timezone.now()), may(reader, "vetting.manage", member)
    if not needs and not may_begin:
        return None
    card = find_card_of(member)
    return {
        "needs": needs,
        "member": member,
        "subject": Subject(card) if card else None,
        "may_see": may(reader, "vetting.see", member),
        "may_begin": may_begin,
    }


def own_checks(_request: HttpRequest, volunteer: Volunteer) -> dict[str, Any]:
    return {"subject": Subject(volunteer.person)}
