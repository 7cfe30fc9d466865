"""What if everybody went farther: at least so far, or so many times as far as now."""

from dataclasses import dataclass, replace
from typing import Final

from manyhands.core.dispatch.what_if.situation import DEFAULT_RADIUS_M, Situation

FARTHEST_M: Final = 500_000
"""Farther than anybody goes to help. Nobody's radius grows beyond it."""

MOST_PERCENT: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EverybodyGoes:
    """Whoever goes less far than this goes so far. Nobody goes less far than before.

    Attributes:
        at_least_m: how far, 1 m or more.

    Raises:
        ValueError: when it is not a way.
    """

    at_least_m: int

    def __post_init__(self) -> None:
        """Refuse what is no way."""
        if not 1 <= self.at_least_m <= FARTHEST_M:
            raise ValueError(f"a radius must be from 1 to {FARTHEST_M} m, not {self.at_least_m}")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation with wider ways. Who has not said how far counts with what is assumed of them."""
        return replace(
            situation,
            volunteers=tuple(
                one
                if (one.radius_m if one.radius_m is not None else DEFAULT_RADIUS_M) >= self.at_least_m
                else replace(one, radius_m=self.at_least_m)
                for one in situation.volunteers
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EverybodyGoesTimes:
    """Everybody goes so many per cent of what they have named: 150 is half as far again.

    Attributes:
        percent: more than 0; below 100 asks what would be lost.

    Raises:
        ValueError: when it is not.
    """

    percent: int

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        if not 1 <= self.percent <= MOST_PERCENT:
            raise ValueError(f"a radius can be 1 to {MOST_PERCENT} % of what it is, not {self.percent}")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation with other ways."""
        return replace(
            situation,
            volunteers=tuple(
                replace(one, radius_m=min(FARTHEST_M, self._of(one.radius_m))) for one in situation.volunteers
            ),
        )

    def _of(self, radius_m: int | None) -> int:
        """Return the share of a radius; of what is assumed where none was named."""
        return (DEFAULT_RADIUS_M if radius_m is None else radius_m) * self.percent // 100
