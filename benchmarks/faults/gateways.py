"""Whatever a gateway does: few tries with growing pauses, then staff see it within a minute. Nothing is lost silently.

    python -m benchmarks.faults.gateways [--each 2] [--write]

A mail server and a gateway for texts on the loopback treat each message as its address says: they refuse for ever or
three times, are slow, say nothing, or hang up. A real worker sends; another one is killed while a gateway thinks.
A real server shows staff their page of messages. Pauses of minutes and a dead worker's lease are written down, and
then ended by hand.
"""

import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from benchmarks.assurance import Rows, get_promise
from benchmarks.faults.claims import session_of
from benchmarks.faults.degraded_world import seeing_all, zone_of_midday
from benchmarks.faults.fates import FATES, Fate, FatefulGateways, fateful_gateways
from benchmarks.faults.killing import kill_family
from benchmarks.faults.visitor import Visitor
from benchmarks.installation import MANYHANDS, installed, running

PROMISE = get_promise("R20")
GROUP = "gateways"
MOST_TRIES = 8
SHOWN_WITHIN_SECONDS = 60
PATIENCE_SECONDS = 420
_OVER = ("sent", "failed", "unconfirmed")


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=2, help="how many messages of each fate")
    options = parser.parse_args()
    settings = {"DATABASE_POOL": "no", "EMAIL_TIMEOUT_SECONDS": "2"}
    with fateful_gateways() as fakes, installed(**settings, **fakes.settings) as installation:
        session = seed(options.each)
        with running("web", "--processes", "1") as server:
            watch = Watch(Visitor(server.port, "10.4.0.1", {"sessionid": session}), fakes)
            watch.run()
        return judge(installation.vendor, watch, is_written=options.write)


def seed(each: int) -> str:
    """Somebody for each fate, told one thing; and whoever minds messages."""
    from django.utils import timezone

    from manyhands.apps.messaging.actions import tell
    from manyhands.apps.people.actions import Contact, add_person
    from manyhands.storage.actors import Actor
    from manyhands.storage.scope import group_scope
    from tests.worlds import make_group, make_member, make_need

    group = make_group(slug=GROUP, time_zone=zone_of_midday())
    staff = make_member(group, ("organiser",), name="Rosa M.")
    need, by, at = make_need(group, is_open=False), Actor.system("check"), timezone.now()
    context = {"reference": need.reference, "status_url": "http://localhost:8000/r/practice/"}
    with group_scope(group.pk):
        for fate in FATES.values():
            for number in range(1 if fate.is_deadly else each):
                contact = Contact(
                    name=fate.name, email=fate.email(number), phone=fate.phone(number), reach_by=fate.reach_by
                )
                person = add_person(group, contact, by=by, at=at)
                tell(person, "helper_changed", context=context, about=need, dedup="", by=by, at=at)
    return session_of(staff.user)


class Watch:
    """A worker at work, looked at from outside: what the gateways hear and what the page of messages shows."""

    def __init__(self, staff: Visitor, fakes: FatefulGateways) -> None:
        self.staff, self.fakes = staff, fakes
        self.pauses: dict[int, list[timedelta]] = {}
        self.shown_after_seconds: dict[int, float] = {}
        self.lease_ended_at: float | None = None
        self.killed = 0

    def run(self) -> None:
        began, worker = time.monotonic(), start_worker()
        try:
            while time.monotonic() - began < PATIENCE_SECONDS:
                if self.fakes.is_holding.is_set() and not self.killed:
                    kill_family(worker)
                    self.killed, worker = 1, start_worker()
                rows = self._look()
                self._read_the_page(rows)
                if all(row.state in _OVER for row in rows) and not self._unseen(rows):
                    return
                time.sleep(0.3)
        finally:
            kill_family(worker)

    def _look(self) -> list[Any]:
        """Note each pause once, then end it; what a dead worker had in its hands has to be given up, too."""
        from django.utils import timezone

        from manyhands.web.jobs import enqueue

        now = timezone.now()
        with seeing_all():
            rows = list(messages().select_related("recipient"))
            for row in rows:
                pauses = self.pauses.setdefault(row.pk, [])
                if row.state == "waiting" and row.attempts > len(pauses):
                    pauses.append(row.not_before - _heard_at(self.fakes, row))
                    messages().filter(pk=row.pk, state="waiting").update(not_before=now)
                if row.state == "sending" and self.killed and FATES[row.recipient.name].is_deadly:
                    messages().filter(pk=row.pk, state="sending").update(lease_until=now)
                    self.lease_ended_at = self.lease_ended_at or time.monotonic()
            if any(row.state == "waiting" for row in rows):
                enqueue("manyhands.apps.messaging.tasks.deliver_due")
        return rows

    def _read_the_page(self, rows: list[Any]) -> None:
        """What staff are shown as not arrived, counted from when its gateway last heard of it."""
        unseen = self._unseen(rows)
        if not unseen:
            return
        page = self.staff.get(f"/g/{GROUP}/messages/?tab=failed").text
        for row in unseen:
            if f"/g/{GROUP}/messages/{row.pk}/" in page:
                since = time.time() - self.fakes.heard[FATES[row.recipient.name].key_of(row.recipient)][-1]
                if FATES[row.recipient.name].is_deadly and self.lease_ended_at:
                    since = time.monotonic() - self.lease_ended_at
                self.shown_after_seconds[row.pk] = since

    def _unseen(self, rows: list[Any]) -> list[Any]:
        return [
            row
            for row in rows
            if row.state in ("failed", "unconfirmed") and row.pk not in self.shown_after_seconds
        ]


