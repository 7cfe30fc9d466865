"""Whom to ask, and how many at once: ours beside "tell everybody" and "ask the nearest", in invented towns.

python -m benchmarks.dispatch.inviting                              three towns, twelve weeks: a minute or two
python -m benchmarks.dispatch.inviting --seeds 7 8 9 --weeks 26
python -m benchmarks.dispatch.inviting --write docs/reference/invitation-measurements.md

How people answer is assumed, and written down in `answering.py`. What ours knows of them is only what they answered.
"""

import argparse
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.dispatch.answering import A_WEEK, DAYS, TODAY, WEEK, Scale, Town, make_town
from benchmarks.dispatch.asking import Way, Weeks
from benchmarks.dispatch.ways import all_ways, ways_of_ours
from benchmarks.table import as_markdown, print_table

SOON: Final = [
    "", "today: met", "median h", "p90 h", "2–3 days: met", "median h", "p90 h", "a week: met", "median h", "p90 h",
]  # fmt: skip
COSTS: Final = [
    "", "asked for each", "in vain", "yeses in vain", "a week each: p95", "most", "look away", "left", "Gini",
    "never asked",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Outcome:
    """Of one way: `hours` until a yes by urgency, all towns together, and `costs` with a row for each town."""

    name: str
    hours: dict[int, np.ndarray]
    costs: np.ndarray


def main() -> int:
    arguments = _parse()
    scale = Scale(arguments.volunteers, arguments.requests, arguments.weeks)
    sections = [
        _section("Four ways to ask", scale, all_ways, arguments.seeds),
        _section(
            "The same, if nobody ever minded a message for nothing",
            replace(scale, minds=0.0),
            all_ways,
            arguments.seeds,
        ),
        _section("Ours, by how certain a group wants a yes", scale, ways_of_ours, arguments.seeds),
    ]
    if arguments.write:
        arguments.write.write_text(_head(scale, arguments.seeds) + "\n".join(sections), encoding="utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--weeks", type=int, default=Scale.weeks)
    parser.add_argument("--volunteers", type=int, default=Scale.volunteers)
    parser.add_argument("--requests", type=int, default=Scale.requests_a_week, help="a week")
    parser.add_argument("--write", type=Path, help="also write the tables into this Markdown file")
    return parser.parse_args()


def _section(title: str, scale: Scale, ways: Callable[[], list[Way]], seeds: list[int]) -> str:
    """Print both tables of some ways, and return them as Markdown."""
    runs = [[_run(make_town(scale, seed=seed), way) for way in ways()] for seed in seeds]
    found = [_together(one_way) for one_way in zip(*runs, strict=True)]
    soon, costs = [_soon(outcome) for outcome in found], [_costs(outcome) for outcome in found]
    print_table(f"{title}: how soon somebody says yes", SOON, soon)
    print_table(f"{title}: what it costs people", COSTS, costs)
    return "\n".join([f"## {title}", "", as_markdown(SOON, soon), "", as_markdown(COSTS, costs), ""])


def _run(town: Town, way: Way) -> Outcome:
    weeks = Weeks(town, way)
    weeks.run()
    hours = np.array([task.taken_at for task in weeks.requests]) - town.arrives
    by_urgency = {urgency: hours[town.urgency == urgency] for urgency in (TODAY, DAYS, WEEK)}
    asked = np.array([len(times) for times in weeks.asked_at])
    count, people = len(weeks.requests), len(town.x_m)
    a_week = _messages_by_week(weeks)
    costs = (
        asked.sum() / count,
        weeks.messages_in_vain / count,
        weeks.yeses_in_vain / count,
        np.quantile(a_week, 0.95),
        a_week.max(),
        (weeks.looks_again > town.weeks * A_WEEK).sum() / people,
        weeks.has_left.sum() / people,
        _gini(weeks.tasks.sum(axis=0) / town.capacity),
        (asked == 0).mean(),
    )
    return Outcome(way.name, by_urgency, np.array([costs]))


def _messages_by_week(weeks: Weeks) -> np.ndarray:
    """How often each person was asked in each week."""
    counted = np.zeros((weeks.town.weeks + 2, len(weeks.asked_at)))
    for person, times in enumerate(weeks.asked_at):
        for at in times:
            counted[int(at // A_WEEK), person] += 1
    return counted[: weeks.town.weeks]


def _gini(load: np.ndarray) -> float:
    """0 when everybody carries the same share of what they offered, towards 1 the fewer carry it all."""
    rising = np.sort(load)
    count, total = len(rising), rising.sum()
    return float(2 * (np.arange(1, count + 1) * rising).sum() / (count * total) - (count + 1) / count)


def _together(outcomes: tuple[Outcome, ...]) -> Outcome:
    hours = {
        urgency: np.concatenate([one.hours[urgency] for one in outcomes]) for urgency in outcomes[0].hours
    }
    return Outcome(outcomes[0].name, hours, np.concatenate([one.costs for one in outcomes]))


def _soon(outcome: Outcome) -> list[str]:
    cells = [outcome.name]
    for hours in outcome.hours.values():
        cells += [f"{np.isfinite(hours).mean():.1%}", _hours(hours, 0.5), _hours(hours, 0.9)]
    return cells


def _hours(hours: np.ndarray, share: float) -> str:
    """Of all requests, not of those alone that were met: where too few were, there is none."""
    found = np.quantile(hours, share, method="higher")
    return f"{found:.1f}" if np.isfinite(found) else "never"


def _costs(outcome: Outcome) -> list[str]:
    """The mean of the towns, but for the most."""
    asked, in_vain, yeses, often, _, away, left, gini, never = outcome.costs.mean(axis=0)
    counts = [
        f"{asked:.2f}",
        f"{in_vain:.2f}",
        f"{yeses:.2f}",
        f"{often:.1f}",
        f"{outcome.costs[:, 4].max():.0f}",
    ]
    return [outcome.name, *counts, f"{away:.1%}", f"{left:.1%}", f"{gini:.2f}", f"{never:.1%}"]


def _head(scale: Scale, seeds: list[int]) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("manyhands", "numpy"))
    return (
        "# Ways of asking, compared\n\n"
        f"Written by `python -m benchmarks.dispatch.inviting`: Python {platform.python_version()}, {packages}. "
        f"Seeds {', '.join(map(str, seeds))}: towns of {scale.volunteers} volunteers with {scale.requests_a_week} "
        f"requests a week for {scale.weeks} weeks.\n\n"
        "**This is a model, not a measurement of people.** How they answer is assumed "
        "(`benchmarks/dispatch/answering.py`): the nearer, the freer and the less often asked, the likelier they say "
        "yes; half of the others say nothing; half of the answers come within 40 minutes, one in ten takes more than "
        "three and a half hours, none comes at night; after each message for nothing 8 in 100 look away for two "
        "weeks on average and 3 in 1,000 for good. The last of these matters most, and least is known of it, so the "
        "second pair of tables leaves it out. The same people are in the same mood about the same request, whichever "
        "way they are asked. What to read from this is the direction and the size of a difference, never a figure "
        "for a real group.\n\n"
        "*Ours* asks in the engine's order (the cost of coming and what the person is needed for elsewhere), as many "
        "as it takes for the target, and knows of people only what they answered. *Tell everybody* writes to all who "
        "can. *The nearest* are asked one by one, or five at a time, with as long to answer as ours gives. All know "
        "whose week is full, and all tell those who are not needed any more.\n\n"
        "Hours run from the request to the first yes, nights included; half, and nine in ten, of *all* requests have "
        "somebody by then, and *never* means that too few ever had. *Asked for each*: people asked for each request; "
        "*in vain*: those of them who were not needed any more before they answered; *yeses in vain*: those of these "
        "who would have said yes. *A week each*: how often one person was asked in a week. *Gini* is of the "
        "tasks beside what each had offered: 0 is the same share for all.\n\n"
    )


if __name__ == "__main__":
    sys.exit(main())
