"""CPU time and queries of requests: inside this process, and over HTTP against a server of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks.installation import Server
from benchmarks.processes import cpu_seconds, parent_of
from benchmarks.visits import Request, Visit

WARM_UP, COUNTED = 5, 40
# A page that takes long is asked for less often.
LONG_ENOUGH_SECONDS = 2.5
# Marks of a transaction carry no data, and differ between the databases.
MARKS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class BrokenVisitError(Exception):
    """A page did not answer as it should; what it costs means nothing."""


@dataclass(frozen=True)
class Inside:
    cpu_ms: float
    queries: int
    kilobytes: float


@dataclass(frozen=True)
class OverHttp:
    app_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.app_ms + self.database_ms


def measure_inside(visit: Visit) -> Inside:
    """Django's own client: no sockets, so this is what the application itself costs, database client included."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def ask(request: Request) -> Any:
        headers = request.headers
        return client.generic(
            request.method, request.path, request.body, headers.pop("Content-Type"), headers=headers
        )

    body = b""
    for request in visit.make(WARM_UP):
        answer = ask(request)
        body = answer.content
        _check(visit, answer.status_code, body)
    (counted,) = visit.make(1)
    queries = _count_queries(lambda: ask(counted))
    prepared = visit.make(COUNTED)
    before = time.process_time()
    asked = _ask_for_a_while(ask, prepared)
    spent = time.process_time() - before
    return Inside(1000 * spent / asked, queries, len(body) / 1024)


def _ask_for_a_while(ask: Callable[[Request], Any], prepared: list[Request]) -> int:
    """How many were asked for in the time there is."""
    until = time.monotonic() + LONG_ENOUGH_SECONDS
    for number, request in enumerate(prepared, 1):
        ask(request)
        if time.monotonic() > until:
            return number
    return len(prepared)


def _count_queries(ask: Callable[[], Any]) -> int:
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(MARKS):
            statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        ask()
    return len(statements)


def measure_over_http(visit: Visit, server: Server) -> OverHttp:
    """One visitor after another on one connection; the load itself runs in this process and is not counted."""
    database = _database_pid()
    http = server.connect()

    def ask(request: Request) -> None:
        http.request(request.method, request.path, request.body or None, request.headers)
        answer = http.getresponse()
        _check(visit, answer.status, answer.read())

    for request in visit.make(WARM_UP):
        ask(request)
    prepared = visit.make(COUNTED)
    app, rows = cpu_seconds(server.pid), cpu_seconds(database) if database else 0.0
    asked = _ask_for_a_while(ask, prepared)
    app = cpu_seconds(server.pid) - app
    rows = cpu_seconds(database) - rows if database else 0.0
    http.close()
    return OverHttp(1000 * app / asked, 1000 * rows / asked)


def _check(visit: Visit, status: int, body: bytes) -> None:
    if status != visit.status:
        raise BrokenVisitError(f"{visit.name}: answered {status}, not {visit.status}.")
    if visit.row and body.count(visit.row.encode()) < visit.rows:
        raise BrokenVisitError(f"{visit.name}: fewer than {visit.rows} rows.")


def _database_pid() -> int | None:
    """PostgreSQL's first process; SQLite works inside the application."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])
