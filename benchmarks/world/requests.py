from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import count, cycle, islice
from random import Random

from benchmarks.world.cards import add_persons, add_places
from benchmarks.world.copies import in_batches, write
from benchmarks.world.helping import add_helping
from benchmarks.world.journal import Lines
from benchmarks.world.messages import add_messages
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.models import InternalNote, Need, NeedMove, NeedPart
from manyhands.apps.needs.states import CloseReason, NeedState, PartState, Urgency, WhenKind
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.places.models import Place

_PART_STATES = {
    "new": PartState.WAITING,
    "open": PartState.OPEN,
    "assigned": PartState.TAKEN,
    "closed": PartState.DONE,
}
_numbers = count()


def add_requests(
    groups: Sequence[Group],
    states: dict[str, int],
    volunteers: Sequence[Volunteer],
    random: Random,
    lines: Lines,
) -> None:
    """So many requests in each state, spread evenly over the groups."""
    kinds = defaultdict(list)
    rows = (
        Category.objects.filter(group__in=groups, is_active=True)
        if len(groups) == 1
        else Category.objects.filter(is_active=True)
    )
    for group_id, pk in rows.values_list("group_id", "pk"):
        kinds[group_id].append(pk)
    for state, wanted in states.items():
        for homes in in_batches(islice(cycle(groups), wanted)):
            needs = _add_needs(homes, state, random, lines)
            parts = _add_parts(needs, kinds, random)
            if volunteers and state in ("assigned", "closed"):
                add_helping(parts, volunteers, random, lines)
            add_messages(needs, lines)
            lines.write()


def _add_needs(homes: Sequence[Group], state: str, random: Random, lines: Lines) -> list[Need]:
    persons, places = add_persons(homes, random, at=lines.at), add_places(homes, random)
    needs = write(
        [_need(state, person, place, random, lines) for person, place in zip(persons, places, strict=True)]
    )
    moves = {"new": ["new"], "open": ["new", "open"]}.get(state, ["new", "open", state])
    write(
        [
            _move(need, before, after)
            for need in needs
            for before, after in zip(["", *moves], moves, strict=False)
        ]
    )
    write(
        [
            InternalNote(
                group_id=need.group_id, need=need, text="Called, will be home after four.", at=lines.at
            )
            for need in needs
        ]
    )
    for need in needs:
        lines.add(need.group_id, "people.person", need.person_id, "person.added")
        lines.add(need.group_id, "places.place", need.place_id, "place.added")
        lines.add(need.group_id, "needs.need", need.pk, *(f"need.{move}" for move in moves))
    return needs


def _need(state: str, person: Person, place: Place, random: Random, lines: Lines) -> Need:
    waited = timedelta(hours=random.randrange(1, 24 * 20))
    due = lines.at + timedelta(hours=random.randrange(2, 24 * 10)) if random.random() < 0.7 else None
    is_closed = state == NeedState.CLOSED
    return Need(
        group_id=person.group_id,
        reference=_reference(next(_numbers)),
        state=state,
        person=person,
        place=place,
        language=person.language,
        summary="A week of groceries for a family of four, no nuts",
        details="Milk, bread, rice, beans, apples. The lift is broken; I can come down to the door.",
        urgency=random.choice(Urgency.values),
        when_kind=WhenKind.BY_DAY if due else WhenKind.SOON,
        due_at=due,
        asked_at=lines.at - waited,
        confirmed_at=lines.at - waited,
        opened_at=None if state == "new" else lines.at - waited / 2,
        closed_at=lines.at if is_closed else None,
        close_reason=CloseReason.FULFILLED if is_closed else "",
    )


def _reference(number: int) -> str:
    """Of the form that real ones have, with a letter that they never begin with."""
    thousands, rest = divmod(number, 1000)
    return f"B{thousands}-{rest:03}"


def _move(need: Need, before: str, after: str) -> NeedMove:
    return NeedMove(
        group_id=need.group_id,
        need=need,
        at=need.asked_at,
        by_kind="system",
        from_state=before,
        to_state=after,
        before={"state": before, "version": 1, "parts": {}},
    )


def _add_parts(needs: Sequence[Need], kinds: dict[int, list[int]], random: Random) -> list[NeedPart]:
    """One kind of help or two in each."""
    return write(
        [
            _part(need, category)
            for need in needs
            for category in random.sample(kinds[need.group_id], random.choice((1, 1, 2)))
        ]
    )


def _part(need: Need, category_id: int) -> NeedPart:
    state = _PART_STATES[need.state]
    is_listed = state == PartState.OPEN
    return NeedPart(
        group_id=need.group_id,
        need=need,
        category_id=category_id,
        state=state,
        people_taken=1 if state in (PartState.TAKEN, PartState.DONE) else 0,
        is_listed=is_listed,
        listed_at=need.opened_at if is_listed else None,
        public_cell=need.place.public_cell,
        language=need.language,
        urgency=need.urgency,
        starts_at=need.starts_at,
        due_at=need.due_at,
    )
