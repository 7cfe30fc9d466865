"""R24 and R25: whoever is forgotten is nowhere: not in tables, the database's own files, jobs, files or the log.

    python -m benchmarks.left_behind [--write]

On an installation of its own, SQLite or beside tests/throwaway_postgres.py PostgreSQL, in a process that commits.
Somebody with words that stand nowhere else comes in through every door, twice: in one group they ask to be forgotten,
in another their time goes by. Everything is read as it lies there, and opened with the keys.
"""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.assurance import Rows, get_promise
from benchmarks.installation import Installation, installed

FORGOTTEN, LOGGED = get_promise("R24"), get_promise("R25")


def main() -> int:
    options = FORGOTTEN.parser(__doc__.splitlines()[0]).parse_args()
    reader = os.environ.get("MANYHANDS_TEST_BACKUP_URL", "")
    with installed(LOG_LEVEL="INFO") as installation:
        log = _log_into(installation.folder.parent / f"{installation.folder.name}.log")
        try:
            (rows, problems), (log_rows, log_problems) = check(installation, reader, log)
        finally:
            log.unlink()
        vendor = installation.vendor
    ended = FORGOTTEN.judge(vendor, rows, problems, is_written=options.write)
    return max(ended, LOGGED.judge(vendor, log_rows, log_problems, is_written=options.write))


def _log_into(path: Path) -> Path:
    """The same lines as on a host's console, kept beside the data folder: it is looked at by itself."""
    console = logging.getLogger().handlers[0]
    kept = logging.FileHandler(path)
    kept.setFormatter(console.formatter)
    logging.getLogger().addHandler(kept)
    logging.getLogger().removeHandler(console)
    return path


def check(installation: Installation, reader: str, log: Path) -> Any:
    from django.conf import settings

    from tests.apps.needs.asking import NOON
    from tests.retention import ways
    from tests.retention.forgetting import ask_for_it, let_time_pass

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    rows: Rows = [("doors through which they came in", len(ways.DOORS))]
    problems: list[str] = []
    for said, forget in (("they asked for it", ask_for_it), ("their time was over", let_time_pass)):
        group = _come_in(said)
        before = _look(installation, reader)
        began = time.monotonic()
        forget(group, at=NOON)
        _run_jobs()
        found = _look(installation, reader)
        rows += [
            (f"{said}: places that knew them before", len(before)),
            (f"{said}: places that know them now", ", ".join(sorted(found)) or 0),
            (f"{said}: took", f"{time.monotonic() - began:.0f} s"),
        ]
        if found:
            problems.append(f"{said}: {len(found)} places know them")
        if not before:
            problems.append(f"{said}: they were not there to be found")
    lines = log.read_bytes().lower()
    hits = sum(lines.count(needle) for needle in _needles().clear)
    log_rows: Rows = [
        ("lines of the log", lines.count(b"\n")),
        ("errors among them", lines.count(b" error ")),
        ("their words in it", hits),
    ]
    log_problems = [f"their words are in it {hits} times"] if hits else []
    if b" error " not in lines:
        log_problems.append("nothing broke, so that was not tried")
    return (rows, problems), (log_rows, log_problems)


def _come_in(said: str) -> Any:
    from tests.apps.needs.asking import NOON
    from tests.retention import ways
    from tests.worlds import make_group, make_member

    group = make_group(said, at=NOON, join_mode="open")
    organiser = make_member(group, ("organiser",), at=NOON)
    with tempfile.TemporaryDirectory() as folder:
        ways.come_in(group, organiser, Path(folder), at=NOON)
    return group


def _run_jobs() -> None:
    """What the worker would do by now; what was done is kept as it would keep it."""
    from django.utils.module_loading import import_string
    from django_q.models import OrmQ

    for job in OrmQ.objects.order_by("pk"):
        import_string(job.func())(*job.args())
        job.delete()


def _needles() -> Any:
    from manyhands.cli.sweeping import Needles
    from tests.retention import ways

    return Needles(ways.details())


def _look(installation: Installation, reader: str) -> set[str]:
    from manyhands.apps.groups.models import Group
    from manyhands.cli.sweeping import sweep
    from manyhands.storage.scope import system_scope

    needles = _needles()
    with system_scope("sweep"):
        groups = [None, *Group.objects.values_list("pk", flat=True)]
        prints = needles.fingerprints(groups)
        found = {where.place for where in sweep(needles, fingerprints=prints)}
    if installation.owner_url:
        dumped = subprocess.run(
            [shutil.which("pg_dump") or "", reader], check=True, capture_output=True
        ).stdout
        wanted = [*needles.clear, *prints]
        if any(needle in dumped.lower() for needle in wanted):
            found.add("pg_dump")
    return found


if __name__ == "__main__":
    sys.exit(main())
