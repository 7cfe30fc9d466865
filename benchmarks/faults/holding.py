"""Somebody else holds the database: from another process on SQLite, as the owner of the tables on PostgreSQL."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.installation import Installation
from benchmarks.processes import family_of

_SQLITE = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""
_POSTGRESQL = """
import psycopg, sys, time
with psycopg.connect(sys.argv[1]) as held:
    held.execute("LOCK TABLE needs_requestdraft, needs_need IN ACCESS EXCLUSIVE MODE")
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
ROOM_BYTES = 96 * 1024


@contextmanager
def held(installation: Installation, seconds: float) -> Iterator[None]:
    """From now on, for so long, whatever is done here meanwhile."""
    program, where = (
        (_POSTGRESQL, installation.owner_url)
        if installation.owner_url
        else (_SQLITE, str(installation.folder / "bench.sqlite3"))
    )
    command = [sys.executable, "-c", program, where, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield


@contextmanager
def without_room(pid: int) -> Iterator[None]:
    """No file may grow beyond this: what a full disk or a quota does to whoever writes."""
    endless = resource.RLIM_INFINITY
    for one in family_of(pid):
        resource.prlimit(one, resource.RLIMIT_FSIZE, (ROOM_BYTES, endless))
    try:
        yield
    finally:
        for one in family_of(pid):
            resource.prlimit(one, resource.RLIMIT_FSIZE, (endless, endless))
