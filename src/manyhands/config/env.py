"""Typed readers of the environment. A wrong value stops the start and says which, and what would be right.

Secrets may come from a file instead: NAME_FILE holds its path (container secrets, systemd credentials).
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
_DSN_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")


class Env:
    """Reads `MANYHANDS_<NAME>`; every reader takes a default, `secret` without one insists."""

    prefix = "MANYHANDS_"

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ

    def text(self, name: str, default: str = "") -> str:
        return self._environ.get(self.prefix + name, default).strip()

    def boolean(self, name: str, default: bool) -> bool:
        raw = self.text(name)
        if not raw:
            return default
        if raw.lower() in _TRUE:
            return True
        if raw.lower() in _FALSE:
            return False
        raise ImproperlyConfigured(f"{self.prefix}{name} must be yes or no, not {raw!r}.")

    def integer(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        raw = self.text(name)
        if not raw:
            return default
        if not raw.lstrip("-").isdigit() or not least <= int(raw) <= most:
            raise ImproperlyConfigured(f"{self.prefix}{name} must be a whole number from {least} to {most}.")
        return int(raw)

    def choice(self, name: str, default: str, *, among: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw not in among:
            raise ImproperlyConfigured(f"{self.prefix}{name} must be one of {', '.join(among)}, not {raw!r}.")
        return raw

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def secret(self, name: str, default: str | None = None) -> str:
        path = self.text(name + "_FILE")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ImproperlyConfigured(f"{self.prefix}{name}_FILE cannot be read: {error}.") from error
        value = self.text(name)
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(
                f"{self.prefix}{name} is not set. `manyhands keys` prints a fresh set of keys to keep."
            )
        return default

    def find_database(self, name: str) -> dict[str, Any] | None:
        """A database that may be left out."""
        return self.database(name, "") if self.secret(name, "") else None

    def database(self, name: str, default: str, *, is_pooled: bool = True) -> dict[str, Any]:
        """`sqlite:///path/to/file` or `postgresql://user:password@host:port/name`."""
        url = urlsplit(self.secret(name, default))
        if url.scheme == "sqlite":
            return sqlite_database(unquote(url.path[1:]))
        if url.scheme in ("postgresql", "postgres"):
            database = postgresql_database(
                NAME=unquote(url.path.lstrip("/")),
                USER=unquote(url.username or ""),
                PASSWORD=unquote(url.password or ""),
                HOST=unquote(url.hostname or ""),
                PORT=str(url.port or ""),
            )
            if not is_pooled:
                # A pool does not survive a fork: two processes would speak over one socket. Workers fork.
                del database["OPTIONS"]["pool"]
            return database
        raise ImproperlyConfigured(f"{self.prefix}{name} must start with sqlite:/// or postgresql://.")


def split_dsn(name: str, dsn: str) -> tuple[str, str]:
    """Of `https://KEY@HOST/PROJECT`, as trackers of errors write it, where envelopes go, and the key. Empty: neither.

    The key goes into a header: an address with a name before its @ is sent nowhere (adapters.outgoing).
    """
    if not dsn:
        return "", ""
    url = urlsplit(dsn)
    folder, _, project = url.path.rstrip("/").rpartition("/")
    key, at, host = url.netloc.rpartition("@")
    is_whole = (
        url.scheme in ("https", "http") and at and _DSN_KEY.fullmatch(key) and host and project.isalnum()
    )
    if not is_whole or url.query or url.fragment:
        # The value is a secret: it is not repeated.
        raise ImproperlyConfigured(f"{Env.prefix}{name} must look like https://key@host/project.")
    return f"{url.scheme}://{host}{folder}/api/{project}/envelope/", key


def sqlite_database(path: str) -> dict[str, Any]:
    """Write-ahead log, the write lock taken at the start of a transaction, and every commit on the disk.

    Measured: with Django's defaults four writing processes lose one transaction in fifty to "database is
    locked"; with these none. FULL costs throughput that one group does not need and keeps what was acknowledged.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening one takes three milliseconds; what it keeps in memory is given back after a minute.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000",
        },
    }


def postgresql_database(**parts: str) -> dict[str, Any]:
    """Every request runs in one transaction: that is what carries the group scope to the database.

    As many connections as a web process has threads, opened together: one after another, five people who come at once
    to a busy machine wait too long. Whoever waits is told within seconds. While the server is away the pool would
    double its pauses for five minutes; given up early, it tries anew with the next request, so that people are served
    as soon as the server is back.
    """
    return {
        "ENGINE": "manyhands.storage.postgresql",
        **parts,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 4, "max_size": 8, "timeout": 10, "reconnect_timeout": 5},
            # For those few statements whose plan is kept (storage.prepared): from the first time on.
            "prepare_threshold": 0,
            "options": "-c lock_timeout=20s -c plan_cache_mode=force_generic_plan",
        },
    }
