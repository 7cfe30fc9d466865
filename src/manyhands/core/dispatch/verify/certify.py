"""Check a plan from the raw tables, and prove that it is the best."""

from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.chains import Chains, handover_that_levels, unmet_that_outranks
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.verify.arcs import check_arcs
from manyhands.core.dispatch.verify.certificate import Certificate, Fault, Finding
from manyhands.core.dispatch.verify.hashing import hash_input
from manyhands.core.dispatch.verify.proof import check_slackness, lower_bound
from manyhands.core.dispatch.verify.tables import check_objective, check_pairs, check_rows, check_sums

_FAULTS_OF_PROOF = frozenset({Fault.PRICES_WRONG, Fault.BETTER_EXISTS})


def certify(problem: Problem, arcs: Arcs, plan: Plan, weights: Weights) -> Certificate:
    """Return what is true of a plan, without trusting whoever made it.

    Every pair is looked up in the raw tables, rule by rule; the sums, the objective and the list of
    feasible pairs are computed anew; and the prices, of people and of their hours, must prove that no
    plan costs less. How much less another might cost, for all that they prove, is the ``gap``.

    It takes time in proportion to the feasible pairs, and a look at every pair within a pool of
    those who have the skills.
    """
    findings = list(check_rows(problem, plan))
    if not any(one.fault is Fault.NO_SUCH_ROW for one in findings):
        findings += [*check_pairs(problem, plan), *check_arcs(problem, arcs)]
    if any(one.fault in {Fault.NO_SUCH_ROW, Fault.ARC_WRONG} for one in findings):
        return _unreadable(problem, arcs, plan, weights, findings)
    ledger = Ledger(problem=problem, arcs=arcs, plan=plan, weights=weights)
    objective = ledger.objective()
    findings += [*check_sums(ledger), *check_objective(plan.objective, objective)]
    gap = None
    if not findings:
        gap = objective.total - lower_bound(ledger)
        findings += _judge_proof(ledger, gap)
    is_feasible = all(one.fault in _FAULTS_OF_PROOF for one in findings)
    return Certificate(
        is_feasible=is_feasible,
        is_optimal=gap == 0 and not findings,
        gap=gap,
        no_handover_improves=is_feasible and handover_that_levels(ledger) is None,
        no_unmet_outranks=is_feasible and unmet_that_outranks(ledger) is None,
        problems=tuple(findings),
        input_hash=hash_input(problem, weights),
        counts=_counts(problem, arcs, plan, ledger),
        objective={**asdict(objective), "total": objective.total},
    )


def _judge_proof(ledger: Ledger, gap: int) -> Iterator[Finding]:
    """Yield what speaks against the proof, and say whether it is the plan or only its prices.

    A plan whose maker does not claim that it is the best has nothing to be wrong about; the gap
    tells how much better another could be. Chains of hand-overs see neither hours nor leads: where
    these matter, a gap speaks against the prices.
    """
    if not ledger.plan.is_clash_proven:
        return
    if gap == 0:
        yield from check_slackness(ledger)
        return
    is_simple = not len(ledger.plan.hour_prices) and not ledger.problem.requests.leads.any()
    is_worse = is_simple and Chains(ledger=ledger).is_improvable()
    yield Finding(fault=Fault.BETTER_EXISTS if is_worse else Fault.PRICES_WRONG, count=1)


def _unreadable(
    problem: Problem, arcs: Arcs, plan: Plan, weights: Weights, findings: list[Finding]
) -> Certificate:
    """Return the certificate of a plan whose rows mean nothing."""
    return Certificate(
        is_feasible=False,
        is_optimal=False,
        gap=None,
        no_handover_improves=False,
        no_unmet_outranks=False,
        problems=tuple(findings),
        input_hash=hash_input(problem, weights),
        counts=_counts(problem, arcs, plan, None),
        objective={},
    )


def _counts(problem: Problem, arcs: Arcs, plan: Plan, ledger: Ledger | None) -> dict[str, int]:
    """Return the sizes of what was asked and answered."""
    counts = {
        "requests": len(problem.requests),
        "volunteers": len(problem.volunteers),
        "arcs": len(arcs),
        "pairs": len(plan.pairs),
    }
    if ledger is None:
        return counts
    return counts | {
        "people_missing": int(np.maximum(0, ledger.missing).sum()),
        "most_tasks": int(ledger.load.max(initial=0)),
    }
