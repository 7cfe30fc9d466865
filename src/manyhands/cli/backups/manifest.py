import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows, and a digest of all of them; "" where the digest of the whole file says as much."""

    rows: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, so that restoring it can be compared with what was there."""

    version: str
    made_at: str
    database: str
    migrations: list[str]
    tables: dict[str, Table]
    payload_bytes: int
    payload_sha256: str
    files: int = 0

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> "Manifest":
        told = json.loads(raw)
        return cls(**{**told, "tables": {name: Table(**table) for name, table in told["tables"].items()}})


@dataclass(frozen=True)
class Content:
    """What a database holds at one moment."""

    tables: dict[str, Table]
    migrations: list[str]


@dataclass(frozen=True)
class Snapshot:
    """One moment of a database: its content, and the bytes that bring it back."""

    content: Content
    payload: Iterator[bytes]


@dataclass
class Differences:
    """Between what a manifest says and what came back, as names of tables."""

    tables: list[str] = field(default_factory=list)
    is_history_same: bool = True

    def __bool__(self) -> bool:
        return bool(self.tables) or not self.is_history_same


def compare(manifest: Manifest, found: Content) -> Differences:
    names = sorted(manifest.tables.keys() | found.tables.keys())
    return Differences(
        [name for name in names if manifest.tables.get(name) != found.tables.get(name)],
        manifest.migrations == found.migrations,
    )


class Engine(Protocol):
    """What the commands ask of a database; `sqlite` and `postgresql` answer."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """A moment of it, without keeping anybody from writing."""

    def is_empty(self) -> bool: ...

    def put_back(self, payload: Iterator[bytes]) -> None:
        """Replace what is there. Raises BackupError where somebody is still using it."""

    def content(self) -> Content: ...

    def temporary(self, into: str) -> AbstractContextManager["Engine"]:
        """An empty place to try a backup out in, gone afterwards."""
