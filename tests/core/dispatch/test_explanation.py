"""What was stored of an explanation is read as what it is, or as nothing said."""

import pytest

from manyhands.core.dispatch.explanation import Code, Remark

REMARK = Remark(
    code=Code.LOAD, facts={"tasks": 2, "later": True, "ids": ("p1", "p2"), "days": (0, 4), "name": "x"}
)


def test_each_fact_is_read_as_its_kind():
    assert REMARK.number("tasks") == 2
    assert REMARK.flag("later") is True
    assert REMARK.texts("ids") == ("p1", "p2")
    assert REMARK.numbers("days") == (0, 4)
    assert REMARK.texts("days") == ("0", "4")


@pytest.mark.parametrize("name", ["tasks", "later", "name", "not said"])
def test_a_fact_of_another_kind_is_no_list(name):
    assert REMARK.texts(name) == REMARK.numbers(name) == ()


@pytest.mark.parametrize("name", ["ids", "name", "not said"])
def test_nor_is_it_a_number_or_true(name):
    assert REMARK.number(name) == 0
    assert REMARK.number(name, 7) == 7
    assert REMARK.flag(name) is False


def test_it_comes_back_as_it_was_stored():
    assert Remark.from_json(REMARK.as_json()) == REMARK
    assert REMARK.as_json()["ids"] == ["p1", "p2"]
