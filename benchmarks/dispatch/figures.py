"""What was measured of one region, and what the targets ask of it."""

from dataclasses import dataclass, field
from typing import Final

from benchmarks.dispatch.methods import OURS
from benchmarks.dispatch.region import Regime, Size

TOO_SHORT_SECONDS: Final = 0.002
"""A ratio to what takes less would say more about the clock than about what is measured."""


def ratio_of(theirs: "Line", ours: "Line") -> float | None:
    """How many times the CPU seconds of one line another took; None when that cannot be said."""
    if theirs.cpu_seconds is None or ours.cpu_seconds is None or ours.cpu_seconds < TOO_SHORT_SECONDS:
        return None
    return theirs.cpu_seconds / ours.cpu_seconds


@dataclass(frozen=True)
class Case:
    size: Size
    regime: Regime
    seed: int

    @property
    def title(self) -> str:
        size = self.size
        return (
            f"{size.requests:,} requests, {size.volunteers:,} volunteers, {size.pools:,} groups; "
            f"help is {self.regime.name}"
        )


@dataclass(frozen=True)
class Line:
    """One method; without seconds it was stopped, or could not be tried, for a reason.

    Attributes:
        pairs: how many were found, or chosen from.
        cost: in grains, of a choice.
        unmet_weight: of what is left though somebody could.
        is_exact, keeps_hours: see ``methods.Method``.
        twice: tasks for which the same person would have to come twice.
    """

    name: str
    pairs: int = 0
    cpu_seconds: float | None = None
    wall_seconds: float = 0.0
    memory_mb: float = 0.0
    why_not: str = ""
    cost: int | None = None
    unmet_weight: int = 0
    is_exact: bool = False
    keeps_hours: bool = False
    twice: int = 0


@dataclass
class Figures:
    """All lines of a case, by kind.

    Attributes:
        room: tasks that people have time for, for each task.
        whole: from tables to a plan that is shown, everything included.
        is_certified: whether the certificate calls that plan the best; None when it was not asked.
        problems: what is wrong, in sentences; a run with any fails.
    """

    case: Case
    room: float = 0.0
    candidates: list[Line] = field(default_factory=list)
    choices: list[Line] = field(default_factory=list)
    whole: Line | None = None
    is_certified: bool | None = None
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def find_line(self, name: str) -> Line | None:
        """The line of a method that came to an end."""
        lines = [*self.candidates, *self.choices]
        return next((line for line in lines if line.name == name and line.cpu_seconds is not None), None)

    def ratio(self, other: str, *, to: str = OURS) -> float | None:
        """How many times the CPU seconds of ours another method took; None when that cannot be said."""
        mine, theirs = self.find_line(to), self.find_line(other)
        return None if mine is None or theirs is None else ratio_of(theirs, mine)

    def least_cost(self, *, keeps_hours: bool) -> int:
        """What the best choice costs, by the exact methods that ended."""
        return min(
            line.cost
            for line in self.choices
            if line.is_exact and line.keeps_hours == keeps_hours and line.cost is not None
        )
