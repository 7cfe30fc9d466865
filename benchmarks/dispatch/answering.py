"""A town to ask: who lives in it, what is needed when, and how people answer. Everything here is assumed.

Somebody says yes the likelier the nearer it is, the less they have taken on this week, and the fewer messages they got
lately. They answer after a while that is mostly short and sometimes long, never at night. Whoever was asked for nothing
looks away for some weeks now and then, and sometimes for good: so V. Manshadi and S. Rodilitz ("Online Policies for
Efficient Volunteer Crowdsourcing", Management Science 68, 2022) found it in data of food rescue.

All chance is drawn beforehand, by request and person: whichever way people are asked, the same person is in the same
mood about the same request.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.inviting.pace import DAYS, TODAY, WEEK

DAY: Final = 24.0
A_WEEK: Final = 7 * DAY
MORNING, EVENING = 8.0, 21.0
HOURS_UNTIL_TOO_LATE: Final = {TODAY: 10.0, DAYS: 60.0, WEEK: A_WEEK}
URGENCIES: Final = (TODAY, DAYS, WEEK)
SHARE_OF_URGENCIES: Final = (0.2, 0.3, 0.5)
HAS_CAR, IS_CHECKED = 1, 2

WILLING: Final = (1.0, 1.0)
"""Mean and spread of how willing people are, on the scale of a logit."""
LESS_BY_KM: Final = 0.35
LESS_BY_FULL_WEEK: Final = 0.9
LESS_BY_MESSAGE: Final = 0.25
MESSAGES_THAT_COUNT: Final = 8
SHARE_SILENT: Final = 0.5
"""Of those who do not say yes; the others say no."""
MEDIAN_HOURS: Final = 0.67
SPREAD_OF_HOURS: Final = 1.3
CHANCE_TO_LOOK_AWAY: Final = 0.08
"""After each message for nothing."""
DAYS_AWAY: Final = 14.0
CHANCE_TO_LEAVE: Final = 0.003

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Scale:
    """`minds`: how much people mind messages for nothing; 0 is a town in which nobody ever looks away."""

    volunteers: int = 250
    requests_a_week: int = 80
    weeks: int = 12
    minds: float = 1.0


@dataclass(frozen=True, eq=False)
class Town:
    """Columns by volunteer and by request, and what is drawn for each two of them.

    `arrives`: in hours from a Monday at midnight. `mood`: decides yes or not. `manner`: silent or no. `hours`: until
    they answer. `patience`: whether a message for nothing makes them look away, or leave.
    """

    x_m: Ints
    y_m: Ints
    radius_m: Ints
    capacity: Ints
    have: Ints
    willing: Floats
    request_x_m: Ints
    request_y_m: Ints
    need: Ints
    urgency: Ints
    arrives: Floats
    mood: Floats
    manner: Floats
    hours: Floats
    patience: Floats
    weeks: int
    minds: float

    def distance_m(self, request: int) -> Floats:
        return np.hypot(self.x_m - self.request_x_m[request], self.y_m - self.request_y_m[request])

    def can(self, request: int) -> NDArray[np.bool_]:
        """Who lives near enough and has what it takes, whatever else they do."""
        is_near = self.distance_m(request) <= self.radius_m
        return is_near & ((self.have & self.need[request]) == self.need[request])


def make_town(scale: Scale, *, seed: int) -> Town:
    """The same for the same seed."""
    chance = np.random.default_rng(seed)
    people, count = scale.volunteers, scale.requests_a_week * scale.weeks
    pairs = (count, people)
    days = np.sort(chance.integers(0, 7 * scale.weeks, count))
    needs_car, needs_check = chance.random(count) < 0.25, chance.random(count) < 0.1
    has_car, is_checked = chance.random(people) < 0.4, chance.random(people) < 0.15
    return Town(
        x_m=_around(chance, people),
        y_m=_around(chance, people),
        radius_m=np.clip(chance.lognormal(np.log(3_500), 0.4, people), 1_000, 12_000).astype(np.int64),
        capacity=chance.choice([1, 2, 3, 4], people, p=[0.35, 0.35, 0.2, 0.1]),
        have=has_car * HAS_CAR + is_checked * IS_CHECKED,
        willing=chance.normal(*WILLING, people),
        request_x_m=_around(chance, count),
        request_y_m=_around(chance, count),
        need=needs_car * HAS_CAR + needs_check * IS_CHECKED,
        urgency=chance.choice(URGENCIES, count, p=SHARE_OF_URGENCIES),
        arrives=np.sort(days * DAY + chance.uniform(MORNING, 18.0, count)),
        mood=chance.random(pairs),
        manner=chance.random(pairs),
        hours=chance.lognormal(np.log(MEDIAN_HOURS), SPREAD_OF_HOURS, pairs),
        patience=chance.random(pairs),
        weeks=scale.weeks,
        minds=scale.minds,
    )


def _around(chance: np.random.Generator, count: int) -> Ints:
    """Metres from the middle of the town."""
    return np.round(chance.normal(0, 2_200, count)).astype(np.int64)


def by_day(hour: float) -> float:
    """This hour, or the morning after the night that it falls into."""
    of_day = hour % DAY
    if of_day < MORNING:
        return hour - of_day + MORNING
    return hour if of_day < EVENING else hour - of_day + DAY + MORNING


def likely_yes(town: Town, request: int, person: int, *, tasks: int, messages: int) -> float:
    """How likely they say yes if they look at all; no way of asking knows this number."""
    logit = (
        town.willing[person]
        - LESS_BY_KM * town.distance_m(request)[person] / 1_000
        - LESS_BY_FULL_WEEK * tasks / town.capacity[person]
        - LESS_BY_MESSAGE * min(messages, MESSAGES_THAT_COUNT)
    )
    return float(1 / (1 + np.exp(-logit)))
