"""The database keeps groups apart by itself: with Django's managers out of the way, nothing crosses."""

import threading

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Manager, ManyToManyField, Model
from django.test.utils import isolate_apps
from django.utils import timezone

from manyhands.apps.groups.models import Group, Membership, Role
from manyhands.apps.groups.queries import find_invite, list_memberships_of
from manyhands.apps.people.models import Person
from manyhands.storage.checks import (
    MODELS_OF_NO_GROUP,
    check_that_rows_have_a_group,
    is_of_no_group,
)
from manyhands.storage.row_security import (
    RowSecurityError,
    check_row_security,
    install_row_security,
    is_of_a_group,
    list_policies,
)
from manyhands.storage.scope import group_scope, system_scope
from tests.worlds import make_group, make_member, make_user

on_postgres = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def worlds():
    """Two groups with a card each."""
    groups = make_group("Eastside"), make_group("Westside")
    for group in groups:
        with group_scope(group.pk):
            Person.objects.create(group=group, name=f"Rosa of {group.name}", created_at=timezone.now())
    return groups


@pytest.fixture
def unfiltered(monkeypatch):
    """What a forgotten filter would be: all rows, whatever the scope."""
    monkeypatch.setattr("manyhands.storage.managers._ScopedManager.get_queryset", Manager.get_queryset)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name of our own
        return int(cursor.fetchone()[0])


def test_every_table_is_of_a_group_or_named_as_of_none():
    """A new table that nobody has thought about fails here, and keeps the program from starting."""
    assert check_that_rows_have_a_group() == []


@isolate_apps()
def test_a_table_that_nobody_has_thought_about_is_an_error(monkeypatch):
    class Diary(Model):
        class Meta:
            app_label = "people"

    monkeypatch.setattr(apps, "get_models", lambda **_options: [Diary, Membership, Group])

    (error,) = check_that_rows_have_a_group()
    assert (error.id, error.obj) == ("manyhands.E001", Diary)
    assert not is_of_no_group(Diary)


def test_what_is_named_as_of_no_group_exists_and_has_none():
    known = {model._meta.label: model for model in apps.get_models()}
    assert set(known) >= MODELS_OF_NO_GROUP
    assert not [label for label in MODELS_OF_NO_GROUP if is_of_a_group(known[label])]


def test_tables_that_connect_rows_of_a_group_have_a_rule():
    assert Membership.roles.through._meta.db_table in {policy.table for policy in list_policies()}
    assert is_of_a_group(Role)
    assert not is_of_a_group(Membership.roles.through)


@isolate_apps()
def test_a_table_between_rows_of_no_group_needs_no_rule(monkeypatch):
    class Word(Model):
        means_the_same = ManyToManyField("self")

        class Meta:
            app_label = "people"

    monkeypatch.setattr(apps, "get_models", lambda **_options: [Word, Word.means_the_same.through])

    assert list_policies() == []


@pytest.mark.django_db
def test_elsewhere_there_is_nothing_to_check():
    if connection.vendor != "postgresql":
        check_row_security()
        install_row_security()


class TestOnPostgres:
    pytestmark = on_postgres

    @pytest.fixture(autouse=True)
    def _forgotten(self, unfiltered):
        pass

    def test_it_is_in_place(self):
        check_row_security()

    def test_outside_any_scope_there_is_nothing(self, worlds):
        assert count("people_person") == 0

    def test_within_a_scope_only_its_groups_are_there(self, worlds):
        east, west = worlds
        with group_scope(east.pk):
            assert [person.group_id for person in Person.objects.all()] == [east.pk]
        with group_scope(east.pk, west.pk):
            assert Person.objects.count() == 2

    def test_a_narrower_scope_inside_and_the_wider_after_it(self, worlds):
        east, west = worlds
        with group_scope(east.pk, west.pk):
            with group_scope(west.pk):
                assert Person.objects.count() == 1
            assert Person.objects.count() == 2

    def test_a_group_whose_number_begins_like_another_is_another(self, worlds):
        """The scope is compared as words."""
        east, _west = worlds
        with group_scope(east.pk * 10 + 1):
            assert Person.objects.count() == 0
        with group_scope(east.pk * 10 + 1, east.pk * 10 + 2):
            assert Person.objects.count() == 0

    def test_the_system_sees_all(self, worlds):
        with system_scope("count"):
            assert Person.objects.count() == 2

    def test_nobody_writes_into_another_group(self, worlds):
        east, west = worlds
        with (
            group_scope(east.pk),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE people_person SET group_id = %s", [west.pk])

    def test_an_update_of_everything_changes_the_own_group_only(self, worlds):
        east, west = worlds
        with group_scope(east.pk):
            assert Person.objects.all().update(language="es") == 1
        with group_scope(west.pk):
            assert Person.objects.get().language == "en"

    def test_what_was_told_is_told_again_after_a_rollback(self, worlds):
        east, _west = worlds
        with group_scope(east.pk):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            assert Person.objects.count() == 1

    def test_tables_between_show_what_their_rows_show(self, worlds):
        """They have no group of their own: whoever sees the membership sees its roles."""
        east, west = worlds
        mine = make_member(east, ("coordinator",))
        with group_scope(west.pk):
            assert not mine.roles.through.objects.filter(membership_id=mine.pk).exists()
        with group_scope(east.pk):
            assert mine.roles.through.objects.filter(membership_id=mine.pk).count() == 2

    def test_a_person_finds_their_own_memberships_only(self, worlds):
        east, west = worlds
        member = make_member(east, ())
        make_member(west, ())

        assert [one.group for one in list_memberships_of(member.user)] == [east]
        assert list_memberships_of(make_user()) == []

    def test_a_token_opens_nothing_but_its_row(self, worlds):
        assert find_invite("not-a-token", at=timezone.now()) is None

    def test_a_table_without_rules_is_noticed(self, monkeypatch):
        policy = list_policies()[0]._replace(table="forgotten_table")
        monkeypatch.setattr("manyhands.storage.row_security.list_policies", lambda: [policy])

        with pytest.raises(RowSecurityError, match="forgotten_table"):
            check_row_security()

    def test_a_role_that_is_too_strong_is_refused(self, monkeypatch):
        monkeypatch.setattr("manyhands.storage.row_security._is_role_too_strong", lambda: True)

        with pytest.raises(RowSecurityError, match="superuser"):
            check_row_security()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_stays_on_a_connection_that_goes_back_to_the_pool(unfiltered):
    group = make_group("Eastside")
    with group_scope(group.pk):
        Person.objects.create(group=group, name="Rosa", created_at=timezone.now())
        assert Person.objects.count() == 1
    found: list[int] = []

    def look() -> None:
        found.append(count("people_person"))
        connection.close()

    connection.close()
    thread = threading.Thread(target=look)
    thread.start()
    thread.join(30)

    assert found == [0]
    assert count("people_person") == 0
