"""One region, measured by every method; what must be equal is compared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from benchmarks.dispatch.measuring import Measured, measure
from benchmarks.dispatch.methods import METHODS, cost_of
from benchmarks.dispatch.region import Regime, Size, make_region
from manyhands.core.dispatch.candidates import Arcs, find_candidates, index, oracle
from manyhands.core.dispatch.candidates.find import count_cells
from manyhands.core.dispatch.objectives.costs import find_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.solvers.pools import split_pools
from manyhands.core.dispatch.solvers.protocol import Pool
from manyhands.core.dispatch.verify import Certificate, certify

MOST_CELLS_FOR_THE_ORACLE = 10**8
MOST_PAIRS_TO_CERTIFY = 1_000_000


@dataclass(frozen=True)
class Case:
    size: Size
    regime: Regime
    seed: int

    @property
    def title(self) -> str:
        size = self.size
        return (
            f"{size.requests:,} requests, {size.volunteers:,} volunteers, {size.pools:,} groups; "
            f"help is {self.regime.name}"
        )


@dataclass(frozen=True)
class Found:
    name: str
    pairs: int
    cpu_seconds: float
    wall_seconds: float
    memory_mb: float


@dataclass(frozen=True)
class Chosen(Found):
    cost: int
    unmet_weight: int


@dataclass
class Figures:
    candidates: list[Found] = field(default_factory=list)
    choices: list[Chosen] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def least_cost(self) -> int:
        return min(choice.cost for choice in self.choices)


def measure_case(case: Case) -> Figures:
    problem = make_region(case.size, case.regime, seed=case.seed)
    figures = Figures()
    _measure_candidates(problem, figures)
    arcs = find_candidates(problem)
    weights = Weights()
    pools = list(split_pools(problem, arcs, find_costs(problem, arcs, weights), weights))
    _measure_choices(pools, arcs, figures)
    room = int(problem.volunteers.capacity.sum()) / int(problem.requests.quantity.sum())
    figures.notes.append(f"Room for {room:.1f} times as many tasks as there are.")
    if len(arcs) <= MOST_PAIRS_TO_CERTIFY:
        _measure_plan(problem, weights, figures)
    return figures


def _measure_candidates(problem: Problem, figures: Figures) -> None:
    ways: list[tuple[str, Callable[[Problem], Arcs]]] = [
        ("pairs: index", index.find_candidates),
        ("pairs: index, two threads", partial(index.find_candidates, threads=2)),
    ]
    if count_cells(problem) <= MOST_CELLS_FOR_THE_ORACLE:
        ways.append(("pairs: every rule of every pair", oracle.find_candidates))
    answers = []
    for name, find in ways:
        measured = measure(partial(find, problem))
        arcs = measured.answer
        answers.append(arcs)
        figures.candidates.append(Found(name, len(arcs), *_seconds(measured)))
    first = answers[0]
    for arcs, (name, _find) in zip(answers, ways, strict=True):
        for column in ("start", "volunteer", "distance_m", "preference"):
            if not np.array_equal(getattr(arcs, column), getattr(first, column)):
                figures.problems.append(f"{name} finds other pairs ({column})")


def _measure_choices(pools: list[Pool], arcs: Arcs, figures: Figures) -> None:
    for method in METHODS:
        measured = measure(partial(method.choose, pools))
        cost, unmet = cost_of(pools, measured.answer)
        figures.choices.append(Chosen(method.name, len(arcs), *_seconds(measured), cost, unmet))
    for method, choice in zip(METHODS, figures.choices, strict=True):
        if method.is_exact and choice.cost != figures.least_cost:
            figures.problems.append(f"{method.name} costs {choice.cost}, not {figures.least_cost}")


def _measure_plan(problem: Problem, weights: Weights, figures: Figures) -> None:
    """From tables to a plan in which hours fit, and its certificate."""
    measured = measure(partial(solve, problem, weights=weights))
    plan = measured.answer
    certificate = certify(problem, find_candidates(problem), plan, weights)
    if not certificate.may_be_shown:
        figures.problems.append("the certificate refuses the plan")
    figures.notes.append(
        f"From tables to a plan in which hours fit as well: {measured.cpu_seconds:.2f} CPU seconds "
        f"({plan.solver}), {_said(certificate)}."
    )


def _said(certificate: Certificate) -> str:
    if certificate.is_optimal:
        return "certified as the best"
    if certificate.gap_m is None:
        return "every rule checked, not certified as the best"
    return f"certified: a better plan saves at most what {certificate.gap_m / 1_000:.1f} km cost"


def _seconds(measured: Measured) -> tuple[float, float, float]:
    return measured.cpu_seconds, measured.wall_seconds, measured.memory_mb
