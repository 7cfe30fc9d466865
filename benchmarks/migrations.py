"""R9: no migration stops a running installation, and each can be taken back with rows in the tables.

    python -m benchmarks.migrations [--write]

What django-migration-linter says, less what is accepted with a reason; then every migration after an app's first is
taken back, made again, taken back and made again in a town in which everything has happened. Beside
tests/throwaway_postgres.py it runs on PostgreSQL, as the owner of the tables.
"""

import os
import sys
from typing import Any

from benchmarks.assurance import POSTGRESQL, get_promise
from benchmarks.installation import installed
from benchmarks.table import as_markdown

PROMISE = get_promise("R9")
MOST_SHOWN = 30


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    options = parser.parse_args()
    # Only the owner may change tables; row security binds it as it binds the role that serves.
    os.environ["MANYHANDS_TEST_DATABASE_URL"] = os.environ.get("MANYHANDS_TEST_OWNER_URL", "")
    with installed() as installation:
        rows, problems = measure()
        accepted = _accepted()
    for problem in problems[:MOST_SHOWN]:
        print(problem)
    missed = [f"{len(problems)} migrations stop what runs, or cannot be taken back"] if problems else []
    more = _why_accepted(accepted) if installation.vendor == POSTGRESQL else ""
    return PROMISE.judge(installation.vendor, rows, missed, more=more, is_written=options.write)


def measure() -> tuple[list[tuple[str, str]], list[str]]:
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from manyhands.storage.append_only import install_all_append_only
    from manyhands.storage.row_security import install_row_security
    from tests.journeys.town import make_town
    from tests.schema.contents import read_rows, read_schema
    from tests.schema.linting import ACCEPTED, lint_migrations
    from tests.schema.walking import IRREVERSIBLE, walk

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    later, found = lint_migrations()
    unsafe = sorted(found - ACCEPTED.keys())
    fresh = read_schema(with_rules=True)
    make_town(timezone.now())
    filled = [len(rows) for rows in read_rows().values() if rows]
    walked = walk()
    # As `manyhands migrate` does each time, after the last of them.
    install_row_security()
    install_all_append_only(connection)
    differences = [f"{one} differs from a fresh database" for one in fresh ^ read_schema(with_rules=True)]
    left_out = sorted(set(later) - set(walked.migrations) - IRREVERSIBLE.keys())
    problems = [
        *(f"{name}: {code}" for name, code in unsafe),
        *(f"{name}: not walked" for name in left_out),
        *walked.problems,
        *differences,
    ]
    rows = [
        ("migrations after an app's first", str(len(later))),
        ("said of them and accepted", str(len(found) - len(unsafe))),
        ("said of them and not accepted", str(len(unsafe))),
        ("tables with rows, and rows in them", f"{len(filled)}, {sum(filled):,}"),
        ("walked back and forth", f"{len(walked.migrations)} migrations in {walked.steps} steps"),
        ("cannot be taken back", ", ".join(IRREVERSIBLE) or "none"),
        ("rows compared", f"{walked.rows_compared:,}"),
        ("rows lost, come or changed; tables made otherwise", str(len(walked.problems))),
        ("differences from a fresh database at the end", str(len(differences))),
    ]
    return rows, problems


def _accepted() -> dict[Any, str]:
    from tests.schema.linting import ACCEPTED

    return ACCEPTED


def _why_accepted(accepted: dict[Any, str]) -> str:
    rows = [(f"`{name}`", code, reason) for (name, code), reason in accepted.items()]
    return as_markdown(["accepted", "what is said", "why it does no harm"], rows, align="---")


if __name__ == "__main__":
    sys.exit(main())
