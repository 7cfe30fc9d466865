"""What staff do between taking a need in and closing it: mind it, write it down, call, look again later."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from manyhands.apps.groups.models import Category, Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.needs.actions.listing import refresh_listing, settle_need_state
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need, NeedPart
from manyhands.apps.needs.states import NeedState, PartState
from manyhands.storage.actors import Actor


class PartInUseError(Exception):
    """Somebody has already said yes to this part: it cannot simply be taken out."""


@transaction.atomic
def set_owner(need: Need, owner: Membership | None, *, by: Actor, at: datetime) -> None:
    """Somebody in staff minds this need, or nobody does any more."""
    _change(need, "need.owner_set", by=by, at=at, owner=owner)


@transaction.atomic
def set_follow_up(need: Need, follow_up_at: datetime | None, *, by: Actor, at: datetime) -> None:
    """Look again then; until then it is out of the way."""
    _change(need, "need.follow_up_set", by=by, at=at, follow_up_at=follow_up_at)


@transaction.atomic
def set_summary(need: Need, summary: str, *, by: Actor, at: datetime) -> None:
    """The words that volunteers read before they say yes."""
    _change(need, "need.summary_set", by=by, at=at, summary=summary)


@transaction.atomic
def set_when(
    need: Need,
    *,
    when_kind: str,
    starts_at: datetime | None,
    due_at: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    _change(need, "need.when_set", by=by, at=at, when_kind=when_kind, starts_at=starts_at, due_at=due_at)
    refresh_listing(need, at=at)


@transaction.atomic
def set_details(need: Need, details: str, *, by: Actor, at: datetime) -> None:
    _change(need, "need.details_set", by=by, at=at, details=details)


@transaction.atomic
def confirm_still_needed(need: Need, *, by: Actor, at: datetime) -> None:
    """The neighbour, or somebody who spoke with them, says that it is still needed."""
    _change(need, "need.confirmed", by=by, at=at, confirmed_at=at, still_needed_asked_at=None)


@transaction.atomic
def mark_still_needed_asked(need: Need, *, by: Actor, at: datetime) -> None:
    _change(need, "need.still_needed_asked", by=by, at=at, still_needed_asked_at=at)


@transaction.atomic
def add_note(need: Need, text: str, *, author: Membership, by: Actor, at: datetime) -> InternalNote:
    note = InternalNote.objects.create(group_id=need.group_id, need=need, author=author, text=text, at=at)
    record("need.note_added", need, by=by, at=at, fields=["notes"])
    return note


@transaction.atomic
def add_contact_attempt(
    need: Need, *, outcome: str, note: str, member: Membership, by: Actor, at: datetime
) -> ContactAttempt:
    attempt = ContactAttempt.objects.create(
        group_id=need.group_id, need=need, member=member, outcome=outcome, note=note, at=at
    )
    record("need.contact_tried", need, by=by, at=at, fields=["contact_attempts"])
    return attempt


@transaction.atomic
def set_parts(
    need: Need,
    people: dict[Category, int],
    *,
    leads: Mapping[Category, int] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Make the need ask for exactly these kinds of help, and that many people for each. Raises PartInUseError.

    `leads` says how many of them must have done it before, where that is not as the kind of help has it or as it was.
    Its state follows: with a part more it looks for somebody again, without the last open one it does not.
    """
    parts = {part.category_id: part for part in NeedPart.objects.select_for_update().filter(need=need)}
    wanted = {category.pk for category in people}
    _close_parts([part for category_id, part in parts.items() if category_id not in wanted])
    for category, people_needed in people.items():
        part = _set_part(need, parts.get(category.pk), category, people_needed)
        if leads and category in leads:
            part.leads_needed = leads[category]
        part.save()
    settle_need_state(need, by=by, at=at)
    refresh_listing(need, at=at)
    record("need.parts_set", need, by=by, at=at, fields=["parts"])


def _close_parts(parts: Collection[NeedPart]) -> None:
    """Kept, not deleted: who was asked for them and said no stays known."""
    for part in parts:
        if part.state in (PartState.DONE, PartState.CLOSED):
            continue
        if part.people_taken:
            raise PartInUseError
        part.state = PartState.CLOSED
        part.save(update_fields=["state"])


def _set_part(need: Need, part: NeedPart | None, category: Category, people_needed: int) -> NeedPart:
    """The part as it is to be, not saved yet."""
    is_open = need.state not in (NeedState.DRAFT, NeedState.NEW, NeedState.TRIAGED, NeedState.CLOSED)
    idle = PartState.OPEN if is_open else PartState.WAITING
    if part is None:
        part = NeedPart(group_id=need.group_id, need=need, category=category, minutes=category.usual_minutes)
        part.state, part.leads_needed = idle, category.leads_needed
    elif people_needed < part.people_taken:
        raise PartInUseError
    elif part.state == PartState.CLOSED:
        part.state = idle
    part.people_needed = people_needed
    if part.state in (PartState.TAKEN, PartState.UNDER_WAY) and part.people_taken < people_needed:
        part.state = PartState.OPEN
    elif part.state == PartState.OPEN and part.people_taken == people_needed:
        part.state = PartState.TAKEN
    return part


def _change(need: Need, verb: str, *, by: Actor, at: datetime, **values: object) -> None:
    # Counted in the database: two who change different things at once are two changes.
    Need.objects.filter(pk=need.pk).update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(need, name, value)
    need.refresh_from_db(fields=["version"])
    record(verb, need, by=by, at=at, fields=list(values))
