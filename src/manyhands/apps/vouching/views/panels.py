"""Ways to the pages of proofs, on the pages of checks."""

from collections.abc import Sequence

from django.http import HttpRequest

from manyhands.apps.groups.policies import may
from manyhands.apps.people.models import Person
from manyhands.apps.vetting.queries import Sheet


def take_panel(request: HttpRequest, sheet: Sheet) -> dict[str, object] | None:
    """For those who check somebody."""
    card = sheet.subject.card
    if not isinstance(card, Person) or not may(getattr(request, "membership", None), "vetting.manage"):
        return None
    return {"person": card}


def proof_panel(request: HttpRequest, sheets: Sequence[tuple[Sheet, object]]) -> dict[str, object] | None:
    """For whoever is checked."""
    return {} if any(isinstance(sheet.subject.card, Person) for sheet, _kinds in sheets) else None
