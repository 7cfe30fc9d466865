"""Nobody goes for nothing: 200 requests, 20 clients that all claim each of them at the same moment, over HTTP.

    python -m benchmarks.claims [--parts 200] [--clients 20]

A real server (`manyhands web`) on a database of its own; each client is a process with a session of its own. What
the clients were answered is the judge, and the database must agree: exactly one winner each, and never a 5xx.
Beside tests/throwaway_postgres.py it runs on PostgreSQL, by itself on SQLite.
"""

import argparse
import http.client
import multiprocessing
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.installation import Installation, Server, installed, running

CSRF = "c" * 32
A_ROUND_AT_MOST_SECONDS = 60
GROUP = "claims"


@dataclass(frozen=True)
class Answer:
    part_id: int
    client: int
    status: int
    won: bool
    seconds: float


@dataclass(frozen=True)
class World:
    part_ids: list[int]
    sessions: list[str]
    people: list[int]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__.splitlines()[0])
    parser.add_argument("--parts", type=int, default=200)
    parser.add_argument("--clients", type=int, default=20)
    options = parser.parse_args()
    with installed() as installation:
        world = seed(options.parts, options.clients)
        installation.analyse()
        began = time.monotonic()
        with running("web", "--processes", "2") as server:
            answers = claim_all(server, world)
        return judge(installation, world, answers, time.monotonic() - began)


# --- the world ---------------------------------------------------------------------------------------------


def seed(parts: int, clients: int) -> World:
    """A group in which volunteers choose by themselves; nobody's own limit stands in the way."""
    from manyhands.apps.needs.models import NeedPart
    from manyhands.storage.scope import group_scope
    from tests.worlds import make_group, make_member, make_need, make_volunteer

    group = make_group(slug=GROUP, meeting_mode="open_claim")
    members = [make_member(group, (), name=f"Client {number}") for number in range(clients)]
    helpers = [
        make_volunteer(group, f"Client {number}", membership=member, tasks_per_week=parts)
        for number, member in enumerate(members)
    ]
    with group_scope(group.pk):
        needs = [make_need(group, summary=f"Request {number}") for number in range(parts)]
        part_ids = list(NeedPart.objects.filter(need__in=needs).order_by("pk").values_list("pk", flat=True))
    return World(
        part_ids, [session_of(member.user) for member in members], [one.person_id for one in helpers]
    )


def session_of(user: Any) -> str:
    """What signing in would have left in the browser."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tests.worlds import BACKEND

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


# --- the clients -------------------------------------------------------------------------------------------


def claim_all(server: Server, world: World) -> list[Answer]:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(world.sessions), timeout=A_ROUND_AT_MOST_SECONDS)
    answers = context.Queue()
    clients = [
        context.Process(
            target=client,
            kwargs={
                "port": server.port,
                "session": session,
                "part_ids": world.part_ids,
                "number": number,
                "start": start,
                "answers": answers,
            },
        )
        for number, session in enumerate(world.sessions)
    ]
    for process in clients:
        process.start()
    collected = [answer for _ in clients for answer in answers.get(timeout=A_ROUND_AT_MOST_SECONDS * 10)]
    for process in clients:
        process.join()
    return collected


def client(*, port: int, session: str, part_ids: list[int], number: int, start: Any, answers: Any) -> None:
    """One person who presses "Yes, I can" on each request in the same moment as everybody else."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-Forwarded-For": f"10.0.0.{number + 1}",
    }
    found = []
    for part_id in part_ids:
        start.wait()
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=A_ROUND_AT_MOST_SECONDS)
        body = urlencode({"csrfmiddlewaretoken": CSRF})
        connection.request("POST", f"/g/{GROUP}/open/{part_id}/", body, headers)
        response = connection.getresponse()
        response.read()
        won = f"/g/{GROUP}/tasks/" in response.headers.get("Location", "")
        found.append(Answer(part_id, number, response.status, won, time.monotonic() - began))
        connection.close()
    answers.put(found)


# --- the judge ---------------------------------------------------------------------------------------------


def judge(installation: Installation, world: World, answers: list[Answer], seconds: float) -> int:
    """Print what happened; 0 when every request has the one winner that the answers say."""
    winners: dict[int, list[int]] = {part_id: [] for part_id in world.part_ids}
    for answer in answers:
        if answer.won:
            winners[answer.part_id].append(answer.client)
    how_many = Counter(len(won) for won in winners.values())
    statuses = Counter(answer.status for answer in answers)
    stored = stored_winners(world)
    agrees = sum(stored[part_id] == [world.people[one] for one in won] for part_id, won in winners.items())
    slowest = sorted(answer.seconds for answer in answers)
    parts = len(world.part_ids)
    rows = [
        ("database", installation.vendor),
        ("requests x clients", f"{parts} x {len(world.sessions)} = {len(answers)} claims"),
        ("exactly one winner", how_many[1]),
        ("no winner", how_many[0]),
        ("more than one winner", parts - how_many[0] - how_many[1]),
        ("answers by status", ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))),
        ("the database agrees", agrees),
        ("answered within", f"{slowest[len(slowest) // 2]:.2f} s (half), {slowest[-1]:.2f} s (all)"),
        ("in all", f"{seconds:.0f} s"),
    ]
    for name, value in rows:
        print(f"{name:<22} {value}")
    is_well = how_many == {1: parts} and agrees == parts and set(statuses) == {302}
    print("well" if is_well else "NOT WELL")
    return 0 if is_well else 1


def stored_winners(world: World) -> dict[int, list[int]]:
    """Who has each request, as the database knows it; a part not taken, or counted wrong, agrees with nobody."""
    from manyhands.apps.dispatch.models import Assignment
    from manyhands.apps.needs.models import NeedPart
    from manyhands.storage.scope import system_scope

    with system_scope("check claims"):
        held = Assignment.objects.filter(part_id__in=world.part_ids).values_list(
            "part_id", "helper_id", "state"
        )
        parts = NeedPart.objects.filter(pk__in=world.part_ids).values_list("pk", "people_taken", "state")
        stored = {pk: [] if (taken, state) == (1, "taken") else [0, 0] for pk, taken, state in parts}
        for part_id, helper_id, state in held:
            stored[part_id].append(helper_id if state == "accepted" else 0)
    return stored


if __name__ == "__main__":
    sys.exit(main())
