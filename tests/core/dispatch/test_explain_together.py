"""Why nobody is sent alone, why a week is left free, and that no wish is told."""

import numpy as np
import pytest

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.explain import Code, Explainer, Explanation, Said
from manyhands.core.dispatch.objectives.costs import measure
from manyhands.core.dispatch.objectives.styles import STYLES
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.sentences import say, say_details
from manyhands.core.dispatch.solvers import solve
from manyhands.core.values.point import Point
from tests.core.dispatch.worlds import METRES_PER_DEGREE, SATURDAY_MORNING, context, request, town, volunteer

NAMES = {"a": "Ana", "b": "Ben", "c": "Cleo"}
TWO = {"quantity": 2, "leads": 1, "lead_experience": "moving"}
SECRET = Said(at=SATURDAY_MORNING, are_wishes_secret=True)


def planned(asked, helping, pairs=None, *, about=None, weights=None, said=None):
    """An explainer of the best plan, or of a plan that is given."""
    problem = from_records(asked, helping, about or context())
    arcs, weights = find_candidates(problem), weights or Weights()
    plan = solve(problem, arcs, weights=weights) if pairs is None else given(problem, arcs, pairs, weights)
    return Explainer(problem, arcs, plan, weights, said=said or Said(at=SATURDAY_MORNING))


def given(problem, arcs, pairs, weights):
    """A plan without prices."""
    table = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    keys = [tuple(pair) for pair in table.tolist()]
    chosen = np.array(
        [pair in keys for pair in zip(arcs.request.tolist(), arcs.volunteer.tolist(), strict=True)]
    )
    found = np.bincount(table[:, 0], minlength=len(problem.requests))
    return Plan(
        pairs=table,
        unmet=(problem.requests.quantity - found).astype(np.int16),
        objective=measure(problem, arcs, chosen, weights),
        prices=np.zeros(len(problem.volunteers), dtype=np.int64),
        duals=np.zeros(len(problem.requests), dtype=np.int64),
        solver="given",
    )


def says(explainer, request_id, volunteer_id=None, *, language="en"):
    explanation = explainer.explain(request_id, volunteer_id)
    again = Explanation.from_json(explanation.as_json())
    assert again == explanation
    return say(again, language=language, names=NAMES)


def test_nobody_has_done_it_before():
    explainer = planned([request(**TWO)], [volunteer(id="a"), volunteer(id="b")], [(0, 0)])

    assert says(explainer, "r") == (
        "Nobody has done this before. If it need not be somebody who has done this before, Ana and Ben could do it."
    )
    assert says(explainer, "r", language="es").startswith("Nadie ha hecho esto antes.")
    details = say_details(explainer.explain("r"), language="en", names=NAMES)
    assert "2 people cannot lead the others" in details


def test_nobody_who_has_is_free():
    helping = [volunteer(id="a"), volunteer(id="b", experience={"moving"}, load_this_week=3)]
    explainer = planned([request(**TWO)], helping, [(0, 0)])

    said = says(explainer, "r")

    assert "Ben could do it by taking one task more than planned this week." in said


def test_nobody_takes_the_others_along():
    asked = request(quantity=2, leads=1, lead_has_vehicle=True)
    explainer = planned([asked], [volunteer(id="a")], [(0, 0)])

    assert says(explainer, "r") == (
        "Nobody has a car or van for all to go together. If all can get there by themselves, Ana could do it."
    )


def test_why_not_the_newcomer():
    helping = [volunteer(id="a", experience={"moving"}), volunteer(id="b"), volunteer(id="c")]
    alone = planned([request(quantity=1, leads=1, lead_experience="moving")], helping)
    together = planned([request(**TWO)], helping, [(0, 0), (0, 1)])

    assert says(alone, "r", "b") == "Ben has not done this before."
    assert together.explain("r", "c").find(Code.LEAD_NEEDED) is None


def test_with_the_lead_only_another_lead_can_take_their_place():
    helping = [volunteer(id="a", experience={"moving"}), volunteer(id="b")]
    explainer = planned([request(**TWO | {"quantity": 1})], helping, [(0, 0)])

    assert explainer.explain("r", "b").find(Code.LEAD_NEEDED)


