"""How far each invented request has come: the older, the further; some of everything."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from manyhands.apps.dispatch.actions import (
    RefusedError,
    Report,
    accept,
    claim,
    complete,
    decline,
    hand_back,
    invite,
    start,
)
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.who_can import PersonWhoCan, list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helpers
from manyhands.apps.groups.models import Group, MeetingMode, Membership
from manyhands.apps.messaging.actions import note_called
from manyhands.apps.messaging.models import Message, MessageState
from manyhands.apps.needs.actions import (
    add_contact_attempt,
    add_note,
    close_need,
    open_need,
    set_follow_up,
    set_owner,
    triage_need,
)
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import CloseReason, NeedState
from manyhands.cli.demo.daytime import by_day, next_by_day
from manyhands.storage.actors import Actor

Step = Callable[["Journey", Need], None]
REGULARS_FIRST = 0.7
REGULAR_EVERY = 20


class Journey:
    """Moves requests on as staff and volunteers would have, each at a time that fits."""

    def __init__(self, group: Group, staff: dict[str, Membership], random: Random, *, at: datetime) -> None:
        self.group, self.staff, self.random, self.at = group, staff, random, at
        self.coordinator = staff["coordinator"]
        self._latest: dict[int, datetime] = {}
        self.by = Actor.member(self.coordinator.pk)

    def travel(self, needs: list[Need]) -> None:
        """Oldest first: most of those are done, the newest nobody has looked at yet."""
        for position, need in enumerate(needs):
            step = self._step_for(position / max(1, len(needs) - 1))
            step(self, need)
        self._call_those_who_waited()

    def _call_those_who_waited(self) -> None:
        """Whoever should have been called before yesterday has been; the latest are still to be called."""
        for message in Message.objects.filter(
            state=MessageState.TO_CALL, created_at__lt=self.at - timedelta(days=1)
        ):
            called_at = next_by_day(message.created_at + timedelta(hours=2), self.group.zone)
            note_called(message, by=self.by, at=called_at)

    def _step_for(self, share: float) -> Step:
        for until, step in JOURNEYS:
            if share <= until:
                return step
        return JOURNEYS[-1][1]

    def after(self, need: Need, hours: float) -> datetime:
        """Some time after it was asked for, by day; never in the future, nor before what has been done already."""
        zone = self.group.zone
        just_now = by_day(self.at - timedelta(minutes=self.random.randint(2, 20)), zone)
        then = min(next_by_day(need.asked_at + timedelta(hours=hours), zone), just_now)
        self._latest[need.pk] = max(self._latest.get(need.pk, need.asked_at), then)
        return self._latest[need.pk]

    def open(self, need: Need) -> None:
        triage_need(need, urgency=need.urgency, by=self.by, at=self.after(need, 0.5))
        open_need(need, by=self.by, at=self.after(need, 0.6))
        need.refresh_from_db()

    def ask(self, part: NeedPart, *, at: datetime, people: int = 1) -> list[Assignment]:
        found = find_part(self.group, part.pk)
        if found is None:
            return []
        can = self._as_staff_call(list_people_who_can(found, language="en", at=at).can)
        chosen = self._helpers([person.helper.key for person in can[: max(people, found.people_needed)]])
        if not chosen:
            return []
        try:
            return invite(found, chosen, made_by=self.coordinator, by=self.by, at=at)
        except RefusedError:
            return []

    def _as_staff_call(self, can: list[PersonWhoCan]) -> list[PersonWhoCan]:
        """Every other time those whom staff know and always call, wherever they live: that is why some have much."""
        free = [person for person in can if not person.is_asked]
        if self.random.random() < REGULARS_FIRST:
            free.sort(key=lambda person: int(person.helper.key[1:]) % REGULAR_EVERY != 0)
        return free

    def come_forward(self, part: NeedPart, *, at: datetime) -> None:
        found = find_part(self.group, part.pk)
        can = list_people_who_can(found, language="en", at=at).can if found else []
        if not (found and can):
            return
        # For some kinds of help staff choose, whatever the group's way.
        with suppress(RefusedError):
            [helper] = self._helpers([can[0].helper.key])
            claim(found, helper, by=Actor.neighbour(helper.person.pk), at=at)

    def _helpers(self, keys: list[str]) -> list[Helper]:
        """In the order of the keys: the demo is the same each time."""
        return sorted(find_helpers(self.group, keys), key=lambda helper: keys.index(helper.key))

    def take(self, need: Need) -> list[Assignment]:
        """Everybody needed has been asked and has said yes."""
        parts = NeedPart.objects.filter(need=need)
        asked = [assignment for part in parts for assignment in self.ask(part, at=self.after(need, 1))]
        taken = [self._accept(assignment, need) for assignment in asked]
        return [assignment for assignment in taken if assignment]

    def _accept(self, assignment: Assignment, need: Need) -> Assignment | None:
        helper = Actor.neighbour(assignment.helper_id)
        try:
            return accept(assignment, by=helper, at=self.after(need, self.random.uniform(1.5, 9)))
        except RefusedError:
            return None


def stay_new(journey: Journey, need: Need) -> None:
    if journey.random.random() < 0.2:
        set_owner(need, journey.staff["intake"], by=journey.by, at=journey.after(need, 0.2))


def look_at(journey: Journey, need: Need) -> None:
    triage_need(need, urgency=need.urgency, by=journey.by, at=journey.after(need, 0.4))
    need.refresh_from_db()
    add_contact_attempt(
        need,
        outcome="no_answer",
        note="",
        member=journey.staff["intake"],
        by=journey.by,
        at=journey.after(need, 0.5),
    )
    if journey.random.random() < 0.4:
        set_follow_up(need, journey.at + timedelta(days=2), by=journey.by, at=journey.after(need, 0.6))


def wait_open(journey: Journey, need: Need) -> None:
    journey.open(need)


def wait_for_answer(journey: Journey, need: Need) -> None:
    """Somebody has been asked; or, where volunteers choose, somebody waits for the group's yes."""
    journey.open(need)
    for part in NeedPart.objects.filter(need=need):
        if journey.group.meeting_mode == MeetingMode.CLAIM_WITH_APPROVAL:
            journey.come_forward(part, at=journey.after(need, 200))
            continue
        asked = journey.ask(part, at=journey.after(need, 200), people=2)
        if len(asked) > 1:
            decline(asked[0], by=Actor.neighbour(asked[0].helper_id), at=journey.after(need, 201))


