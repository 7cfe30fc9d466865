"""Queries that are made once: what they answer is what Django would, and whose rows they are is asked each time."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.apps.groups.models import Category, Group, Skill
from manyhands.storage.prepared import Prepared
from manyhands.storage.scope import ScopeError, group_scope, system_scope
from tests.worlds import make_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills():
    """Makes the SQL anew for each test."""
    return Prepared(lambda *, keys: Skill.objects.filter(key__in=keys).order_by("pk"))


@pytest.fixture
def two_groups():
    return make_group("Ours"), make_group("Theirs")


def keys_of(group):
    with group_scope(group.pk):
        return list(Skill.objects.order_by("pk").values_list("key", flat=True))


def test_the_group_is_that_of_the_scope_each_time(skills, two_groups):
    found = []
    for group in (*two_groups, two_groups[0]):
        with group_scope(group.pk):
            found.append({skill.group_id for skill in skills.list(keys=keys_of(group))})

    assert found == [{two_groups[0].pk}, {two_groups[1].pk}, {two_groups[0].pk}]


def test_without_a_scope_it_raises_even_when_the_sql_is_ready(skills, two_groups):
    with group_scope(two_groups[0].pk):
        skills.list(keys=["driving"])

    with pytest.raises(ScopeError):
        skills.list(keys=["driving"])


def test_wider_scopes_see_what_they_may(skills, two_groups):
    keys = keys_of(two_groups[0])
    with group_scope(*(group.pk for group in two_groups)):
        several = {skill.group_id for skill in skills.list(keys=keys)}
    with system_scope("test"):
        everything = {skill.group_id for skill in skills.list(keys=keys)}

    assert several == everything == {group.pk for group in two_groups}


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_lists_of_any_length_find_each_row_once(skills, two_groups, count):
    group = two_groups[0]
    keys = keys_of(group)[:count]

    with group_scope(group.pk):
        assert [skill.key for skill in skills.list(keys=keys)] == keys


def test_an_empty_list_finds_nothing(skills, two_groups):
    with group_scope(two_groups[0].pk):
        assert skills.list(keys=[]) == []
        assert skills.find(keys=[]) is None


def test_values_none_and_moments_mean_what_they_mean_to_django(two_groups):
    group = two_groups[0]
    since = Prepared(lambda *, at: Group.objects.filter(created_at__lte=at).order_by("pk"))
    paused = Prepared(lambda *, until: Group.objects.filter(intake_paused_until=until).order_by("pk"))

    assert since.list(at=group.created_at) == list(Group.objects.filter(created_at__lte=group.created_at))
    assert since.list(at=datetime(2000, 1, 1, tzinfo=UTC)) == []
    assert paused.list(until=None) == list(Group.objects.filter(intake_paused_until=None).order_by("pk"))


def test_related_rows_come_along_in_as_many_queries(two_groups):
    group = two_groups[0]
    kinds = Prepared(
        lambda *, group: (
            Category.objects.filter(group=group).select_related("group").prefetch_related("required_skills")
        )
    )
    with group_scope(group.pk):
        kinds.list(group=group)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = kinds.list(group=group)
            names = [
                (kind.group.name, sorted(skill.key for skill in kind.required_skills.all())) for kind in found
            ]
        by_django = Category.objects.filter(group=group).prefetch_related("required_skills")
        expected = [("Ours", sorted(skill.key for skill in kind.required_skills.all())) for kind in by_django]

    assert len(queries) == 2
    assert names == expected


def test_a_form_is_made_once_and_another_form_apart(two_groups):
    built = []

    def build(is_reversed, *, group):
        built.append(is_reversed)
        return (
            Skill.objects.filter(group=group)
            .order_by("-pk" if is_reversed else "pk")
            .values_list("key", flat=True)
        )

    keys = Prepared(build)
    with group_scope(two_groups[0].pk):
        forwards = keys.list(False, group=two_groups[0])
        again = keys.list(False, group=two_groups[0])
        backwards = keys.list(True, group=two_groups[0])

    assert built == [False, True]
    assert forwards == again == backwards[::-1]
