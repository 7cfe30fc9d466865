"""What is written to a log names nobody and no private link: more people read a log than may know of somebody."""

import builtins
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from pythonjsonlogger.json import JsonFormatter

from manyhands.web.request_ids import find_request_id, remember_request_id

# Slashes may be percent-encoded, as where one address carries another.
_SLASH: Final = "(?:/|%2F)"
_PRIVATE: Final = re.compile(
    rf"({_SLASH}(?:r|i|join|share|partners|calendar|account{_SLASH}in){_SLASH})(?!\[hidden\])[^\s/?#&%\"'<>]+",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[^\s@<>\"'(),;:=]{1,64}@[^\s@<>\"'(),;]{1,255}")
_PHONE: Final = re.compile(r"\+\d[\d ().-]{6,20}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
# All that a line may say besides its words.
_FIELDS: Final = ("method", "route", "status", "ms", "group")
_MOST_FRAMES: Final = 30
_FRAME: Final = re.compile(r'^  File "([^"\n]+\.py|<[\w. -]+>)", line (\d+), in', re.MULTILINE)
_KIND: Final = re.compile(
    r"^([A-Za-z_][\w.]*(?:Error|Exception|Warning|Exit|Interrupt|DoesNotExist))(?=:|$)", re.MULTILINE
)
# "Process-… processing … '…' [the request that asked for it]": how the queue says that it begins.
_JOB_BEGINS: Final = re.compile(r" processing .*?(?:\[([\w.-]{8,64})\])?$")


def redact_links(text: str) -> str:
    """Take the token out of every address of a private link.

    >>> redact_links("Not Found: /r/k3y-of_mine/helper/4/"), redact_links("Not Found: /g/maple/")
    ('Not Found: /r/[hidden]/helper/4/', 'Not Found: /g/maple/')
    """
    return _PRIVATE.sub(r"\1[hidden]", text)


def scrub(text: str) -> str:
    """Take out private links and whatever looks like somebody's address or number.

    >>> scrub("cannot reach ana@example.org or (517) 555-0100 at /r/k3y/")
    'cannot reach [e-mail] or [number] at /r/[hidden]/'
    """
    return _PHONE.sub("[number]", _EMAIL.sub("[e-mail]", redact_links(text)))


def places_of(error: BaseException) -> list[str]:
    """What kind of mistake it was and where, from its cause on. Never its words: they may quote what somebody wrote."""
    told = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told += places_of(cause)
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return [*told, type(error).__qualname__, *(f"{one.filename}:{one.lineno} {one.name}" for one in frames)]


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


class RedactingFormatter(logging.Formatter):
    """For people. Works on the finished line; what an exception says of itself is shown to developers only."""

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = find_request_id() or "-"
        return scrub(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the base class's name
        return super().formatException(ei) if settings.DEBUG else "\n  ".join(places_of(ei[1]))


class JsonLines(JsonFormatter):
    """For machines: one object a line, with the same names each time, and nothing beside them."""

    def add_fields(
        self, log_record: dict[str, Any], record: logging.LogRecord, _message: Mapping[str, Any]
    ) -> None:
        error = _error_of(record)
        log_record.clear()
        log_record |= {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": scrub(record.getMessage()),
            "request_id": find_request_id() or None,
            **{name: getattr(record, name) for name in _FIELDS if hasattr(record, name)},
            **({"error": type(error).__qualname__, "where": places_of(error)} if error is not None else {}),
        }


def without_words(told: str) -> str:
    """Of a traceback in words only what kinds of mistakes there were, and where; of that again the same."""
    kinds = [kind for kind in _KIND.findall(told) if _is_a_kind(kind)]
    frames = [f'  File "{name}", line {line}, in' for name, line in _FRAME.findall(told)]
    return "\n".join([*kinds, *frames[-_MOST_FRAMES:]])


def _is_a_kind(name: str) -> bool:
    """A line of somebody's words may look like a mistake's name."""
    module, dot, _rest = name.partition(".")
    return module in sys.modules if dot else hasattr(builtins, name)


def _without_words(failure: str) -> str:
    """What the queue says of a job that failed ends in a whole traceback."""
    said, dash, told = failure.partition(" - ")
    left = _FRAME.sub(r"\1:\2", without_words(told)).replace("\n", " ")
    return f"{said}: {left}" if dash else said


class QueueFilter(logging.Filter):
    """The queue's own lines: that a job begins, and what is wrong. A job's lines carry the name of its request."""

    def filter(self, record: logging.LogRecord) -> bool:
        begins = _JOB_BEGINS.search(record.getMessage())
        if begins:
            remember_request_id(begins[1] or "")
        elif record.levelno >= logging.ERROR:
            record.msg, record.args = _without_words(record.getMessage()), ()
        return bool(begins) or record.levelno >= logging.WARNING