def be_taken(journey: Journey, need: Need) -> None:
    journey.open(need)
    journey.take(need)


def be_under_way(journey: Journey, need: Need) -> None:
    journey.open(need)
    for assignment in journey.take(need):
        start(assignment, by=Actor.neighbour(assignment.helper_id), at=journey.after(need, 10))


def come_back(journey: Journey, need: Need) -> None:
    journey.open(need)
    for assignment in journey.take(need)[:1]:
        hand_back(assignment, by=Actor.neighbour(assignment.helper_id), at=journey.after(need, 12))


def be_done(journey: Journey, need: Need) -> None:
    """So long ago that it was done then, or not at all."""
    journey.open(need)
    taken = journey.take(need)
    for assignment in taken:
        report = Report(minutes_spent=journey.random.choice([20, 30, 45, 60, 90]))
        complete(assignment, report, by=Actor.neighbour(assignment.helper_id), at=journey.after(need, 24))
    need.refresh_from_db()
    if need.state != NeedState.CLOSED:
        reason = CloseReason.PARTLY_FULFILLED if taken else CloseReason.UNABLE_TO_FILL
        close_need(need, reason=reason, by=journey.by, at=journey.after(need, 72))


def be_closed_otherwise(journey: Journey, need: Need) -> None:
    reason = journey.random.choice(
        [
            CloseReason.NO_LONGER_NEEDED,
            CloseReason.HELPED_BY_OTHERS,
            CloseReason.REFERRED,
            CloseReason.CANNOT_REACH,
        ]
    )
    add_note(
        need,
        "Called twice, see below.",
        author=journey.staff["intake"],
        by=journey.by,
        at=journey.after(need, 3),
    )
    close_need(need, reason=reason, by=journey.by, at=journey.after(need, 30))


# Up to this share of the requests, the oldest first, come this far.
JOURNEYS: list[tuple[float, Step]] = [
    (0.33, be_done),
    (0.40, be_closed_otherwise),
    (0.47, be_under_way),
    (0.59, be_taken),
    (0.62, come_back),
    (0.70, wait_for_answer),
    (0.88, wait_open),
    (0.93, look_at),
    (1.0, stay_new),
]
