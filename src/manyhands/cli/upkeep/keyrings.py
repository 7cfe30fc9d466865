"""Changing the keys of an installation that goes on serving (decision 19)."""

import secrets
import sys
import time
from collections.abc import Callable

from cryptography.fernet import Fernet

from manyhands.storage.keys import CONTACT, INDEX, LOOK_EVERY_SECONDS, KeyRing, key_name
from manyhands.storage.rotation import (
    count_by_key,
    count_old_indexes,
    renew_columns,
    renew_files,
    renew_indexes,
)

DONE, REFUSED = 0, 1
# Every process has read the file again by then, also one that was just in the middle of something.
UNTIL_ALL_KNOW_S = 3 * LOOK_EVERY_SECONDS
_RINGS: dict[str, tuple[KeyRing, str, Callable[[], str]]] = {
    "contact": (CONTACT, "MANYHANDS_CONTACT_KEYS", lambda: Fernet.generate_key().decode()),
    "index": (INDEX, "MANYHANDS_BLIND_INDEX_KEY", lambda: secrets.token_urlsafe(48)),
}


def print_keys() -> int:
    needed = count_by_key()
    if needed[""]:
        print(
            f"{needed['']} stored values open with none of the keys. One is missing: see docs/guides/keys.md."
        )
        return REFUSED
    old_indexes = count_old_indexes()
    for ring, setting, _fresh in _RINGS.values():
        print(f"{setting}, from {ring.path or 'the environment'}:")
        for place, key in enumerate(ring.read()):
            print(f"  {key_name(key)}  {_said_of(ring, key, place, needed[key], old_indexes)}")
    return DONE


def _said_of(ring: KeyRing, key: str, place: int, needed: int, old_indexes: int) -> str:
    if ring is INDEX:
        return "finds" if place == 0 else f"found with before; {_rest(old_indexes)}"
    return f"writes and opens; {needed} values" if place == 0 else f"opens only; {_rest(needed)}"


def _rest(count: int) -> str:
    return f"{count} values still need it" if count else "nothing needs it, it can be retired"


def rotate(only: str | None) -> int:
    names = [only] if only else list(_RINGS)
    if not _bring_in(names):
        return REFUSED
    if "contact" in names:
        for table, count in renew_columns():
            if count:
                print(f"{table}: {count}")
        print(f"files: {renew_files()}")
    if "index" in names:
        print(f"found by: {renew_indexes()}")
    print("All of it is under the new keys. `manyhands keys list` says which can be retired.")
    return DONE


def _bring_in(names: list[str]) -> bool:
    """A new key is first one that all processes open with, and only then the one that they write with."""
    fresh: dict[str, str] = {}
    for name in names:
        ring, setting, make = _RINGS[name]
        if _is_unfinished(name):
            print(f"{setting}: the last change is not finished; finishing it, without another new key.")
            continue
        if ring.path is None:
            print(
                f"{setting} comes from the environment. Put this key in front of it, with a comma after it, start "
                f"everything anew, and run this again; or keep the keys in a file ({setting}_FILE):\n{make()}",
                file=sys.stderr,
            )
            return False
        fresh[name] = make()
    try:
        _write(fresh, lambda ring, key: (*ring.read(), key))
        _write(fresh, lambda ring, key: (key, *(one for one in ring.read() if one != key)))
    except OSError as error:
        print(f"The file of keys cannot be written: {error}", file=sys.stderr)
        return False
    return True


def _write(fresh: dict[str, str], order: Callable[[KeyRing, str], tuple[str, ...]]) -> None:
    for name, key in fresh.items():
        ring = _RINGS[name][0]
        ring.write(order(ring, key))
    if fresh:
        time.sleep(UNTIL_ALL_KNOW_S)


def _is_unfinished(name: str) -> bool:
    """Whether something is still under a key that is not the first."""
    ring = _RINGS[name][0]
    if name == "index":
        return len(ring.read()) > 1 and count_old_indexes() > 0
    needed = count_by_key()
    return any(needed[key] for key in ring.read()[1:])


def retire(wanted: str) -> int:
    for name, (ring, setting, _fresh) in _RINGS.items():
        for place, key in enumerate(ring.read()):
            if key_name(key) == wanted:
                return _retire(name, ring, setting, key, place)
    print(f"There is no key {wanted}. `manyhands keys list` prints their names.", file=sys.stderr)
    return REFUSED


def _retire(name: str, ring: KeyRing, setting: str, key: str, place: int) -> int:
    if place == 0:
        print(
            "This is the key that writes now. `manyhands keys rotate` brings in another first.",
            file=sys.stderr,
        )
        return REFUSED
    needed = count_old_indexes() if name == "index" else count_by_key()[key]
    if needed:
        print(
            f"{needed} values still need it. `manyhands keys rotate` puts them under the new one.",
            file=sys.stderr,
        )
        return REFUSED
    if ring.path is None:
        print(f"Nothing needs it. Take it out of {setting} and start everything anew.")
        return DONE
    try:
        ring.write(tuple(one for one in ring.read() if one != key))
    except OSError as error:
        print(f"The file of keys cannot be written: {error}", file=sys.stderr)
        return REFUSED
    print("Retired. Keep it for as long as there are backups from before: they need it to be restored.")
    return DONE
