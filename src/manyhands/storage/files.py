"""Files that people hand in: sealed on the disk, under a number of their group and a name that nobody chose.

What is stored is `FILES_DIR/<group>/<32 letters>`; the row that owns a file keeps only the letters. A file is written
before its row and removed after it, so a crash in between leaves a file that nobody owns, which the daily sweep takes,
and never a row without its file.
"""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from manyhands.storage.encryption import decrypt_bytes, encrypt_bytes

# A form may take a while between writing the file and committing its row.
_LEAST_AGE_S = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = ".unfinished"


class FileGoneError(LookupError):
    """The row names a file that is not there, or that is not the one that was put there."""


def keep_file(data: bytes, *, group_id: int) -> str:
    """Store it sealed, and return the name to keep in the row. It is on the disk when this returns."""
    name = secrets.token_hex(16)
    path = _path(group_id, name)
    # Who it belongs to is sealed in: a file put in another's place does not open there.
    write_whole(path, encrypt_bytes(_mark(group_id, name) + data))
    return name


def read_file(name: str, *, group_id: int) -> bytes:
    """Raises FileGoneError, and WrongKeyError when no key of today opens it."""
    try:
        sealed = _path(group_id, name).read_bytes()
    except FileNotFoundError as error:
        raise FileGoneError(name) from error
    opened = decrypt_bytes(sealed)
    mark = _mark(group_id, name)
    if not opened.startswith(mark):
        raise FileGoneError(name)
    return opened[len(mark) :]


def remove_file(name: str, *, group_id: int) -> None:
    """Once the caller's transaction has committed; one that is gone already is well."""
    path = _path(group_id, name)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def list_all_files() -> Iterator[Path]:
    """Every group's, for backups and for a change of keys; what is only half written is none."""
    folder = Path(settings.FILES_DIR)
    for group in sorted(folder.iterdir()) if folder.is_dir() else ():
        if group.name.isdigit():
            yield from sorted(path for path in group.iterdir() if _NAME.fullmatch(path.name))


def sweep_files(group_id: int, owned: Iterable[str], *, at: datetime) -> int:
    """Remove what no row owns and is older than a day; returns how many."""
    kept, folder, count = frozenset(owned), _folder(group_id), 0
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.name not in kept and at.timestamp() - path.stat().st_mtime > _LEAST_AGE_S:
                path.unlink()
                count += 1
    return count


def reseal_file(path: Path) -> None:
    """Seal it with the first of today's keys, whichever of them it was sealed with."""
    write_whole(path, encrypt_bytes(decrypt_bytes(path.read_bytes())))


def write_whole(path: Path, sealed: bytes) -> None:
    """On the disk when this returns, or not at all: never half of it under its own name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _folder(group_id: int) -> Path:
    return Path(settings.FILES_DIR) / str(int(group_id))


def _path(group_id: int, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise FileGoneError(name)
    return _folder(group_id) / name


def _mark(group_id: int, name: str) -> bytes:
    return f"manyhands-file-1 {int(group_id)} {name}\n".encode()
