"""How many people are asked at once about one part, and until when they can answer.

How likely somebody says yes is worked out here when it is needed, kept nowhere and shown nowhere: it decides how many
are asked, never who, and nobody learns it of anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from manyhands.apps.dispatch.bridge.leads import NOBODY_LEADS, LeadsLeft
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.pairs import WAITING
from manyhands.apps.dispatch.states import AssignmentState, Began
from manyhands.apps.groups.models import Group
from manyhands.apps.messaging.queries import by_day
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.core.dispatch.inviting import (
    AGEING,
    MOST_CHANCE,
    MOST_FOR_EACH,
    Pace,
    chance_of_enough,
    chance_of_yes,
    group_chance,
    how_many,
    pace_for,
)
from manyhands.storage.prepared import Prepared

_FULL_WEIGHT = AGEING[0][1]

Answers = Mapping[int, tuple[float, float, float]]
"""By person, how often they said yes, no and nothing, the older the less."""


def pace_of(part: NeedPart) -> Pace:
    group = part.group
    target = group.invite_chance_percent / 100
    return pace_for(part.urgency, target=target, hours_to_answer=group.invitation_hours)


def answer_until(part: NeedPart, *, at: datetime) -> datetime:
    """The hours to answer begin when people may be told: nobody loses a question in their sleep.

    A yes is of no use after the time at which it was wanted.
    """
    until = by_day(part.group, at) + timedelta(hours=pace_of(part).hours_to_answer)
    return min(until, part.due_at) if part.starts_at and part.due_at else until


def most_to_ask(part: NeedPart) -> int:
    """The most who may be asked at the same time, whatever they usually say."""
    missing = people_missing_now(part)
    return missing * MOST_FOR_EACH if pace_of(part).asks_several else missing


def people_missing_now(part: NeedPart) -> int:
    return max(0, int(part.people_needed - part.people_taken)) if part.state == PartState.OPEN else 0


@dataclass(frozen=True, slots=True)
class AskNow:
    """Who is asked, in their order. `times_in_ten`: so often, at least, enough of all who are asked then say yes, and
    enough of those who lead; 0 where that is not known, or as many as may be asked are not enough for it.
    """

    helper_ids: tuple[int, ...] = ()
    times_in_ten: int = 0

    @property
    def count(self) -> int:
        return len(self.helper_ids)


NOBODY = AskNow()


def list_waiting(part: NeedPart) -> list[Assignment]:
    """Those who were asked, or have come forward, and wait: as much of them as `ask_now` looks at."""
    waiting = Assignment.objects.filter(part=part, state__in=WAITING)
    return list(waiting.only("group_id", "part_id", "helper_id", "state"))


def ask_now(
    part: NeedPart,
    next_ids: Sequence[int],
    *,
    asked_before: Iterable[Assignment],
    leads: LeadsLeft = NOBODY_LEADS,
    answers: Answers | None = None,
    at: datetime,
) -> AskNow:
    """How many of `next_ids`, people in the order in which they would be asked, are asked now, as others have been
    asked already and not answered: those who wait among `asked_before`. Where somebody still has to lead, so many who
    can come first that enough of them say yes. One query where several may be asked; none with the `answers`.
    """
    missing, pace = people_missing_now(part), pace_of(part)
    if not missing or not next_ids:
        return NOBODY
    waiting = [one for one in asked_before if one.part_id == part.pk and one.state in WAITING]
    before = [one.helper_id for one in waiting]
    if not pace.asks_several:
        first = _leaders_first(next_ids, leads, leads.missing - len(leads.among(before)))
        return AskNow(tuple(first[: max(0, missing - len(waiting))]))
    answers = list_answers(part.group, at=at) if answers is None else answers
    chances = _chances(answers, [*before, *next_ids])
    # Who has come forward has said yes already; only staff can still say no.
    came_forward = [one.helper_id for one in waiting if one.state != AssignmentState.INVITED]
    chances |= dict.fromkeys(came_forward, MOST_CHANCE)
    return _ask_several(before, next_ids, chances, leads, missing=missing, target=pace.target)


def _ask_several(
    before: Sequence[int],
    next_ids: Sequence[int],
    chances: Mapping[int, float],
    leads: LeadsLeft,
    *,
    missing: int,
    target: float,
) -> AskNow:
    def chances_of(person_ids: Iterable[int]) -> list[float]:
        return [chances[person_id] for person_id in person_ids]

    leading = chances_of([*leads.among(before), *leads.among(next_ids)])
    leaders = how_many(leading, leads.missing, target, leads.missing * MOST_FOR_EACH) - len(
        leads.among(before)
    )
    first = _leaders_first(next_ids, leads, leaders)
    everybody = [*before, *first]
    count = how_many(chances_of(everybody), missing, target, missing * MOST_FOR_EACH)
    asked = first[: max(count - len(before), leaders, 0)]
    together = [*before, *asked]
    # At least as likely as both at once, however the two hang together.
    is_enough = (
        chance_of_enough(chances_of(together), missing)
        + chance_of_enough(chances_of(leads.among(together)), leads.missing)
        >= 1 + target
    )
    return AskNow(tuple(asked), int(10 * target) if is_enough else 0)


def _leaders_first(next_ids: Sequence[int], leads: LeadsLeft, count: int) -> list[int]:
    """So many of those who can lead, then the others, each in the order that they have."""
    first = leads.among(next_ids)[: max(0, count)]
    return [*first, *(one for one in next_ids if one not in set(first))]


def list_answers(group: Group, *, at: datetime) -> Answers:
    """Of everybody who was asked within a year. One query, whatever the group has asked so far."""
    return {row["helper_id"]: counts_of(row) for row in _ANSWERS.list(group=group, **since(at))}


def since(at: datetime) -> dict[str, datetime]:
    """From when on answers count so much, for `answers_of`."""
    return {f"since_{days}": at - timedelta(days=days) for days, _weight in AGEING}


def _chances(answers: Answers, helper_ids: Sequence[int]) -> dict[int, float]:
    """By person, how likely they say yes."""
    prior = group_chance(
        *(sum(counts) for counts in zip(*answers.values(), strict=True)) if answers else (0, 0, 0)
    )
    return {helper_id: chance_of_yes(*answers.get(helper_id, (0, 0, 0)), prior) for helper_id in helper_ids}


def counts_of(row: Mapping[str, int]) -> tuple[float, float, float]:
    yes, no, silent = (row[name] / _FULL_WEIGHT for name in ("yes", "no", "silent"))
    return yes, no, silent


def answers_of(*, group: Any, **since: Any) -> QuerySet[Assignment, dict[str, int]]:
    """By person; `since_90` is the moment 90 days ago. What was taken back before an answer is none; a yes stays one
    when the task was handed back later.
    """
    asked = Assignment.objects.filter(
        group=group,
        began__in=[Began.INVITATION, Began.PLAN],
        made_at__gt=since[f"since_{AGEING[-1][0]}"],
    )
    return asked.values("helper_id").annotate(
        yes=_weighed(Q(answered_at__isnull=False) & ~Q(state=AssignmentState.DECLINED), since),
        no=_weighed(Q(state=AssignmentState.DECLINED), since),
        silent=_weighed(Q(state=AssignmentState.EXPIRED, never_heard=False), since),
    )


def _weighed(what: Q, since: Mapping[str, Any]) -> Sum:
    """How many there are, the older the less, in whole parts of `_FULL_WEIGHT`."""
    ages = [When(what & Q(made_at__gt=since[f"since_{days}"]), then=Value(weight)) for days, weight in AGEING]
    return Sum(Case(*ages, default=Value(0), output_field=IntegerField()))


_ANSWERS = Prepared(answers_of)
