"""What the files of a PostgreSQL server still hold of somebody: rows that are dead, its write-ahead log, its own log.

Only a server on this machine whose superuser we are, as tests/throwaway_postgres.py makes one. Pieces are counted:
words in the clear, fingerprints by which somebody is found, and sealed text that the keys open.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from manyhands.cli.upkeep.sweeping import Needles
from manyhands.storage.encryption import WrongKeyError, decrypt_bytes

SUPERUSER = "postgres"
CLEAR = "in the clear"
# As Fernet writes it: version 0x80 and a moment of this century. Long values are compressed or cut: only their
# beginning lies in one piece, and is not counted.
_SEALED = re.compile(rb"gAAAAA[A-Za-z0-9_-]{60,}={0,2}")
_NAMES = {"base": "tables", "pg_wal": "write-ahead log", "log": "server's log"}
# By file and how it lies there: ("tables", "fingerprint").
Found = Counter[tuple[str, str]]


class ServerFiles:
    def __init__(self, owner_url: str) -> None:
        owner = urlsplit(owner_url)
        self._url = owner._replace(netloc=owner.netloc.replace(str(owner.username), SUPERUSER, 1)).geturl()

    def clean(self) -> None:
        """What autovacuum and the server's clock do within minutes."""
        self._do("VACUUM", "CHECKPOINT")

    def clean_wholly(self) -> None:
        """Every table written anew, and no segment of the log kept for another use."""
        self._do("ALTER SYSTEM SET wal_recycle = off", "SELECT pg_reload_conf()")
        self._do(
            "VACUUM FULL", "SELECT pg_switch_wal()", "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"
        )

    def search(self, needles: Needles, fingerprints: Iterable[bytes]) -> Found:
        prints = re.compile(b"|".join(re.escape(one) for one in sorted(fingerprints)))
        clear = re.compile(b"|".join(re.escape(one) for one in sorted(needles.clear)))
        found: Found = Counter()
        for path, name in self._files():
            raw = path.read_bytes()
            found[name, CLEAR] += len(clear.findall(raw.lower()))
            found[name, "fingerprint"] += len(prints.findall(raw))
            found[name, "sealed"] += sum(_opens(one, clear) for one in _SEALED.findall(raw))
        return +found

    def _files(self) -> list[tuple[Path, str]]:
        with self._connected() as connection:
            (folder,) = connection.execute("SHOW data_directory").fetchone()
        data = Path(folder)
        inside = [(path, path.relative_to(data).parts[0]) for path in data.rglob("*")]
        beside = [(path, path.name) for path in data.parent.iterdir()]
        return [(path, _NAMES.get(top, top)) for path, top in [*inside, *beside] if path.is_file()]

    def _do(self, *statements: str) -> None:
        with self._connected() as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import psycopg

        with psycopg.connect(self._url, autocommit=True) as connection:
            yield connection


def tell(found: Found) -> str:
    """By file, and how much of it anybody could read who has the file and no key."""
    names = sorted({name for name, _how in found})
    return (
        "; ".join(f"{name} {_total(found, name)} ({found[name, CLEAR]} {CLEAR})" for name in names)
        or "nothing"
    )


def _total(found: Found, name: str) -> int:
    return sum(count for (one, _how), count in found.items() if one == name)


def _opens(sealed: bytes, clear: "re.Pattern[bytes]") -> bool:
    try:
        return bool(clear.search(decrypt_bytes(sealed).lower()))
    except WrongKeyError:
        return False
