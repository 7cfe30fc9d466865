"""Invented regions: many groups of uneven size, towns of uneven density, rare skills, few hours.

Sizes of groups follow a Pareto distribution, skills a Zipf distribution; requests come from other quarters
than volunteers live in. Some requests need several people, some of these somebody who has led others. Some feasible
pairs are kept apart, some are wished for or not. What is published is a plan for half of the requests, made by sending
the nearest.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import Arcs, find_candidates
from manyhands.core.dispatch.problem import NO_WHY, PairTable, Problem

SKILLS: Final = 24
SLOTS: Final = 56
FIRST_VETTING_BIT: Final = 32
LEAD_BIT: Final = 40
VETTING: Final = np.array([0b0, 0b1, 0b11, 0b111], dtype=np.uint64) << np.uint64(FIRST_VETTING_BIT)

Ints = NDArray[np.int64]
Masks = NDArray[np.uint64]


@dataclass(frozen=True)
class Size:
    name: str
    requests: int
    volunteers: int
    pools: int


@dataclass(frozen=True)
class Regime:
    """How scarce help is: so many times fewer people are active, and these can do less."""

    name: str
    scarcity: float


SIZES: Final = {
    "tiny": Size("tiny", 60, 200, 2),
    "small": Size("small", 1_000, 5_000, 10),
    "medium": Size("medium", 10_000, 50_000, 80),
    "large": Size("large", 150_000, 600_000, 1_200),
}
REGIMES: Final = (Regime("ample", 1.0), Regime("enough", 2.5), Regime("tight", 4.0), Regime("short", 6.0))


def make_region(size: Size, regime: Regime, *, seed: int) -> Problem:
    """The same for the same seed."""
    chance = np.random.default_rng(seed)
    share = np.minimum(chance.pareto(1.1, size.pools) + 0.15, 0.04 * 3 * size.pools)
    volunteer_pool = _draw_pools(chance, size.volunteers, share)
    request_pool = _draw_pools(chance, size.requests, share * np.exp(chance.normal(0, 0.35, size.pools)))
    requests, volunteers = _lay_out(chance, size, request_pool, volunteer_pool)
    capacity = 1 + chance.binomial(5, 0.22 / regime.scarcity, size.volunteers)
    usual = capacity.copy()
    capacity[chance.random(size.volunteers) < 1 - 1 / regime.scarcity] = 0
    quantity = chance.choice([1, 2, 3, 4], size.requests, p=[0.87, 0.1, 0.02, 0.01])
    requests |= {
        "id": np.arange(size.requests),
        "pool": request_pool,
        "where": np.where(chance.random(size.requests) < 0.02, 1, 0),
        "need_mask": _skills(chance, size.requests, most=2, more=0.12)
        | chance.choice(VETTING, size.requests, p=[0.5, 0.25, 0.17, 0.08]),
        "language_mask": _languages(chance, size.requests, share=0.06, also_common=False),
        "slot_mask": _windows(chance, size.requests, most=3, longest=3),
        "weight": chance.choice([1, 2, 4, 8], size.requests, p=[0.4, 0.35, 0.18, 0.07])
        * chance.choice([4, 5, 6, 8], size.requests, p=[0.5, 0.25, 0.15, 0.1]),
        "quantity": quantity,
        "leads": ((quantity > 1) & (chance.random(size.requests) < 0.4)).astype(int),
        "lead_mask": np.full(size.requests, 1 << LEAD_BIT),
    }
    has_led = chance.random(size.volunteers) < 0.3
    volunteers |= {
        "id": np.arange(size.volunteers),
        "pool": volunteer_pool,
        "have_mask": _skills(chance, size.volunteers, most=6, more=0.35)
        | chance.choice(VETTING, size.volunteers, p=[0.35, 0.35, 0.2, 0.1])
        | (has_led.astype(np.uint64) << np.uint64(LEAD_BIT)),
        "language_mask": _languages(chance, size.volunteers, share=0.15, also_common=True),
        "slot_mask": _windows(chance, size.volunteers, most=5, longest=4),
        "radius_m": np.minimum(25_000, np.exp(chance.normal(np.log(4_000), 0.6, size.volunteers))).astype(
            int
        ),
        "capacity": capacity,
        "tasks_per_week": usual,
        "recent": np.minimum(8, chance.negative_binomial(1, 0.5, size.volunteers)),
    }
    return _with_pairs(from_arrays(requests=requests, volunteers=volunteers), chance)


def _with_pairs(problem: Problem, chance: Generator) -> Problem:
    """Keep some feasible pairs apart, and some that are none; wish for some; publish a plan."""
    arcs = find_candidates(problem)
    count = len(problem.requests), len(problem.volunteers)
    listed = np.column_stack([arcs.request, arcs.volunteer])
    blocked = listed[_some(chance, len(arcs), count[1] // 40)]
    apart = np.column_stack([chance.integers(0, most, count[1] // 40) for most in count]).astype(np.int32)
    wished = listed[_some(chance, len(arcs), count[0] // 10)]
    return replace(
        problem,
        blocked=np.unique(np.concatenate([blocked, apart]), axis=0),
        blocked_why=NO_WHY,
        preferences=PairTable(pairs=wished, cost=chance.choice([-200, 300], len(wished)).astype(np.int32)),
        published=listed[_nearest(problem, arcs, chance)],
    )


def _some(chance: Generator, of: int, count: int) -> Ints:
    """Places of so many among all, each once, ascending."""
    return np.unique(chance.integers(0, of, count)) if of else np.empty(0, dtype=np.int64)


def _nearest(problem: Problem, arcs: Arcs, chance: Generator) -> Ints:
    """The pair of each of half the requests with the nearest who could, as far as people have time."""
    order = np.lexsort((arcs.distance_m, arcs.request))
    first = order[arcs.start[:-1][np.diff(arcs.start) > 0]]
    first = first[chance.random(len(first)) < 0.5]
    by_volunteer = first[np.argsort(arcs.volunteer[first], kind="stable")]
    volunteer = arcs.volunteer[by_volunteer]
    nth = np.arange(len(volunteer)) - np.searchsorted(volunteer, volunteer)
    return np.sort(by_volunteer[nth < problem.volunteers.capacity[volunteer]])


def _draw_pools(chance: Generator, count: int, share: NDArray[np.float64]) -> Ints:
    """Sorted, as a database would return them."""
    return np.sort(chance.choice(len(share), count, p=share / share.sum()))


def _lay_out(
    chance: Generator, size: Size, request_pool: Ints, volunteer_pool: Ints
) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Quarters around the middle of each town; requests are drawn towards other quarters than volunteers."""
    points = [np.empty((len(pool), 2)) for pool in (request_pool, volunteer_pool)]
    for pool in range(size.pools):
        here = [np.flatnonzero(table == pool) for table in (request_pool, volunteer_pool)]
        people = len(here[1])
        quarters = int(np.clip((people / 60) ** 0.6, 3, 60))
        middles = chance.normal(0, 1_600 * max(people, 50) ** 0.19, (quarters, 2))
        widths = chance.uniform(400, 1_600, quarters)
        lived_in = chance.dirichlet(np.full(quarters, 1.2))
        asked_in = np.sqrt(lived_in) * np.exp(chance.normal(0, 0.7, quarters))
        for table, rows, where in zip(points, here, (asked_in, lived_in), strict=True):
            quarter = chance.choice(quarters, len(rows), p=where / where.sum())
            table[rows] = middles[quarter] + chance.normal(0, 1, (len(rows), 2)) * widths[quarter, None]
    requests, volunteers = ({"x_m": xy[:, 0].astype(int), "y_m": xy[:, 1].astype(int)} for xy in points)
    return requests, volunteers


