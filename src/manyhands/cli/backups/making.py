import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from manyhands import __version__
from manyhands.cli.backups.envelope import BackupError, BackupKey, Sealer, read_keys
from manyhands.cli.backups.files import Packed
from manyhands.cli.backups.manifest import Engine, Manifest
from manyhands.cli.backups.rotation import list_backups, list_spent, name_of
from manyhands.cli.backups.sqlite import SqliteEngine
from manyhands.cli.language import gettext as _


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest
    thrown_away: list[Path]


def find_engine() -> Engine:
    """The database of the settings."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return SqliteEngine(Path(str(database["NAME"])))
    # psycopg comes only with the extra for PostgreSQL.
    from manyhands.cli.backups.postgresql import PostgresEngine

    return PostgresEngine(database, settings.BACKUP_DATABASE)


def get_keys() -> list[BackupKey]:
    keys = read_keys(settings.BACKUP_KEYS)
    if not keys:
        raise BackupError(
            _("MANYHANDS_BACKUP_KEYS is not set. `manyhands keys` prints a key: keep it outside the backups.")
        )
    return keys


def get_folder(named: str = "") -> Path:
    if not (named or settings.BACKUP_DIR):
        raise BackupError(_("Name a folder with --to, or set MANYHANDS_BACKUP_DIR."))
    return Path(named or settings.BACKUP_DIR)


def make_backup(folder: Path, *, at: datetime) -> Made:
    """Write a sealed backup into the folder, and throw away those that are not needed any more."""
    key, engine = get_keys()[0], find_engine()
    path = folder / name_of(at)
    unfinished = path.with_suffix(".unfinished")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        manifest = _write(unfinished, key, engine, at=at)
        unfinished.replace(path)
    except OSError as error:
        raise BackupError(_("The backup could not be written: %(reason)s") % {"reason": error}) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    spent = list_spent(list_backups(folder), at=at)
    for old in spent:
        old.unlink()
    return Made(path, manifest, spent)


def _write(path: Path, key: BackupKey, engine: Engine, *, at: datetime) -> Manifest:
    facts = {"made_at": at.isoformat(), "database": engine.name, "version": __version__}
    # Nobody else on this machine may read even what is sealed.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        # Says that files stand in front of the database: older backups have none.
        sealer, files = Sealer(out, key, {**facts, "files": "in front"}), Packed()
        with engine.snapshot() as snapshot:
            digest = Digest()
            for data in digest.over(files.before(snapshot.payload)):
                sealer.write(data)
        manifest = Manifest(
            **facts,
            migrations=snapshot.content.migrations,
            tables=snapshot.content.tables,
            files=files.count,
            payload_bytes=digest.count,
            payload_sha256=digest.hex,
        )
        sealer.close(manifest.as_json())
        out.flush()
        os.fsync(out.fileno())
    return manifest


class Digest:
    """Counts and hashes what passes."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = hashlib.sha256()

    @property
    def hex(self) -> str:
        return self._hash.hexdigest()

    def over(self, payload: Iterator[bytes]) -> Iterator[bytes]:
        for data in payload:
            self.count += len(data)
            self._hash.update(data)
            yield data
