"""What it costs that PostgreSQL keeps groups apart by itself: pages with the rules, and without them.

    python tests/throwaway_postgres.py python -m benchmarks.row_security [--tenth]

Without: the owner of the tables switches the rules off, and nothing is told to the database. CPU time of this process
and of all of PostgreSQL's, in turns, so that other work on the machine falls on both alike; the middle of all rounds.
"""

import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.assurance import get_promise
from benchmarks.installation import Installation, installed
from benchmarks.processes import cpu_seconds, parent_of

if TYPE_CHECKING:
    from benchmarks.visits import Visit

PROMISE = get_promise("R3")
MEASURED = ("open list", "board", "send", "requests, for staff", "my tasks")
ROUNDS, REQUESTS, WARM_UP = 7, 20, 3
MOST_MORE_MS = 1.0
SCANS = re.compile(r"((?:Index Only|Index|Bitmap Index|Seq) Scan)(?: Backward)?(?: using| on) (\w+)")


@dataclass
class Cost:
    name: str
    on: list[float] = field(default_factory=list)
    off: list[float] = field(default_factory=list)
    statements: int = 0
    read_whole: list[str] = field(default_factory=list)

    @property
    def more_ms(self) -> float:
        return median(self.on) - median(self.off)


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--tenth", action="store_true", help="a tenth of the data, to try a change out")
    options = parser.parse_args()
    with installed() as installation:
        if installation.vendor != "PostgreSQL":
            sys.exit("Only PostgreSQL has row-level security: run it beside tests/throwaway_postgres.py.")
        costs = measure(installation, share=10 if options.tenth else 1)
    rows = [
        [cost.name, f"{median(cost.off):.1f}", f"{median(cost.on):.1f}", f"{cost.more_ms:+.2f}", cost.statements,
         ", ".join(cost.read_whole) or "none"]
        for cost in costs
    ]  # fmt: skip
    heads = ["page", "without, ms", "with, ms", "more, ms", "statements", "newly read whole"]
    missed = [f"{cost.name} costs {cost.more_ms:+.2f} ms" for cost in costs if cost.more_ms > MOST_MORE_MS]
    missed += [f"{cost.name} reads {', '.join(cost.read_whole)} whole" for cost in costs if cost.read_whole]
    return PROMISE.judge(
        installation.vendor,
        rows,
        missed,
        heads=heads,
        more=f"CPU of a request, application and database: at most {MOST_MORE_MS:+.1f} ms more, and no index lost.",
        is_written=options.write,
    )


def measure(installation: Installation, *, share: int) -> list[Cost]:
    from django.utils import timezone

    from benchmarks.visits import visits_of
    from benchmarks.world import Size, World

    world = World(timezone.now())
    world.grow(Size().share(share))
    installation.analyse()
    visits = [visit for visit in visits_of(world) if any(visit.name.startswith(name) for name in MEASURED)]
    return [_compare(installation, visit) for visit in visits]


def _compare(installation: Installation, visit: "Visit") -> Cost:
    cost = Cost(visit.name)
    asked = _statements_of(visit)
    cost.statements = len(asked)
    for is_on in islice(cycle((True, False, False, True)), 2 * ROUNDS):
        with contextlib.nullcontext() if is_on else without_rules(installation):
            (cost.on if is_on else cost.off).append(_cpu_ms(visit))
    with_rules = _plans_of(asked)
    with without_rules(installation):
        plans = zip(with_rules, _plans_of(asked), strict=True)
        cost.read_whole = sorted(
            {table for now, before in plans for kind, table in now - before if kind == "Seq Scan"}
        )
    return cost


@contextlib.contextmanager
def without_rules(installation: Installation) -> Iterator[None]:
    from unittest.mock import patch

    from manyhands.storage.scope import Telling

    _switch(installation, "DISABLE")
    try:
        with patch("manyhands.storage.postgresql.base.find_telling", Telling):
            yield
    finally:
        _switch(installation, "ENABLE")


def _switch(installation: Installation, how: str) -> None:
    import psycopg

    from manyhands.storage.row_security import list_policies

    with psycopg.connect(installation.owner_url, autocommit=True) as connection:
        for table in sorted({policy.table for policy in list_policies()}):
            connection.execute(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY')  # names of our own


def _cpu_ms(visit: "Visit") -> float:
    import time

    from django.db import connection
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    for request in visit.make(WARM_UP):
        _ask(client, request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        database = parent_of(cursor.fetchone()[0])
    prepared = visit.make(REQUESTS)
    own, rows = time.process_time(), cpu_seconds(database)
    for request in prepared:
        _ask(client, request)
    spent = time.process_time() - own + cpu_seconds(database) - rows
    return 1000 * spent / REQUESTS


def _ask(client: Any, request: Any) -> Any:
    headers = request.headers
    return client.generic(
        request.method, request.path, request.body, headers.pop("Content-Type"), headers=headers
    )


def _statements_of(visit: "Visit") -> list[tuple[str, Any, Any]]:
    """What one request reads, each with the scope of its moment."""
    from django.db import connection
    from django.test import Client

    from manyhands.storage.scope import find_scope

    asked: list[tuple[str, Any, Any]] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            asked.append((sql, params, find_scope()))
        return execute(sql, params, *rest)

    client = Client(enforce_csrf_checks=True)
    for request in visit.make(WARM_UP):
        _ask(client, request)
    (request,) = visit.make(1)
    with connection.execute_wrapper(note):
        _ask(client, request)
    return asked


def _plans_of(asked: list[tuple[str, Any, Any]]) -> list[set[tuple[str, str]]]:
    """How PostgreSQL finds the rows of each: by which index, or by reading all."""
    from django.db import connection

    from manyhands.storage.scope import group_scope

    plans = []
    for sql, params, scope in asked:
        with (
            group_scope(*scope.group_ids) if scope else contextlib.nullcontext(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"EXPLAIN {sql}", params)
            plans.append(set(SCANS.findall("\n".join(line for (line,) in cursor.fetchall()))))
    return plans


if __name__ == "__main__":
    sys.exit(main())
