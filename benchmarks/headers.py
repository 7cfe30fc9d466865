"""What stands around every answer: each route, as everybody, made to answer in every way, over HTTPS.

    python -m benchmarks.headers [--write]

Everything is looked at: the content policy, the other headers, cookies, whether it may be kept, and every address that
a page, a style sheet or a script would ask for by itself.
"""

import logging
import sys
import time
from typing import Any

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

PROMISE = get_promise("R17")
MOST_SHOWN = 30


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    options = parser.parse_args()
    with installed(PUBLIC_URL="https://localhost") as installation:
        began = time.monotonic()
        outcome, files, asking = walk()
        seconds = time.monotonic() - began
        rows = figures(outcome, files, asking, seconds)
    problems = [*outcome.problems, *asking]
    print("\n".join(problem[:400] for problem in problems[:MOST_SHOWN]))
    told = [f"{len(problems)} answers lack something"] if problems else []
    return PROMISE.judge(installation.vendor, rows, told, is_written=options.write)


def walk() -> tuple[Any, int, list[str]]:
    from django.conf import settings
    from django.utils import timezone

    from tests.headers.rules import fetched_by_file
    from tests.headers.walk import Walk, list_files
    from tests.journeys.town import make_town

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    # Much of what is asked is meant to break.
    logging.getLogger().handlers = [logging.NullHandler()]
    outcome = Walk(make_town(timezone.now()), everybody=True).walk()
    files = list_files()
    asking = [f"{file.name}: {one}" for file in files for one in fetched_by_file(file.name, file.read_text())]
    return outcome, len(files), asking


def figures(outcome: Any, files: int, asking: list[str], seconds: float) -> list[tuple[str, object]]:
    from tests.headers.rules import KEPT

    return [
        ("routes and operations", len(outcome.routes)),
        ("kinds of people and programs that asked", len(outcome.guests)),
        ("answers", f"{outcome.answers:,}"),
        (
            "answers by status",
            ", ".join(f"{status}: {count}" for status, count in sorted(outcome.statuses.items())),
        ),
        ("headers, cookies or addresses that are wrong", len(outcome.problems)),
        ("styles and scripts of ours", files),
        ("addresses on other sites in them", len(asking)),
        *((f"is kept: `{route}`", reason) for route, reason in KEPT.items()),
        ("in all", f"{seconds:.0f} s"),
    ]


if __name__ == "__main__":
    sys.exit(main())
