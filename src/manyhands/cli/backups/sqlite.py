import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from manyhands.cli.backups.envelope import FRAME_BYTES, BackupError
from manyhands.cli.backups.manifest import Content, Engine, Snapshot, Table
from manyhands.cli.language import gettext as _

# Level 1: half the size at a tenth of the time of the usual level.
_LEVEL = 1


@dataclass(frozen=True)
class SqliteEngine:
    """One file. Its digest is the whole file's, so tables need none of their own."""

    path: Path
    name: str = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """SQLite's own copy, beside the database, where the same people can read it as before."""
        if not self.path.exists():
            raise BackupError(_("There is no database at %(path)s yet.") % {"path": self.path})
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=self.path.parent) as folder:
            copy = SqliteEngine(Path(folder) / "copy.sqlite3")
            with closing(sqlite3.connect(self.path, timeout=60)) as source, closing(copy.connect()) as target:
                # In one go: a copy in steps begins anew whenever somebody writes.
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            yield Snapshot(copy.content(), _packed(copy.path))

    def is_empty(self) -> bool:
        return not self.path.exists() or not self._table_names()

    def put_back(self, payload: Iterator[bytes]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(self.path.name + ".restoring")
        try:
            with fresh.open("wb") as out:
                for data in _unpacked(payload):
                    out.write(data)
            fresh.chmod(0o600)
            self._check(fresh)
            self._set_aside()
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)

    def content(self) -> Content:
        self._check(self.path)
        with closing(self.connect()) as connection:
            # Names from the database's own list, quoted.
            counted = {
                name: Table(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
                for name in self._table_names()
            }
            history = "SELECT app || '.' || name FROM django_migrations ORDER BY id"
            migrations = (
                [name for (name,) in connection.execute(history)] if "django_migrations" in counted else []
            )
        return Content(counted, migrations)

    @contextmanager
    def temporary(self, into: str) -> Iterator[Engine]:
        folder = Path(tempfile.mkdtemp(prefix=".trying-", dir=into or self.path.parent))
        try:
            yield SqliteEngine(folder / "tried.sqlite3")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=60)

    def _table_names(self) -> list[str]:
        with closing(self.connect()) as connection:
            listed = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
            return [name for (name,) in listed]

    def _check(self, path: Path) -> None:
        with closing(sqlite3.connect(path, timeout=60)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise BackupError(_("The database file is damaged: %(said)s") % {"said": said})

    def _set_aside(self) -> None:
        """Keep what was there under another name, once nobody has it open: only then its journal can be ended."""
        if not self.path.exists():
            return
        try:
            with closing(sqlite3.connect(self.path, timeout=1)) as connection:
                mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
                connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise _in_use() from error
        if mode != "delete":
            raise _in_use()
        self.path.replace(self.path.with_name(self.path.name + ".replaced"))


def _in_use() -> BackupError:
    return BackupError(_("The database is in use. Stop the server and the worker first."))


def _packed(path: Path) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL)
    with path.open("rb") as source:
        while data := source.read(FRAME_BYTES):
            yield packer.compress(data)
    yield packer.flush()


def _unpacked(payload: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for data in payload:
        yield unpacker.decompress(data)
    yield unpacker.flush()