def east(way_m):
    """A point so many metres to the east of the request."""
    return Point(way_m / METRES_PER_DEGREE, 0)


def test_the_place_of_the_lead_is_explained_by_what_it_takes():
    near = volunteer(id="b", point=east(200))
    helping = [
        volunteer(id="a", experience={"moving"}, point=east(3_000)),
        near,
        volunteer(id="c", point=east(100)),
    ]
    explainer = planned([request(**TWO, point=east(0), is_remote=False)], helping, [(0, 0), (0, 2)])

    assert "has done this before, as one of them must have" in says(explainer, "r", "a")
    assert "Ben is nearer (less than 0.5 km) but has not done this before." in says(explainer, "r", "a")
    assert "as one of them must have" not in says(explainer, "r", "c")
    assert "ya lo ha hecho antes" in says(explainer, "r", "a", language="es")


def test_that_somebody_was_proposed_before_is_said_only_where_it_decides_and_once():
    def explained(far_m, *near):
        helping = [volunteer(id="a", point=east(far_m)), *near]
        problem = from_records(
            [request(point=east(0), is_remote=False)], helping, context(), published=[("r", "a")]
        )
        arcs = find_candidates(problem)
        said = Said(at=SATURDAY_MORNING)
        return Explainer(problem, arcs, solve(problem, arcs), Weights(), said=said)

    def told(text):
        return text.count("the plan before")

    assert told(says(explained(500, volunteer(id="b", point=east(3_000))), "r", "a")) == 0
    decided = explained(2_500, volunteer(id="b", point=east(300)), volunteer(id="c", point=east(200)))
    assert told(says(decided, "r", "a")) == 1


def test_a_later_week_is_told_as_that_week_with_its_own_load():
    this, later = (volunteer(id="a", pool=pool, load_this_week=load) for pool, load in (("w1", 2), ("w2", 0)))
    asked = [request(id=f"r{pool}", pool=pool) for pool in ("w1", "w2")]
    said = Said(
        at=SATURDAY_MORNING,
        in_pools={(one.pool, one.id): one for one in (this, later)},
        later_pools=frozenset({"w2"}),
    )
    explainer = planned(asked, [this, later], said=said)

    assert "has 2 of 3 tasks this week" in says(explainer, "rw1", "a")
    assert "has no task yet in the week of this request" in says(explainer, "rw2", "a")


def test_a_week_kept_free_is_not_told_as_a_full_one():
    off = volunteer(id="a", is_week_off=True)
    said = Said(at=SATURDAY_MORNING, volunteers={"a": off}, weeks_off=frozenset({("east", "a")}))
    explainer = planned([request()], [off], said=said)

    assert says(explainer, "r", "a") == "Ana has kept that week free."
    assert says(explainer, "r") == "Everybody who helps has no time left this week, or is taking a break."


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("apart", [-200, 1_000])
def test_a_wish_decides_between_two_who_could_and_keeps_nobody_out(style, apart):
    points = town("RA")
    asked = request(point=points["R"], is_remote=False)
    helping = [volunteer(id=one, point=points["A"]) for one in "ab"]
    wished = context(wishes={("r", "a", apart)})

    both = planned([asked], helping, about=wished, weights=STYLES[style].weights)
    alone = planned([asked], helping[:1], about=wished, weights=STYLES[style].weights)

    assert [one.volunteer_id for one in both.explain_all()] == ["a" if apart < 0 else "b"]
    assert [one.volunteer_id for one in alone.explain_all()] == ["a"]


@pytest.mark.parametrize("apart", [-200, 1_000])
def test_what_was_told_in_confidence_is_told_by_no_remark(apart):
    helping = [volunteer(id="a"), volunteer(id="b")]
    wished = context(wishes={("r", "a", apart)})
    open_, secret = (
        planned([request()], helping, about=wished, said=said) for said in (Said(at=SATURDAY_MORNING), SECRET)
    )
    [chosen] = secret.explain_all()
    other = "b" if chosen.volunteer_id == "a" else "a"

    told = [chosen.as_json(), secret.explain("r", other).as_json()]

    assert "wish" not in str(told)
    assert "wish" in str([open_.explain("r", one).as_json() for one in "ab"])
    assert secret.explain("r", other).find(Code.LESS_FITTING)
