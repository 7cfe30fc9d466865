"""What was read and what was planned, as the writers of sheet, summary and page take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from manyhands.core.values.point import Point


class UnusableError(Exception):
    """Nothing can be planned from what was given; the message says what to do."""


class WrongPlanError(Exception):
    """A plan that did not stand its check: it is never shown."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to mend or to know, and where it stands. Line 0 is the file as a whole."""

    file: str
    line: int
    text: str
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of help of one row of needs."""

    id: str
    line: int
    reference: str
    name: str
    kind: str
    what: str
    where: str
    point: Point | None
    is_remote: bool
    people: int
    weight: int
    languages: frozenset[str]
    due: date | None
    own_words: str = ""
    """For a kind that is not known: its words, folded."""
    zip_only: str = ""
    """The ZIP code, where nothing finer is known."""


@dataclass(frozen=True, slots=True)
class Helper:
    """One row of volunteers."""

    id: str
    line: int
    name: str
    where: str
    point: Point | None
    skills: frozenset[str]
    languages: frozenset[str]
    week_mask: int | None
    radius_m: int | None
    tasks_per_week: int | None
    recent: int
    has_vehicle: bool | None
    is_paused: bool
    zip_only: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of needs that nobody is looked for, and why."""

    line: int
    name: str
    reason: str


@dataclass(slots=True)
class Gathered:
    """Both sheets as far as they were understood."""

    needs_file: str
    volunteers_file: str
    headings: tuple[str, ...]
    cells: Mapping[int, tuple[str, ...]]
    tasks: list[Task]
    helpers: list[Helper]
    left_out: list[LeftOut]
    remarks: list[Remark] = field(default_factory=list)
    zip_only: int = 0
    zip_centres: Mapping[str, Point] = field(default_factory=dict)


class Outcome(StrEnum):
    COVERED = "covered"
    UNMET = "unmet"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan: a helper for a task, or that nobody was found and why."""

    line: int
    outcome: Outcome
    name: str
    what: str = ""
    where: str = ""
    why: str = ""
    task_id: str = ""
    helper_id: str = ""
    helper_name: str = ""
    distance_m: int | None = None
    is_remote: bool = False
    is_same_zip: bool = False
    load_after: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """How much one helper has to do when the plan is followed."""

    helper_id: str
    name: str
    before: int
    added: int
    per_week: int | None
    why_idle: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the checked plan may be called."""

    sentences: tuple[str, ...]
    solver: str


@dataclass(frozen=True, slots=True)
class Planned:
    """The answer: every line in the order of the sheet of needs."""

    lines: tuple[Line, ...]
    loads: tuple[Load, ...]
    proof: Proof
    assumed: tuple[str, ...]
    begins: date

    @property
    def wanted(self) -> int:
        """How many times somebody is needed."""
        return sum(
            1 if line.outcome is Outcome.COVERED else line.missing
            for line in self.lines
            if line.outcome is not Outcome.NOT_PLANNED
        )

    @property
    def covered(self) -> list[Line]:
        return [line for line in self.lines if line.outcome is Outcome.COVERED]

    @property
    def unmet(self) -> list[Line]:
        return [line for line in self.lines if line.outcome is Outcome.UNMET]

    @property
    def travel_m(self) -> int:
        """All ways together, one way each."""
        return sum(line.distance_m or 0 for line in self.covered)
