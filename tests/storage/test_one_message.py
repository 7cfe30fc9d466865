"""What a transaction is told, and where its parts begin and end, goes with the next statement: in one message."""

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from manyhands.apps.people.models import Person
from manyhands.storage.scope import group_scope, system_scope
from tests.worlds import make_group

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def group():
    return make_group("Eastside")


@pytest.fixture
def messages(monkeypatch):
    """What is sent to PostgreSQL, word for word."""
    sent = []
    execute = type(connection.connection.cursor()).execute

    def note(cursor, sql, params=None, **options):
        sent.append(sql)
        return execute(cursor, sql, params, **options)

    with connection.cursor() as cursor:
        # What waits from before goes with this.
        cursor.execute("SELECT 1")
    monkeypatch.setattr(type(connection.connection.cursor()), "execute", note)
    return sent


def add(group, name):
    return Person.objects.create(group=group, name=name, created_at=timezone.now())


def add_and_give_up(group, name):
    with transaction.atomic():
        with transaction.atomic():
            add(group, name)
        raise RuntimeError


def test_the_scope_goes_with_the_first_statement_that_needs_it(group, messages):
    with group_scope(group.pk):
        assert Person.objects.count() == 0
        assert Person.objects.count() == 0

    first, second = messages
    assert first.startswith('SET LOCAL manyhands."groups" = \'')
    assert "SELECT COUNT" in first
    assert second.startswith("SELECT COUNT")


def test_whoever_looks_on_reads_what_was_asked(group, django_assert_num_queries):
    with group_scope(group.pk), django_assert_num_queries(1) as asked, transaction.atomic():
        add(group, "Rosa")

    assert asked.captured_queries[0]["sql"].startswith("INSERT INTO")


def test_an_action_made_of_actions_sends_no_marks_by_themselves(group, messages):
    with group_scope(group.pk), transaction.atomic(), transaction.atomic():
        add(group, "Rosa")
        with transaction.atomic():
            pass
        with transaction.atomic():
            add(group, "Ana")

    assert [sql.count("INSERT") for sql in messages] == [1, 1]
    assert [sql.count("SAVEPOINT") for sql in messages] == [2, 1]


def test_what_failed_is_taken_back_and_what_went_before_stays(group):
    with group_scope(group.pk):
        add(group, "Rosa")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        with pytest.raises(RuntimeError):
            add_and_give_up(group, "Ana")
        add(group, "Luis")

        assert [one.name for one in Person.objects.order_by("pk")] == ["Rosa", "Luis"]


def test_what_was_given_up_before_anything_was_asked_leaves_nothing_to_take_back(group, messages):
    with group_scope(group.pk):
        with pytest.raises(RuntimeError), transaction.atomic(), transaction.atomic():
            raise RuntimeError
        assert Person.objects.count() == 0

    assert len(messages) == 1
    assert "SAVEPOINT" not in messages[0]


def test_what_never_left_this_machine_is_taken_back_as_well(group):
    """The driver refuses a text with a zero byte before it sends anything."""
    with group_scope(group.pk):
        with pytest.raises((DatabaseError, ValueError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["\0"])
        assert Person.objects.count() == 0
        add(group, "Rosa")
        assert Person.objects.count() == 1


def test_whoever_hides_an_error_hears_of_it_at_the_end_of_that_part(group):
    with group_scope(group.pk):
        with (
            pytest.raises(DatabaseError, match="aborted"),
            transaction.atomic(),
            connection.cursor() as cursor,
            contextlib.suppress(DatabaseError),
        ):
            cursor.execute("SELECT 1 / 0")
        assert Person.objects.count() == 0


def test_what_is_fetched_bit_by_bit_and_what_runs_many_times_are_told_before(group):
    with group_scope(group.pk):
        add(group, "Rosa")
    with group_scope(group.pk), transaction.atomic():
        assert [one.name for one in Person.objects.all().iterator(chunk_size=1)] == ["Rosa"]
    with group_scope(group.pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE people_person SET language = %s", [("es",), ("en",)])
        assert cursor.rowcount == 2


def test_a_sign_of_percent_stays_one(group):
    with group_scope(group.pk), connection.cursor() as cursor:
        cursor.execute("SELECT '100%'")
        assert cursor.fetchall() == [("100%",)]
    with system_scope("100% of it"), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('manyhands.system'), %s", ["%"])
        assert cursor.fetchall() == [("100% of it", "%")]


@pytest.mark.django_db(transaction=True)
def test_outside_any_transaction_what_was_told_is_over_with_the_statement(group, messages):
    with group_scope(group.pk):
        add(group, "Rosa")
        messages.clear()
        assert Person.objects.count() == 1
        assert [one.name for one in Person.objects.all().iterator(chunk_size=1)] == ["Rosa"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('manyhands.groups', true), '')")
        assert cursor.fetchall() == [(None,)]

    assert messages[0].startswith("SET LOCAL")
    assert "SELECT COUNT" in messages[0]
