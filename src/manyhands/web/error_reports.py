"""What nobody expected to break, told to whoever looks after the program: what kind of mistake, and where in our code.

Never what a mistake says of itself, what variables held, or an address: each may quote somebody. `ERROR_REPORTER` names
an adapter by dotted path; without one nothing is made or sent. Whatever is logged as an error together with its
exception is told, so that requests need nothing of their own; what ends a job or a command is handed over here.
"""

import logging
import sys
import traceback
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection

from manyhands import __version__
from manyhands.web.error_sending import sender
from manyhands.web.middleware import METHODS
from manyhands.web.request_ids import find_request_id

OURS: Final = "manyhands"
# Of a job or a command, which nobody waits for: so long may its report take to leave before its process may end.
LEAVING_SECONDS: Final = 2.0
_MOST_FRAMES: Final = 30
_MOST_CAUSES: Final = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """A place in our own code."""

    module: str
    function: str
    line: int


@dataclass(frozen=True, slots=True)
class Mistake:
    module: str
    kind: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """All that is ever told. `mistakes` begin with what caused the others; `during` is a route, a job or a command."""

    id: str
    mistakes: tuple[Mistake, ...]
    during: str
    method: str
    request_id: str
    release: str
    database: str

    @property
    def sameness(self) -> tuple[object, ...]:
        """What two reports of one mistake have in common."""
        return (self.during, self.mistakes)


class ErrorReporter(Protocol):
    def send(self, report: ErrorReport, *, left_out: int) -> int:
        """Return for how many seconds nothing more should be sent. `left_out`: how many were not, since the last."""


def report_error(error: BaseException, *, during: str = "", method: str = "") -> None:
    """Hand over what is to be told; it is sent beside whatever goes on here, or left out when there is too much."""
    # What somebody sends on purpose to break something is their mistake, and logged as a refusal.
    if not settings.ERROR_REPORTER or isinstance(error, SuspiciousOperation):
        return
    mistakes = tuple(_mistakes_of(error))
    sender().put(
        ErrorReport(
            id=uuid4().hex,
            mistakes=mistakes,
            during=during or _first_place_of(mistakes),
            method=method,
            request_id=find_request_id(),
            release=__version__,
            database=connection.vendor,
        )
    )


def report_before_the_end(error: BaseException, *, during: str = "") -> None:
    """For a process that may end at once."""
    report_error(error, during=during)
    if settings.ERROR_REPORTER:
        sender().wait(LEAVING_SECONDS)


def _mistakes_of(error: BaseException) -> list[Mistake]:
    found: list[Mistake] = []
    one: BaseException | None = error
    while one is not None and len(found) < _MOST_CAUSES:
        found.insert(0, Mistake(type(one).__module__, type(one).__qualname__, tuple(_own_frames(one))))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _own_frames(error: BaseException) -> list[Frame]:
    places = [
        Frame(module, frame.f_code.co_qualname, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (module := str(frame.f_globals.get("__name__", ""))).split(".")[0] == OURS
    ]
    return places[-_MOST_FRAMES:]


def _first_place_of(mistakes: tuple[Mistake, ...]) -> str:
    """Of a job its own function: above it stands only the queue."""
    frames = mistakes[-1].frames
    return f"{frames[0].module}.{frames[0].function}" if frames else "-"


class ErrorReportHandler(logging.Handler):
    """Every error that is logged with its exception: what broke a request, and what a job has caught to go on."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        method = getattr(request, "method", "") or ""
        report_error(
            error,
            during=(match.view_name or match.route or "-") if match else getattr(record, "during", ""),
            method=method if method in METHODS else "",
        )


class QueueReporter:
    """What the queue calls where a job has failed (entry point `djangoq.errorreporters`)."""

    def report(self) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            report_before_the_end(error)
