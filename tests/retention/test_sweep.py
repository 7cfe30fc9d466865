"""Whoever was forgotten is nowhere: neither as it lies there, nor with the keys. All of it: make check-retention."""

import io
import logging

import pytest
from django.db import connection

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Group
from manyhands.apps.privacy.tasks import forget_account
from manyhands.cli.main import main
from manyhands.cli.upkeep import sweeping
from manyhands.cli.upkeep.sweeping import Needles, Where, sweep
from manyhands.storage.files import keep_file
from manyhands.storage.scope import group_scope, system_scope
from manyhands.web.logging import RedactingFormatter
from tests.apps.needs.asking import NOON
from tests.retention import ways
from tests.retention.forgetting import ask_for_it, let_time_pass
from tests.worlds import make_group, make_member, make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    return make_group(at=NOON, join_mode="open")


@pytest.fixture
def logged():
    """All that a host would read, in the form in which they would."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def look() -> dict[str, set[str]]:
    """In the tables: a test's own transaction is not in the file yet."""
    needles = Needles(ways.details())
    with system_scope("sweep"):
        prints = needles.fingerprints([None, *Group.objects.values_list("pk", flat=True)])
        found = {}
        for table in connection.introspection.table_names():
            for where in sweeping._in_table(table, needles.clear, prints):
                found.setdefault(where.place, set()).add(where.how)
    return found


@pytest.fixture
def came_in(group, logged, tmp_path):
    organiser = make_member(group, ("organiser",), at=NOON)
    ways.come_in(group, organiser, tmp_path, at=NOON)
    return group


def test_they_are_there_to_be_found(came_in):
    found = look()

    assert {"people_person.name", "people_person.phone", "needs_need.details", "places_place.text"} <= set(
        found
    )
    assert {"people_person.phone_index", "accounts_user.email", "people_organisation.about"} <= set(found)
    assert found["people_person.name"] == {"encrypted"}
    assert found["people_person.phone_index"] == {"fingerprint"}


def test_nothing_is_left_of_whoever_asks_to_be_forgotten(came_in, logged):
    ask_for_it(came_in, at=NOON)
    for user_id in list(User.objects.values_list("pk", flat=True)):
        forget_account(user_id)

    assert look() == {}
    assert ways.MARK not in logged.getvalue()


def test_nothing_is_left_when_the_time_is_over(came_in, logged):
    let_time_pass(came_in, at=NOON)

    assert look() == {}
    assert ways.MARK not in logged.getvalue()
    assert not any(ways.phone_of(door) in logged.getvalue() for door in range(len(ways.DOORS)))


# --- the command ---


def swept(monkeypatch, capsys, *lines: str) -> tuple[int, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    ended = main(["sweep"])
    return ended, capsys.readouterr().out


def test_it_finds_by_name_number_and_address_and_repeats_none(group, monkeypatch, capsys):
    need = make_need(group, name="Zyxa Quillfeather")
    with group_scope(group.pk):
        keep_file(b"a letter of Zyxa Quillfeather", group_id=group.pk)
    ended, said = swept(monkeypatch, capsys, "zyxa quillfeather", need.person.phone)

    assert ended == 1
    assert "people_person.name: encrypted" in said
    assert "people_person.phone_index: fingerprint" in said
    assert "files/" in said
    assert "quill" not in said.lower()
    assert need.person.phone not in said


def test_it_says_when_there_is_nothing(group, monkeypatch, capsys):
    assert swept(monkeypatch, capsys, "Nobody Atall", "nobody@example.com")[0] == 0


def test_it_asks_for_something_to_look_for(monkeypatch, capsys):
    assert swept(monkeypatch, capsys, "  ")[0] == 2


def test_a_file_that_lies_in_the_data_folder_is_read_too(group, tmp_path):
    seam = b"." * (sweeping._CHUNK - 5)
    (tmp_path / "left.log").write_bytes(seam + b"Zyxa Quillfeather")
    with system_scope("sweep"):
        found = sweep(Needles(["Zyxa Quillfeather"]))

    assert found[Where("left.log", "in the clear")] == 1
