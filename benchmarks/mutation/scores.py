"""How many changes the tests notice, and how sure that is when not all were tried."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WANTED = 0.85
# What a figure is above nineteen times in twenty.
_Z = 1.645


@dataclass(frozen=True)
class Score:
    """Of one part, of which some changes were drawn."""

    part: str
    tried: int
    of: int
    noticed: int

    @property
    def share(self) -> float:
        return self.noticed / self.tried if self.tried else 0.0

    @property
    def lowest(self) -> float:
        """Where the share of all of them lies at least, nineteen times in twenty (Wilson's interval)."""
        return self.share if self.tried in {0, self.of} else _lowest(self.share, self.tried)


@dataclass(frozen=True)
class Together:
    """Of several parts, each counting for as many changes as it has, however many of them were drawn."""

    part: str
    scores: Sequence[Score]

    @property
    def tried(self) -> int:
        return sum(score.tried for score in self.scores)

    @property
    def of(self) -> int:
        return sum(score.of for score in self.scores)

    @property
    def noticed(self) -> int:
        return sum(score.noticed for score in self.scores)

    @property
    def share(self) -> float:
        return sum(score.share * score.of for score in self.scores) / self.of if self.of else 0.0

    @property
    def lowest(self) -> float:
        """As for one part, with as many changes as tell as much when they are drawn from all parts alike."""
        spread = sum((score.of / self.of) ** 2 * _spread(score) for score in self.scores) if self.of else 0.0
        if not spread or not 0 < self.share < 1:
            return self.share
        return _lowest(self.share, self.share * (1 - self.share) / spread)


def _spread(score: Score) -> float:
    """How far off the share of one part may be, squared; a sample without a miss is no proof that there is none."""
    if score.tried in {0, score.of}:
        return 0.0
    share = (score.noticed + 1) / (score.tried + 2)
    return share * (1 - share) / score.tried


def _lowest(share: float, tried: float) -> float:
    middle = share + _Z**2 / (2 * tried)
    spread = _Z * math.sqrt(share * (1 - share) / tried + _Z**2 / (4 * tried**2))
    return (middle - spread) / (1 + _Z**2 / tried)