def _skills(chance: Generator, count: int, *, most: int, more: float) -> Masks:
    """One skill, and perhaps more, the common ones more often."""
    share = 1 / np.arange(1, SKILLS + 1) ** 0.7
    masks = np.zeros(count, dtype=np.uint64)
    number = 1 + chance.binomial(most - 1, more, count)
    for nth in range(most):
        drawn = chance.choice(SKILLS, count, p=share / share.sum()).astype(np.uint64)
        masks |= np.where(number > nth, np.uint64(1) << drawn, np.uint64(0))
    return masks


def _languages(chance: Generator, count: int, *, share: float, also_common: bool) -> Masks:
    """Bit 0 is what most speak; some speak one of ten others, requests only that one."""
    other = np.uint64(2) << chance.integers(0, 10, count).astype(np.uint64)
    common = np.uint64(1) if also_common else np.uint64(0)
    return np.where(chance.random(count) < share, other | common, np.uint64(1))


def _windows(chance: Generator, count: int, *, most: int, longest: int) -> Masks:
    """A few stretches of the week."""
    masks = np.zeros(count, dtype=np.uint64)
    number = chance.integers(1, most + 1, count)
    for nth in range(most):
        length = chance.integers(1, longest + 1, count).astype(np.uint64)
        first = chance.integers(0, SLOTS - longest, count).astype(np.uint64)
        stretch = ((np.uint64(1) << length) - np.uint64(1)) << first
        masks |= np.where(number > nth, stretch, np.uint64(0))
    return masks
