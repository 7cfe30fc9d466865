"""A backup taken under load brings everything back: made, tried out, and timed.

    python -m benchmarks.faults.backup [--share 4] [--writers 2] [--write]

A database of the benchmarks' size (or a share of it) is backed up while processes write into it without a pause, by
the real commands; `manyhands verify` restores it elsewhere and compares every table. What a gigabyte takes is reckoned
from that and from a backup of one small group: what every backup takes is not taken a thousand times. Counted is the
work of all that takes part, the database server's too: by the clock it takes longer beside others.
"""

import base64
import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.assurance import POSTGRESQL, SQLITE, Rows, get_promise
from benchmarks.installation import MANYHANDS, Installation, installed
from benchmarks.processes import ended_seconds, parent_of

PROMISE = get_promise("R8")
MOST_SECONDS_A_GB = 120
GB = 1024**3
# What SQLite has not yet brought from its log into its file counts too.
_BYTES = {
    SQLITE: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    POSTGRESQL: "SELECT pg_database_size(current_database())",
}
KEY = base64.urlsafe_b64encode(b"practice-only-never-for-real-one").decode()


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--share", type=int, default=4, help="one n-th of the benchmarks' database")
    parser.add_argument("--writers", type=int, default=2)
    options = parser.parse_args()
    # What reads every row, and what may make tables, are roles of their own; installed() forgets the environment.
    reader = os.environ.get("MANYHANDS_TEST_BACKUP_URL", "")
    with installed(BACKUP_KEYS=KEY, BACKUP_DATABASE_URL=reader) as installation:
        from django.utils import timezone

        from benchmarks.world import ONE_GROUP, Size, World

        world = World(timezone.now())
        world.grow(ONE_GROUP)
        small = Sized(
            database_bytes(installation), timed(installation, "backup", "--to", str(installation.folder))
        )
        world.grow(Size().share(options.share) - ONE_GROUP)
        return measure(installation, small, writers=options.writers, is_written=options.write)


@dataclass(frozen=True)
class Took:
    """One command: by the clock, and the work of all that took part in it."""

    done: "subprocess.CompletedProcess[str]"
    seconds: float
    work_seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.work_seconds:.1f} s of work"


@dataclass(frozen=True)
class Sized:
    size: int
    took: Took

    def reckon(self, larger: "Sized") -> float:
        """The work of a gigabyte, when this and one so much larger took so long."""
        each = (larger.took.work_seconds - self.took.work_seconds) / (larger.size - self.size)
        return self.took.work_seconds + each * (GB - self.size)


def measure(installation: Installation, small: Sized, *, writers: int, is_written: bool) -> int:
    context = multiprocessing.get_context("spawn")
    is_over, told = context.Event(), context.Queue()
    writing = [context.Process(target=write, args=(number, is_over, told)) for number in range(writers)]
    for process in writing:
        process.start()
    began = [told.get() for _ in writing]
    size, folder = database_bytes(installation), installation.folder / "backups"
    made = timed(installation, "backup", "--to", str(folder))
    is_over.set()
    written = sum(told.get() for _ in writing)
    path = next(folder.glob("*.backup"))
    tried = timed(installation, "verify", str(path))
    a_gb = small.reckon(Sized(size, made))
    said = tried.done.stdout.strip().splitlines()
    rows: Rows = [
        ("database", f"{size / 1024**2:.0f} MB"),
        ("rows written by others meanwhile", written),
        ("backup made in", made),
        ("its size", f"{path.stat().st_size / 1024**2:.1f} MB"),
        ("restored elsewhere, compared and opened in", tried),
        ("what it says", said[-1] if said else tried.done.stderr.strip()),
        ("backup of one small group", f"{small.size / 1024**2:.0f} MB in {small.took}"),
        ("backup of 1 GB, reckoned from both", f"{a_gb:.0f} s of work, at most {MOST_SECONDS_A_GB}"),
        ("waiting for a processor meanwhile", f"{os.getloadavg()[1]:.0f} on {os.cpu_count()}"),
    ]
    found = {
        f"no backup was made: {made.done.stderr.strip()}": made.done.returncode,
        "it does not bring everything back": tried.done.returncode,
        f"1 GB would take {a_gb:.0f} s of work": a_gb > MOST_SECONDS_A_GB,
        "nobody wrote meanwhile": not (began and written),
    }
    return PROMISE.judge(
        installation.vendor,
        rows,
        [name for name, is_there in found.items() if is_there],
        is_written=is_written,
    )


def timed(installation: Installation, *command: str) -> Took:
    """As the owner of the tables, who may also make the database to try it out in."""
    owner = installation.owner_url or os.environ["MANYHANDS_DATABASE_URL"]
    began, worked = time.monotonic(), worked_seconds(installation)
    done = subprocess.run(
        [*MANYHANDS, *command, "--language", "en"],
        env={**os.environ, "MANYHANDS_DATABASE_URL": owner},
        capture_output=True,
        text=True,
        check=False,
    )
    return Took(done, time.monotonic() - began, worked_seconds(installation) - worked)


def worked_seconds(installation: Installation) -> float:
    """Of commands that have ended, and of the server's processes for them, which end with them."""
    ours = ended_seconds(os.getpid())
    if not installation.owner_url:
        return ours
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return ours + ended_seconds(parent_of(cursor.fetchone()[0]))


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
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BYTES[installation.vendor])
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
