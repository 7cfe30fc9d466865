"""An installation of its own beside the tests: a folder, a database that commits, keys, the real commands.

On SQLite a file, beside the throw-away PostgreSQL a database of its own, made by the owner and removed again.
"""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.conftest import EMPTY_DATABASE, OWNER_URL

BACKUP_URL = os.environ.get("MANYHANDS_TEST_BACKUP_URL", "")
SEED = """
from tests.worlds import make_group, make_need
group = make_group(slug="saved")
for name in ("Maria Lopez", "José Ñandú 𝒳"):
    make_need(group, name=name)
"""


@dataclass(frozen=True)
class Place:
    folder: Path
    environment: dict[str, str]

    @property
    def database(self) -> Path:
        return self.folder / "manyhands.sqlite3"

    def manyhands(self, *arguments: object, **changes: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "manyhands.cli.main", *map(str, arguments)],
            env=self.environment | changes,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, program: str, **changes: str) -> str:
        """Run a program with its settings; the last line it prints."""
        said = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{program}"],
            env=self.environment | changes,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        return said.strip().splitlines()[-1] if said.strip() else ""

    def count(self, table: str, condition: str) -> int:
        """Rows as they stand in the database. Nothing of ours is between, and no Python has to start."""
        question = f"SELECT count(*) FROM {table} WHERE {condition}"  # noqa: S608 - written in a test
        if OWNER_URL:
            import psycopg

            with psycopg.connect(self.environment["MANYHANDS_DATABASE_URL"]) as connection:
                [number] = connection.execute(question).fetchone() or (0,)
        else:
            with closing(sqlite3.connect(self.database)) as file:
                [number] = file.execute(question).fetchone()
        return int(number)

    def start(self, *arguments: str, **changes: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "manyhands.cli.main", *arguments],
            env=self.environment | changes,
            start_new_session=True,
        )


@contextmanager
def installed_in(folder: Path, **settings: str) -> Iterator[Place]:
    """Tables, row security and a group called "saved" are there. Commands run as the owner of the tables."""
    with _database_in(folder) as (owner, backup):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MANYHANDS_")}
        environment |= {
            "MANYHANDS_TESTING": "yes",
            "MANYHANDS_DATA_DIR": str(folder),
            "MANYHANDS_DATABASE_URL": owner,
            "MANYHANDS_BACKUP_DATABASE_URL": backup,
            "MANYHANDS_HASHED_STATIC": "no",
            "MANYHANDS_STATIC_FROM_SOURCE": "yes",
            "MANYHANDS_LOG_LEVEL": "ERROR",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "LC_ALL": "C.UTF-8",
            **settings,
        }
        (folder / "static").mkdir(exist_ok=True)
        place = Place(folder, environment)
        migrated = place.manyhands("migrate")
        assert migrated.returncode == 0, migrated.stderr
        place.python(SEED)
        yield place


@contextmanager
def _database_in(folder: Path) -> Iterator[tuple[str, str]]:
    if not OWNER_URL:
        database = folder / "manyhands.sqlite3"
        if EMPTY_DATABASE.exists():  # with all migrations, which take their time
            shutil.copy(EMPTY_DATABASE, database)
        yield f"sqlite:///{database}", ""
        return
    import psycopg

    from manyhands.cli.backups.postgresql import drop_database

    name = f"beside_{secrets.token_hex(4)}"
    with psycopg.connect(OWNER_URL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        owner, backup = (
            urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for url in (OWNER_URL, BACKUP_URL)
        )
        yield owner, backup
        drop_database(connection, name)


def wait_for(is_there: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)
