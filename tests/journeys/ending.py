"""What is in the database when a journey is over, without what differs from one to the next: ids and times."""

from collections import Counter
from typing import Any

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.models import Consent, DisclosureGrant, Reading
from manyhands.storage.scope import group_scope


def end_state(group: Group) -> dict[str, Any]:
    with group_scope(group.pk):
        return {
            "needs": _rows(Need, "state", "close_reason", "source", "for_whom", "urgency", "when_kind"),
            "parts": _rows(NeedPart, "category__key", "state", "people_taken", "is_listed"),
            "assignments": _rows(Assignment, "began", "state", "outcome", "minutes_spent"),
            "grants": [
                (grant.fields, grant.closes_at is not None)
                for grant in DisclosureGrant.objects.order_by("pk")
            ],
            "readings": [
                (reading.reader_label["role"], reading.reason, reading.fields)
                for reading in Reading.objects.order_by("pk")
            ],
            "consents": _rows(Consent, "purpose", "text__version"),
            "messages": sorted(_rows(Message, "event", "channel", "state")),
            "journal": Counter(Entry.objects.values_list("verb", flat=True)),
            "people": sorted((person.name, person.email) for person in Person.objects.all()),
        }


def _rows(model: Any, *fields: str) -> list[tuple[Any, ...]]:
    return list(model.objects.order_by("pk").values_list(*fields))


# What a helper with groceries sees after saying yes.
SHOWN = ["access_notes", "address", "details", "first_name", "household", "masked_contact", "phone"]


def claimed_and_done(helper: Volunteer) -> dict[str, Any]:
    """María asked, a coordinator opened it, `helper` took it from the list and did it."""
    return _done(
        helper,
        began="claim",
        journal={"assignment.claimed": 1},
        messages=[],
    )


def invited_and_done(helper: Volunteer) -> dict[str, Any]:
    """María asked, a coordinator asked `helper`, who said yes by the link and did it."""
    return _done(
        helper,
        began="invitation",
        journal={"assignment.invited": 1, "message.invitation": 1, "assignment.accepted": 1},
        messages=[("invitation", "email", "sent")],
    )


def _done(
    helper: Volunteer, *, began: str, journal: dict[str, int], messages: list[tuple[str, str, str]]
) -> dict[str, Any]:
    told = [
        *messages,
        ("helper_found", "email", "sent"),
        ("need_done", "email", "sent"),
        ("need_received", "email", "sent"),
        ("new_need", "email", "sent"),
        ("new_need", "email", "sent"),
        ("task_reminder", "email", "cancelled"),
    ]
    return {
        "needs": [("closed", "fulfilled", "web", "self", 3, "soon")],
        "parts": [("groceries", "done", 1, False)],
        "assignments": [(began, "completed", "done", 40)],
        "grants": [(SHOWN, True)],
        "readings": [("helper", "dispatch.assignment", SHOWN)],
        "consents": [("request", "2026-1")],
        "messages": sorted(told),
        "journal": Counter(BEFORE) + Counter(TO_DONE) + Counter(journal) + _letters(told),
        "people": sorted([("María López", "maria@example.org"), (helper.person.name, helper.person.email)]),
    }


# What the group's own making leaves in the journal, and then what asking, finding and helping leave.
BEFORE = {
    "requirement.shipped_taken": 1,
    "group.created": 1,
    "member.added": 2,
    "volunteer.signed_up": 1,
    "person.added": 1,
    "place.added": 1,
}
TO_DONE = {
    "person.added": 1,
    "place.added": 1,
    "need.received": 1,
    "consent.given": 1,
    "message.need_received": 1,
    "message.new_need": 1,
    "need.opened": 1,
    "part.taken": 1,
    "grant.opened": 1,
    "message.helper_found": 1,
    "message.task_reminder": 1,
    "person.read": 1,
    "assignment.started": 1,
    "part.started": 1,
    "assignment.completed": 1,
    "message.cancelled": 1,
    "grant.closed": 1,
    "part.finished": 1,
    "message.need_done": 1,
}


def _letters(told: list[tuple[str, str, str]]) -> Counter[str]:
    """One line for each letter sent, and one for the private link in each but those to staff."""
    sent = sum(state == "sent" for _event, _channel, state in told)
    return Counter({"message.sent": sent, "link.made": sum(event != "new_need" for event, *_rest in told)})