def start_worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*MANYHANDS, "worker"], start_new_session=True, stderr=subprocess.DEVNULL)


def messages() -> Any:
    from manyhands.apps.messaging.models import Message

    return Message.objects.filter(event="helper_changed").order_by("pk")


def _heard_at(fakes: FatefulGateways, row: Any) -> datetime:
    from datetime import UTC

    return datetime.fromtimestamp(fakes.heard[FATES[row.recipient.name].key_of(row.recipient)][-1], UTC)


# --- the judge -----------------------------------------------------------------------------------------------


def judge(vendor: str, watch: Watch, *, is_written: bool) -> int:
    with seeing_all():
        rows_of_outbox = list(messages().select_related("recipient"))
    rows: Rows = []
    problems: list[str] = []
    for fate in FATES.values():
        mine = [row for row in rows_of_outbox if row.recipient.name == fate.name]
        said, wrong = _fared(fate, mine, watch)
        rows.append((fate.words, said))
        problems += [f"{fate.words}: {said}"] if wrong else []
    shown = sorted(watch.shown_after_seconds.values())
    silent = [
        row
        for row in rows_of_outbox
        if row.state not in _OVER or (row.state != "sent" and row.pk not in watch.shown_after_seconds)
    ]
    slowest = shown[-1] if shown else 0.0
    rows += [
        ("messages", len(rows_of_outbox)),
        ("workers killed while sending", watch.killed),
        ("pauses (seconds, about)", _typical_pauses(watch)),
        ("shown to staff within", f"{slowest:.1f} s at most, {len(shown)} messages"),
        ("lost silently", len(silent)),
    ]
    checks = {
        f"{len(silent)} neither arrived nor were shown": silent,
        f"shown after {slowest:.0f} s": slowest > SHOWN_WITHIN_SECONDS,
        "pauses that do not grow": not all(_grow(pauses) for pauses in watch.pauses.values()),
        "no worker was killed": not watch.killed,
    }
    problems += [problem for problem, is_there in checks.items() if is_there]
    return PROMISE.judge(vendor, rows, problems, is_written=is_written)


def _fared(fate: Fate, mine: list[Any], watch: Watch) -> tuple[str, bool]:
    states = Counter(row.state for row in mine)
    tries = max((row.attempts for row in mine), default=0)
    arrived = [watch.fakes.arrived[fate.key_of(row.recipient)] for row in mine]
    ended = ", ".join(f"{count} {state}" for state, count in states.items())
    right = set(states) == {fate.ends} and tries == fate.tries <= MOST_TRIES and max(arrived, default=0) <= 1
    return f"{ended} after {tries} tries, {sum(arrived)} arrived", not right or (
        fate.ends == "sent" and sum(arrived) != len(mine)
    )


def _typical_pauses(watch: Watch) -> str:
    longest = max(watch.pauses.values(), key=len, default=[])
    return ", ".join(f"{pause.total_seconds():.0f}" for pause in longest)


def _grow(pauses: list[timedelta]) -> bool:
    return all(earlier < later for earlier, later in pairwise(pauses))


if __name__ == "__main__":
    sys.exit(main())
