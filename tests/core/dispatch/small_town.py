"""A town of invented people who ask and help, different for each seed, with their names."""

import random
from dataclasses import dataclass
from datetime import timedelta

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.explain import Explainer, Said
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import RequestRecord, VolunteerRecord
from manyhands.core.dispatch.solvers import solve
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import SATURDAY_MORNING, context

FIRST_NAMES = (
    *("Ana", "Luis", "Inés", "Omar", "Ruth", "Ivo", "Hilda", "Tom", "Mei", "Yusuf"),
    *("Noor", "Pia", "Oscar", "Lena", "Raj", "Vera", "Said", "Joy", "Kofi", "Eva"),
)
ASKED = ("the ride", "the shopping", "the call", "the meal", "the form")
WORDS = {"cooking": "cooking", "forms": "filling in forms"}


@dataclass(frozen=True)
class Town:
    """Everything about a planned town."""

    requests: list
    volunteers: list
    problem: object
    arcs: object
    plan: object
    explainer: Explainer
    names: dict


def small_town(seed, *, requests=60, volunteers=40, weights=None):
    """A town with a plan: a bit too few hands, a bit of everything."""
    chance = random.Random(seed)
    asked = [_request(chance, number) for number in range(requests)]
    helping = [_volunteer(chance, number) for number in range(volunteers)]
    blocked = {(f"p{chance.randrange(requests)}", f"v{chance.randrange(volunteers)}") for _ in range(20)}
    about = context(blocked=blocked)
    problem = from_records(asked, helping, about)
    arcs = find_candidates(problem)
    weights = weights or Weights()
    plan = solve(problem, arcs, weights=weights)
    said = Said(at=about.at, volunteers={one.id: one for one in helping})
    names = {f"v{number}": _name(number) for number in range(volunteers)}
    names |= {f"p{number}": f"{ASKED[number % 5]} for house {number + 1}" for number in range(requests)}
    explainer = Explainer(problem, arcs, plan, weights, said=said)
    return Town(asked, helping, problem, arcs, plan, explainer, names)


def _name(number):
    """A name that no other volunteer has."""
    return FIRST_NAMES[number % 20] + (f" {'BCDEFGHI'[number // 20 - 1]}." if number >= 20 else "")


def _point(chance):
    return Point(-84.55 + chance.gauss(0, 0.03), 42.73 + chance.gauss(0, 0.02))


def _request(chance, number):
    days = chance.sample(range(7), chance.choice((1, 2, 7)))
    return RequestRecord(
        id=f"p{number}",
        pool="east",
        point=None if chance.random() < 0.05 else _point(chance),
        is_remote=chance.random() < 0.1,
        required_skills={chance.choice(("cooking", "forms"))} if chance.random() < 0.2 else set(),
        requirements={"reference"} if chance.random() < 0.15 else set(),
        languages={chance.choice(("en", "en", "es", "so"))},
        week_slots=WeekSlots.from_pairs((day, band) for day in days for band in (3, 4, 5)),
        needs_vehicle=chance.random() < 0.25,
        quantity=chance.choice((1, 1, 1, 1, 2, 3)),
        weight=chance.choice((10, 20, 30, 40, 60)),
    )


def _volunteer(chance, number):
    bands = [(day, band) for day in range(7) for band in range(8) if chance.random() < 0.4]
    limit = chance.choice((None, 1, 2, 3, 3, 5))
    return VolunteerRecord(
        id=f"v{number}",
        pool="east",
        point=None if chance.random() < 0.05 else _point(chance),
        skills={skill for skill in ("cooking", "forms") if chance.random() < 0.4},
        requirements_met={"reference"} if chance.random() < 0.5 else set(),
        languages=set(chance.choice((["en"], ["en", "es"], ["en", "so"], []))),
        week_slots=WeekSlots.from_pairs(bands) if chance.random() < 0.9 else None,
        radius_m=chance.choice((None, 1_000, 2_000, 4_000, 4_000, 8_000)),
        capacity_per_week=limit,
        load_this_week=chance.randrange((limit or 1) + 1),
        recent_load=chance.randrange(6),
        paused_until=SATURDAY_MORNING + timedelta(days=20) if chance.random() < 0.1 else None,
        has_vehicle=chance.choice((None, True, False)),
    )
