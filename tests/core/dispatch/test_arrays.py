"""What arrays must hold, and how a row is named that cannot be."""

from dataclasses import replace

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.problem import (
    KEPT_APART,
    PLACED,
    REMOTE,
    Places,
    Problem,
    ProblemError,
    Vocabulary,
)

TWO = {"id": ["r1", "r2"]}
PEOPLE = {"id": ["v1", "v2"]}
AT_HOME = {"x_m": [0, 0], "y_m": [0, 0]}


def test_what_is_left_out_asks_for_nothing_and_forbids_nothing():
    problem = from_arrays(requests=TWO, volunteers=PEOPLE)

    assert problem.requests.where.tolist() == [REMOTE, REMOTE]
    assert problem.requests.quantity.tolist() == [1, 1]
    assert problem.requests.need_mask.tolist() == [0, 0]
    assert problem.requests.lead_mask.tolist() == problem.requests.leads.tolist() == [0, 0]
    assert problem.volunteers.radius_m.tolist() == [-1, -1]
    assert problem.volunteers.capacity.tolist() == [1, 1]
    assert problem.volunteers.tasks_per_week.tolist() == [1, 1]
    assert len(problem.blocked) == len(problem.published) == len(problem.preferences.cost) == 0


def test_with_coordinates_it_happens_there():
    problem = from_arrays(requests=TWO | AT_HOME, volunteers=PEOPLE | AT_HOME | {"radius_m": [1, 2]})

    assert problem.requests.where.tolist() == [PLACED, PLACED]


def test_coordinates_are_rounded_to_metres():
    problem = from_arrays(requests=TWO | {"x_m": [1.4, -1.6], "y_m": [0, 0]}, volunteers=PEOPLE)

    assert problem.requests.x_m.tolist() == [1, -2]


def test_a_full_week_still_measures_the_load():
    problem = from_arrays(requests=TWO, volunteers=PEOPLE | {"capacity": [0, 3]})

    assert problem.volunteers.tasks_per_week.tolist() == [1, 3]


