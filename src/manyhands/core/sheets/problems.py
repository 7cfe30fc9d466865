"""What a parser answers: a value, and what is to be said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Generic, Literal, TypeVar

from manyhands.core.sheets.messages import MESSAGES

T = TypeVar("T")
Param = str | int | float
Severity = Literal["noted", "refused"]

#: Long enough to recognise a cell by, short enough for one line of a report.
QUOTED_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about a file, a column, a row or a cell.

    Logic looks at ``code`` and ``severity``; people read ``text`` or a translation of it.

    * ``noted``: a value was taken, and somebody should know how.
    * ``refused``: no value could be taken; what was typed is still in the row.

    >>> problem = refused("not_a_zip", text="ABC")
    >>> problem.code, problem.severity, dict(problem.params)
    ('not_a_zip', 'refused', {'text': 'ABC'})
    >>> problem.text
    '“ABC” is not a ZIP code.'
    """

    code: str
    severity: Severity
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The English default text."""
        return MESSAGES[self.code].format(**self.params)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What was read from a cell: a value or ``None``, and the problems met on the way.

    A blank cell is ``Reading(None)`` without problems: saying nothing is no mistake.

    >>> Reading(7).value, Reading(7).is_refused
    (7, False)
    >>> Reading(None, (refused("not_a_number", text="many"),)).is_refused
    True
    """

    value: T | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something was typed that could not be taken."""
        return any(problem.severity == "refused" for problem in self.problems)


def noted(code: str, **params: Param) -> Problem:
    """Return a remark on a value that was taken.

    >>> noted("text_cut", length=12000, limit=10000).text
    'The text has 12000 characters; the first 10000 were kept.'
    """
    return _problem(code, "noted", params)


def refused(code: str, **params: Param) -> Problem:
    """Return the reason for which a value could not be taken.

    >>> refused("nothing_asked").severity
    'refused'
    """
    return _problem(code, "refused", params)


def _problem(code: str, severity: Severity, params: Mapping[str, Param]) -> Problem:
    if code not in MESSAGES:
        raise ValueError(f"no message is written for the code {code!r}")
    short = {key: _quoted(value) for key, value in params.items()}
    return Problem(code, severity, MappingProxyType(short))


def _quoted(value: Param) -> Param:
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= QUOTED_CHARACTERS else line[: QUOTED_CHARACTERS - 1] + "…"
