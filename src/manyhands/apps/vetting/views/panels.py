"""What vetting shows on the pages of a person: the way to how they stand. No query: these pages are full already."""

from typing import Any

from django.http import HttpRequest

from manyhands.apps.groups.policies import may
from manyhands.apps.people.models import Volunteer
from manyhands.apps.vetting.bridge import Subject


def checks_of_person(request: HttpRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    may_see = may(request.membership, "vetting.see", volunteer)  # type: ignore[attr-defined]
    return {"subject": Subject(volunteer.person)} if may_see else None


def own_checks(_request: HttpRequest, volunteer: Volunteer) -> dict[str, Any]:
    return {"subject": Subject(volunteer.person)}
