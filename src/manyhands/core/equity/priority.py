"""How much it matters to meet a need: urgency × equity × waiting, each within published bounds."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

URGENCY_FACTORS: Mapping[int, float] = MappingProxyType({1: 1.0, 2: 2.0, 3: 3.0, 4: 4.0})
"""What cannot wait until tomorrow counts four times as much as what can wait for ever: no more than
that, so that a flood of urgent needs cannot silence the rest."""

EQUITY_LEAST = 1.0
"""Nobody's need counts less for who they are or where they live."""

EQUITY_MOST = 2.0
"""Where life is harder a need may count up to twice: enough to make up for help that comes late
there, too little to overrule what is urgent everywhere."""

WAITING_PER_DAY = 0.5
"""Each full day of waiting adds half of what the need counted when it was new, so that whoever is
passed over today comes nearer to the front tomorrow; full days, so that plans do not change by the hour."""

WAITING_MOST = 9.0
"""More than the most urgent new need with the highest equity (4 × 2) can count against the least:
after enough days everybody's turn comes. A bound, so that one forgotten need does not outweigh all others."""

DAYS_TO_PASS_NEXT_URGENCY = 7
"""After so many full days a need outranks every new one of the next urgency, whatever the equity of both."""

DAYS_TO_PASS_ALL = 15
"""After so many full days a need outranks every new one there can be: nobody starves."""

WEIGHT_PER_POINT = 10
"""The engine's weights are whole numbers: one point of priority is 10 of them, a finer difference is none."""

_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How much a need matters, with the parts that it comes from.

    Attributes:
        urgency: the factor of its urgency, 1 to 4.
        equity: the factor of its equity, 1 to 2.
        waiting: the factor of the days it has waited, 1 to 9.

    >>> Priority(urgency=4.0, equity=1.5, waiting=2.0).value
    12.0
    """

    urgency: float
    equity: float
    waiting: float

    @property
    def value(self) -> float:
        """The product of the parts, from 1 to 72, as people are told it."""
        return self.urgency * self.equity * self.waiting

    @property
    def weight(self) -> int:
        """The value as the whole number that the engine weighs, from 10 to 720."""
        return round(self.value * WEIGHT_PER_POINT)

    def as_json(self) -> dict[str, float]:
        """Return the value and its parts, for whoever shows "12 = urgency 4 × equity 1.5 × waiting 2"."""
        return {
            "value": round(self.value, 1),
            "urgency": self.urgency,
            "equity": self.equity,
            "waiting": self.waiting,
        }


def priority_of(urgency: int, *, equity: float = EQUITY_LEAST, waited_hours: float) -> Priority:
    """Return how much a need matters.

    Args:
        urgency: 1 whenever it suits, 2 within a week, 3 within two or three days, 4 today.
        equity: how much harder life is there than elsewhere; 1 as long as nothing is known. What
            lies beyond the bounds counts as the bound.
        waited_hours: since the need was acknowledged; less than 0 counts as 0.

    Raises:
        ValueError: when the urgency is not one of the four, or a number is not finite.

    >>> priority_of(4, equity=1.5, waited_hours=50)
    Priority(urgency=4.0, equity=1.5, waiting=2.0)
    >>> priority_of(1, waited_hours=15 * 24).weight > priority_of(4, equity=2.0, waited_hours=0).weight
    True
    """
    if urgency not in URGENCY_FACTORS:
        raise ValueError(f"urgency must be one of {', '.join(map(str, URGENCY_FACTORS))}, not {urgency!r}")
    if not (math.isfinite(equity) and math.isfinite(waited_hours)):
        raise ValueError(f"equity {equity} and hours waited {waited_hours} must be finite numbers")
    days = max(0, math.floor(waited_hours / _HOURS_A_DAY))
    return Priority(
        urgency=URGENCY_FACTORS[urgency],
        equity=min(EQUITY_MOST, max(EQUITY_LEAST, equity)),
        waiting=min(WAITING_MOST, 1.0 + WAITING_PER_DAY * days),
    )
