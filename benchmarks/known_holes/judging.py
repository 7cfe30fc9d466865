"""How long a known hole may stay, what may stay longer and why, and what to do about the others."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.known_holes.asking import Hole, Pin

EXCEPTIONS = Path(__file__).parents[2] / "known_holes.toml"
FOUND = 1

# SECURITY.md promises it, worst first. What nobody has weighed counts as the worst.
MOST_DAYS = {"critical": 7, "high": 14, "moderate": 30, "low": 30}
NOT_WEIGHED = "of unknown severity"
LONGEST_EXCEPTION_DAYS = 92
SHORTEST_REASON_WORDS = 5


class ExceptionsError(Exception):
    """known_holes.toml says something that cannot stand."""


@dataclass(frozen=True, slots=True)
class Exemption:
    name: str
    library: str
    reason: str
    until: date

    def spares(self, hole: Hole, *, today: date) -> bool:
        return self.name in hole.names and self.library == hole.pin.name and today <= self.until


def judge(pins: list[Pin], holes: list[Hole], exemptions: list[Exemption], *, today: date) -> int:
    standing = 0
    for hole in sorted(holes, key=lambda one: (mend_by(one), str(one.pin))):
        spared = next((one for one in exemptions if one.spares(hole, today=today)), None)
        standing += spared is None
        print("\n".join(_lines(hole, spared, today=today)))
    for one in exemptions:
        if not any(one.name in hole.names for hole in holes):
            print(f"{EXCEPTIONS.name}: {one.name} is not found any more; take it out")
    apart = f", {len(holes) - standing} by exception" if len(holes) > standing else ""
    counts = Counter(pin.ecosystem for pin in pins)
    asked = ", ".join(f"{ecosystem} {count}" for ecosystem, count in sorted(counts.items()))
    print(f"{standing or 'no'} known hole(s) to mend{apart}; asked about {len(pins)} versions ({asked})")
    return FOUND if standing else 0


def severity_of(hole: Hole) -> str:
    """The worst of what is said of it."""
    return next((severity for severity in MOST_DAYS if severity in hole.severities), NOT_WEIGHED)


def mend_by(hole: Hole) -> date:
    return hole.known_since + timedelta(days=MOST_DAYS.get(severity_of(hole), min(MOST_DAYS.values())))


def _lines(hole: Hole, spared: Exemption | None, *, today: date) -> Iterator[str]:
    yield f"{hole.pin} ({hole.pin.ecosystem}): {hole.summary}"
    yield f"  {', '.join(hole.names)}"
    late_days = (today - mend_by(hole)).days
    late = f": {late_days} days ago" if late_days > 0 else ""
    yield f"  {severity_of(hole)}, known since {hole.known_since}, to be mended by {mend_by(hole)}{late}"
    yield f"  fixed in: {', '.join(hole.fixed_in) or 'no version yet'}"
    yield f"  {_what_to_do(hole, spared)}\n"


def _what_to_do(hole: Hole, spared: Exemption | None) -> str:
    if spared:
        return f"stays until {spared.until}: {spared.reason}"
    if not hole.fixed_in:
        return f"do: go without it, or say in {EXCEPTIONS.name} why it may stay, and until when"
    if hole.pin.ecosystem == "npm":
        return "do: name the fixed version in frontend/package.json; npm install there; make frontend test-browser"
    return "do: make lock UPGRADE=yes; make check test; look at the diff of the locks"


# --- what may stay -------------------------------------------------------------------------------------------------


def read_exemptions(*, today: date) -> list[Exemption]:
    try:
        said = tomllib.loads(EXCEPTIONS.read_text())
        return [_exemption(name, entry, today=today) for name, entry in said.items()]
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise ExceptionsError(f"cannot be read: {error}") from error


def _exemption(name: str, entry: dict[str, Any], *, today: date) -> Exemption:
    found = Exemption(name, **entry)
    if len(found.reason.split()) < SHORTEST_REASON_WORDS:
        raise ExceptionsError(f"{name}: say in a sentence why it may stay")
    if (found.until - today).days > LONGEST_EXCEPTION_DAYS:
        raise ExceptionsError(f"{name}: {found.until} is too far away, {LONGEST_EXCEPTION_DAYS} days at most")
    return found
