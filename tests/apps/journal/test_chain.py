"""Lines are chained as they are written, and the database refuses to change them."""

import hashlib
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from manyhands.apps.journal.actions import forget_in_journal, record_about, recorded_together
from manyhands.apps.journal.models import Entry, JournalHead
from manyhands.apps.journal.queries import find_head, verify_journal
from manyhands.core.privacy.chain import Checkpoint, Wrong
from manyhands.storage.actors import Actor
from manyhands.storage.append_only import install_append_only, list_append_only, remove_append_only
from manyhands.storage.scope import group_scope

AT = datetime(2026, 3, 7, 12, 30, 15, 123456, tzinfo=UTC)
SET_BACK = """
UPDATE journal_journalhead SET last_number = 3, last_hash = (SELECT chain_hash FROM journal_entry WHERE number = 3)
"""
only_owner = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only the owner can lift the rule")


@pytest.fixture(autouse=True)
def scope(db):
    with group_scope(7, 8):
        yield


def write(
    group_id: int = 7, verb: str = "person.read", subject: int | None = 12, by: Actor | None = None
) -> None:
    by = by or Actor.member(3)
    record_about(group_id, verb, "people.person", subject, by=by, at=AT, fields=["phone", "name"])


def change(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def tamper(sql: str) -> None:
    """As somebody who has the file can."""
    remove_append_only(connection, Entry.append_only)
    change(sql)
    install_append_only(connection, Entry.append_only)


def test_a_line_is_chained_to_the_one_before_it():
    write()
    write(8)
    with recorded_together():
        write(verb="person.changed", subject=None, by=Actor.system("clock"))
        write(by=Actor.neighbour(12))

    found = verify_journal(7)
    assert (found.count, found.fault) == (3, None)
    assert found.last == find_head(7)
    last = Entry.objects.filter(group_id=7).order_by("number").last()
    assert (
        bytes(last.chain_hash)
        == found.last.chain_hash
        == bytes(JournalHead.objects.get(group_id=7).last_hash)
    )
    assert verify_journal(8).count == 1


def test_nothing_written_is_whole():
    assert verify_journal(7).fault is None
    assert find_head(7).number == 0


def test_it_verifies_from_a_line_on():
    for _line in range(4):
        write()

    assert verify_journal(7, from_number=3).count == 2


def test_no_salt_is_used_twice():
    with recorded_together():
        for _line in range(20):
            write()

    seals = {bytes(seal) for pair in Entry.objects.values_list("actor_seal", "subject_seal") for seal in pair}
    assert len(seals) == 40


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal_entry",
        "DELETE FROM journal_entry WHERE number = 2",
        "UPDATE journal_entry SET verb = 'other'",
        "UPDATE journal_entry SET number = number + 10",
        "UPDATE journal_entry SET group_id = 8",
        "UPDATE journal_entry SET at = '2020-01-01 00:00:00'",
        "UPDATE journal_entry SET fields = '[]'",
        "UPDATE journal_entry SET subject_id = 13",
        "UPDATE journal_entry SET subject_id = NULL",
        "UPDATE journal_entry SET actor_id = NULL, subject_id = NULL",
        "UPDATE journal_entry SET actor_seal = chain_hash",
        "UPDATE journal_entry SET chain_hash = actor_seal",
    ],
)
def test_the_database_refuses(sql):
    write()
    write()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        change(sql)

    assert verify_journal(7).count == 2


def test_every_column_is_kept():
    assert set(Entry.append_only.columns) == {field.column for field in Entry._meta.concrete_fields}
    assert [rules.table for rules in list_append_only()] == [Entry._meta.db_table]