def test_blocked_pairs_are_kept_apart_unless_another_reason_is_given():
    problem = from_arrays(requests=TWO, volunteers=PEOPLE, blocked=[(0, 1)])

    assert problem.blocked_why.tolist() == [KEPT_APART]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ["r1", "r1"]}, r"request 'r1' is given more than once \(rows 0 and 1\)"),
        ({"id": [7, 7]}, "request 7 is given more than once"),
        ({"id": ["r1", ""]}, "every id must be a whole number, or every id a text that is not empty"),
        ({"id": ["r1", None]}, "every id must be a whole number, or every id a text"),
        ({"quantity": [1, 0]}, r"request 'r2' \(row 1\): quantity must be 1 or more, not 0"),
        ({"quantity": [1, 40_000]}, r"request 'r2' \(row 1\): quantity must be a whole number from -32768"),
        ({"leads": [0, -1]}, r"request 'r2' \(row 1\): leads must be 0 or more, not -1"),
        (
            {"leads": [2, 0], "lead_mask": [1, 0]},
            r"request 'r1' \(row 0\): leads must be no more than quantity, not 2",
        ),
        (
            {"leads": [0, 1], "lead_mask": [1, 0]},
            r"request 'r2' \(row 1\): lead_mask must have a bit where leads is not 0, not 0",
        ),
        ({"weight": [0, 1]}, r"request 'r1' \(row 0\): weight must be 1 or more, not 0"),
        ({"weight": [1.5, 1]}, r"request 'r1' \(row 0\): weight must be a whole number .* not 1.5"),
        ({"weight": ["1", "b"]}, r"request 'r1' \(row 0\): weight must be a number from .* to \d+, not '1'"),
        ({"weight": [1, "b"]}, r"request 'r2' \(row 1\): weight must be a number from .*, not 'b'"),
        ({"need_mask": [1, 1 << 70]}, rf"request 'r2' \(row 1\): need_mask must be .*, not {1 << 70}"),
        (
            {"x_m": [0, None], "y_m": [0, 0]},
            r"request 'r2' \(row 1\): x_m must be a number from .*, not None",
        ),
        ({"x_m": [0, 1]}, "requests: y_m must be given with x_m"),
        ({"y_m": [0, 1]}, "requests: x_m must be given with y_m"),
        ({"weight": [None, 1, 2]}, r"request 'r1' \(row 0\): weight must be a number from .*, not None"),
        ({"weight": [1, 1, None]}, "requests: weight must be numbers"),
        ({"where": [3, 0]}, r"request 'r1' \(row 0\): where must be PLACED, REMOTE or NOWHERE, not 3"),
        ({"pool": [0, -1]}, r"request 'r2' \(row 1\): pool must be 0 or more, not -1"),
        ({"slot_mask": [2**56, 1]}, r"request 'r1' \(row 0\): slot_mask must have no bit beyond the 56th"),
        ({"slot_mask": [-1, 1]}, r"request 'r1' \(row 0\): slot_mask must be a whole number from 0"),
        (
            {"y_m": [0, 0], "x_m": [0, float("nan")]},
            r"request 'r2' \(row 1\): x_m must be a whole number .* not nan",
        ),
        (
            {"y_m": [0, 0], "x_m": [0, float("inf")]},
            r"request 'r2' \(row 1\): x_m must be a whole number .* not inf",
        ),
        (
            {"x_m": [0, 3_000_000_000], "y_m": [0, 0]},
            r"request 'r2' \(row 1\): x_m must be a whole number .* not 3000000000",
        ),
        ({"weight": [1, 2, 3]}, r"requests: 2 ids, but weight of shape \(3,\)"),
        ({"weight": [[1, 2]]}, r"requests: 2 ids, but weight of shape \(1, 2\)"),
        ({"urgency": [1, 2]}, "requests: there is no column called urgency"),
    ],
)
def test_a_request_that_cannot_be(changes, message):
    with pytest.raises(ProblemError, match=message):
        from_arrays(requests=TWO | changes, volunteers=PEOPLE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ["v1", "v1"]}, r"volunteer 'v1' is given more than once in one pool \(rows 0 and 1\)"),
        ({"capacity": [1, -1]}, r"volunteer 'v2' \(row 1\): capacity must be 0 or more, not -1"),
        ({"recent": [-2, 0]}, r"volunteer 'v1' \(row 0\): recent must be 0 or more, not -2"),
        ({"malus": [-2, 0]}, r"volunteer 'v1' \(row 0\): malus must be 0 or more, not -2"),
        ({"tasks_per_week": [0, 1]}, r"volunteer 'v1' \(row 0\): tasks_per_week must be 1 or more, not 0"),
        ({"pool": [-1, 0]}, r"volunteer 'v1' \(row 0\): pool must be 0 or more, not -1"),
        ({"slot_mask": [2**60, 1]}, r"volunteer 'v1' \(row 0\): slot_mask must have no bit beyond"),
        (AT_HOME, "volunteers: radius_m must be given with x_m and y_m"),
        ({"x_m": [0, 0], "radius_m": [9, 9]}, "volunteers: y_m must be given with x_m"),
        ({"radius": [1, 2]}, "volunteers: there is no column called radius"),
        ({"capacity": [1]}, r"volunteers: 2 ids, but capacity of shape \(1,\)"),
    ],
)
def test_a_volunteer_that_cannot_be(changes, message):
    with pytest.raises(ProblemError, match=message):
        from_arrays(requests=TWO, volunteers=PEOPLE | changes)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (
            {"blocked": [(0, 2)]},
            r"blocked, row 0: there is no pair \(0, 2\) among 2 requests and 2 volunteers",
        ),
        ({"published": [(0, 0), (-1, 0)]}, r"published, row 1: there is no pair \(-1, 0\)"),
        ({"preferences": [(2, 0, 5)]}, r"preferences, row 0: there is no pair \(2, 0\)"),
        ({"preferences": [(1, 0, 5), (1, 0, 6)]}, r"preferences: the pair \(1, 0\) is given more than once"),
        ({"preferences": [(1, 0)]}, r"preferences must be rows of 3 whole numbers"),
        ({"preferences": [(1, 0, 2**40)]}, "preferences must be a whole number from"),
        ({"blocked": [0, 1]}, "blocked must be rows of 2 whole numbers"),
        ({"blocked": [(0, 1)], "blocked_why": [0, 1]}, r"blocked: 1 pairs, but reasons of shape \(2,\)"),
        ({"blocked": [(0, 1)], "blocked_why": [9]}, "blocked, row 0: 9 is not a reason"),
    ],
)
def test_pairs_that_cannot_be(pairs, message):
    with pytest.raises(ProblemError, match=message):
        from_arrays(requests=TWO, volunteers=PEOPLE, **pairs)


