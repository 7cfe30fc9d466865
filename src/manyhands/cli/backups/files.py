"""Files that people handed in travel in front of the database, one after the other, as sealed as they lie on the disk.

Each is a length of its name, a length of itself, both; a name without letters ends them. They are read once the moment
of the database is fixed: whatever its rows own is there, unless it was removed in between, as it should be.
"""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from manyhands.cli.backups.envelope import BackupError
from manyhands.cli.language import gettext as _
from manyhands.storage.files import list_all_files, write_whole

_ENTRY = struct.Struct(">HQ")
_NAME = re.compile(r"[0-9]{1,19}/[0-9a-f]{32}")
_LARGEST = 64 * 1024 * 1024


class Packed:
    """Every file, and how many they were."""

    def __init__(self) -> None:
        self.count = 0

    def before(self, database: Iterator[bytes]) -> Iterator[bytes]:
        for path in list_all_files():
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            name = f"{path.parent.name}/{path.name}".encode()
            yield _ENTRY.pack(len(name), len(data)) + name + data
            self.count += 1
        yield _ENTRY.pack(0, 0)
        yield from database


def unpack(payload: Iterator[bytes], into: Path) -> Iterator[bytes]:
    """Put the files under `into`, then hand on the database."""
    stream = _Stream(payload)
    while True:
        name_bytes, size = _ENTRY.unpack(stream.take(_ENTRY.size))
        if not name_bytes:
            break
        name = stream.take(name_bytes).decode("ascii", "replace")
        if not _NAME.fullmatch(name) or size > _LARGEST:
            raise BackupError(_("This backup was damaged or changed. Take an older one."))
        write_whole(into / name, stream.take(size))
    yield from stream.rest()


class _Stream:
    def __init__(self, payload: Iterator[bytes]) -> None:
        self._payload, self._waiting = payload, bytearray()

    def take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            more = next(self._payload, None)
            if more is None:
                raise BackupError(_("This backup is not whole: it ends too early. Take an older one."))
            self._waiting += more
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def rest(self) -> Iterator[bytes]:
        if self._waiting:
            yield bytes(self._waiting)
        yield from self._payload
