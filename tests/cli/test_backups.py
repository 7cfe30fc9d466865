"""A backup taken while people write brings everything back, and nothing else passes for one."""

import base64
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copy2

import pytest

from manyhands.cli.backups.rotation import list_backups
from tests.conftest import OWNER_URL
from tests.installations import installed_in, wait_for

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
ANOTHER_KEY = base64.urlsafe_b64encode(b"x" * 32).decode()
# One row after the other, each acknowledged by its own commit.
WRITER = """
import django; django.setup()
from datetime import datetime, UTC
from itertools import count
from manyhands.storage.models import RateBucket
for number in count():
    RateBucket.objects.create(action="writing", subject_index=str(number), tokens=1, updated_at=datetime.now(UTC))
    print(number, flush=True)
"""
WRITTEN = ("storage_ratebucket", "action = 'writing'")


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup):
    """Prepared and seeded once; the tests add to it and bring it back."""
    folder = tmp_path_factory.mktemp("backups")
    settings = {"MANYHANDS_BACKUP_DIR": str(folder / "backups"), "MANYHANDS_BACKUP_KEYS": KEY}
    with installed_in(folder, **settings) as place:
        yield place


@contextmanager
def somebody_writing(place):
    """Yields how many writes were acknowledged so far; afterwards the writer is gone."""
    said = place.folder / "acknowledged"
    with said.open("w") as out:
        writer = subprocess.Popen([sys.executable, "-c", WRITER], env=place.environment, stdout=out)
    try:
        wait_for(lambda: said.read_text().count("\n") > 5)
        yield lambda: said.read_text().count("\n")
    finally:
        writer.kill()
        writer.wait()


def newest(place):
    return list_backups(place.folder / "backups")[0][1]


@pytest.fixture(scope="module")
def saved(place):
    """A backup of what was there at first, put aside: of one day the newest is kept."""
    made = place.manyhands("backup")
    assert made.returncode == 0, made.stderr
    return Path(copy2(newest(place), place.folder))


def test_everything_comes_back_as_it_was_while_somebody_wrote(place):
    with somebody_writing(place) as acknowledged:
        before = acknowledged()
        made = place.manyhands("backup")
        after = acknowledged()
    verified = place.manyhands("verify")
    refused = place.manyhands("restore", newest(place))
    restored = place.manyhands("restore", newest(place), "--over")

    assert made.returncode == 0, made.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "brings everything back" in verified.stdout
    assert refused.returncode == 1
    assert "--over" in refused.stderr
    assert restored.returncode == 0, restored.stderr
    # What was acknowledged before it began is in it; what came later is not.
    assert before <= place.count(*WRITTEN) <= after + 1


def test_the_file_shows_nothing_and_is_for_its_owner_only(place, saved):
    raw = saved.read_bytes()
    assert b"groups_group" not in raw
    assert b"eastside" not in raw.lower()
    assert saved.stat().st_mode & 0o077 == 0
    assert not list((place.folder / "backups").glob("*.unfinished"))


def test_a_backup_that_does_not_open_is_refused_before_anything_is_replaced(place, saved):
    path, count = saved, place.count(*WRITTEN)
    short, changed = place.folder / "short.backup", place.folder / "changed.backup"
    short.write_bytes(path.read_bytes()[:-40])
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    changed.write_bytes(raw)

    said = {
        "key": place.manyhands("restore", path, "--over", MANYHANDS_BACKUP_KEYS=ANOTHER_KEY),
        "short": place.manyhands("restore", short, "--over"),
        "changed": place.manyhands("verify", changed),
        "none": place.manyhands("restore", place.folder / "nothing.backup", "--over", "--language", "es"),
    }

    assert {name: one.returncode for name, one in said.items()} == dict.fromkeys(said, 1)
    assert "not in MANYHANDS_BACKUP_KEYS" in said["key"].stderr
    assert "ends too early" in said["short"].stderr
    assert "damaged or changed" in said["changed"].stderr
    assert "no se puede leer" in said["none"].stderr
    assert place.count(*WRITTEN) == count


def test_contacts_that_no_key_opens_any_more_are_told(place, saved):
    verified = place.manyhands("verify", saved, MANYHANDS_CONTACT_KEYS=ANOTHER_KEY)

    assert verified.returncode == 1
    assert "do not open with today's keys" in verified.stdout


def test_without_a_key_or_a_folder_it_says_what_is_missing(place):
    no_key = place.manyhands("backup", MANYHANDS_BACKUP_KEYS="")
    bad_key = place.manyhands("backup", MANYHANDS_BACKUP_KEYS="secret")
    no_folder = place.manyhands("backup", MANYHANDS_BACKUP_DIR="")

    assert (no_key.returncode, bad_key.returncode, no_folder.returncode) == (1, 2, 1)
    assert "manyhands keys" in no_key.stderr
    assert "manyhands keys" in bad_key.stderr
    assert "--to" in no_folder.stderr


@pytest.mark.skipif(bool(OWNER_URL), reason="a file that is open elsewhere: SQLite")
def test_a_database_in_use_is_not_replaced(place, saved):
    with closing(sqlite3.connect(place.folder / "manyhands.sqlite3")) as somebody:
        # As each of our connections begins; a backup that was restored over it before is an ordinary file.
        somebody.execute("PRAGMA journal_mode=WAL")
        somebody.execute("SELECT count(*) FROM groups_group").fetchone()
        refused = place.manyhands("restore", saved, "--over")

    assert refused.returncode == 1
    assert "Stop the server" in refused.stderr


@pytest.mark.postgres
def test_a_role_that_cannot_read_everything_takes_no_backup(place):
    refused = place.manyhands(
        "backup", MANYHANDS_BACKUP_DATABASE_URL=place.environment["MANYHANDS_DATABASE_URL"]
    )
    unnamed = place.manyhands("backup", MANYHANDS_BACKUP_DATABASE_URL="")

    assert refused.returncode == unnamed.returncode == 1
    assert "use manyhands_backup" in refused.stderr
    assert "MANYHANDS_BACKUP_DATABASE_URL" in unnamed.stderr


@pytest.mark.postgres
def test_the_backup_role_writes_nothing(place):
    import psycopg

    with psycopg.connect(place.environment["MANYHANDS_BACKUP_DATABASE_URL"]) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM groups_group")


@pytest.mark.postgres
def test_what_was_tried_out_goes_though_a_session_is_still_open_in_it(tmp_path):
    import psycopg

    with installed_in(tmp_path) as tried:
        url = tried.environment["MANYHANDS_DATABASE_URL"]
        somebody = psycopg.connect(url)
        somebody.execute("SELECT count(*) FROM groups_group").fetchone()

    with closing(somebody), pytest.raises(psycopg.OperationalError):
        somebody.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)
