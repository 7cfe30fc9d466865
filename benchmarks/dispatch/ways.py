"""Four ways to ask for help: ours, everybody, the nearest one after the other, and five at a time."""

from typing import Final

import numpy as np

from benchmarks.dispatch.answering import DAY, HOURS_UNTIL_TOO_LATE
from benchmarks.dispatch.asking import NO, SILENT, YES, Way, Weeks
from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.inviting import (
    MOST_FOR_EACH,
    Pace,
    chance_of_yes,
    group_chance,
    how_many,
    pace_for,
    weight_of_age,
)
from manyhands.core.dispatch.online import Engine
from manyhands.core.equity.priority import priority_of

TARGET: Final = 0.8
HOURS_TO_ANSWER: Final = 24
MESSAGES_A_WEEK: Final = 6
"""What a group begins with: see its settings."""
LOOKED_AT: Final = 60
WEEKS_LOOKED_BACK: Final = 4


def pace_of(weeks: Weeks, request: int, *, target: float = TARGET) -> Pace:
    urgency = int(weeks.town.urgency[request])
    return pace_for(urgency, target=target, hours_to_answer=HOURS_TO_ANSWER)


class _Simple:
    """Knows nothing but who can and how far they live. Everybody has as long to answer as we give them."""

    name = ""

    def begin_week(self, weeks: Weeks) -> None:
        """Nothing is planned."""

    def arrives(self, weeks: Weeks, request: int) -> None:
        """Nothing is planned."""

    def heard(self, weeks: Weeks, request: int, person: int, answer: str) -> None:
        """Nothing is learned."""

    def ends(self, weeks: Weeks, request: int) -> None:
        """Nothing is planned."""

    def hours_to_answer(self, weeks: Weeks, request: int) -> float:
        return pace_of(weeks, request).hours_to_answer


class Everybody(_Simple):
    """A message to all who can; whoever says yes first has it."""

    name = "tell everybody"

    def choose(self, weeks: Weeks, request: int) -> list[int]:
        return [] if weeks.requests[request].questions else np.flatnonzero(weeks.able(request)).tolist()

    def hours_to_answer(self, weeks: Weeks, request: int) -> float:
        return HOURS_UNTIL_TOO_LATE[int(weeks.town.urgency[request])]


class Nearest(_Simple):
    """So many of the nearest at a time; the next when all of them have said no or nothing."""

    def __init__(self, at_a_time: int) -> None:
        self._at_a_time = at_a_time
        self.name = "nearest, one by one" if at_a_time == 1 else f"the {at_a_time} nearest at once"

    def choose(self, weeks: Weeks, request: int) -> list[int]:
        if weeks.requests[request].waiting:
            return []
        able = np.flatnonzero(weeks.able(request))
        far = weeks.town.distance_m(request)[able]
        return able[np.argsort(far, kind="stable")][: self._at_a_time].tolist()


class Ours:
    """The engine's order and the number that is enough, with the limit for each week: as the platform asks."""

    def __init__(self, *, target: float = TARGET) -> None:
        self.name = "ours" if target == TARGET else f"ours, {target:.0%} wanted"
        self._target = target
        self._engine: Engine | None = None
        self._answers: list[tuple[float, int, str]] = []
        self._known: tuple[int, list[tuple[float, float, float]], float] = (-1, [], 0.5)

    def begin_week(self, weeks: Weeks) -> None:
        """A week is a pool of its own: limits are limits for a week."""
        self._engine = Engine(
            from_arrays(requests={"id": [], "x_m": [], "y_m": []}, volunteers=_people(weeks))
        )
        for request, task in enumerate(weeks.requests):
            if task.is_open and weeks.town.arrives[request] <= weeks.now:
                self._insert(weeks, request)

    def arrives(self, weeks: Weeks, request: int) -> None:
        self._insert(weeks, request)

    def choose(self, weeks: Weeks, request: int) -> list[int]:
        pace, waiting = pace_of(weeks, request, target=self._target), weeks.requests[request].waiting
        most = MOST_FOR_EACH if pace.asks_several else 1
        if len(waiting) >= most:
            return []
        able = weeks.able(request)
        order = [
            int(one.volunteer_id)
            for one in self._planned.invitations(request, LOOKED_AT)
            if able[int(one.volunteer_id)] and weeks.messages_lately(int(one.volunteer_id)) < MESSAGES_A_WEEK
        ]
        chances = [self._chance(weeks, person) for person in [*waiting, *order]]
        return order[: max(0, how_many(chances, 1, pace.target, most) - len(waiting))]

    def hours_to_answer(self, weeks: Weeks, request: int) -> float:
        return pace_of(weeks, request).hours_to_answer

    def heard(self, weeks: Weeks, request: int, person: int, answer: str) -> None:
        self._answers.append((weeks.now, person, answer))
        if answer == YES:
            self._planned.freeze(request, person)
        else:
            self._planned.decline(request, person)

    def ends(self, weeks: Weeks, request: int) -> None:
        self._planned.cancel(request)

    @property
    def _planned(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("The week has not begun.")
        return self._engine

    def _insert(self, weeks: Weeks, request: int) -> None:
        town, task = weeks.town, weeks.requests[request]
        waited = (weeks.now - float(town.arrives[request])) if weeks.now > town.arrives[request] else 0.0
        said_no = [person for person, question in task.questions.items() if not question.counts]
        self._planned.insert(
            {
                "id": request,
                "x_m": int(town.request_x_m[request]),
                "y_m": int(town.request_y_m[request]),
                "need_mask": int(town.need[request]),
                "weight": priority_of(int(town.urgency[request]), waited_hours=waited).weight,
            },
            blocked=said_no,
        )

    def _chance(self, weeks: Weeks, person: int) -> float:
        """From what was answered until yesterday evening."""
        today = int(weeks.now // DAY)
        if self._known[0] != today:
            counts = self._count(weeks)
            everybody = tuple(float(sum(column)) for column in zip(*counts, strict=True))
            self._known = (today, counts, group_chance(*everybody))
        _, counts, prior = self._known
        return chance_of_yes(*counts[person], prior)

    def _count(self, weeks: Weeks) -> list[tuple[float, float, float]]:
        counted = np.zeros((len(weeks.town.x_m), 3))
        places = {YES: 0, NO: 1, SILENT: 2}
        for at, person, answer in self._answers:
            counted[person, places[answer]] += weight_of_age((weeks.now - at) / DAY)
        return [(float(yes), float(no), float(silent)) for yes, no, silent in counted]


def _people(weeks: Weeks) -> dict[str, object]:
    town, week = weeks.town, weeks.week
    return {
        "id": np.arange(len(town.x_m)),
        "x_m": town.x_m,
        "y_m": town.y_m,
        "radius_m": town.radius_m,
        "have_mask": town.have,
        "capacity": np.where(weeks.has_left, 0, town.capacity - weeks.tasks[week]),
        "recent": weeks.tasks[max(0, week - WEEKS_LOOKED_BACK) : week].sum(axis=0),
        "tasks_per_week": town.capacity,
    }


def all_ways() -> list[Way]:
    """New ones: each keeps what it has learned."""
    return [Ours(), Everybody(), Nearest(1), Nearest(5)]


def ways_of_ours() -> list[Way]:
    """The setting of a group, from the least to the most."""
    return [Ours(target=target) for target in (0.5, TARGET, 0.95)]
