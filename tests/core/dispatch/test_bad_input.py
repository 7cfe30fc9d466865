"""What nobody can plan with is refused, with the row; what only looks odd is planned around."""

from math import inf, nan

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import ProblemError, Vocabulary
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from manyhands.core.values.point import Point
from tests.core.dispatch.worlds import context, request, volunteer

FREE = "manyhands.core.dispatch.candidates.room.find_free_bytes"


def plan_for(requests, volunteers):
    """The pairs by ids, and how many people each request lacks; the plan has stood its check."""
    problem = from_records(requests, volunteers, context())
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    assert certify(problem, arcs, plan, Weights()).is_optimal
    ids = [(str(problem.requests.id[r]), str(problem.volunteers.id[v])) for r, v in plan.pairs.tolist()]
    return ids, plan.unmet.tolist()


@pytest.mark.parametrize(("lon", "lat"), [(nan, 0), (0, nan), (inf, 0), (0, -inf), (181, 0), (0, 91)])
def test_a_place_that_is_none(lon, lat):
    with pytest.raises(ValueError, match="must be"):
        Point(lon, lat)


@pytest.mark.parametrize("number", [nan, inf, -inf, None, 3e9])
@pytest.mark.parametrize("axis", ["x_m", "y_m"])
@pytest.mark.parametrize("kind", ["request", "volunteer"])
def test_a_coordinate_that_is_none_names_the_row(kind, axis, number):
    """Also where rows are read from a file that had an empty cell."""
    tables = {
        "requests": {"id": ["first", "second"], "x_m": [0, 1], "y_m": [0, 1]},
        "volunteers": {"id": ["first", "second"], "x_m": [0, 1], "y_m": [0, 1], "radius_m": [9, 9]},
    }
    tables[f"{kind}s"][axis] = [0, number]

    with pytest.raises(ProblemError, match=rf"{kind} 'second' \(row 1\): {axis} must be a (whole )?number"):
        from_arrays(**tables)


def test_without_a_place_only_help_from_home():
    somewhere = volunteer(id="there", point=Point(0, 0))
    nowhere = volunteer(id="anywhere", point=None)
    at_home = request(id="home")
    at_the_door = request(id="door", is_remote=False, point=Point(0, 0))
    unknown = request(id="unknown", is_remote=False, point=None)

    pairs, unmet = plan_for([at_the_door, unknown], [somewhere, nowhere])

    assert (pairs, unmet) == ([("door", "there")], [0, 1])
    assert plan_for([at_home], [nowhere]) == ([("home", "anywhere")], [0])


def test_somebody_with_no_task_to_give_is_given_none():
    assert plan_for([request()], [volunteer(capacity_per_week=0)]) == ([], [1])


def test_less_than_no_task_names_the_row():
    with pytest.raises(ProblemError, match=r"volunteer 'w' \(row 1\): capacity must be 0 or more, not -1"):
        from_arrays(requests={"id": ["r"]}, volunteers={"id": ["v", "w"], "capacity": [1, -1]})
    with pytest.raises(ValueError, match="capacity_per_week must be 0 or more, not -1"):
        volunteer(capacity_per_week=-1)


def test_more_tasks_than_planned_leave_none():
    assert plan_for([request()], [volunteer(capacity_per_week=1, load_this_week=4)]) == ([], [1])


def test_an_id_that_is_given_twice_names_both_rows():
    with pytest.raises(ProblemError, match=r"request 'r' is given more than once \(rows 0 and 2\)"):
        from_records([request(id="r"), request(id="s"), request(id="r")], [volunteer()], context())
    with pytest.raises(
        ProblemError, match=r"volunteer 'v' is given more than once in one pool \(rows 0 and 1\)"
    ):
        from_records([request()], [volunteer(), volunteer()], context())


@pytest.mark.parametrize(
    ("kind", "column", "said"),
    [
        ("request", "need_mask", "need_mask has bit 4, but only 1 have a meaning in pool 0"),
        ("request", "language_mask", "language_mask has bit 4, but only 2 have a meaning in pool 0"),
        ("volunteer", "have_mask", "have_mask has bit 4, but only 1 have a meaning in pool 0"),
    ],
)
def test_bits_that_nobody_has_named_name_the_row(kind, column, said):
    tables = {"requests": {"id": ["first", "second"]}, "volunteers": {"id": ["first", "second"]}}
    tables[f"{kind}s"][column] = [1, 0b1001]
    words = Vocabulary(needs=((("skills", "moving"),),), languages=(("en", "es"),))

    with pytest.raises(ProblemError, match=rf"{kind} 'second' \(row 1\): {said}"):
        from_arrays(**tables, vocabulary=words)


@pytest.mark.parametrize("kind", ["request", "volunteer"])
def test_an_hour_beyond_the_week_names_the_row(kind):
    tables = {"requests": {"id": ["first", "second"]}, "volunteers": {"id": ["first", "second"]}}
    tables[f"{kind}s"]["slot_mask"] = [1, 1 << 56]

    with pytest.raises(ProblemError, match=rf"{kind} 'second' \(row 1\): slot_mask must have no bit beyond"):
        from_arrays(**tables)


def test_a_pool_that_nobody_is_in():
    requests = [request(id="here"), request(id="alone", pool="nowhere")]

    assert plan_for(requests, [volunteer(), volunteer(id="w", pool="without requests")]) == (
        [("here", "v")],
        [0, 1],
    )


def test_nobody_at_all():
    assert plan_for([], []) == ([], [])
    assert plan_for([request()], []) == ([], [1])
    assert plan_for([], [volunteer()]) == ([], [])


@pytest.mark.parametrize("name", ["weight", "quantity"])
def test_a_number_too_large_for_its_column_names_the_row(name):
    records = [request(id="first"), request(id="second", **{name: 2**40})]

    with pytest.raises(ProblemError, match=rf"request 'second' \(row 1\): {name} must be a whole number"):
        from_records(records, [volunteer()], context())


def test_weights_that_could_overflow_name_the_row_that_weighs_the_most():
    problem = from_records(
        [request(id="light"), request(id="heavy", weight=2_000_000_000)], [volunteer()], context()
    )

    with pytest.raises(ProblemError) as refusal:
        solve(problem, weights=Weights(unserved=10**12))

    assert str(refusal.value) == (
        "the costs of 2 people do not fit into 64 bits: make the weight of unserved smaller; "
        "request 'heavy' (row 1) weighs the most, 2000000000"
    )


def test_ten_million_pairs_on_a_small_machine_are_refused_before_they_are_made(monkeypatch):
    monkeypatch.setattr(FREE, lambda: 1_000_000_000)
    problem = from_arrays(requests={"id": np.arange(2_500)}, volunteers={"id": np.arange(4_096)})

    with pytest.raises(
        ProblemError, match=r"about 10240000 pairs are feasible: .* 1\.6 GB .* 1\.0 GB are free"
    ):
        solve(problem)
