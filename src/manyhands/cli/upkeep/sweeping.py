"""Looking for somebody who was forgotten, in everything that is stored: as it lies there, and opened with the keys.

What is found is named by table and column and never repeated.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from manyhands.core.values.phones import NotAPhoneNumberError, indexable_phone, read_phone, show_phone
from manyhands.storage.encryption import WrongKeyError, blind_indexes, decrypt_bytes
from manyhands.storage.files import list_all_files

_ROWS_AT_ONCE = 500
_CHUNK, _SEAM = 4 * 1024 * 1024, 4096
_SEALED_PREFIX = b"gAAAA"


class Where(NamedTuple):
    """A place, and how it stood there: in the clear, encrypted, or as a fingerprint by which it is found."""

    place: str
    how: str


class Needles:
    """What is looked for, in the spellings that something stored may have."""

    def __init__(self, details: Iterable[str], *, region: str = "US") -> None:
        told = [detail.strip() for detail in details if detail.strip()]
        self.clear = {spelled.lower() for text in told for spelled in _spellings(text, region)}
        self.told, self.region = told, region

    def fingerprints(self, group_ids: Iterable[int | None]) -> set[bytes]:
        """Under every key and in every group. Names are looked for whole: single words belong to many people."""
        found: set[str] = set()
        for group_id in group_ids:
            for text in self.told:
                found.update(blind_indexes(group_id, "email", text.casefold()))
                found.update(
                    blind_indexes(group_id, "phone", indexable_phone(_number(text, self.region) or text))
                )
        return {index.encode() for index in found}


def sweep(needles: Needles, *, fingerprints: Iterable[bytes] = ()) -> Counter[Where]:
    """Everywhere that we write: tables, the database's own files, uploads, and what else lies in the data folder."""
    prints = set(fingerprints)
    found: Counter[Where] = Counter()
    for table in sorted(connection.introspection.table_names()):
        found.update(_in_table(table, needles.clear, prints))
    for path in _files_to_read():
        for how in _in_file(path, needles.clear, prints):
            found[Where(path.name, how)] += 1
    for path in list_all_files():
        if _opened_has(path.read_bytes(), needles.clear):
            found[Where(f"files/{path.name}", "encrypted")] += 1
    return found


def _in_table(table: str, clear: set[bytes], prints: set[bytes]) -> Iterator[Where]:
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - the names of the database's own tables
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    yield from (Where(f"{table}.{name}", how) for how in _in_value(value, clear, prints))


def _in_value(value: Any, clear: set[bytes], prints: set[bytes]) -> Iterator[str]:
    if value is None or isinstance(value, bool | int | float):
        return
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    lowered = raw.lower()
    if any(needle in lowered for needle in clear):
        yield "in the clear"
    if raw in prints:
        yield "fingerprint"
    if raw.startswith(_SEALED_PREFIX) and _opened_has(raw, clear):
        yield "encrypted"


def _opened_has(sealed: bytes, clear: set[bytes]) -> bool:
    try:
        opened = decrypt_bytes(sealed).lower()
    except WrongKeyError:
        return False
    return any(needle in opened for needle in clear)


def _in_file(path: Path, clear: set[bytes], prints: set[bytes]) -> set[str]:
    """As bytes, piece by piece, with a seam so that nothing hides between two pieces."""
    found: set[str] = set()
    with path.open("rb") as opened:
        seam = b""
        while piece := opened.read(_CHUNK):
            window = seam + piece
            lowered = window.lower()
            if any(needle in lowered for needle in clear):
                found.add("in the clear")
            if any(fingerprint in window for fingerprint in prints):
                found.add("fingerprint")
            seam = window[-_SEAM:]
    return found


def _files_to_read() -> list[Path]:
    """The database's own, and the data folder; sealed uploads are opened elsewhere, backups end by rotation."""
    found = set()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        found = {Path(name + end) for end in ("", "-wal", "-shm", "-journal")}
    skipped = [Path(settings.FILES_DIR), Path(settings.STATIC_ROOT), *filter(None, [_backups()])]
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file() and not any(path.is_relative_to(folder) for folder in skipped):
            found.add(path)
    return sorted(path for path in found if path.is_file())


def _backups() -> Path | None:
    return Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None


def _spellings(text: str, region: str) -> set[bytes]:
    texts = {text, text.casefold(), json.dumps(text)[1:-1]}
    number = _number(text, region)
    if number:
        digits = "".join(character for character in number if character.isdigit())
        shown = show_phone(number, region=region)
        texts |= {number, digits, digits[-10:], shown, json.dumps(shown)[1:-1]}
    return {one.encode() for one in texts if one}


def _number(text: str, region: str) -> str:
    try:
        return read_phone(text, region=region)
    except NotAPhoneNumberError:
        return ""
