from datetime import UTC, datetime

import pytest

from manyhands.apps.journal.actions import record_about, recorded_together
from manyhands.apps.journal.models import Entry
from manyhands.apps.journal.queries import get_cursor
from manyhands.storage.actors import Actor
from manyhands.storage.scope import ScopeError, group_scope
from tests.queries import at_most_queries

AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture
def scope(db):
    with group_scope(7, 8):
        yield


def write(group_id: int, verb: str) -> None:
    record_about(group_id, verb, "needs.need", 1, by=BY, at=AT)


def numbers(group_id: int) -> list[tuple[int, str]]:
    return list(Entry.objects.filter(group_id=group_id).order_by("number").values_list("number", "verb"))


def test_each_group_counts_its_own_lines(scope):
    write(7, "a")
    write(8, "b")
    write(7, "c")

    assert numbers(7) == [(1, "a"), (2, "c")]
    assert numbers(8) == [(1, "b")]


def test_lines_together_are_numbered_in_their_order(scope):
    write(7, "first")
    with recorded_together():
        write(7, "a")
        with recorded_together():
            write(8, "other")
        write(7, "b")

    assert numbers(7) == [(1, "first"), (2, "a"), (3, "b")]
    assert numbers(8) == [(1, "other")]
    assert get_cursor(7) == 3


def test_lines_together_cost_as_much_as_one(scope):
    write(7, "first")
    with at_most_queries(2), recorded_together():
        for verb in "abcdef":
            write(7, verb)


def write_and_fail() -> None:
    with recorded_together():
        write(7, "a")
        raise ZeroDivisionError


def test_what_failed_leaves_no_line(scope):
    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert numbers(7) == []
    write(7, "b")
    assert numbers(7) == [(1, "b")]


def test_another_group_cannot_be_written_about(scope):
    with pytest.raises(ScopeError):
        write(9, "a")
