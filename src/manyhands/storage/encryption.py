"""Contact fields are stored encrypted and found by keyed blind indexes.

Fernet (AES-128-CBC with HMAC-SHA256) with a list of keys: the first encrypts, all decrypt, so that keys can be
rotated. A blind index is an HMAC of the normalised value under a key derived for one group, so that the same
telephone number in two groups gives two unrelated indexes.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class WrongKeyError(RuntimeError):
    """Stored data cannot be read with any of the configured keys."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    return _fernet(tuple(settings.CONTACT_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    try:
        return _fernet(tuple(settings.CONTACT_KEYS)).decrypt(token.encode("ascii")).decode()
    except InvalidToken as error:
        raise WrongKeyError("Stored contact data does not open with the configured keys.") from error


def encrypt_bytes(data: bytes) -> bytes:
    return _fernet(tuple(settings.CONTACT_KEYS)).encrypt(data)


def decrypt_bytes(token: bytes) -> bytes:
    try:
        return _fernet(tuple(settings.CONTACT_KEYS)).decrypt(token)
    except InvalidToken as error:
        raise WrongKeyError("A stored file does not open with the configured keys.") from error


@lru_cache(maxsize=4096)
def _group_key(master: str, group_id: int | None) -> bytes:
    return hmac.new(master.encode(), f"group:{group_id}".encode(), hashlib.sha256).digest()


def blind_index(group_id: int | None, kind: str, value: str) -> str:
    """128 bits in hex that stand for `value` within one group; an empty value has no index."""
    if not value:
        return ""
    key = _group_key(settings.BLIND_INDEX_KEY, group_id)
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def token_hash(token: str) -> str:
    """Private links and codes are stored only as this hash; tokens are random, so no salt is needed."""
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), f"token:{token}".encode(), hashlib.sha256).hexdigest()
