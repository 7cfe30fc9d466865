import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from manyhands.cli.backups.envelope import FRAME_BYTES, BackupError
from manyhands.cli.backups.manifest import Content, Engine, Snapshot, Table
from manyhands.cli.language import gettext as _
from manyhands.config.env import Env

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_FUNCTIONS = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
# Sums of digests do not mind in which order the rows come.
_DIGEST = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {} t"
)
_EVERY_ROW = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_END_OWN_SESSIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
)
_HISTORY = "SELECT app || '.' || name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class PostgresEngine:
    """A database on a server, reached as one role; `reader` is the role that may read every row, for taking backups."""

    parts: Mapping[str, Any]
    reader: Mapping[str, Any] | None = None
    name: str = "postgresql"

    @property
    def url(self) -> str:
        parts = self.parts
        role = f"{quote(parts['USER'], safe='')}:{quote(parts['PASSWORD'], safe='')}"
        return f"postgresql://{role}@{parts['HOST']}:{parts['PORT'] or 5432}/{quote(parts['NAME'], safe='')}"

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Counted and dumped in one and the same moment, however much is written meanwhile."""
        reader = self._reader()
        with reader.connect() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            if not _value(connection, _EVERY_ROW):
                raise BackupError(
                    _(
                        "The role in MANYHANDS_BACKUP_DATABASE_URL may not read every row: use manyhands_backup."
                    )
                )
            moment = _value(connection, "SELECT pg_export_snapshot()")
            content = _content(connection)
            with reader.program(
                "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={moment}"
            ) as dump:
                yield Snapshot(content, _read(dump))

    def is_empty(self) -> bool:
        with self.connect() as connection:
            return not connection.execute(_TABLES).fetchall()

    def put_back(self, payload: Iterator[bytes]) -> None:
        self.clear()
        arguments = ("--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")
        with self.program("pg_restore", *arguments) as restore:
            for data in payload:
                _stream(restore.stdin).write(data)
            _stream(restore.stdin).close()
        with self.connect(autocommit=True) as connection:
            connection.execute("ANALYZE")

    def clear(self) -> None:
        """Tables, and the functions that their rules call; the schema stays, with what others may do in it."""
        with self.connect() as connection:
            for (table,) in connection.execute(_TABLES).fetchall():
                connection.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(table)))
            for (function,) in connection.execute(_FUNCTIONS).fetchall():
                # PostgreSQL has quoted its name and named its arguments itself.
                connection.execute(sql.SQL("DROP FUNCTION {}").format(sql.SQL(function)))

    def content(self) -> Content:
        """As the owner, who is bound by the rules of every table too: they are told that everything is meant."""
        with self.connect() as connection:
            connection.execute("SELECT set_config('manyhands.system', 'backup', true)")
            return _content(connection)

    @contextmanager
    def temporary(self, into: str) -> Iterator[Engine]:
        if into:
            with _borrowed(
                PostgresEngine(Env({"MANYHANDS_DATABASE_URL": into}).database("DATABASE_URL", ""))
            ) as engine:
                yield engine
            return
        name = f"manyhands_trying_{secrets.token_hex(4)}"
        with self.connect(autocommit=True) as connection:
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
                )
            except psycopg.errors.InsufficientPrivilege as error:
                raise BackupError(
                    _("This role may not create a database to try it out in. Name an empty one with --into.")
                ) from error
            try:
                yield PostgresEngine({**self.parts, "NAME": name})
            finally:
                drop_database(connection, name)

    def connect(self, *, autocommit: bool = False) -> "psycopg.Connection[tuple[Any, ...]]":
        """Times and numbers always read the same, so that digests of the same rows are the same."""
        try:
            return psycopg.connect(
                dbname=self.parts["NAME"],
                user=self.parts["USER"],
                password=self.parts["PASSWORD"],
                host=self.parts["HOST"],
                port=self.parts["PORT"] or None,
                autocommit=autocommit,
                options="-c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=1 -c bytea_output=hex",
            )
        except psycopg.OperationalError as error:
            said = str(error).strip().splitlines()[0]
            raise BackupError(_("The database does not answer: %(said)s") % {"said": said}) from error

    @contextmanager
    def program(self, name: str, *arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
        """One of PostgreSQL's own programs; the password goes by the environment, which others cannot read."""
        environment = {
            **os.environ,
            "PGHOST": self.parts["HOST"],
            "PGPORT": str(self.parts["PORT"] or 5432),
            "PGUSER": self.parts["USER"],
            "PGPASSWORD": self.parts["PASSWORD"],
        }
        database = f"--dbname={self.parts['NAME']}"
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, found by name
                [_find_program(name), *arguments, database],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if name == "pg_dump" else subprocess.DEVNULL,
                stderr=said,
            )
            try:
                yield process
            except BrokenPipeError:
                # It has ended by itself; what it said is the better reason.
                process.wait()
            except BaseException:
                process.kill()
                process.wait()
                raise
            finally:
                for stream in (process.stdin, process.stdout):
                    _shut(stream)
            if process.wait():
                said.seek(0)
                reason = said.read().decode(errors="replace").strip().splitlines()[:1] or [name]
                raise BackupError(_("%(program)s failed: %(said)s") % {"program": name, "said": reason[0]})

    def _reader(self) -> "PostgresEngine":
        if self.reader is None:
            raise BackupError(
                _("Set MANYHANDS_BACKUP_DATABASE_URL to the role manyhands_backup, which may read every row.")
            )
        return PostgresEngine(self.reader)


def drop_database(connection: "psycopg.Connection[tuple[Any, ...]]", name: str) -> None:
    """Of a database that was only tried out, with what this role still has open in it.

    `WITH (FORCE)` would end every session, and refuses as soon as autovacuum happens to be at work there, which
    belongs to no role. Without it PostgreSQL stops autovacuum itself, and waits for sessions that are ending.
    """
    connection.execute(_END_OWN_SESSIONS, (name,))
    connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def _borrowed(engine: PostgresEngine) -> Iterator[Engine]:
    """A database that somebody has named: it must be empty, and is emptied again."""
    if not engine.is_empty():
        raise BackupError(_("The database named with --into is not empty."))
    try:
        yield engine
    finally:
        engine.clear()


def _content(connection: "psycopg.Connection[tuple[Any, ...]]") -> Content:
    tables = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        counted = connection.execute(sql.SQL(_DIGEST).format(sql.Identifier(name))).fetchone()
        assert counted is not None  # noqa: S101 - count(*) always answers
        tables[name] = Table(*counted)
    history = connection.execute(_HISTORY).fetchall() if "django_migrations" in tables else []
    return Content(tables, [name for (name,) in history])


def _value(connection: "psycopg.Connection[tuple[Any, ...]]", query: str) -> Any:
    row = connection.execute(sql.SQL(query)).fetchone()
    return row[0] if row else None


def _read(dump: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    while data := _stream(dump.stdout).read(FRAME_BYTES):
        yield data


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("The program was started without this stream.")
    return stream


def _shut(stream: IO[bytes] | None) -> None:
    if stream is not None:
        try:
            stream.close()
        except BrokenPipeError:
            return


def _find_program(name: str) -> str:
    """Debian keeps them off the PATH, one folder per version; the newest can read all older ones."""
    found = shutil.which(name)
    if found:
        return found
    installed = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        text = _("%(program)s is not installed. On Debian: apt-get install postgresql-client")
        raise BackupError(text % {"program": name})
    return str(newest)
