"""What PostgreSQL plans once for each connection: with other values, in other scopes, after an error."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Manager
from django.utils import timezone

from manyhands.apps.people.models import Person
from manyhands.storage.prepared import Prepared
from manyhands.storage.scope import group_scope
from tests.worlds import make_group

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def groups():
    """Two, with a Rosa in each."""
    both = make_group("Eastside"), make_group("Westside")
    for group in both:
        with group_scope(group.pk):
            Person.objects.create(group=group, name="Rosa", language="es", created_at=timezone.now())
    return both


@pytest.fixture
def speakers():
    return Prepared(
        lambda *, language: Person.objects.filter(language=language).values_list("group_id", flat=True),
        keeps_plan=True,
    )


def kept():
    """How often the plan that is kept was used, for each statement about people."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%people_person%'"
        )
        return cursor.fetchall()


def test_it_is_planned_once_whatever_the_values(groups, speakers):
    with group_scope(groups[0].pk):
        assert [len(speakers.list(language=one)) for one in ("es", "en", "es")] == [1, 0, 1]

    assert kept() == [(3, 0)]


def test_each_scope_sees_its_own_rows(groups, speakers):
    for group in (*groups, *groups):
        with group_scope(group.pk):
            assert speakers.list(language="es") == [group.pk]

    assert kept() == [(4, 0)]


def test_the_database_keeps_to_the_scope_although_nothing_else_would(groups, monkeypatch):
    monkeypatch.setattr("manyhands.storage.managers._ScopedManager.get_queryset", Manager.get_queryset)
    everybody = Prepared(lambda: Person.objects.values_list("group_id", flat=True), keeps_plan=True)

    for group in (*groups, *groups):
        with group_scope(group.pk):
            assert everybody.list() == [group.pk]
    assert everybody.list() == []


def test_it_goes_on_after_an_error(groups, speakers):
    with group_scope(groups[0].pk):
        assert len(speakers.list(language="es")) == 1
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert len(speakers.list(language="es")) == 1


def test_everything_else_is_planned_anew(groups):
    with group_scope(groups[0].pk):
        assert Person.objects.filter(language="es").count() == 1

    assert kept() == []
