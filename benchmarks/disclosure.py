"""Who sees what, cell by cell: every page, download, feed, message and log, as everybody, in every state.

    python -m benchmarks.disclosure [--sample] [--write]

One helper stands to one request in every way there is; each field of each has words of its own. What is shown is held
against the table in `manyhands.core.privacy.disclosure`. Each page is also opened while it breaks down over all of
these words. Beside tests/throwaway_postgres.py it runs on PostgreSQL.
"""

import sys
import time
from typing import Any

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

PROMISE = get_promise("R23")
MOST_SHOWN = 30


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--sample", action="store_true", help="some pages and requests for each, in a minute")
    options = parser.parse_args()
    with installed() as installation:
        began = time.monotonic()
        outcome = walk(is_sample=options.sample)
        seconds = time.monotonic() - began
    rows = figures(outcome, seconds)
    for problem in outcome.exceptions[:MOST_SHOWN]:
        print(problem[:400])
    missed = [f"{len(outcome.exceptions)} exceptions"] if outcome.exceptions else []
    missed += ["only a sample was opened"] if options.sample else []
    return PROMISE.judge(installation.vendor, rows, missed, is_written=options.write)


def walk(*, is_sample: bool) -> Any:
    from django.conf import settings
    from django.utils import timezone

    from tests.disclosure.matrix import check
    from tests.disclosure.world import make_world

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    return check(make_world(timezone.now()), sample=is_sample)


def figures(outcome: Any, seconds: float) -> list[tuple[str, Any]]:
    return [
        ("cells tried: field × reader × state", f"{outcome.cells:,}"),
        ("of these shown to somebody", f"{outcome.shown:,}"),
        ("exceptions", len(outcome.exceptions)),
        ("outputs opened", f"{outcome.outputs:,}"),
        ("kinds of output", ", ".join(sorted(outcome.kinds))),
        ("outputs that reveal, each with a line of who looked", f"{outcome.reveals:,}"),
        ("in all", f"{seconds:.0f} s"),
    ]


if __name__ == "__main__":
    sys.exit(main())
