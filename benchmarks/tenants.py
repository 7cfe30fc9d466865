"""Nothing crosses from group to group: every route, as everybody, with one's own and with other groups' things.

    python -m benchmarks.tenants [--requests 20000] [--seed 1] [--unfiltered]

Three groups in which everything has happened, each with words of its own in every field that people write in. Each
request is looked at (answer, headers, log, every row of every other group, rows that point across) and taken back.
Beside tests/throwaway_postgres.py it runs on PostgreSQL, where `--unfiltered` takes the managers' filter away: then
only the database keeps the groups apart.
"""

import argparse
import sys
import time
from typing import Any

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

FILTERED, UNFILTERED = get_promise("R1"), get_promise("R2")
MOST_SHOWN = 30


def main() -> int:
    parser = FILTERED.parser(__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20_000, help="at least so many")
    parser.add_argument("--seed", type=int, default=1, help="of what is tried at random")
    parser.add_argument(
        "--unfiltered", action="store_true", help="PostgreSQL only: without the managers' filter"
    )
    options = parser.parse_args()
    with installed() as installation:
        if options.unfiltered and installation.vendor != "PostgreSQL":
            sys.exit("Only PostgreSQL keeps groups apart by itself.")
        began = time.monotonic()
        outcome = walk(options)
        rows = figures(installation.vendor, options, outcome, time.monotonic() - began)
    for problem in outcome.problems[:MOST_SHOWN]:
        print(problem[:600])
    missed = [f"{len(outcome.problems)} leaks, changes, crossings or 5xx"] if outcome.problems else []
    if outcome.unreached:
        missed.append(f"{len(outcome.unreached)} routes were not reached")
    promise = UNFILTERED if options.unfiltered else FILTERED
    return promise.judge(installation.vendor, rows, missed, is_written=options.write)


def walk(options: argparse.Namespace) -> Any:
    from django.conf import settings
    from django.db.models import Manager
    from django.utils import timezone

    from manyhands.storage import managers
    from tests.tenancy.tenants import make_tenants
    from tests.tenancy.walk import Walk

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    if options.unfiltered:
        # What a forgotten filter would be, everywhere at once: all rows, whatever the scope.
        managers._ScopedManager.get_queryset = Manager.get_queryset  # type: ignore[method-assign]
    # After the filter is gone: what was asked once is kept as SQL (storage.prepared).
    tenants = make_tenants(3, at=timezone.now())
    return Walk(tenants).walk(requests=options.requests, seed=options.seed)


def figures(vendor: str, options: argparse.Namespace, outcome: Any, seconds: float) -> list[tuple[str, Any]]:
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(outcome.statuses.items()))
    reachable = len(outcome.routes) - len(outcome.exempt)
    return [
        ("database", vendor + (", managers' filter off" if options.unfiltered else "")),
        ("requests", f"{outcome.requests:,}"),
        ("fields with words of their own", outcome.planted),
        ("routes and operations reached", f"{reachable - len(outcome.unreached)} of {reachable}"),
        ("not reached", ", ".join(sorted(outcome.unreached)) or "none"),
        ("left out, as they take what is not there", ", ".join(sorted(outcome.exempt))),
        ("leaks, changes, crossings, 5xx", len(outcome.problems)),
        ("answers by status", statuses),
        ("seed", options.seed),
        ("processor time", f"{outcome.cpu_seconds:.0f} s"),
        ("in all", f"{seconds:.0f} s"),
    ]


if __name__ == "__main__":
    sys.exit(main())
