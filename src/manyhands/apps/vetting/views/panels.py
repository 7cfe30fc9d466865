"""What vetting shows on the pages of a person: to staff how they stand, to themselves what is still missing."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.groups.policies import may
from manyhands.apps.people.models import Volunteer
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.queries import read_sheet


def checks_of_person(request: HttpRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    if not may(request.membership, "vetting.see", volunteer):  # type: ignore[attr-defined]
        return None
    sheet = read_sheet(Subject(volunteer.person), at=timezone.now())
    return {"sheet": sheet} if sheet.lines else None


def own_checks(_request: HttpRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    """Nothing where the group asks for nothing."""
    sheet = read_sheet(Subject(volunteer.person), at=timezone.now())
    return {"sheet": sheet} if sheet.lines else None
