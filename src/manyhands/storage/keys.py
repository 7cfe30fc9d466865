"""The rings of keys: the first of a ring writes, all of them open, so that keys can be changed while people work.

A ring whose setting names a file is read again when the file changes, within a second, by every process. That is what
lets `manyhands keys rotate` bring in a new key without stopping anything.
"""

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings

LOOK_EVERY_SECONDS = 1.0
_SEPARATORS = re.compile(r"[\s,]+")


class KeyRing:
    """The keys of one setting, from the environment or from the file that `settings.KEY_FILES` names for it."""

    def __init__(self, setting: str) -> None:
        self.setting = setting
        self._from_file: tuple[str, ...] = ()
        self._written_ns = 0
        self._look_again_at = 0.0

    @property
    def path(self) -> Path | None:
        path = settings.KEY_FILES.get(self.setting, "")
        return Path(path) if path else None

    def read(self) -> tuple[str, ...]:
        if time.monotonic() >= self._look_again_at:
            self.look_again()
        return self._from_file or tuple(getattr(settings, self.setting))

    def look_again(self) -> bool:
        """Whether the file says something new. A file that cannot be read for a moment leaves what was known."""
        self._look_again_at = time.monotonic() + LOOK_EVERY_SECONDS
        if self.path is None:
            self._from_file, self._written_ns = (), 0
            return False
        try:
            written_ns = self.path.stat().st_mtime_ns
            if written_ns == self._written_ns:
                return False
            found = read_keys(self.path.read_text(encoding="utf-8"))
        except OSError:
            return False
        before, self._from_file, self._written_ns = self._from_file, found, written_ns
        return found != before

    def write(self, keys: tuple[str, ...]) -> None:
        """Put these keys into the file, whole or not at all; whoever may read it stays the same.

        Raises:
            OSError: when the file may only be read, as secrets of containers are.
        """
        if self.path is None:
            raise OSError(f"{self.setting} comes from the environment, not from a file.")
        mode = self.path.stat()
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}-")
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write("\n".join(keys) + "\n")
                out.flush()
                os.fsync(out.fileno())
            fresh.chmod(mode.st_mode & 0o777)
            if os.geteuid() == 0:
                os.chown(fresh, mode.st_uid, mode.st_gid)
            fresh.replace(self.path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        self.look_again()


def read_keys(text: str) -> tuple[str, ...]:
    """Separated by commas or by lines."""
    return tuple(key for key in _SEPARATORS.split(text.strip()) if key)


def key_name(key: str) -> str:
    """Eight letters by which a key can be spoken of; nobody gets from them to the key."""
    return hashlib.sha256(f"name of a key:{key}".encode()).hexdigest()[:8]


CONTACT = KeyRing("CONTACT_KEYS")
INDEX = KeyRing("BLIND_INDEX_KEYS")
