"""The joint question of groups that share: what is left over here, and who has time left there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from manyhands.apps.dispatch.bridge.planning.answer import Answer
from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.apps.dispatch.states import LIVE_ASKS, PLAN_WITHIN
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import distance_m


def pool_name(pool_id: int) -> str:
    return f"pool{pool_id}"


@dataclass(frozen=True, slots=True)
class AskedPart:
    """What volunteers may read of a part before they say yes, and what the engine needs; nothing else."""

    group_id: int
    part_id: int
    request: RequestRecord
    kind_names: dict[str, str]
    when_kind: str
    starts_at: datetime | None
    due_at: datetime | None
    area: str
    language: str
    minutes: int
    moment: datetime

    def pool_in(self, zone: ZoneInfo, pool_id: int) -> str:
        """The week that it falls into for somebody who lives by this clock: limits are limits for a week."""
        local = self.moment.astimezone(zone)
        return f"{pool_name(pool_id)}:{local.date() - timedelta(days=local.weekday())}"


@dataclass(frozen=True, slots=True)
class LentHelper:
    """Somebody of a group who is free, as a record; who it is only their own group looks up."""

    group_id: int
    record: VolunteerRecord


Made = tuple[int, int, str]
"""Of an ask that there is: the part, the volunteer, the state."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the joint plan: a part of one group for somebody of another."""

    part: AskedPart
    helper_group_id: int
    volunteer_id: int
    distance_m: int | None


def joint_question(
    parts: Sequence[AskedPart],
    helpers: Sequence[LentHelper],
    made: Iterable[Made],
    *,
    pool_id: int,
    zone: ZoneInfo,
    at: datetime,
) -> Question | None:
    """All needs weigh the same whichever group they are of; None where there is nobody or nothing.

    `zone` is the clock by which all the helpers live: the hours of their weeks are meant in it. What is asked says when
    in instants, so that it may come from anywhere.

    A group's own people are left out for its own requests: its own plan has just found that they cannot. What it
    plans with them itself counts as theirs already, so nobody is taken away from their group.
    """
    made = list(made)
    asked = {(f"p{part}", f"v{volunteer}") for part, volunteer, _state in made}
    wanted = [part for part in parts if _still_missing(part, made) > 0]
    if not wanted or not helpers:
        return None
    own = {
        (part.request.id, helper.record.id)
        for part in wanted
        for helper in helpers
        if part.group_id == helper.group_id
    }
    return Question(
        requests=tuple(
            replace(part.request, pool=part.pool_in(zone, pool_id), quantity=_still_missing(part, made))
            for part in wanted
        ),
        volunteers=tuple(helper.record for helper in helpers),
        context=MatchContext(at=at, zone=zone, blocked=own, declined=asked),
        published=frozenset(),
        weights=Weights(),
        limit_seconds=int(PLAN_WITHIN.total_seconds()),
    )


def _still_missing(part: AskedPart, made: Iterable[Made]) -> int:
    """Without those who are being asked; who has said yes is counted in the group itself."""
    waiting = sum(number == part.part_id and state in LIVE_ASKS for number, _volunteer, state in made)
    return part.request.quantity - waiting


def offers_of(answer: Answer, parts: Sequence[AskedPart], helpers: Sequence[LentHelper]) -> list[Offer]:
    """A way that nobody knows is no reason to ask another group."""
    part_of = {part.request.id: part for part in parts}
    helper_of = {helper.record.id: helper for helper in helpers}
    offers = []
    for line in answer["lines"]:
        part, helper = part_of[line["request_id"]], helper_of[line["volunteer_id"]]
        here, there = part.request.point, helper.record.point
        away_m = round(distance_m(here, there)) if here and there else None
        if away_m is not None or part.request.is_remote:
            offers.append(Offer(part, helper.group_id, int(helper.record.id[1:]), away_m))
    return offers
