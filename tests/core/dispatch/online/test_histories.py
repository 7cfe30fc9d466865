"""Whatever happens, the plan of the moment is as good as one solved from nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Engine
from manyhands.core.dispatch.problem import ProblemError
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from tests.core.dispatch.strategies import problems

SMALL = st.integers(0, 5_000)
WEIGHTS = st.sampled_from([Weights(), Weights(load=4_000), Weights(unserved=150), Weights(switch=2_000)])


def everybody_free(problem):
    """The same problem in which no two tasks can clash: everybody is always free."""

    def always(table):
        return replace(table, slot_mask=np.full(len(table), 2**56 - 1, dtype=np.uint64))

    return replace(problem, requests=always(problem.requests), volunteers=always(problem.volunteers))


class Histories(RuleBasedStateMachine):
    """A pool to which everything happens that can happen."""

    @initialize(problem=problems(pools=1, most_leads=0), weights=WEIGHTS)
    def begin(self, problem, weights):
        self.engine = Engine(everybody_free(problem), weights=weights)
        self.requests = problem.requests.id.tolist()
        self.volunteers = problem.volunteers.id.tolist()
        self.number = 200
        self.pairs = set(self.engine.pairs())
        self.frozen = set()

    def apply(self, delta):
        """Follow the plan by what is told of it, and compare it with the plan."""
        assert set(delta.broken) <= self.pairs
        assert not set(delta.made) & self.pairs
        self.pairs = self.pairs - set(delta.broken) | set(delta.made)

    @rule(x_m=SMALL, y_m=SMALL, weight=st.integers(1, 5), quantity=st.integers(1, 3), data=st.data())
    def insert(self, x_m, y_m, weight, quantity, data):
        self.number += 1
        some = st.sampled_from(self.volunteers or [0])
        most = 2 if self.volunteers else 0
        wishes = data.draw(st.dictionaries(some, st.integers(-400, 400), max_size=most))
        blocked = data.draw(st.sets(some, max_size=most))
        values = {"id": self.number, "x_m": x_m, "y_m": y_m, "weight": weight, "quantity": quantity}
        self.apply(self.engine.insert(values, wishes=wishes, blocked=blocked))
        self.requests.append(self.number)

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def cancel(self, data):
        request = data.draw(st.sampled_from(self.requests))
        self.requests.remove(request)
        self.apply(self.engine.cancel(request))
        assert request not in {pair[0] for pair in self.pairs}

    @precondition(lambda self: self.requests and self.volunteers)
    @rule(data=st.data())
    def decline(self, data):
        pair = self.draw_pair(data)
        self.frozen.discard(pair)
        self.apply(self.engine.decline(*pair))
        assert pair not in self.pairs

    @precondition(lambda self: self.requests and self.volunteers)
    @rule(data=st.data())
    def freeze(self, data):
        pair = self.draw_pair(data)
        if pair in self.frozen or self.wanted(pair[0]) == 0:
            with pytest.raises(ProblemError, match=r"wants nobody more|has said yes"):
                self.engine.freeze(*pair)
            return
        self.frozen.add(pair)
        self.pairs.discard(pair)
        delta = self.engine.freeze(*pair)
        self.apply(delta)
        assert pair not in self.pairs

    def wanted(self, request):
        """How many people a request still wants."""
        table = self.engine.problem().requests
        return int(table.quantity[table.id == request].sum())

    def draw_pair(self, data):
        """A pair; more often than not one of the plan."""
        alive = sorted(self.pairs)
        anyone = st.tuples(st.sampled_from(self.requests), st.sampled_from(self.volunteers))
        return data.draw((st.sampled_from(alive) | anyone) if alive else anyone)

    @rule(
        values=st.fixed_dictionaries(
            {
                "x_m": SMALL,
                "y_m": SMALL,
                "radius_m": st.sampled_from([7_000, 2_500, -1]),
                "capacity": st.integers(0, 4),
                "tasks_per_week": st.integers(1, 3),
                "recent": st.integers(0, 3),
                "malus": st.integers(0, 100),
            }
        ),
        data=st.data(),
    )
    def set_volunteer(self, values, data):
        volunteer = data.draw(st.sampled_from([*self.volunteers, 999, 998]))
        self.apply(self.engine.set_volunteer(values | {"id": volunteer}))
        if volunteer not in self.volunteers:
            self.volunteers.append(volunteer)

    @invariant()
    def is_best(self):
        engine, problem = self.engine, self.engine.problem()
        arcs = find_candidates(problem)
        plan = engine.plan()
        certificate = certify(problem, arcs, plan, engine.weights)
        assert certificate.problems == ()
        assert certificate.is_optimal
        best = solve(problem, arcs, weights=engine.weights)
        assert plan.objective.total == best.objective.total
        told = {
            (problem.requests.id[row].item(), problem.volunteers.id[other].item())
            for row, other in plan.pairs.tolist()
        }
        assert told == self.pairs == set(engine.pairs())


TestHistories = Histories.TestCase
# Each is as long as twenty examples.
TestHistories.settings = settings(
    max_examples=settings().max_examples // 2,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
