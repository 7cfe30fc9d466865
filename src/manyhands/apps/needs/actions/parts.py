"""A part is taken, handed back, started, finished. Called by `dispatch`, which knows by whom."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When

from manyhands.apps.journal.actions import record
from manyhands.apps.needs.actions.endings import run_changes
from manyhands.apps.needs.actions.listing import settle_need_state
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.storage.actors import Actor


class PartNotAvailableError(Exception):
    """Somebody else was quicker, or the request is not open any more."""


@transaction.atomic
def take_part(part: NeedPart, *, by: Actor, at: datetime) -> NeedPart:
    """One more person has accepted. Exactly as many as are needed can: one conditional UPDATE decides."""
    free = NeedPart.objects.filter(pk=part.pk, state=PartState.OPEN, people_taken__lt=F("people_needed"))
    is_last = When(people_taken=F("people_needed") - 1, then=Value(PartState.TAKEN))
    taken = free.update(
        people_taken=F("people_taken") + 1,
        state=Case(is_last, default=Value(PartState.OPEN)),
        is_listed=Case(When(people_taken=F("people_needed") - 1, then=Value(False)), default=Value(True)),
    )
    if not taken:
        raise PartNotAvailableError
    return _after(part, "part.taken", by=by, at=at)


@transaction.atomic
def release_part(part: NeedPart, *, by: Actor, at: datetime) -> NeedPart:
    """One of those who had accepted will not come: the part is offered again at once."""
    held = NeedPart.objects.filter(
        pk=part.pk, people_taken__gt=0, state__in=[PartState.OPEN, PartState.TAKEN, PartState.UNDER_WAY]
    )
    if not held.update(
        people_taken=F("people_taken") - 1, state=PartState.OPEN, is_listed=True, listed_at=at
    ):
        raise PartNotAvailableError
    run_changes(part.group_id)
    return _after(part, "part.released", by=by, at=at)


@transaction.atomic
def start_part(part: NeedPart, *, by: Actor, at: datetime) -> NeedPart:
    if not NeedPart.objects.filter(pk=part.pk, state=PartState.TAKEN).update(state=PartState.UNDER_WAY):
        raise PartNotAvailableError
    return _after(part, "part.started", by=by, at=at)


@transaction.atomic
def finish_part(part: NeedPart, *, by: Actor, at: datetime) -> NeedPart:
    """Everybody who had accepted is done."""
    going_on = NeedPart.objects.filter(pk=part.pk, state__in=[PartState.TAKEN, PartState.UNDER_WAY])
    if not going_on.update(state=PartState.DONE, is_listed=False):
        raise PartNotAvailableError
    return _after(part, "part.finished", by=by, at=at)


@transaction.atomic
def resume_part(part: NeedPart, *, by: Actor, at: datetime) -> NeedPart:
    """ "Done" was pressed by mistake: the part is held again by those who had accepted."""
    if not NeedPart.objects.filter(pk=part.pk, state=PartState.DONE).update(state=PartState.TAKEN):
        raise PartNotAvailableError
    return _after(part, "part.resumed", by=by, at=at)


def _after(part: NeedPart, verb: str, *, by: Actor, at: datetime) -> NeedPart:
    part.refresh_from_db()
    settle_need_state(part.need, by=by, at=at)
    record(verb, part, by=by, at=at, fields=["state"])
    return part
