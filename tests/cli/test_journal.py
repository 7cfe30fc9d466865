"""`manyhands journal` says whether the journal is as it was written, and gives others what they need to tell."""

import hashlib
import json

import pytest
from django.db import connection
from django.utils import timezone

from manyhands.apps.journal.actions import record_about
from manyhands.apps.journal.models import Entry
from manyhands.cli.language import speak
from manyhands.cli.main import main
from manyhands.storage.actors import Actor
from manyhands.storage.append_only import install_append_only, remove_append_only
from manyhands.storage.scope import group_scope
from tests.worlds import make_group

only_owner = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only the owner can lift the rule")


@pytest.fixture
def groups(db):
    groups = make_group("Eastside", slug="eastside"), make_group("Westside", slug="westside")
    for group in groups:
        with group_scope(group.pk):
            for number in range(3):
                record_about(
                    group.pk,
                    "person.read",
                    "people.person",
                    number,
                    by=Actor.member(4),
                    at=timezone.now(),
                    fields=["é"],
                )
    return groups


@pytest.fixture
def journal(capsys):
    def journal(*arguments: str, language: str = "en") -> tuple[int, str, str]:
        code = main(["journal", "--language", language, *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    yield journal
    speak("en")


def change(group, sql: str) -> None:
    remove_append_only(connection, Entry.append_only)
    with connection.cursor() as cursor:
        cursor.execute(sql, [group.pk])
    install_append_only(connection, Entry.append_only)


def lines_of(group) -> int:
    with group_scope(group.pk):
        return Entry.objects.count()


def test_all_journals_are_read(groups, journal):
    code, out, _ = journal("verify")

    assert code == 0
    assert f"eastside: {lines_of(groups[0])} lines are as they were written" in out
    assert "westside: " in out


def test_one_journal_from_a_line_on(groups, journal):
    code, out, _ = journal("verify", "--group", "eastside", "--from", "2")

    assert (code, f"eastside: {lines_of(groups[0]) - 1} lines" in out, "westside" in out) == (0, True, False)


@only_owner
def test_it_says_the_first_line_that_was_changed(groups, journal):
    change(groups[0], "UPDATE journal_entry SET actor_id = 5 WHERE group_id = %s AND number > 1")

    code, out, _ = journal("verify")
    assert code == 1
    assert "eastside: line 2 is not as it was written." in out
    assert "eastside: 1 line is as it was written" in out
    assert "westside: line" not in out

    code, out, _ = journal("verify", language="es")
    assert (code, "eastside: la línea 2 no está como se escribió." in out) == (1, True)


@only_owner
def test_it_says_what_is_missing(groups, journal):
    change(groups[1], "DELETE FROM journal_entry WHERE group_id = %s AND number > 2")

    code, out, _ = journal("verify", "--group", "westside")
    assert (code, "westside: line 3 is missing." in out) == (1, True)


def test_what_was_kept_is_held_against_it(groups, journal):
    _code, out, _ = journal("head", "--group", "eastside")
    kept = out.strip()
    assert kept.startswith(f"eastside {lines_of(groups[0])}:")

    assert journal("verify", "--group", "eastside", "--kept", kept)[0] == 0
    assert journal("verify", "--group", "westside", "--kept", kept)[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--group", "nowhere"),
        ("--group", "eastside", "--from", "99"),
        ("--group", "eastside", "--from", "0"),
        ("--group", "eastside", "--kept", "7"),
        ("--group", "eastside", "--kept", "7:abc"),
        ("--kept", "1:" + "00" * 32),
    ],
)
def test_what_cannot_be_read_is_said(groups, journal, arguments):
    code, out, error = journal("verify", *arguments)

    assert (code, out, len(error.splitlines())) == (2, "", 1)


def test_another_reader_verifies_what_was_exported(groups, journal):
    """Made from the description of the format alone; it shares nothing with the program."""
    _code, exported, _ = journal("export", "--group", "eastside")
    _code, kept, _ = journal("head", "--group", "eastside")

    assert f"{reread(exported, groups[0].pk)}\n" == kept.replace("eastside ", "")
    assert '"actor_id"' not in exported

    lines = exported.splitlines()
    assert reread("\n".join([*lines[:1], *lines[2:]]), groups[0].pk) == "wrong at 2"
    assert reread(exported.replace('"person.read"', '"person.seen"'), groups[0].pk).startswith("wrong at")
    assert reread(exported, groups[1].pk) == "wrong at 1"


def reread(exported: str, group_id: int) -> str:
    before = hashlib.sha256(b"\x02manyhands journal 1 group %d" % group_id).digest()
    number = 0
    for number, text in enumerate(exported.splitlines(), start=1):
        row = json.loads(text)
        canonical = json.dumps(row["line"], sort_keys=True, separators=(",", ":")).encode("ascii")
        leaf = hashlib.sha256(b"\x00" + canonical).digest()
        before = hashlib.sha256(b"\x01" + before + leaf).digest()
        if before.hex() != row["hash"] or row["line"]["number"] != number:
            return f"wrong at {number}"
    return f"{number}:{before.hex()}"
