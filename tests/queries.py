"""How often the database is asked for something.

On PostgreSQL every request runs in a transaction, inside a test in a savepoint; on SQLite only writes do. The
marks of transactions carry no data, so a page may cost the same on both.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

MARKS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Asked(CaptureQueriesContext):
    @property
    def captured_queries(self) -> list[dict[str, str]]:
        return [query for query in super().captured_queries if not query["sql"].startswith(MARKS)]

    def __str__(self) -> str:
        return "\n".join(query["sql"] for query in self.captured_queries)


def application_queries() -> Asked:
    """Use it as `with application_queries() as asked:`, then look at len(asked)."""
    return Asked(connection)


@contextmanager
def at_most_queries(most: int) -> Iterator[Asked]:
    with application_queries() as asked:
        yield asked
    assert len(asked) <= most, f"{len(asked)} queries, not {most}:\n{asked}"
