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
from benchmarks.server_files import Found, ServerFiles, tell

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
    server = ServerFiles(installation.owner_url) if installation.owner_url else None
    for said, forget in (("they asked for it", ask_for_it), ("their time was over", let_time_pass)):
        group = _come_in(said)
        before = _look(installation, reader)
        in_files = _search(server)
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
    if server:
        rows.append(("pieces in the server's files while they were there", tell(in_files)))
        _clean_files(server, rows, problems)
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


def _search(server: ServerFiles | None) -> Found:
    needles = _needles()
    return server.search(needles, _fingerprints(needles)) if server else Found()


def _clean_files(server: ServerFiles, rows: Rows, problems: list[str]) -> None:
    """PostgreSQL lets what was deleted lie until its place is needed: for how long is the host's choice."""
    rows.append(("when all were forgotten", tell(_search(server))))
    server.clean()
    rows.append(("after VACUUM and CHECKPOINT, which come by themselves", tell(_search(server))))
    server.clean_wholly()
    left = _search(server)
    rows.append(("after VACUUM FULL and a new write-ahead log, as the guide says", tell(left)))
    if left:
        problems.append(f"the server's files hold them {left.total()} times, whatever is done")


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
    from manyhands.cli.upkeep.sweeping import Needles
    from tests.retention import ways

    return Needles(ways.details())


def _fingerprints(needles: Any) -> set[bytes]:
    from manyhands.apps.groups.models import Group
    from manyhands.storage.scope import system_scope

    with system_scope("sweep"):
        prints: set[bytes] = needles.fingerprints([None, *Group.objects.values_list("pk", flat=True)])
    return prints


def _look(installation: Installation, reader: str) -> set[str]:
    from manyhands.cli.upkeep.sweeping import sweep
    from manyhands.storage.scope import system_scope

    needles = _needles()
    prints = _fingerprints(needles)
    with system_scope("sweep"):
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
