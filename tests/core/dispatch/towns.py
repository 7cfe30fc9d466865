"""Towns drawn with letters for volunteers and digits for requests, and the plan for them.

One character is 500 m, also from line to line. All are free at any time, go 4 km and do one task,
unless it is said otherwise.
"""

from textwrap import dedent

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.solvers import solve

METRES_PER_CHARACTER = 500


def plan_for(drawing, *, people=None, needs=None, pairs=None, solver="auto", **weights):
    """Who does what in a drawn town: the volunteers of each digit, as a text; and the plan.

    Args:
        people: by letter, columns of that volunteer that differ.
        needs: by digit, columns of that request that differ.
        pairs: "blocked" and "published" as texts such as "1a 2b", "preferences" as {"1a": cost}.
    """
    problem = town_problem(drawing, people=people, needs=needs, pairs=pairs)
    plan = solve(problem, weights=Weights(**weights), solver=solver)
    helpers = {str(digit): "" for digit in problem.requests.id.tolist()}
    for request, volunteer in plan.pairs.tolist():
        helpers[str(problem.requests.id[request])] += str(problem.volunteers.id[volunteer])
    return helpers, plan


def town_problem(drawing, *, people=None, needs=None, pairs=None):
    """The problem of a drawn town; rows are in the order of letters and digits."""
    where = {
        character: (column * METRES_PER_CHARACTER, -row * METRES_PER_CHARACTER)
        for row, line in enumerate(dedent(drawing).strip("\n").splitlines())
        for column, character in enumerate(line)
        if character.isalnum()
    }
    digits = sorted(character for character in where if character.isdigit())
    letters = sorted(character for character in where if character.isalpha())

    def rows(pair):
        return digits.index(pair[0]), letters.index(pair[1])

    said = pairs or {}
    return from_arrays(
        requests=_columns(
            digits,
            where,
            needs or {},
            {"weight": 1, "quantity": 1, "slot_mask": 2**56 - 1, "lead_mask": 0, "leads": 0},
        ),
        volunteers=_columns(
            letters,
            where,
            people or {},
            {
                "radius_m": 4_000,
                "capacity": 1,
                "tasks_per_week": 1,
                "recent": 0,
                "slot_mask": 2**56 - 1,
                "have_mask": 0,
            },
        ),
        blocked=[rows(pair) for pair in said.get("blocked", "").split()],
        published=[rows(pair) for pair in said.get("published", "").split()],
        preferences=[(*rows(pair), cost) for pair, cost in said.get("preferences", {}).items()],
    )


def _columns(characters, where, changes, usual):
    """The columns of those who are drawn."""
    return {
        "id": characters,
        "x_m": [where[character][0] for character in characters],
        "y_m": [where[character][1] for character in characters],
    } | {
        name: [changes.get(character, {}).get(name, default) for character in characters]
        for name, default in usual.items()
    }
