"""Nobody goes for nothing: 200 requests, 20 clients that all claim each of them at the same moment, over HTTP.

    python -m benchmarks.faults.claims [--parts 200] [--clients 20] [--write]

A real server (`manyhands web`) on a database of its own; each client is a process with a session of its own. What
the clients were answered is the judge, and the database must agree: exactly one winner each, and never a 5xx.
Beside tests/throwaway_postgres.py it runs on PostgreSQL, by itself on SQLite.
"""

import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from benchmarks.assurance import get_promise
from benchmarks.faults.clients import Answer, all_at_once, form_call, statuses_of
from benchmarks.installation import Installation, installed, running

GROUP = "claims"
PROMISE = get_promise("R4")


@dataclass(frozen=True)
class World:
    part_ids: list[int]
    sessions: list[str]
    people: list[int]


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--parts", type=int, default=200)
    parser.add_argument("--clients", type=int, default=20)
    options = parser.parse_args()
    with installed() as installation:
        world = seed(options.parts, options.clients)
        installation.analyse()
        began = time.monotonic()
        with running("web", "--processes", "2") as server:
            answers = all_at_once(server.port, calls_of(world))
        return judge(installation, world, answers, seconds=time.monotonic() - began, is_written=options.write)


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
    """What signing in, with a second factor, would have left in the browser."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from manyhands.apps.accounts.access import note_proof
    from manyhands.apps.accounts.policies import TWO_FACTORS
    from tests.worlds import BACKEND

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    note_proof(session, factors=TWO_FACTORS, at=timezone.now())
    session.create()
    return str(session.session_key)


# --- the clients -------------------------------------------------------------------------------------------


def calls_of(world: World) -> list[list[Any]]:
    """Each presses "Yes, I can" on each request in the same moment as everybody else."""
    return [
        [form_call(f"/g/{GROUP}/open/{part_id}/", {}, sessionid=session) for part_id in world.part_ids]
        for session in world.sessions
    ]


# --- the judge ---------------------------------------------------------------------------------------------


def judge(
    installation: Installation, world: World, answers: list[Answer], *, seconds: float, is_written: bool
) -> int:
    """0 when every request has the one winner that the answers say, and the database and the journal say so too."""
    winners: dict[int, list[int]] = {part_id: [] for part_id in world.part_ids}
    for answer in answers:
        if f"/g/{GROUP}/tasks/" in answer.location:
            winners[world.part_ids[answer.number]].append(answer.client)
    how_many = Counter(len(won) for won in winners.values())
    stored = stored_winners(world)
    parts, lines = len(world.part_ids), count_lines()
    agrees = sum(stored[part_id] == [world.people[one] for one in won] for part_id, won in winners.items())
    slowest = sorted(answer.seconds for answer in answers)
    more = parts - how_many[0] - how_many[1]
    rows: list[tuple[str, object]] = [
        ("requests × clients at once", f"{parts} × {len(world.sessions)} = {len(answers)} claims"),
        ("exactly one winner", how_many[1]),
        ("no winner", how_many[0]),
        ("more than one winner", more),
        ("answers by status", statuses_of(answers)),
        ("the database agrees", agrees),
        ("lines in the journal", lines),
        ("answered within", f"{slowest[len(slowest) // 2]:.2f} s (half), {slowest[-1]:.2f} s (all)"),
        ("in all", f"{seconds:.0f} s"),
    ]
    found = {
        f"{how_many[0]} without a winner": how_many[0],
        f"{more} with more than one winner": more,
        f"the database agrees with {agrees} of {parts}": agrees != parts,
        f"{lines} lines in the journal for {parts} claims": lines != parts,
        "answers other than 302": {answer.status for answer in answers} != {302},
    }
    problems = [problem for problem, is_there in found.items() if is_there]
    return PROMISE.judge(installation.vendor, rows, problems, is_written=is_written)


def count_lines() -> int:
    from manyhands.apps.journal.models import Entry
    from manyhands.storage.scope import system_scope

    with system_scope("check claims"):
        return int(Entry.objects.filter(verb="assignment.claimed").count())


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
