"""A backup taken under load brings everything back: made, tried out, and timed.

    python -m benchmarks.faults.backup [--share 1] [--writers 2] [--write]

A database of the benchmarks' size (or a share of it) is backed up while processes write into it without a pause, by
the real commands; `manyhands verify` restores it elsewhere and compares every table. The time for a gigabyte is
reckoned from that, in proportion.
"""

import base64
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.assurance import Rows, get_promise
from benchmarks.installation import MANYHANDS, Installation, installed

PROMISE = get_promise("R8")
MOST_SECONDS_A_GB = 120
GB = 1024**3
KEY = base64.urlsafe_b64encode(b"practice-only-never-for-real-one").decode()


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--share", type=int, default=1, help="one n-th of the benchmarks' database")
    parser.add_argument("--writers", type=int, default=2)
    options = parser.parse_args()
    # What reads every row, and what may make tables, are roles of their own; installed() forgets the environment.
    reader = os.environ.get("MANYHANDS_TEST_BACKUP_URL", "")
    with installed(BACKUP_KEYS=KEY, BACKUP_DATABASE_URL=reader) as installation:
        fill(options.share)
        return measure(installation, writers=options.writers, is_written=options.write)


def fill(share: int) -> None:
    from django.utils import timezone

    from benchmarks.world import ONE_GROUP, Size, World

    world = World(timezone.now())
    world.grow(ONE_GROUP)
    world.grow(Size().share(share) - ONE_GROUP)


def measure(installation: Installation, *, writers: int, is_written: bool) -> int:
    context = multiprocessing.get_context("spawn")
    is_over, told = context.Event(), context.Queue()
    writing = [context.Process(target=write, args=(number, is_over, told)) for number in range(writers)]
    for process in writing:
        process.start()
    began = [told.get() for _ in writing]
    size, folder = database_bytes(installation), installation.folder / "backups"
    made, making = timed(installation, "backup", "--to", str(folder))
    is_over.set()
    written = sum(told.get() for _ in writing)
    path = next(folder.glob("*.backup"))
    tried, trying = timed(installation, "verify", str(path))
    a_gb = GB / size
    rows: Rows = [
        ("database", f"{size / 1024**2:.0f} MB"),
        ("rows written by others meanwhile", written),
        ("backup made in", f"{making:.1f} s"),
        ("its size", f"{path.stat().st_size / 1024**2:.1f} MB"),
        ("restored elsewhere, compared and opened in", f"{trying:.1f} s"),
        ("what it says", tried.stdout.strip().splitlines()[-1] if tried.stdout else tried.stderr.strip()),
        ("backup of 1 GB, in proportion", f"{making * a_gb:.0f} s, at most {MOST_SECONDS_A_GB}"),
        ("verification of 1 GB, in proportion", f"{trying * a_gb:.0f} s"),
    ]
    found = {
        f"no backup was made: {made.stderr.strip()}": made.returncode,
        "it does not bring everything back": tried.returncode,
        f"1 GB would take {making * a_gb:.0f} s": making * a_gb > MOST_SECONDS_A_GB,
        "nobody wrote meanwhile": not (began and written),
    }
    return PROMISE.judge(
        installation.vendor,
        rows,
        [name for name, is_there in found.items() if is_there],
        is_written=is_written,
    )


def timed(installation: Installation, *command: str) -> tuple["subprocess.CompletedProcess[str]", float]:
    """As the owner of the tables, who may also make the database to try it out in."""
    owner = installation.owner_url or os.environ["MANYHANDS_DATABASE_URL"]
    began = time.monotonic()
    done = subprocess.run(
        [*MANYHANDS, *command, "--language", "en"],
        env={**os.environ, "MANYHANDS_DATABASE_URL": owner},
        capture_output=True,
        text=True,
        check=False,
    )
    return done, time.monotonic() - began


def write(number: int, is_over: Any, told: Any) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from manyhands.storage.models import RateBucket

    count = 0
    while not is_over.is_set():
        RateBucket.objects.create(
            action=f"writer {number}", subject_index=str(count), tokens=1, updated_at=timezone.now()
        )
        count += 1
        if count == 1:
            told.put(count)
    told.put(count - 1)


def database_bytes(installation: Installation) -> int:
    if not installation.owner_url:
        return Path(installation.folder, "bench.sqlite3").stat().st_size
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
