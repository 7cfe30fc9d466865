"""Who is asked first, in towns that fit on a screen."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.constraints.verdict import Reason
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.ranking import Standing, judge, rank
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import context, request, town, volunteer

records = st.builds(
    lambda number, lon, load, slots, skilled, has_vehicle: volunteer(
        id=f"v{number}",
        point=lon if lon is None else Point(lon, 0),
        load_this_week=load,
        week_slots=slots,
        skills={"cooking"} if skilled else set(),
        has_vehicle=has_vehicle,
    ),
    st.integers(0, 10_000),
    st.one_of(st.none(), st.floats(0, 0.06)),
    st.integers(0, 4),
    st.one_of(st.none(), st.just(WeekSlots.always())),
    st.booleans(),
    st.one_of(st.none(), st.booleans()),
)
crowds = st.lists(records, max_size=25, unique_by=lambda record: record.id)


def names(candidates, standing=Standing.CAN_HELP):
    """Who has a standing, in order."""
    return "".join(one.volunteer_id for one in candidates if one.standing is standing)


def place(drawing, **changes):
    """A request at N, and a volunteer at every other letter; changes are by letter."""
    points = town(drawing)
    at = request(is_remote=False, point=points.pop("N"))
    people = [
        volunteer(id=letter, point=point, **changes.get(letter, {})) for letter, point in points.items()
    ]
    return at, people


def test_the_nearer_is_asked_first():
    at, people = place("""
        C . . . B
        . . . . .
        . N A . . .
    """)

    assert names(rank(at, people, context())) == "ACB"


def test_the_less_busy_is_asked_before_the_nearer_once_it_weighs_more():
    """A lives 500 m nearer than B, but has two tasks of three this week."""
    at, people = place("N AB", A={"load_this_week": 2})

    candidates = rank(at, people, context())

    assert names(candidates) == "BA"
    assert [dict(one.cost_parts) for one in candidates] == [
        {"load": 13, "travel": 150},
        {"load": 66, "travel": 100},
    ]
    assert [one.cost for one in candidates] == [163, 166]


def test_the_weeks_before_count_too():
    at, people = place("N AB", A={"recent_load": 2})

    assert names(rank(at, people, context())) == "BA"


def test_weights_decide_what_is_better():
    at, people = place("N AB", A={"load_this_week": 2})

    assert names(rank(at, people, context(), weights=Weights(load=0))) == "AB"
    assert names(rank(at, people, context(), weights=Weights(travel=0))) == "BA"


def test_a_task_weighs_less_on_somebody_who_can_do_more():
    at, people = place("N AB", A={"load_this_week": 2, "capacity_per_week": 6})

    assert names(rank(at, people, context())) == "AB"


def test_somebody_who_named_no_limit_is_taken_to_do_little():
    _, (one,) = place("N A", A={"capacity_per_week": None})

    assert judge(request(), one, context()).cost_parts["load"] == 40


@pytest.mark.rule("availability")
def test_whoever_has_given_no_time_comes_after_those_who_have():
    at, people = place("N A ... B", A={"week_slots": None})

    candidates = rank(at, people, context())

    assert names(candidates) == "BA"
    assert [verdict.reason for verdict in candidates[1].unknowns.values()] == [Reason.AVAILABILITY_NOT_SAID]
    assert candidates[0].unknowns == {}


@pytest.mark.rule("availability", "language")
def test_the_fewer_unknowns_the_earlier():
    at, people = place("N A B C", A={"week_slots": None, "languages": set()}, B={"week_slots": None})

    assert names(rank(at, people, context())) == "CBA"


@pytest.mark.rule("distance")
def test_a_request_without_a_place_ranks_by_load():
    _, people = place("N A B", A={"load_this_week": 1})

    candidates = rank(request(is_remote=False), people, context())

    assert names(candidates) == "BA"
    assert [one.distance_m for one in candidates] == [None, None]
    assert all("distance" in one.unknowns for one in candidates)


@pytest.mark.rule("capacity")
def test_those_over_their_own_limit_are_listed_apart_even_if_nearer():
    at, people = place("N A B C", A={"load_this_week": 3}, B={"load_this_week": 5})

    candidates = rank(at, people, context())

    assert names(candidates) == "C"
    assert names(candidates, Standing.OVER_OWN_LIMIT) == "AB"
    assert [one.volunteer_id for one in candidates] == ["C", "A", "B"]


@pytest.mark.rule("distance", "capacity")
def test_another_reason_weighs_more_than_the_own_limit():
    at, people = place("N A", A={"load_this_week": 3, "radius_m": 100})

    (candidate,) = rank(at, people, context())

    assert candidate.standing is Standing.CANNOT_HELP
    assert set(candidate.failures) == {"capacity", "distance"}


@pytest.mark.rule("distance", "language", "same_pool")
def test_those_who_cannot_come_last_with_all_their_reasons():
    at, people = place(
        "N A B C",
        A={"languages": {"so"}, "radius_m": 100},
        B={"pool": "west"},
        C={"load_this_week": 3},
    )

    candidates = rank(at, people, context())

    assert [one.volunteer_id for one in candidates] == ["C", "B", "A"]
    assert {name: verdict.reason for name, verdict in candidates[2].failures.items()} == {
        "language": Reason.NO_COMMON_LANGUAGE,
        "distance": Reason.TOO_FAR,
    }
    assert candidates[2].verdicts["distance"].facts == {"distance_m": 1_000, "radius_m": 100}


@pytest.mark.rule("not_blocked", "not_declined_before")
def test_a_blocked_pair_and_a_no_are_never_asked():
    at, people = place("N A B C")

    candidates = rank(at, people, context(blocked={("r", "A")}, declined={("r", "B")}))

    assert names(candidates) == "C"
    assert names(candidates, Standing.CANNOT_HELP) == "AB"


@pytest.mark.rule("distance")
def test_help_at_a_distance_costs_no_travel():
    _, people = place("N A ................ B")

    candidates = rank(request(), people, context())

    assert {one.cost_parts["travel"] for one in candidates} == {0}
    assert {one.distance_m for one in candidates} == {None}


def test_nobody_is_always_first_among_equals():
    people = [volunteer(id=f"v{number}") for number in range(4)]

    first = Counter(
        rank(request(id=f"r{number}"), people, context())[0].volunteer_id for number in range(400)
    )

    assert set(first) == {one.id for one in people}
    assert min(first.values()) > 60


def test_equals_are_ordered_the_same_for_ever():
    people = [volunteer(id=f"v{number}") for number in range(6)]

    candidates = rank(request(), people, context())

    assert [one.volunteer_id for one in candidates] == ["v0", "v2", "v1", "v3", "v5", "v4"]


def test_a_group_without_volunteers_has_nobody_to_ask():
    assert rank(request(), [], context()) == []


def test_refuses_the_same_volunteer_twice():
    with pytest.raises(ValueError, match="given more than once: v"):
        rank(request(), [volunteer(), volunteer(), volunteer(id="w")], context())


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_given_does_not_matter(people, chance):
    at = request(is_remote=False, point=Point(0, 0))
    shuffled = random.Random(chance.random()).sample(people, len(people))

    assert rank(at, people, context()) == rank(at, shuffled, context())


@given(crowds)
def test_everybody_is_in_the_list_once_and_the_list_is_in_order(people):
    at = request(is_remote=False, point=Point(0, 0), required_skills={"cooking"}, needs_vehicle=True)

    candidates = rank(at, people, context())

    assert sorted(one.volunteer_id for one in candidates) == sorted(one.id for one in people)
    standings = [list(Standing).index(one.standing) for one in candidates]
    assert standings == sorted(standings)
    for one in candidates:
        assert (one.standing is Standing.CAN_HELP) == (not one.failures)
        assert (one.standing is Standing.OVER_OWN_LIMIT) == (set(one.failures) == {"capacity"})
    able = [(len(one.unknowns), one.cost) for one in candidates if one.standing is Standing.CAN_HELP]
    assert able == sorted(able)


@given(records)
def test_one_more_task_never_moves_somebody_forward(one):
    at = request(is_remote=False, point=Point(0, 0))
    other = volunteer(id="other", point=Point(0.02, 0))
    busier = replace(one, load_this_week=one.load_this_week + 1)

    before = [each.volunteer_id for each in rank(at, [one, other], context())]
    after = [each.volunteer_id for each in rank(at, [busier, other], context())]

    assert after.index(one.id) >= before.index(one.id)


@given(records)
def test_judging_one_is_ranking_one(one):
    at = request(is_remote=False, point=Point(0, 0))

    assert rank(at, [one], context()) == [judge(at, one, context())]
