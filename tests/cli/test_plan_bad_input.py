"""Numbers and places that cannot be: the row is named, and the rest is planned."""

import pytest

from tests.cli.planning_sheets import BEN, CARMEN, LUIS, MARIA, need, volunteer


@pytest.mark.parametrize("typed", ["0", "-2", "99999999"])
def test_a_number_of_people_that_cannot_be(plan, typed):
    planned = plan([need(helpers=typed)], [CARMEN])

    assert (
        f"needs.csv, row 2: Helpers needed: “{typed}” is not a number of people from 1 to 1000"
        in planned.said
    )
    assert planned.helpers() == [(MARIA[0], CARMEN[0])]


@pytest.mark.parametrize("typed", ["-3", "− 3", "9999999999"])
def test_a_number_of_tasks_that_cannot_be(plan, typed):
    planned = plan([MARIA], [volunteer(tasks=typed)])

    assert f"volunteers.csv, row 2: Tasks per week: “{typed}” is not a number." in planned.said
    assert "1 person has not said how many tasks a week: 1." in planned.said


@pytest.mark.parametrize("typed", ["-4", "-4 miles", "- 4 km"])
def test_a_way_that_cannot_be(plan, typed):
    planned = plan([MARIA], [volunteer(how=typed)])

    assert f"volunteers.csv, row 2: How far?: “{typed}” is not a distance" in planned.said


@pytest.mark.parametrize("typed", ["-1", "nan", "1e30"])
def test_a_weight_that_cannot_be(plan, typed):
    planned = plan([need(weight=typed)], [CARMEN])

    assert (
        f"needs.csv, row 2: Weight: “{typed}” is not a weight from 1 to 100; it counts as 1" in planned.said
    )


@pytest.mark.parametrize("typed", ["", "nan"])
def test_a_need_without_a_place_is_left_out_and_named(plan, typed):
    planned = plan([need(zip=typed), LUIS], [CARMEN, BEN])

    assert planned.code == 1
    assert "needs.csv, row 2: María Núñez Ortega is left out: place not known" in planned.said
    assert planned.rows[0]["Plan: outcome"] == "not planned"
