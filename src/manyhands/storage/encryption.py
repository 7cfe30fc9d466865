"""Contact fields are stored encrypted and found by keyed blind indexes.

Fernet (AES-128-CBC with HMAC-SHA256) with a ring of keys: the first encrypts, all decrypt, so that keys can be
rotated. A blind index is an HMAC of the normalised value under a key derived for one group, so that the same
telephone number in two groups gives two unrelated indexes. Decision 19 says how keys are changed.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from manyhands.storage.keys import CONTACT, INDEX


class WrongKeyError(RuntimeError):
    """Stored data cannot be read with any of the configured keys."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    return encrypt_bytes(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    return decrypt_bytes(token.encode("ascii")).decode()


def encrypt_bytes(data: bytes) -> bytes:
    return _fernet(CONTACT.read()).encrypt(data)


def decrypt_bytes(token: bytes) -> bytes:
    try:
        return _fernet(CONTACT.read()).decrypt(token)
    except InvalidToken as error:
        # Another process may have begun to write with a key that came into the file a moment ago.
        if CONTACT.look_again():
            return decrypt_bytes(token)
        raise WrongKeyError(
            "Stored data does not open with the keys that are configured (MANYHANDS_CONTACT_KEYS). Was a key retired "
            "too early, or the wrong file named? See docs/guides/keys.md."
        ) from error


@lru_cache(maxsize=4096)
def _group_key(master: str, group_id: int | None) -> bytes:
    return hmac.new(master.encode(), f"group:{group_id}".encode(), hashlib.sha256).digest()


def blind_index(group_id: int | None, kind: str, value: str) -> str:
    """128 bits in hex that stand for `value` within one group, to be written; an empty value has no index."""
    return _index_under(INDEX.read()[0], group_id, kind, value) if value else ""


def blind_indexes(group_id: int | None, kind: str, value: str) -> list[str]:
    """Whatever may stand for `value` while keys are changed: look up by all of them. The first is the one to write."""
    return [_index_under(key, group_id, kind, value) for key in INDEX.read()] if value else []


def _index_under(master: str, group_id: int | None, kind: str, value: str) -> str:
    key = _group_key(master, group_id)
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def token_hash(token: str) -> str:
    """Private links are stored only as this hash. Tokens are random and at least 128 bits long: neither salt nor key
    would hide them better, and a hash without a key outlives every change of keys.
    """
    return hashlib.sha256(f"token:{token}".encode()).hexdigest()


def keyed_hash(text: str) -> str:
    """For what is short enough to be guessed: whoever has the database alone cannot try all of it."""
    return hmac.new(INDEX.read()[0].encode(), f"hash:{text}".encode(), hashlib.sha256).hexdigest()
