"""The simulated weeks in figures, and the page of the documentation that holds them."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from benchmarks.dispatch.weeks.asked import MANY_WEEKS, Asked, asked_in
from benchmarks.dispatch.weeks.course import Choose, Course, best_plan, nearest_first, run
from benchmarks.dispatch.weeks.town import HELPERS_BY_QUARTER, QUARTERS, make_town
from benchmarks.dispatch.weeks.waiting import (
    BEYOND,
    Waits,
    longest_waits,
    waits_by_quarter,
    waits_by_urgency,
)
from manyhands.core.dispatch.objectives.styles import STYLES, weights_of

HELPERS = 40
SHORT_WEEKS, AMPLE_WEEKS = 8, 12
SHORT = (0.7, 0.8, 0.9)
AMPLE = (1.5, 2.0, 3.0)
_WAITS = ("asked", "met", "9 of 10 wait at most", "longest", "over 2 weeks, not met")
_TEXTS = 2
HARDER = (1.0, 1.0, 1.0, 1.5)
"""What a request counts for where life is harder: one and a half in quarter D."""


@dataclass(frozen=True)
class Variant:
    name: str
    ages: bool = True
    equity: tuple[float, ...] = ()


VARIANTS = (
    Variant("waiting does not count", ages=False),
    Variant("waiting counts"),
    Variant("waiting counts, and quarter D 1.5 times", equity=HARDER),
)


@dataclass(frozen=True)
class ShortHelp:
    """`bounded`: requests of which it can be said how long they wait at most; `longer`: that waited longer."""

    room: float
    variant: str
    by_urgency: list[Waits]
    by_quarter: list[Waits]
    bounded: int
    longer: int


def measure_short(seed: int) -> list[ShortHelp]:
    choose = best_plan(weights_of("balanced"))
    found = []
    for room in SHORT:
        town = make_town(seed=seed, weeks=SHORT_WEEKS, helpers=HELPERS, room=room)
        for variant in VARIANTS:
            course = run(town, choose, ages=variant.ages, equity=variant.equity)
            found.append(_short(course, room, variant))
    return found


def _short(course: Course, room: float, variant: Variant) -> ShortHelp:
    bounds = longest_waits(course, equity=variant.equity)
    is_bounded = bounds != BEYOND
    return ShortHelp(
        room=room,
        variant=variant.name,
        by_urgency=waits_by_urgency(course),
        by_quarter=waits_by_quarter(course),
        bounded=int(is_bounded.sum()),
        longer=int((is_bounded & (course.waited_days > bounds)).sum()),
    )


def measure_ample(seeds: Sequence[int]) -> list[tuple[float, str, list[Asked]]]:
    ways: list[tuple[str, Choose]] = [
        *((name, best_plan(weights_of(name))) for name in STYLES),
        ("nearest first", nearest_first),
    ]
    towns = {
        room: [make_town(seed=seed, weeks=AMPLE_WEEKS, helpers=HELPERS, room=room) for seed in seeds]
        for room in AMPLE
    }
    return [
        (room, name, [asked_in(run(town, choose)) for town in towns[room]])
        for room in AMPLE
        for name, choose in ways
    ]


def page_of(
    short: list[ShortHelp], ample: list[tuple[float, str, list[Asked]]], seed: int, seeds: Sequence[int]
) -> str:
    sections = [
        *_begin(),
        *_short_section(short, seed),
        *_bound_section(short),
        *_ample_section(ample, seeds),
    ]
    return "\n\n".join(sections) + "\n"


def _begin() -> list[str]:
    shares = ", ".join(
        f"{name} {share:.0%}" for name, share in zip(QUARTERS, HELPERS_BY_QUARTER, strict=True)
    )
    town = (
        "Written by `python -m benchmarks.dispatch.weeks --write`. An invented town: four quarters in a row with as "
        f"many requests in each, and {HELPERS} people who help, who live in {shares}. Each helps on one to three "
        "days of the week, one task on each, and goes 3, 5 or 8 km. Requests come every day: 40 % can wait, 30 % "
        "within a week, 20 % within days, 10 % today. Every day a plan is made for all who wait, and is done. "
        "What it means: [Fairness](../explanation/fairness.md)."
    )
    return ["# Who waits, and who is asked", town]


def _short_section(short: list[ShortHelp], seed: int) -> list[str]:
    meaning = (
        f"{SHORT_WEEKS} weeks, seed {seed}, *balanced*. Room: for how much of what is asked there is somebody; the "
        "rest waits, whatever the plan is. *Longest*: days, those included who wait at the end."
    )
    price = (
        "Counting the wait has its price: where help is short for weeks, what is urgent waits some days as well. "
        "Without it the urgent are met at once, and some of the rest never."
    )
    return [
        "## Where help is short",
        meaning,
        _table(
            ("room", "rule", "urgency", *_WAITS),
            [_row(one, waits) for one in short for waits in one.by_urgency],
        ),
        price,
        "By quarter:",
        _table(
            ("room", "rule", "quarter", *_WAITS),
            [_row(one, waits) for one in short for waits in one.by_quarter],
        ),
    ]


def _bound_section(short: list[ShortHelp]) -> list[str]:
    meaning = (
        "A request is passed over on a day only if all who could come do what matters at least as much. Of what was "
        "asked in these weeks only so many requests outranked it on some day of its wait; once those who could come "
        "have had room for more than these, its turn has come. That gives each request a longest wait in days, worked "
        "out from the numbers with waiting counted. Where it counts, nobody may wait longer; where it does not, some "
        "do. For the requests of the last days the bound lies after the end, and nothing is said."
    )
    rows = [(f"{one.room:.1f}", one.variant, str(one.bounded), str(one.longer)) for one in short]
    return [
        "## How long anybody can wait",
        meaning,
        _table(("room", "rule", "requests with a bound", "waited longer"), rows),
    ]


def _ample_section(ample: list[tuple[float, str, list[Asked]]], seeds: Sequence[int]) -> list[str]:
    meaning = (
        f"{AMPLE_WEEKS} weeks, means of {len(seeds)} towns. *Streak*: weeks in a row in which one person was asked "
        "for what one other, who had nothing to do in all these weeks, could have done; *for a month*: people to "
        f"whom that happened for {MANY_WEEKS} weeks or more. *Never asked*: of those who could have done something. "
        "*Gini*: 0 when all do the same. People here do not want the same, so it is for comparison only."
    )
    headings = ("longest streak", "for a month", "never asked", "most tasks", "Gini", "mean way")
    return [
        "## Where there is enough help",
        meaning,
        _table(("room", "plan", *headings), [_asked_row(*one) for one in ample]),
    ]


def _row(one: ShortHelp, waits: Waits) -> tuple[str, ...]:
    met = f"{waits.met / max(1, waits.requests):.0%}"
    return (
        f"{one.room:.1f}",
        one.variant,
        waits.name.split()[-1],
        str(waits.requests),
        met,
        f"{waits.ninetieth:.0f}",
        str(waits.longest),
        str(waits.unmet_over_two_weeks),
    )


def _asked_row(room: float, name: str, found: list[Asked]) -> tuple[str, ...]:
    streak, month, never, most, gini, way_m = np.mean([astuple(one) for one in found], axis=0)
    longest = max(one.longest_streak for one in found)
    return (
        f"{room:.1f}",
        name,
        f"{streak:.1f} (at most {longest})",
        f"{month:.1f}",
        f"{never:.1%}",
        f"{most:.1f}",
        f"{gini:.2f}",
        f"{way_m / 1_000:.2f} km",
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---" if column < _TEXTS else "--:" for column in range(len(headings))]
    return "\n".join([_line(headings), "|" + "|".join(rule) + "|", *(_line(row) for row in rows)])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
