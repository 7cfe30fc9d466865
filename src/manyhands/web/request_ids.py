"""One name for everything that comes of one request: its answer, its lines in the log, the jobs that it left behind."""

import re
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest

HEADER: Final = "X-Request-ID"
# What may stand in a log as it came, and in the queue's column for it.
_FIT: Final = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def find_request_id() -> str:
    return _current.get()


def remember_request_id(request_id: str) -> None:
    """For the rest of what this thread does; a job begins with the name of the request that asked for it."""
    _current.set(request_id)


def request_id_of(request: HttpRequest) -> str:
    """What our own proxy calls it, where there is one; else a name of our own: nobody else may write into the log."""
    told = request.headers.get(HEADER, "") if settings.TRUSTED_PROXY_COUNT else ""
    return told if _FIT.fullmatch(told) else uuid4().hex
