from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from manyhands.apps.accounts.policies import FRESH_FOR, HALF_FOR, ONE_FACTOR, TWO_FACTORS

_FACTORS, _PROVED_AT, _SIGNED_IN_AT, _HALF = "factors", "proved_at", "signed_in_at", "half_way"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody has proven their address, and not yet the second step: they are not signed in."""

    user_id: int
    next_url: str


def note_proof(session: Any, *, factors: int, at: datetime) -> None:
    """What was proven before stays proven: a code by e-mail takes no second step away."""
    session[_FACTORS] = max(factors, session.get(_FACTORS, ONE_FACTOR))
    session[_PROVED_AT] = int(at.timestamp())
    session.setdefault(_SIGNED_IN_AT, int(at.timestamp()))


def has_two_factors(session: Any) -> bool:
    return bool(session.get(_FACTORS, ONE_FACTOR) >= TWO_FACTORS)


def is_fresh(session: Any, *, at: datetime) -> bool:
    return bool(at.timestamp() - session.get(_PROVED_AT, 0) < FRESH_FOR.total_seconds())


def signed_in_at(session: Any) -> datetime | None:
    seconds = session.get(_SIGNED_IN_AT)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def go_half_way(session: Any, user_id: int, next_url: str, *, at: datetime) -> None:
    """The session gets a new key here already: what somebody planted before is of no use."""
    session.cycle_key()
    session[_HALF] = {"user": user_id, "next": next_url, "until": int((at + HALF_FOR).timestamp())}


def find_half_way(session: Any, *, at: datetime) -> HalfWay | None:
    kept = session.get(_HALF)
    if kept is None or kept["until"] < at.timestamp():
        return None
    return HalfWay(kept["user"], kept["next"])


def forget_half_way(session: Any) -> None:
    session.pop(_HALF, None)
