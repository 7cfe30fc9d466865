"""One message per person and event, however often what sends it dies.

    python -m benchmarks.faults.outbox [--kills 100] [--workers 5] [--write]

Messages wait for people who read e-mail and people who read text messages. What sends them is killed (-9) at random
moments: the job itself in processes of its own, and whole workers (`manyhands worker`). Between sending and writing
down that it was sent nobody can know; such a message is *unconfirmed*, is shown to staff, and is never sent again by
itself. A mail server and a gateway on the loopback say what really arrived. A killed sender's lease is
ended by the clock after minutes; here it is ended by hand.
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from benchmarks.assurance import Rows, get_promise
from benchmarks.faults.fakes import Gateways, gateways
from benchmarks.faults.killing import kill_family
from benchmarks.installation import MANYHANDS, Installation, installed

PROMISE = get_promise("R6")
PEOPLE = 60
PER_KILL = 5
LONGEST_LIFE_SECONDS = 0.5
MOST_RUNS = 60
A_WORKER_AT_MOST_SECONDS = 90
_PK = re.compile(r"(?:<message-|manyhands-)(\d+)")


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=5, help="how many whole workers are killed besides")
    options = parser.parse_args()
    with gateways() as fakes, installed(DATABASE_POOL="no", **fakes.settings) as installation:
        write_messages(PER_KILL * (options.kills + 4 * options.workers) + PEOPLE)
        began = time.monotonic()
        with deliverer() as sender:
            killed = kill_senders(sender, options.kills)
            workers = sum(kill_worker(fakes) for _ in range(options.workers))
            finish(sender)
        seconds = time.monotonic() - began
        return judge(
            installation, fakes, killed=killed, workers=workers, seconds=seconds, is_written=options.write
        )


# --- the world ---------------------------------------------------------------------------------------------


def write_messages(count: int) -> None:
    """Several to each person, about one request: they may not overtake each other."""
    from django.utils import timezone

    from manyhands.apps.messaging.actions import tell
    from manyhands.storage.actors import Actor
    from manyhands.storage.scope import group_scope
    from tests.worlds import make_group, make_need, make_volunteer

    group = make_group(slug="outbox")
    need = make_need(group)
    people = [
        make_volunteer(group, f"Helper {number}", reach_by=("email", "text")[number % 2]).person
        for number in range(PEOPLE)
    ]
    context = {"reference": need.reference, "status_url": "http://localhost:8000/r/practice/"}
    with group_scope(group.pk):
        for number in range(count):
            tell(
                people[number % PEOPLE], "helper_changed", context=context, about=need, dedup=str(number),
                by=Actor.system("check"), at=timezone.now(),
            )  # fmt: skip


def messages() -> Any:
    from manyhands.apps.messaging.models import Message

    return Message.objects.all()


@contextmanager
def seeing_all() -> Iterator[None]:
    from manyhands.storage.scope import system_scope

    with system_scope("check outbox"):
        yield


# --- killing -----------------------------------------------------------------------------------------------


@contextmanager
def deliverer() -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "benchmarks.faults.deliverer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def kill_senders(sender: "subprocess.Popen[str]", kills: int) -> int:
    """How many were killed before they had finished; each at a moment of its own."""
    killed = runs = 0
    while killed < kills and runs < 3 * kills:
        runs += 1
        killed += _run(sender, seconds=random.uniform(0, LONGEST_LIFE_SECONDS)) == signal.SIGKILL
        end_leases()
    return killed


def _run(sender: "subprocess.Popen[str]", *, seconds: float | None) -> int:
    """The exit status of one sender that was given so long; None lets it finish."""
    sender.stdin.write("go\n")
    sender.stdin.flush()
    pid = int(sender.stdout.readline())
    if seconds is not None:
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return int(sender.stdout.readline())


def kill_worker(fakes: Gateways) -> bool:
    """A whole worker, once it has begun to send."""
    make_due()
    before = fakes.arrived().total()
    worker = subprocess.Popen([*MANYHANDS, "worker"], start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + A_WORKER_AT_MOST_SECONDS
    while fakes.arrived().total() < before + 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    has_sent = fakes.arrived().total() > before
    time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS / 10))
    kill_family(worker)
    end_leases()
    return has_sent


def end_leases() -> None:
    """Whoever held them is dead, and their time is over."""
    from django.utils import timezone

    from manyhands.apps.messaging.models import MessageState

    with seeing_all():
        messages().filter(state=MessageState.SENDING).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )


def make_due() -> None:
    """What was refused for now has waited long enough; and the worker is asked to look, as it is every minute."""
    from django.utils import timezone

    from manyhands.apps.messaging.models import MessageState
    from manyhands.web.jobs import enqueue

    with seeing_all():
        messages().filter(state=MessageState.WAITING).update(not_before=timezone.now())
    enqueue("manyhands.apps.messaging.tasks.deliver_due")


def finish(sender: "subprocess.Popen[str]") -> None:
    from manyhands.apps.messaging.models import MessageState

    for _ in range(MOST_RUNS):
        end_leases()
        make_due()
        _run(sender, seconds=None)
        with seeing_all():
            if not messages().filter(state__in=(MessageState.WAITING, MessageState.SENDING)).exists():
                return


# --- the judge ---------------------------------------------------------------------------------------------


def judge(
    installation: Installation,
    fakes: Gateways,
    *,
    killed: int,
    workers: int,
    seconds: float,
    is_written: bool,
) -> int:
    arrived = fakes.arrived()
    with seeing_all():
        states = dict(messages().filter(event="helper_changed").values_list("pk", "state"))
        tried_again = messages().filter(event="helper_changed", attempts__gt=1).count()
    by_pk: Counter[int] = Counter()
    for reference, count in arrived.items():
        by_pk[int(_PK.match(reference)[1])] += count
    sent = {pk for pk, state in states.items() if state == "sent"}
    unconfirmed = {pk for pk, state in states.items() if state == "unconfirmed"}
    shown = _shown()
    figures = {
        "sent, but never arrived": len([pk for pk in sent if not by_pk[pk]]),
        "arrived twice": len([pk for pk in states if by_pk[pk] > 1]),
        "neither sent nor unconfirmed in the end": len(states.keys() - sent - unconfirmed),
        "with more than one Message-ID or reference": len(arrived) - len(by_pk),
        "unconfirmed, but not shown to staff": len(unconfirmed) - shown,
        "arrived, but known to nobody": len(by_pk.keys() - states.keys() - _others()),
    }
    rows: Rows = [
        ("messages, half e-mail and half text", len(states)),
        ("senders killed at random moments", killed),
        ("whole workers killed while sending", workers),
        ("sent", len(sent)),
        ("tried more than once, under the same name", tried_again),
        ("unconfirmed, and shown to staff", shown),
        ("of these had arrived", len([pk for pk in unconfirmed if by_pk[pk]])),
        *figures.items(),
        ("in all", f"{seconds:.0f} s"),
    ]
    problems = [f"{count} {what}" for what, count in figures.items() if count]
    return PROMISE.judge(installation.vendor, rows, problems, is_written=is_written)


def _shown() -> int:
    """As many as the outbox of the group says perhaps went out."""
    from manyhands.apps.groups.models import Group
    from manyhands.apps.messaging.models import MessageState
    from manyhands.apps.messaging.queries import outbox
    from manyhands.storage.scope import group_scope

    group = Group.objects.get(slug="outbox")
    with group_scope(group.pk):
        return sum(message.state == MessageState.UNCONFIRMED for message in outbox(group, "failed"))


def _others() -> set[int]:
    """Messages that came of making the world: a request was received."""
    with seeing_all():
        return set(messages().exclude(event="helper_changed").values_list("pk", flat=True))


if __name__ == "__main__":
    sys.exit(main())
