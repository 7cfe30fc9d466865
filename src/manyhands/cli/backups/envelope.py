"""A sealed file: nobody without the key reads it, and nobody changes, shortens or reorders it unnoticed.

One line says the format, one (JSON) who may open it. Then frames: one byte (1 for the last one), four bytes of length,
and that many bytes of AES-256-GCM. The key is made for this one file from the backup key and a random salt (HKDF), the
nonce counts the frames and says whether one is the last, and both lines in front are vouched for by every frame. The
last frame holds the manifest.
"""

import base64
import binascii
import hashlib
import json
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

from manyhands.cli.language import gettext as _

FORMAT = b"manyhands-backup-1\n"
FRAME_BYTES = 1024 * 1024
KEY_BYTES = 32
_LONGEST_HEADER = 10_000
_TAG_BYTES = 16
_FRAME = struct.Struct(">BI")


class BackupError(Exception):
    """Something stands in the way; the message says in words what, and what to do."""


@dataclass(frozen=True)
class BackupKey:
    secret: bytes

    @property
    def id(self) -> str:
        """Names the key without telling anything about it."""
        return hashlib.sha256(b"manyhands backup key" + self.secret).hexdigest()[:16]

    def for_file(self, salt: bytes) -> AESGCM:
        derived = HKDF(SHA256(), KEY_BYTES, salt, b"manyhands backup 1").derive(self.secret)
        return AESGCM(derived)


def read_keys(texts: Sequence[str]) -> list[BackupKey]:
    """Raises ImproperlyConfigured for one that `manyhands keys` cannot have printed."""
    keys = []
    for text in texts:
        try:
            secret = base64.urlsafe_b64decode(text.encode())
        except (binascii.Error, ValueError):
            secret = b""
        if len(secret) != KEY_BYTES:
            raise ImproperlyConfigured(
                "MANYHANDS_BACKUP_KEYS holds something that is not a key. `manyhands keys` prints one."
            )
        keys.append(BackupKey(secret))
    return keys


class Sealer:
    """Writes one sealed file; without `close` it has no end, and nobody takes it for a whole one."""

    def __init__(self, out: BinaryIO, key: BackupKey, facts: dict[str, Any]) -> None:
        salt = os.urandom(KEY_BYTES)
        header = json.dumps({**facts, "key": key.id, "salt": salt.hex()}, sort_keys=True).encode() + b"\n"
        out.write(FORMAT + header)
        self._out, self._cipher = out, key.for_file(salt)
        self._vouched, self._number, self._waiting = FORMAT + header, 0, bytearray()

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) >= FRAME_BYTES:
            self._seal(bytes(self._waiting[:FRAME_BYTES]), is_last=False)
            del self._waiting[:FRAME_BYTES]

    def close(self, manifest: bytes) -> None:
        if self._waiting:
            self._seal(bytes(self._waiting), is_last=False)
        self._seal(manifest, is_last=True)

    def _seal(self, data: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, is_last=is_last), data, self._vouched)
        self._out.write(_FRAME.pack(is_last, len(sealed)) + sealed)
        self._number += 1


class Opener:
    """Reads one sealed file: `payload` in order, and after it `manifest`.

    Raises BackupError for a file that is none of ours, sealed with another key, changed, or not whole.
    """

    def __init__(self, source: BinaryIO, keys: Sequence[BackupKey]) -> None:
        self._source = source
        if source.readline(len(FORMAT)) != FORMAT:
            raise BackupError(_("This is not a backup that `manyhands backup` made."))
        header = source.readline(_LONGEST_HEADER)
        try:
            self.facts: dict[str, Any] = json.loads(header)
            salt, named = bytes.fromhex(self.facts["salt"]), self.facts["key"]
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged() from error
        key = next((key for key in keys if key.id == named), None)
        if key is None:
            text = _("This backup was sealed with the key %(key)s, which is not in MANYHANDS_BACKUP_KEYS.")
            raise BackupError(text % {"key": named})
        self._cipher, self._vouched = key.for_file(salt), FORMAT + header
        self.manifest = b""

    def payload(self) -> Iterator[bytes]:
        number = 0
        while True:
            is_last, data = self._frame(number)
            if is_last:
                self.manifest = data
                break
            yield data
            number += 1
        if self._source.read(1):
            raise _damaged()

    def _frame(self, number: int) -> tuple[bool, bytes]:
        is_last, length = _FRAME.unpack(self._take(_FRAME.size))
        # The last frame is a manifest: as long as there are tables to name.
        if not is_last and length > FRAME_BYTES + _TAG_BYTES:
            raise _damaged()
        sealed = self._take(length)
        try:
            return bool(is_last), self._cipher.decrypt(
                _nonce(number, is_last=bool(is_last)), sealed, self._vouched
            )
        except InvalidTag as error:
            raise _damaged() from error

    def _take(self, count: int) -> bytes:
        data = self._source.read(count)
        if len(data) != count:
            raise BackupError(_("This backup is not whole: it ends too early. Take an older one."))
        return data


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _damaged() -> BackupError:
    return BackupError(_("This backup was damaged or changed. Take an older one."))
