"""How many are asked at once, beside every way in which people could answer."""

from itertools import pairwise, product
from math import comb, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.inviting import (
    MOST_FOR_EACH,
    chance_of_enough,
    chance_of_yes,
    group_chance,
    how_many,
    pace_for,
    weight_of_age,
    yeses_in_vain,
)
from manyhands.core.dispatch.inviting.numbers import IN_VAIN_FOR_EACH
from manyhands.core.dispatch.inviting.pace import DAYS, TODAY, WEEK, WHENEVER

chances = st.lists(st.integers(0, 20).map(lambda twentieths: twentieths / 20), max_size=7)
counts = st.integers(0, 50)


def every_answer(people):
    """(how likely, how many say yes) for each way in which they could all answer."""
    for answers in product((True, False), repeat=len(people)):
        likely = prod(
            chance if said_yes else 1 - chance for chance, said_yes in zip(people, answers, strict=True)
        )
        yield likely, sum(answers)


def enough(people, wanted):
    return sum(likely for likely, yeses in every_answer(people) if yeses >= wanted)


def in_vain(people, wanted):
    return sum(likely * max(0, yeses - wanted) for likely, yeses in every_answer(people))


@given(chances, st.integers(0, 4))
def test_the_chance_of_enough_is_that_of_all_ways_to_answer(people, wanted):
    assert chance_of_enough(people, wanted) == pytest.approx(enough(people, wanted), abs=1e-9)
    assert yeses_in_vain(people, wanted) == pytest.approx(in_vain(people, wanted), abs=1e-9)


@given(chances, st.integers(0, 3), st.sampled_from([0, 0.5, 0.8, 0.95]), st.integers(0, 7))
def test_the_fewest_of_whom_enough_say_yes_within_the_bounds(people, wanted, target, most):
    count = how_many(people, wanted, target, most)

    longest = min(most, len(people))
    allowed = [
        number
        for number in range(min(wanted, longest), longest + 1)
        if number <= wanted or in_vain(people[:number], wanted) <= IN_VAIN_FOR_EACH * wanted + 1e-9
    ]
    reached = [number for number in allowed if enough(people[:number], wanted) >= target - 1e-9]
    assert count == (min(reached) if reached else max(allowed)) if wanted else count == 0


@given(chances, st.integers(1, 3))
def test_one_more_person_never_makes_enough_less_likely(people, wanted):
    found = [chance_of_enough(people[:number], wanted) for number in range(len(people) + 1)]

    assert found == sorted(found) or max(one - more for one, more in pairwise(found)) < 1e-9


def test_many_people_at_once_take_no_time_and_stay_exact():
    people = [0.5] * 200

    assert chance_of_enough(people, 100) == pytest.approx(0.528174, abs=1e-6)
    assert how_many(people, 50, 0.8, 200) == next(
        number for number in range(200) if at_least(50, number) >= 0.8
    )


def at_least(wanted, asked):
    """Of coins."""
    return sum(comb(asked, heads) for heads in range(wanted, asked + 1)) / 2**asked


@pytest.mark.parametrize(
    "bad", [([1.2], 1, 0.8, 3), ([-0.1], 1, 0.8, 3), ([0.5], 1, 1.1, 3), ([0.5], 1, 0.8, -1)]
)
def test_what_is_no_chance_is_refused(bad):
    with pytest.raises(ValueError, match=r"chances|cannot be asked"):
        how_many(*bad)


# --- chances ----------------------------------------------------------------------------------------------


@given(counts, counts, counts, st.floats(0, 1))
def test_a_chance_is_never_none_and_never_certain(yes, no, silent, prior):
    assert 0.05 <= chance_of_yes(yes, no, silent, prior) <= 0.95


@given(counts, counts, st.floats(0.1, 0.9))
def test_a_yes_never_lowers_it_and_a_no_or_silence_never_raises_it(yes, no, prior):
    here = chance_of_yes(yes, no, 0, prior)

    assert chance_of_yes(yes + 1, no, 0, prior) >= here
    assert chance_of_yes(yes, no + 1, 0, prior) == chance_of_yes(yes, no, 1, prior) <= here


def test_a_group_that_always_or_never_says_yes_is_believed_within_the_bounds():
    assert chance_of_yes(0, 0, 0, 1.0) == 0.95
    assert chance_of_yes(0, 0, 0, 0.0) == 0.05


def test_a_newcomer_answers_as_the_group_does():
    prior = group_chance(yes=90, no=5, silent=5)

    assert chance_of_yes(0, 0, 0, prior) == prior > 0.8


def test_one_no_of_long_ago_weighs_less_than_one_of_yesterday():
    old, new = (chance_of_yes(0, weight_of_age(days), 0, 0.6) for days in (200, 1))

    assert new < old < 0.6
    assert chance_of_yes(0, weight_of_age(400), 0, 0.6) == pytest.approx(0.6)


@pytest.mark.parametrize("bad", [(-1, 0, 0, 0.5), (0, -1, 0, 0.5), (0, 0, -1, 0.5), (0, 0, 0, 1.5)])
def test_what_cannot_be_counted_is_refused(bad):
    with pytest.raises(ValueError, match=r"counted|chance"):
        chance_of_yes(*bad)


# --- pace -------------------------------------------------------------------------------------------------


def test_the_more_urgent_the_more_certain_and_the_sooner():
    paces = [pace_for(urgency, target=0.8, hours_to_answer=24) for urgency in (WHENEVER, WEEK, DAYS, TODAY)]

    assert [(pace.target, pace.hours_to_answer) for pace in paces] == [(0, 24), (0, 24), (0.8, 12), (0.9, 3)]
    assert [pace.asks_several for pace in paces] == [False, False, True, True]


def test_a_group_that_gives_less_time_keeps_it():
    assert pace_for(TODAY, target=0.8, hours_to_answer=1).hours_to_answer == 1


def test_the_targets_within_the_bounds_of_the_settings_are_chances():
    assert all(
        0 < pace_for(TODAY, target=percent / 100, hours_to_answer=24).target < 1 for percent in (50, 95)
    )


def test_where_people_answer_as_usual_the_urgent_target_is_within_reach():
    """The bounds exist for the bad day, not for every day."""
    for chance in (0.4, 0.5, 0.7, 0.9):
        people = [chance] * 20
        count = how_many(people, 1, 0.9, MOST_FOR_EACH)
        assert chance_of_enough(people[:count], 1) >= 0.9