WORDS = Vocabulary(pools=("a",), needs=((("skills", "cooking"),),), languages=(("en", "es"),))


@pytest.mark.parametrize(
    ("requests", "volunteers", "message"),
    [
        (
            {"need_mask": [1, 2]},
            {},
            r"request 'r2' \(row 1\): need_mask has bit 2, but only 1 have a meaning",
        ),
        ({"leads": [1, 0], "lead_mask": [4, 0]}, {}, r"request 'r1' \(row 0\): lead_mask has bit 3"),
        ({"language_mask": [3, 4]}, {}, r"request 'r2' \(row 1\): language_mask has bit 3, but only 2 have"),
        ({"pool": [0, 1]}, {}, r"request 'r2' \(row 1\): pool must be one of the 1 that have words, not 1"),
        ({}, {"have_mask": [1, 8]}, r"volunteer 'v2' \(row 1\): have_mask has bit 4"),
    ],
)
def test_bits_that_no_word_stands_for(requests, volunteers, message):
    with pytest.raises(ProblemError, match=message):
        from_arrays(requests=TWO | requests, volunteers=PEOPLE | volunteers, vocabulary=WORDS)


def test_without_words_every_bit_is_as_good_as_another():
    problem = from_arrays(requests=TWO | {"need_mask": [2**63, 1]}, volunteers=PEOPLE)

    assert problem.requests.need_mask.tolist() == [2**63, 1]


def places(**changes):
    """Two requests and two volunteers in Lansing."""
    columns = {
        "request_lon": [-84.5, -84.5],
        "request_lat": [42.7, 42.7],
        "volunteer_lon": [-84.5, -84.5],
        "volunteer_lat": [42.7, 42.7],
    }
    return Places(**{name: np.array(column, dtype=float) for name, column in (columns | changes).items()})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"request_lat": [42, np.nan]}, r"request 'r2' \(row 1\): latitude must be from -90 to 90, not nan"),
        ({"request_lon": [181, 0]}, r"request 'r1' \(row 0\): longitude must be from -180 to 180, not 181.0"),
        ({"volunteer_lat": [95, 0]}, r"volunteer 'v1' \(row 0\): latitude must be from -90 to 90, not 95.0"),
        ({"volunteer_lat": [42]}, r"volunteers: 2 rows, but latitudes of shape \(1,\)"),
    ],
)
def test_places_that_cannot_be(changes, message):
    with pytest.raises(ProblemError, match=message):
        from_arrays(
            requests=TWO | AT_HOME,
            volunteers=PEOPLE | AT_HOME | {"radius_m": [9, 9]},
            places=places(**changes),
        )


def test_ids_must_be_there():
    with pytest.raises(ProblemError, match="volunteers: there must be a column called id"):
        from_arrays(requests=TWO, volunteers={})


def test_tables_are_checked_whoever_made_them():
    problem = from_arrays(requests=TWO, volunteers=PEOPLE)
    requests, volunteers = problem.requests, problem.volunteers

    with pytest.raises(ProblemError, match="requests: weight cannot be of type float64"):
        Problem(requests=replace(requests, weight=requests.weight.astype(float)), volunteers=volunteers)
    with pytest.raises(ProblemError, match="volunteers: id cannot be of type object"):
        Problem(requests=requests, volunteers=replace(volunteers, id=volunteers.id.astype(object)))
    with pytest.raises(ProblemError, match="blocked must be rows of"):
        Problem(requests=requests, volunteers=volunteers, blocked=np.zeros((1, 2)))
    with pytest.raises(ProblemError, match="preferences: 1 pairs, but costs of shape"):
        Problem(
            requests=requests,
            volunteers=volunteers,
            preferences=replace(problem.preferences, pairs=np.zeros((1, 2), dtype=np.int32)),
        )


def test_bits_of_a_rule():
    words = Vocabulary(
        pools=("a", "b"), needs=((), (("requirements", "x"), ("skills", "y"), ("skills", "z")))
    )

    assert [words.bits_of("skills", pool) for pool in (0, 1)] == [0, 0b110]
    assert Vocabulary().bits_of("skills", 0) == 2**64 - 1
    assert Vocabulary().bits_of("requirements", 0) == 0
