"""A town in one evening: who helps with 500 requests, if 800 people could? Four ways to choose, side by side.

Runs with the core alone: no database, no server. The town is invented; another number invents another one.

python examples/solve_a_town.py 7
"""

import sys
import time

import numpy as np

from manyhands.core.dispatch import Plan, Problem, Weights, certify, find_candidates, from_arrays, solve
from manyhands.core.dispatch.objectives.styles import STYLES

REQUESTS, PEOPLE, TOWN_M = 500, 800, 12_000
SKILLS = {"a car": 0.3, "Spanish": 0.15, "cooking": 0.2, "heavy lifting": 0.1}
"""What a request may take, and how many of the people have it."""

HOUR_SLOTS, WEEK_SLOTS = 4, 56
WAYS = {
    "nearest first, by hand": (Weights(), "greedy"),
    **{f"best plan, {name}": (style.weights, "auto") for name, style in STYLES.items()},
}


def invent_a_town(seed: int) -> Problem:
    """Return requests and people in columns, as they might come from a sheet: no name, and places in metres."""
    random = np.random.default_rng(seed)
    each_has = np.array(list(SKILLS.values()))
    bits = 1 << np.arange(len(SKILLS), dtype=np.uint64)
    can = random.random((PEOPLE, len(SKILLS))) < each_has
    takes = random.random((REQUESTS, len(SKILLS))) < each_has / 2
    return from_arrays(
        requests={
            "id": np.arange(REQUESTS),
            "x_m": random.normal(0, TOWN_M / 4, REQUESTS),
            "y_m": random.normal(0, TOWN_M / 4, REQUESTS),
            "need_mask": (takes * bits).sum(axis=1, dtype=np.uint64),
            "slot_mask": some_hours(random, REQUESTS, HOUR_SLOTS),
            "weight": random.choice([10, 20, 40], REQUESTS),
        },
        volunteers={
            "id": np.arange(PEOPLE),
            "x_m": random.uniform(-TOWN_M / 2, TOWN_M / 2, PEOPLE),
            "y_m": random.uniform(-TOWN_M / 2, TOWN_M / 2, PEOPLE),
            "radius_m": random.choice([1_000, 2_000, 4_000], PEOPLE),
            "have_mask": (can * bits).sum(axis=1, dtype=np.uint64),
            "slot_mask": some_hours(random, PEOPLE, 2 * HOUR_SLOTS),
            "capacity": random.choice([1, 2, 3], PEOPLE),
        },
    )


def some_hours(random: np.random.Generator, rows: int, count: int) -> np.ndarray:
    """Return for each row the bits of so many slots of the week, three hours each."""
    slots = random.integers(0, WEEK_SLOTS, (rows, count)).astype(np.uint64)
    return np.bitwise_or.reduce(np.uint64(1) << slots, axis=1)


def main() -> None:
    """Solve the town in each way, check each plan, and put what they come to below each other."""
    problem = invent_a_town(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    arcs = find_candidates(problem)
    print(f"{REQUESTS} requests, {PEOPLE} people, {len(arcs):,} pairs that keep every rule\n")
    print(" " * 24 + "  met    km  longest   people with 1, 2, 3 tasks    time   proven best")
    for name, (weights, solver) in WAYS.items():
        began = time.perf_counter()
        plan = solve(problem, arcs, weights=weights, solver=solver)
        took_ms = 1000 * (time.perf_counter() - began)
        proof = "yes" if certify(problem, arcs, plan, weights).is_optimal else "no"
        print(f"{name:<24}{describe(problem, plan)}{took_ms:>5.0f} ms   {proof}")
    print("\nEach plan is the best by its own weights. The strict one goes farther, so that few come twice.")


def describe(problem: Problem, plan: Plan) -> str:
    """Return how many are met, how far people go, and how many of them have one task, two and three."""
    requests, people = plan.pairs.T
    ways_m = np.hypot(
        problem.requests.x_m[requests] - problem.volunteers.x_m[people],
        problem.requests.y_m[requests] - problem.volunteers.y_m[people],
    )
    one, two, three = np.bincount(np.bincount(people), minlength=4)[1:]
    longest = f"{ways_m.max() / 1000:.1f} km"
    return f"{len(plan.pairs):>5}{ways_m.sum() / 1000:>6.0f}{longest:>9}{one:>12}{two:>5}{three:>5}      "


if __name__ == "__main__":
    main()
