"""Whose rows may be touched: nobody's, until somebody has said."""

import pytest

from manyhands.apps.groups.models import Skill
from manyhands.storage.scope import (
    Scope,
    ScopeError,
    Telling,
    find_scope,
    find_telling,
    get_scope,
    group_scope,
    opened_by_key,
    opened_by_user,
    scope_to_be_filled,
    system_scope,
)
from tests.worlds import make_group

pytestmark = pytest.mark.django_db


def test_a_query_outside_any_scope_raises():
    with pytest.raises(ScopeError):
        Skill.objects.count()


def test_a_scope_shows_its_own_group_only():
    ours, theirs = make_group("Ours"), make_group("Theirs")

    with group_scope(ours.pk):
        owners = set(Skill.objects.values_list("group_id", flat=True))

    assert owners == {ours.pk}
    assert theirs.pk not in owners


def test_a_scope_of_several_groups_shows_all_of_them():
    one, two, three = make_group("One"), make_group("Two"), make_group("Three")

    with group_scope(one.pk, two.pk):
        owners = set(Skill.objects.values_list("group_id", flat=True))

    assert owners == {one.pk, two.pk}
    assert three.pk not in owners


def test_a_row_of_another_group_is_neither_written_nor_deleted():
    ours, theirs = make_group("Ours"), make_group("Theirs")
    with group_scope(theirs.pk):
        foreign = Skill.objects.first()

    with group_scope(ours.pk):
        with pytest.raises(ScopeError):
            Skill(group=theirs, key="stolen").save()
        with pytest.raises(ScopeError):
            foreign.save()
        with pytest.raises(ScopeError):
            foreign.delete()
        with pytest.raises(ScopeError):
            Skill.objects.bulk_create([Skill(group=theirs, key="stolen")])


def test_a_scope_inside_another_narrows_but_never_widens():
    with group_scope(1, 2):
        with group_scope(1):
            assert find_scope().group_ids == frozenset({1})
        with pytest.raises(ScopeError), group_scope(3):
            pass
        with pytest.raises(ScopeError), system_scope("sweep"):
            pass
        assert find_scope().group_ids == frozenset({1, 2})


def test_a_scope_ends_with_its_block_even_when_it_fails():
    with pytest.raises(ZeroDivisionError), group_scope(1):
        raise ZeroDivisionError

    assert find_scope() is None


def test_a_scope_needs_a_group_and_a_system_scope_a_name():
    with pytest.raises(ScopeError), group_scope():
        pass
    with pytest.raises(ScopeError), system_scope(""):
        pass


def test_a_system_scope_sees_all_and_leaves_a_line_in_the_log(caplog):
    one, two = make_group("One"), make_group("Two")

    with caplog.at_level("INFO", logger="manyhands.storage.scope"), system_scope("sweep"):
        owners = set(Skill.objects.values_list("group_id", flat=True))

    assert {one.pk, two.pk} <= owners
    assert "system scope: sweep" in caplog.text


def test_a_database_that_keeps_groups_apart_is_told_the_scope_and_what_opens_a_row():
    """What it makes of that is tested on PostgreSQL; what it is told, anywhere."""
    assert find_telling() == Telling()
    with opened_by_key("hashed"), opened_by_user(7):
        assert find_telling() == Telling(key="hashed", user="7")
        with group_scope(12, 3):
            assert find_telling() == Telling(groups="3,12", key="hashed", user="7")
    with system_scope("sweep"):
        assert find_telling() == Telling(system="sweep")
    assert find_telling() == Telling()


def test_a_system_scope_may_be_narrowed_to_anything_and_back():
    with system_scope("sweep") as outer:
        assert outer == Scope(frozenset(), system_role="sweep")
        with group_scope(7) as inner:
            assert get_scope() is inner
            assert inner == Scope(frozenset({7}))
        with system_scope("another") as another:
            assert another.system_role == "another"
        assert get_scope() is outer


def test_a_scope_allows_its_groups_and_that_of_the_system_all():
    with group_scope(1, 2) as scope:
        assert [scope.allows(group) for group in (1, 2, 3, None)] == [True, True, False, False]
    with system_scope("sweep") as scope:
        assert [scope.allows(group) for group in (1, None)] == [True, True]


def test_without_a_scope_it_is_said_what_is_missing():
    with pytest.raises(ScopeError, match="No group scope is set"):
        get_scope()


def test_what_is_refused_says_whose_row_it_was():
    ours, theirs = make_group("Ours"), make_group("Theirs")

    with group_scope(ours.pk):
        for forbidden in (
            Skill(group=theirs, key="stolen").save,
            Skill(group=theirs, key="stolen").delete,
            lambda: Skill.objects.bulk_create([Skill(group=theirs, key="stolen")]),
        ):
            with pytest.raises(ScopeError, match=r"^Skill of a group outside the scope\.$"):
                forbidden()


def test_many_rows_at_once_are_written_in_their_own_group():
    ours = make_group("Ours")
    rows = [Skill(group=ours, key="sewing"), Skill(group=ours, key="sailing")]

    with group_scope(ours.pk):
        assert Skill.objects.bulk_create((row for row in rows), batch_size=1) == rows
        assert Skill.objects.filter(key__in=["sewing", "sailing"]).count() == 2


def test_what_was_opened_is_closed_even_when_it_fails():
    with pytest.raises(ZeroDivisionError), opened_by_key("hash"), opened_by_user(7):
        raise ZeroDivisionError

    assert find_telling() == Telling()


def test_a_place_stands_for_the_group_until_it_is_known():
    place = object()
    with scope_to_be_filled(place):
        assert get_scope() == Scope(frozenset({place}))

    assert find_scope() is None