@only_owner
@pytest.mark.parametrize(
    ("sql", "number", "wrong"),
    [
        ("UPDATE journal_entry SET verb = 'other' WHERE number = 2", 2, Wrong.CHANGED),
        ("UPDATE journal_entry SET actor_id = 4 WHERE number = 3", 3, Wrong.CHANGED),
        ("UPDATE journal_entry SET subject_id = NULL WHERE number = 1", 1, Wrong.CHANGED),
        ("UPDATE journal_entry SET fields = '[\"name\"]' WHERE number = 4", 4, Wrong.CHANGED),
        ("UPDATE journal_entry SET at = '2026-03-07 12:30:15.123457' WHERE number = 4", 4, Wrong.CHANGED),
        ("UPDATE journal_entry SET chain_hash = actor_seal WHERE number = 2", 2, Wrong.CHANGED),
        ("DELETE FROM journal_entry WHERE number = 1", 1, Wrong.MISSING),
        ("DELETE FROM journal_entry WHERE number = 3", 3, Wrong.MISSING),
        ("DELETE FROM journal_entry WHERE number > 2", 3, Wrong.MISSING),
        ("DELETE FROM journal_entry", 1, Wrong.MISSING),
        (SET_BACK, 4, Wrong.CHANGED),
        ("UPDATE journal_journalhead SET last_hash = zeroblob(32)", 4, Wrong.CHANGED),
        ("UPDATE journal_journalhead SET last_number = 3", 4, Wrong.CHANGED),
    ],
)
def test_what_is_changed_all_the_same_shows(sql, number, wrong):
    for _line in range(4):
        write()
    tamper(sql)

    found = verify_journal(7)
    assert found.fault is not None
    assert (found.fault.number, found.fault.wrong) == (number, wrong)


@only_owner
def test_a_history_written_anew_shows_against_what_was_kept():
    write()
    kept = find_head(7)
    tamper("DELETE FROM journal_entry")
    JournalHead.objects.filter(group_id=7).update(last_number=0, last_hash=b"")
    write()

    assert verify_journal(7).fault is None
    assert verify_journal(7, kept=kept).fault.number == 1


def test_what_was_kept_is_still_there_when_more_was_written():
    write()
    kept = find_head(7)
    write()

    assert verify_journal(7, kept=kept).fault is None
    assert verify_journal(7, kept=kept._replace(number=2)).fault.number == 2
    assert verify_journal(7, kept=Checkpoint(7, 9, kept.chain_hash)).fault.number == 9


def test_forgetting_somebody_leaves_what_happened_and_the_chain():
    write()
    write(subject=13, by=Actor.neighbour(12))
    write(subject=13, by=Actor.member(12))
    write(verb="person.erased")
    before = find_head(7)

    assert (
        forget_in_journal(7, "people.person", 12, actor_kind="neighbour", keep_verbs=["person.erased"]) == 2
    )

    rows = list(Entry.objects.order_by("number").values_list("actor_id", "subject_id"))
    assert rows == [(3, None), (None, 13), (12, 13), (3, 12)]
    assert verify_journal(7).last == before == find_head(7)
    assert verify_journal(7, kept=before).fault is None


def test_what_is_left_of_somebody_cannot_be_guessed():
    """Only the hash of a thrown away salt with the number is left: trying all numbers finds nothing."""
    write()
    forget_in_journal(7, "people.person", 12, actor_kind="neighbour", keep_verbs=[])
    left = bytes(Entry.objects.get().subject_seal)

    guesses = {hashlib.sha256(b"\x03" + f"subject={number}".encode()).digest() for number in range(1000)}
    assert len(left) == 32
    assert left not in guesses


def test_lines_from_before_are_chained_by_the_migration():
    migration = import_module("manyhands.apps.journal.migrations.0003_chained_and_only_added_to")
    unchained = [
        Entry(
            group_id=8,
            number=number,
            at=AT,
            actor_kind="system",
            verb="a",
            subject_kind="b",
            subject_id=number,
        )
        for number in range(1, 6)
    ]
    for entry in unchained:
        entry.actor_seal = entry.subject_seal = entry.chain_hash = b""
    if connection.vendor != "sqlite":
        pytest.skip("only the owner migrates; made from nothing there, and so tested by every other test")
    remove_append_only(connection, Entry.append_only)
    Entry.objects.bulk_create(unchained)
    migration.BATCH = 2
    last = migration.chain_group(Entry, 8, connection)
    install_append_only(connection, Entry.append_only)
    JournalHead.objects.create(group_id=8, last_number=5, last_hash=last)

    assert verify_journal(8).count == 5
    write(8)
    assert verify_journal(8).fault is None
