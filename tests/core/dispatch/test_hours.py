"""Tasks of one person fit into different hours exactly when some choice of hours is all different."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.hours import hours_fit, masks_fit, place_most
from tests.core.dispatch.towns import town_problem


@given(st.lists(st.integers(0, 31), max_size=5))
def test_as_by_trying_all(masks):
    slots = [[slot for slot in range(5) if mask >> slot & 1] for mask in masks]

    assert masks_fit(masks) == any(len(set(hours)) == len(hours) for hours in product(*slots))


@pytest.mark.parametrize(("own", "fits"), [(0b11, True), (0b01, False), (0b110, False)])
def test_only_hours_that_suit_both_count(own, fits):
    problem = town_problem(
        "1a2", needs={"1": {"slot_mask": 0b11}, "2": {"slot_mask": 0b01}}, people={"a": {"slot_mask": own}}
    )

    assert hours_fit(problem, 0, [0, 1]) == fits


@given(st.lists(st.integers(0, 31), max_size=5))
def test_no_choice_places_more(masks):
    slots = place_most(masks)

    taken = [(slot, mask) for slot, mask in zip(slots, masks, strict=True) if slot is not None]
    assert all(mask >> slot & 1 for slot, mask in taken)
    assert len({slot for slot, _mask in taken}) == len(taken)
    choices = [[slot for slot in range(5) if mask >> slot & 1] + [None] for mask in masks]
    most = 0
    for hours in product(*choices):
        picked = [slot for slot in hours if slot is not None]
        if len(set(picked)) == len(picked):
            most = max(most, len(picked))
    assert len(taken) == most
