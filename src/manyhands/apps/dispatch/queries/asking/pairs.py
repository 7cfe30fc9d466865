"""What is known between a request and the people who could help."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import LIVE, UNDO_FOR, AssignmentState
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import BlockedPair

# Those who were asked, or have come forward, and wait for an answer or give one.
WAITING = (AssignmentState.INVITED, AssignmentState.AWAITING_APPROVAL)
_CONTACT = ("helper__phone", "helper__email", "helper__reach_note")


def list_kept_apart(need: Need) -> set[int]:
    """Ids of the people who must never meet whoever this request is for or whoever asked."""
    rows = BlockedPair.objects.filter(neighbour_id__in=neighbours_of(need))
    return set(rows.values_list("helper_id", flat=True))


def neighbours_of(need: Need) -> list[int]:
    """Whoever it is for, and whoever asked."""
    return [need.person_id, need.asked_by_id] if need.asked_by_id else [need.person_id]


def is_theirs(need: Need, helper_id: int, organisation_id: int | None) -> bool:
    """Whether they, or their organisation, asked for it: nobody is asked to do their own."""
    is_same = organisation_id is not None and organisation_id == need.organisation_id
    return is_same or helper_id in neighbours_of(need)


def is_kept_apart(need: Need, helper_id: int) -> bool:
    return helper_id in list_kept_apart(need)


def list_assignments_of(need: Need) -> list[Assignment]:
    """Everybody who was ever asked, came forward or helped with any part of it, the latest last."""
    rows = Assignment.objects.filter(part__need=need)
    related = ("helper", "organisation", "volunteer__membership", "part")
    return list(_with_word(rows).select_related(*related).order_by("made_at", "pk"))


def _with_word(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With `word`: what has become of the message that asks them."""
    told = Message.objects.filter(
        recipient=OuterRef("helper"),
        event="invitation",
        about_kind=Assignment._meta.label_lower,
        about_id=OuterRef("pk"),
    )
    return rows.annotate(word=Subquery(told.order_by("-pk").values("state")[:1]))


def live_on(part: NeedPart) -> QuerySet[Assignment]:
    return Assignment.objects.filter(part=part, state__in=LIVE)


def has_anybody_left_to_answer(part: NeedPart) -> bool:
    return count_unanswered(part) > 0


def count_unanswered(part: NeedPart) -> int:
    return Assignment.objects.filter(part=part, state__in=WAITING).count()


def list_asked_for(need: Need) -> list[Assignment]:
    """Everybody who was asked for any part of it or came forward, the latest last; without their contact data."""
    rows = Assignment.objects.filter(part__need=need).select_related("helper", "organisation")
    return list(_with_word(rows).defer(*_CONTACT).order_by("made_at", "pk"))


def latest_first(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Those still concerned, then the others, each the latest first."""
    latest = sorted(assignments, key=lambda one: (one.made_at, one.pk), reverse=True)
    return sorted(latest, key=lambda one: one.state not in LIVE)


def list_undoable(part: NeedPart, ids: list[int], *, at: datetime) -> list[Assignment]:
    """Of those just asked, the ones that can still be unasked."""
    fresh = Assignment.objects.filter(part=part, pk__in=ids, made_at__gt=at - UNDO_FOR, state__in=LIVE)
    return list(fresh.select_related("helper", "organisation").order_by("pk")) if ids else []


def find_just_ended(part: NeedPart, ids: list[int], *, at: datetime) -> Assignment | None:
    fresh = Assignment.objects.filter(part=part, pk__in=ids, ended_at__gt=at - UNDO_FOR)
    return fresh.select_related("helper", "organisation").first() if ids else None
