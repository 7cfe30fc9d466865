"""Long chains of hand-overs: a crowd in which nearly everybody is busy, and a long evening."""

from dataclasses import replace

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Engine
from manyhands.core.dispatch.solvers import solve


def values(chance, identifier, **said):
    """Somebody or something somewhere in a town of 6 km."""
    return {"id": identifier, "x_m": int(chance.integers(6_000)), "y_m": int(chance.integers(6_000))} | said


def request(chance, identifier):
    return values(
        chance, identifier, weight=int(chance.integers(1, 9)), quantity=int(chance.choice([1, 1, 1, 2, 3]))
    )


def volunteer(chance, identifier, *, capacity=None):
    return values(
        chance,
        identifier,
        radius_m=int(chance.integers(1_000, 4_000)),
        capacity=int(chance.integers(0, 4)) if capacity is None else capacity,
        tasks_per_week=int(chance.integers(1, 4)),
        recent=int(chance.integers(0, 4)),
    )


def columns(rows):
    return {name: [row[name] for row in rows] for name in rows[0]}


def step(chance, engine, number):
    """Something happens."""
    alive = engine.problem().requests.id.tolist()
    pairs = engine.pairs()
    kind = number % 5
    if kind == 0:
        engine.insert(request(chance, 1_000 + number))
    elif kind == 1:
        engine.decline(*pairs[chance.integers(len(pairs))])
    elif kind == 2:
        engine.set_volunteer(volunteer(chance, int(chance.integers(70))))
    elif kind == 3:
        engine.cancel(alive[chance.integers(len(alive))])
    else:
        engine.freeze(*pairs[chance.integers(len(pairs))])


@pytest.mark.parametrize("seed", range(4))
def test_a_long_evening(seed):
    chance = np.random.default_rng(seed)
    problem = from_arrays(
        requests=columns([request(chance, number) for number in range(60)]),
        volunteers=columns([volunteer(chance, number) for number in range(50)]),
    )
    published = solve(problem).pairs
    engine = Engine(replace(problem, published=published), weights=Weights(switch=100))

    for number in range(60):
        step(chance, engine, number)
        if number % 6 == 5:
            now = engine.problem()
            plan = engine.plan()
            best = solve(now, find_candidates(now), weights=engine.weights)
            assert plan.objective.total == best.objective.total
            assert plan.prices.tolist() == best.prices.tolist()
            assert plan.duals.tolist() == best.duals.tolist()


def test_the_crowd_is_crowded():
    chance = np.random.default_rng(0)
    requests = columns([request(chance, number) for number in range(60)])
    volunteers = columns([volunteer(chance, number) for number in range(50)])

    engine = Engine(from_arrays(requests=requests, volunteers=volunteers))

    assert engine.plan().unmet.sum() > 5
    assert max(len(engine.invitations(row, 99)) for row in range(60)) > 10
