"""Who helps whom, and why: the best plan for everybody together, proven and explained.

``records`` holds what is asked of people, ``tables`` and ``problem`` the same in columns;
``constraints`` what must hold (one named rule per file), ``objectives`` what is better (one named
measure per file), ``candidates`` which pairs are feasible, ``solvers`` the best plan, ``verify`` its
proof, ``explain`` and ``sentences`` its reasons, ``online`` the plan kept best while people come and
go, ``ranking`` who can help with one request, ``inviting`` how many of them to ask at once,
``what_if`` what another question would change.

A plan for two neighbours and two volunteers, from arrays:

>>> from manyhands.core.dispatch import Weights, find_candidates, from_arrays, solve
>>> problem = from_arrays(
...     requests={"id": ["shopping", "a lift"], "x_m": [0, 2_000], "y_m": [0, 0], "need_mask": [0, 1]},
...     volunteers={
...         "id": ["Ana", "Luis"],
...         "x_m": [100, 500],
...         "y_m": [0, 0],
...         "radius_m": [3_000, 3_000],
...         "have_mask": [1, 0],
...     },
... )
>>> arcs = find_candidates(problem)
>>> plan = solve(problem, arcs, weights=Weights(load=0), solver="shortest_paths")
>>> plan.pairs.tolist()
[[0, 1], [1, 0]]

Names are loaded when they are asked for: numpy and a solver take longer to load than a page may.
``explain`` is the name of a package, so the function is imported from there.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.arrays import from_arrays
    from manyhands.core.dispatch.candidates import Arcs, find_candidates
    from manyhands.core.dispatch.columns import from_records
    from manyhands.core.dispatch.explanation import Explanation
    from manyhands.core.dispatch.objectives.weights import Weights
    from manyhands.core.dispatch.online import Delta, Engine, Invitation
    from manyhands.core.dispatch.plan import Objective, Plan
    from manyhands.core.dispatch.problem import Problem, ProblemError
    from manyhands.core.dispatch.solvers import solve
    from manyhands.core.dispatch.verify import Certificate, certify

_HOMES = {
    "Arcs": "candidates",
    "Certificate": "verify",
    "Delta": "online",
    "Engine": "online",
    "Explanation": "explanation",
    "Invitation": "online",
    "Objective": "plan",
    "Plan": "plan",
    "Problem": "problem",
    "ProblemError": "problem",
    "Weights": "objectives.weights",
    "certify": "verify",
    "find_candidates": "candidates",
    "from_arrays": "arrays",
    "from_records": "columns",
    "solve": "solvers",
}

__all__ = [
    "Arcs",
    "Certificate",
    "Delta",
    "Engine",
    "Explanation",
    "Invitation",
    "Objective",
    "Plan",
    "Problem",
    "ProblemError",
    "Weights",
    "certify",
    "find_candidates",
    "from_arrays",
    "from_records",
    "solve",
]


def __getattr__(name: str) -> object:
    """Load a name of the public interface (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the names of the public interface as well, before they are loaded."""
    return sorted({*globals(), *__all__})
