"""What was acknowledged is stored, whenever the server and the worker are killed.

    python -m benchmarks.faults.crash [--rounds 20] [--clients 4] [--write]

Clients, each a process of its own, have requests taken in over HTTP without a pause. A client that gets no answer asks
again with the same key until it is told a number. Server and worker are killed (-9) at random moments, and started
again. In the end each number that was told must be one whole request, and there must be no others.
"""

import http.client
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from benchmarks.assurance import Rows, get_promise
from benchmarks.faults.clients import Call, post
from benchmarks.faults.killing import kill_family
from benchmarks.installation import MANYHANDS, Installation, free_port, installed
from benchmarks.processes import busy_seconds, cpu_seconds, waited_seconds

PROMISE = get_promise("R7")
RESTART_AT_MOST_SECONDS = 5
PATIENCE_SECONDS = 120
LIVES_SECONDS = (1.0, 4.0)
CREATED = 201


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--clients", type=int, default=4)
    options = parser.parse_args()
    with installed() as installation:
        tokens, port = seed(options.clients), free_port()
        context = multiprocessing.get_context("spawn")
        is_over, told = context.Event(), context.Queue()
        clients = [context.Process(target=client, args=(port, token, is_over, told)) for token in tokens]
        for process in clients:
            process.start()
        restarts = [live(port, is_last=number == options.rounds) for number in range(options.rounds + 1)]
        # The last server lives until everybody has an answer to what they have asked.
        is_over.set()
        acknowledged = [told.get(timeout=PATIENCE_SECONDS) for _ in clients]
        for process in clients:
            process.join()
        for process in restarts[-1][1]:
            kill_family(process)
        lives = [life for life, _processes in restarts]
        return judge(installation, acknowledged, lives, rounds=options.rounds, is_written=options.write)


def seed(clients: int) -> list[str]:
    from tests.apps.programs import Caller
    from tests.worlds import make_group, make_member

    group = make_group(slug="crash")
    return [
        Caller(
            make_member(group, ("organiser",), name=f"Client {number}"), "needs.intake", "needs.triage"
        ).secret
        for number in range(clients)
    ]


# --- living and dying --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Life:
    """How long it took to answer: by the clock, in work, and how much of it others on this machine kept us waiting."""

    seconds: float
    cpu_seconds: float
    waited_for_others_seconds: float

    @property
    def own_seconds(self) -> float:
        return self.seconds - self.waited_for_others_seconds


def live(port: int, *, is_last: bool) -> tuple[Life, list["subprocess.Popen[bytes]"]]:
    """Start server and worker, and kill both in the middle of their work; the last ones live on."""
    began, busy, ours = time.monotonic(), busy_seconds(), cpu_seconds(os.getpid())
    commands = [("web", "--processes", "2", "--port", str(port)), ("worker",)]
    processes = [
        subprocess.Popen([*MANYHANDS, *command], start_new_session=True, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    seconds, server = wait_until_ready(port) - began, processes[0].pid
    # Our own worker and clients keep us waiting too: that is no excuse.
    share = max(0.0, 1 - (cpu_seconds(os.getpid()) - ours) / (busy_seconds() - busy))
    taken = Life(seconds, cpu_seconds(server), waited_seconds(server) * share)
    time.sleep(random.uniform(*LIVES_SECONDS))
    if is_last:
        return taken, processes
    for process in processes:
        kill_family(process)
    return taken, []


def wait_until_ready(port: int) -> float:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            with closing(connection):
                connection.request("GET", "/readyz", headers={"Host": "localhost"})
                if connection.getresponse().status == 200:
                    return time.monotonic()
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    sys.exit("The server did not come back.")


def client(port: int, token: str, is_over: Any, told: Any) -> None:
    """Has one request after the other taken in; what was told is a number for each."""
    references, asked_again = [], 0
    while not is_over.is_set():
        body = {
            "categories": ["groceries"],
            "name": "Wil Smith",
            "zip_code": "48912",
            "even_if_similar": True,
        }
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": str(uuid4()),
        }
        call = Call("/api/v1/needs", json.dumps(body), headers=headers)
        while True:
            try:
                status, _location, answer = post(port, call)
            except (OSError, http.client.HTTPException):
                status = 0
            if status == CREATED:
                references.append(json.loads(answer)["reference"])
                break
            asked_again += 1
            time.sleep(0.1)
    told.put((references, asked_again))


# --- the judge ---------------------------------------------------------------------------------------------


def judge(
    installation: Installation,
    acknowledged: list[tuple[list[str], int]],
    lives: list[Life],
    *,
    rounds: int,
    is_written: bool,
) -> int:
    told = [reference for references, _again in acknowledged for reference in references]
    stored, whole = stored_needs()
    restarts = sorted(life.seconds for life in lives)
    slowest = max(lives, key=lambda life: life.own_seconds)
    figures = {
        "acknowledged, but lost": len(set(told) - stored),
        "stored, but acknowledged to nobody": len(stored - set(told)),
        "one number told twice": len(told) - len(set(told)),
        "requests without their parts or journal": len(stored - whole),
        "complaints of the database about itself": len(complaints()),
    }
    rows: Rows = [
        ("times that server and worker were killed", rounds),
        ("requests acknowledged", len(told)),
        ("asked again, as no answer had come", sum(again for _references, again in acknowledged)),
        *figures.items(),
        (
            "answering again after (half, slowest)",
            f"{restarts[len(restarts) // 2]:.1f} s, {restarts[-1]:.1f} s",
        ),
        ("without waiting for others on the machine, at most", f"{slowest.own_seconds:.1f} s"),
        ("of work until then, at most", f"{max(life.cpu_seconds for life in lives):.1f} s of a processor"),
        ("waiting for a processor meanwhile", f"{os.getloadavg()[1]:.0f} on {os.cpu_count()}"),
    ]
    problems = [f"{count} {what}" for what, count in figures.items() if count]
    if slowest.own_seconds > RESTART_AT_MOST_SECONDS:
        problems.append(f"a restart took {slowest.own_seconds:.1f} s instead of {RESTART_AT_MOST_SECONDS}")
    return PROMISE.judge(installation.vendor, rows, problems, is_written=is_written)


def stored_needs() -> tuple[set[str], set[str]]:
    """All requests, and those that have everything that belongs to them."""
    from manyhands.apps.journal.models import Entry
    from manyhands.apps.needs.models import Need, NeedPart
    from manyhands.storage.scope import system_scope

    with system_scope("check crash"):
        needs = dict(Need.objects.values_list("pk", "reference"))
        with_parts = set(NeedPart.objects.values_list("need_id", flat=True))
        in_journal = set(Entry.objects.filter(subject_kind="needs.need").values_list("subject_id", flat=True))
    whole = {reference for pk, reference in needs.items() if pk in with_parts & in_journal}
    return set(needs.values()), whole


def complaints() -> list[str]:
    """What SQLite finds in its own file. PostgreSQL recovers from its log by itself and was not killed here."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [said for (said,) in cursor.fetchall() if said != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [str(row) for row in cursor.fetchall()]


if __name__ == "__main__":
    sys.exit(main())
