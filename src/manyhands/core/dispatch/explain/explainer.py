"""Questions about one plan, by ids."""

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.explain.case import Case, Said
from manyhands.core.dispatch.explain.pair import explain_chosen, explain_not_chosen
from manyhands.core.dispatch.explain.unmet import explain_unmet
from manyhands.core.dispatch.explanation import Explanation
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem


class Explainer:
    """Answers any number of questions about one plan; what they share is computed once."""

    def __init__(
        self, problem: Problem, arcs: Arcs, plan: Plan, weights: Weights, *, said: Said | None = None
    ) -> None:
        """Keep the plan, and what volunteers have said themselves where that is known."""
        self._case = Case(problem=problem, arcs=arcs, plan=plan, weights=weights, said=said)

    def explain(self, request_id: str | int, volunteer_id: str | int | None = None) -> Explanation:
        """Answer one question: see ``explain``."""
        case = self._case
        request = case.request_rows.get(str(request_id))
        if request is None:
            raise LookupError(f"there is no request {request_id!r} in this plan")
        if volunteer_id is None:
            return explain_unmet(case, request)
        volunteer = self._find_volunteer(request, str(volunteer_id))
        if volunteer in case.helpers.get(request, []):
            return explain_chosen(case, request, volunteer)
        return explain_not_chosen(case, request, volunteer)

    def explain_all(self) -> list[Explanation]:
        """Return why each pair was made, then why each request that is short of people is."""
        case = self._case
        chosen = [explain_chosen(case, request, volunteer) for request, volunteer in case.plan.pairs.tolist()]
        short = [row for row, missing in enumerate(case.ledger.missing.tolist()) if missing > 0]
        return chosen + [explain_unmet(case, request) for request in short]

    def _find_volunteer(self, request: int, volunteer_id: str) -> int:
        """Return a volunteer's row: the one in the request's pool, or in any other."""
        case = self._case
        own = case.volunteer_rows.get((int(case.problem.requests.pool[request]), volunteer_id))
        if own is not None:
            return own
        for (_pool, known_id), row in case.volunteer_rows.items():
            if known_id == volunteer_id:
                return row
        raise LookupError(f"there is no volunteer {volunteer_id!r} in this plan")


def explain(  # noqa: PLR0917  the order of what it is about
    problem: Problem,
    arcs: Arcs,
    plan: Plan,
    weights: Weights,
    request_id: str | int,
    volunteer_id: str | int | None = None,
    *,
    said: Said | None = None,
) -> Explanation:
    """Return why a volunteer was chosen for a request, why not, or (without a volunteer) why nobody was.

    Everything in it is computed from the tables and the plan. Two people who are kept apart, and
    somebody who has declined, look the same in it: ``EXCLUDED``.

    Args:
        problem: the raw tables.
        arcs: the feasible pairs.
        plan: the plan that is asked about; certified, or its costs compare with nothing.
        weights: the weights that it was made with.
        request_id: the request in question.
        volunteer_id: the volunteer in question; None to ask why people are missing.
        said: what volunteers have said themselves, so that a pause is told from a full week, and a
            limit that nobody named is not made up.

    Raises:
        LookupError: when the request or the volunteer is not in the plan's tables.
    """
    return Explainer(problem, arcs, plan, weights, said=said).explain(request_id, volunteer_id)
