"""What people have typed, put into letters that no text of ours has: so that one can be told from the other."""

from typing import Any

from manyhands.apps.dispatch.models import Assignment, SavedView
from manyhands.apps.groups.models import ApiToken, Category, Group, Membership, Skill
from manyhands.apps.messaging.models import Message, RelayMessage
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need
from manyhands.apps.people.models import Household, Organisation, Person, SafetyReport
from manyhands.apps.places.models import Landmark, Place
from manyhands.apps.privacy.models import ConsentText, LegalHold
from manyhands.apps.vetting.models import Check, Evidence, Exemption, Requirement
from manyhands.storage.scope import group_scope
from tests.journeys.town import Town

GREEK = "Αλφα βητα γαμμα"
TYPED: dict[Any, dict[str, Any]] = {
    Requirement: {name: {"en": GREEK} for name in ("names", "hints", "steps", "agreement_text")},
    Assignment: {"note": GREEK},
    Check: {"note": GREEK},
    Evidence: {"text": GREEK, "file_name": GREEK},
    Exemption: {"reason": GREEK},
    LegalHold: {"reason": GREEK},
    ConsentText: {"shown": GREEK},
    Category: {"names": {"en": GREEK}, "hints": {"en": GREEK}},
    Skill: {"names": {"en": GREEK}},
    Membership: {"display_name": GREEK},
    Person: {"name": GREEK, "reach_note": GREEK},
    Household: {"diets": GREEK, "access_needs": GREEK},
    Organisation: {"name": GREEK, "about": GREEK},
    Need: {"summary": GREEK, "details": GREEK},
    Place: {"text": GREEK, "access_notes": GREEK, "area_name": GREEK},
    InternalNote: {"text": GREEK},
    ContactAttempt: {"note": GREEK},
    RelayMessage: {"text": GREEK},
    SafetyReport: {"text": GREEK},
    SavedView: {"name": GREEK},
    ApiToken: {"name": GREEK},
    Landmark: {"name": GREEK},
    Message: {"last_error": ""},
}


def put_into_other_letters(town: Town) -> None:
    words = {"name": GREEK, "about": GREEK, "signpost": GREEK, "help_hours": GREEK}
    Group.objects.filter(pk=town.group.pk).update(**words)
    with group_scope(town.group.pk):
        for model, values in TYPED.items():
            model.objects.update(**values)
