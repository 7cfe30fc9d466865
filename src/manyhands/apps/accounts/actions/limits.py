"""How often somebody may ask and try.

Whoever has signed in before from a browser brings a word of proof from there, and is counted by that alone: a stranger
who uses up what an address or an account is allowed locks nobody out who comes from where they always come.
"""

from dataclasses import dataclass
from datetime import datetime

from manyhands.storage.rates import Limit, take

# At most 20 in any minute from one address. A person needs a code now and then.
CODES_PER_CLIENT = Limit("accounts.code.client", burst=10, per_minute=10)
CODES_PER_ADDRESS = Limit("accounts.code.email", burst=5, per_minute=0.1)
CODES_PER_KNOWN = Limit("accounts.code.known", burst=5, per_minute=0.2)
TRIES_PER_CLIENT = Limit("accounts.try.client", burst=10, per_minute=10)
SECOND_PER_ACCOUNT = Limit("accounts.second.account", burst=5, per_minute=0.1)
SECOND_PER_KNOWN = Limit("accounts.second.known", burst=5, per_minute=0.5)
KEYS_PER_CLIENT = Limit("accounts.key.client", burst=10, per_minute=10)


class TooManyCodesError(Exception):
    """Too many codes were asked for, or tried, from one place or for one address."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks: the machine's address, and the proof of a browser that was signed in as this account before."""

    client: str
    known: str = ""


def take_code(sender: Sender, address: str, *, at: datetime) -> bool:
    if sender.known:
        return take(CODES_PER_KNOWN, sender.known, at=at)
    return take(CODES_PER_CLIENT, sender.client, at=at) and take(CODES_PER_ADDRESS, address, at=at)


def take_try(sender: Sender, *, at: datetime) -> bool:
    return bool(sender.known) or take(TRIES_PER_CLIENT, sender.client, at=at)


def take_second(sender: Sender, user_id: int, *, at: datetime) -> bool:
    if sender.known:
        return take(SECOND_PER_KNOWN, sender.known, at=at)
    return take(TRIES_PER_CLIENT, sender.client, at=at) and take(SECOND_PER_ACCOUNT, str(user_id), at=at)
