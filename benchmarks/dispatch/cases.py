"""One region, measured by every method; what must be equal is compared."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.dispatch import joins
from benchmarks.dispatch.figures import Case, Figures, Line
from benchmarks.dispatch.matchings import SCIPY_METHODS
from benchmarks.dispatch.measuring import Measured, measure
from benchmarks.dispatch.methods import METHODS, Method, cost_of
from benchmarks.dispatch.region import REGIMES, SIZES, make_region
from manyhands.core.dispatch.candidates import Arcs, find_candidates, index, oracle
from manyhands.core.dispatch.candidates.find import count_cells
from manyhands.core.dispatch.objectives.costs import find_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.solvers.pools import split_pools
from manyhands.core.dispatch.solvers.protocol import Pool
from manyhands.core.dispatch.verify import Certificate, certify

INDEX = "pairs: index"
JOIN = "pairs: polars join"
TREE = "pairs: BallTree, then masks"

MOST_CELLS_FOR_THE_ORACLE = 10**8
CERTIFICATE_SECONDS = 60.0
"""It asks every rule about every pair that shares a pool, and is worth the wait."""

Finder = Callable[[Problem], Arcs]


def measure_case(case: Case, *, limit_seconds: float) -> Figures:
    problem = make_region(case.size, case.regime, seed=case.seed)
    figures = Figures(case)
    figures.room = int(problem.volunteers.capacity.sum()) / int(problem.requests.quantity.sum())
    _measure_candidates(problem, figures, limit_seconds)
    arcs = find_candidates(problem)
    weights = Weights()
    pools = list(split_pools(problem, arcs, find_costs(problem, arcs, weights), weights))
    plain = [replace(pool, leads=np.zeros_like(pool.leads)) for pool in pools]
    for method in (*METHODS, *SCIPY_METHODS):
        asked = pools if method.keeps_hours else plain
        try:
            line = _measure_choice(method, asked, len(arcs), limit_seconds)
        except RuntimeError as error:
            line = Line(method.name, len(arcs), why_not="no answer")
            figures.problems.append(f"{method.name}: {error}")
        figures.choices.append(line)
    _compare_costs(figures)
    figures.notes.append(_say_what_scipy_cannot(figures, pools))
    del pools, plain
    _measure_whole(problem, arcs, weights, figures, limit_seconds)
    return figures


def _measure_candidates(problem: Problem, figures: Figures, limit_seconds: float) -> None:
    ways: list[tuple[str, Finder]] = [
        (INDEX, index.find_candidates),
        ("pairs: index, two threads", partial(index.find_candidates, threads=2)),
        (JOIN, joins.by_join),
        (TREE, joins.by_tree),
    ]
    if count_cells(problem) <= MOST_CELLS_FOR_THE_ORACLE:
        ways.append(("pairs: every rule of every pair", oracle.find_candidates))
    tiny = make_region(SIZES["tiny"], REGIMES[0], seed=1)
    first: Arcs | None = None
    for name, find in ways:
        measured = measure(partial(find, problem), before=partial(find, tiny), limit_seconds=limit_seconds)
        if measured is None:
            figures.candidates.append(Line(name, why_not=_stopped(limit_seconds)))
            continue
        arcs: Arcs = measured.answer
        first = first or arcs
        figures.candidates.append(_line(name, len(arcs), measured))
        for column in ("start", "volunteer", "distance_m", "preference"):
            if not np.array_equal(getattr(arcs, column), getattr(first, column)):
                figures.problems.append(f"{name} finds other pairs ({column})")


def _measure_choice(method: Method, pools: list[Pool], pairs: int, limit_seconds: float) -> Line:
    if obstacle := method.obstacle(pools):
        return Line(method.name, pairs, why_not=obstacle)
    before = partial(method.choose, pools[-1:])
    measured = measure(partial(method.choose, pools), before=before, limit_seconds=limit_seconds)
    if measured is None:
        return Line(method.name, pairs, why_not=_stopped(limit_seconds))
    cost, unmet = cost_of(pools, measured.answer)
    twice = sum(int(np.maximum(0, np.asarray(chosen, dtype=int) - 1).sum()) for chosen in measured.answer)
    kind = {"is_exact": method.is_exact, "keeps_hours": method.keeps_hours}
    return _line(method.name, pairs, measured, cost=cost, unmet_weight=unmet, twice=twice, **kind)


def _compare_costs(figures: Figures) -> None:
    for line in figures.choices:
        if line.is_exact and line.cost is not None:
            least = figures.least_cost(keeps_hours=line.keeps_hours)
            if line.cost != least:
                figures.problems.append(f"{line.name} costs {line.cost}, not {least}")


def _say_what_scipy_cannot(figures: Figures, pools: list[Pool]) -> str:
    several = sum(int((pool.quantity > 1).sum()) for pool in pools)
    doubled = max((line.twice for line in figures.choices), default=0)
    return (
        f"scipy has no word for two different people: {several:,} requests need several, and it sends the same person "
        f"again {doubled:,} times; what it finds costs no more than the best plan, and is none."
    )


def _measure_whole(
    problem: Problem, arcs: Arcs, weights: Weights, figures: Figures, limit_seconds: float
) -> None:
    """From tables to a plan as it is shown, in one process: pairs, costs, pools, hours, prices."""
    measured = measure(partial(solve, problem, weights=weights), limit_seconds=limit_seconds)
    if measured is None:
        figures.whole = Line("from tables to a plan", len(arcs), why_not=_stopped(limit_seconds))
        figures.notes.append(f"From tables to a plan with hours, prices and all: {figures.whole.why_not}.")
        return
    plan: Plan = measured.answer
    figures.whole = _line("from tables to a plan", len(arcs), measured, cost=plan.objective.total)
    patience = max(limit_seconds, CERTIFICATE_SECONDS)
    checked = measure(partial(certify, problem, arcs, plan, weights), limit_seconds=patience)
    if checked is None:
        figures.notes.append(f"The certificate was not finished after {patience:.0f} CPU seconds.")
        return
    certificate: Certificate = checked.answer
    figures.is_certified = certificate.is_optimal
    if not certificate.may_be_shown:
        figures.problems.append("the certificate refuses the plan")
    figures.notes.append(
        f"From tables to a plan with hours, prices and all, in one process: {measured.cpu_seconds:.2f} CPU seconds and "
        f"{measured.memory_mb:.0f} MB ({plan.solver}). Its certificate, from the tables alone, takes "
        f"{checked.cpu_seconds:.2f} CPU seconds: {_said(certificate)}."
    )


def _said(certificate: Certificate) -> str:
    if certificate.is_optimal:
        return "the best there is"
    if certificate.gap_m is None:
        return "every rule kept, not certified as the best"
    return f"a better plan saves at most what {certificate.gap_m / 1_000:.1f} km cost"


def _line(name: str, pairs: int, measured: Measured, **more: object) -> Line:
    return Line(
        name,
        pairs,
        measured.cpu_seconds,
        measured.wall_seconds,
        measured.memory_mb,
        **more,  # type: ignore[arg-type]
    )


def _stopped(limit_seconds: float) -> str:
    return f"stopped after {limit_seconds:.0f} CPU s"
