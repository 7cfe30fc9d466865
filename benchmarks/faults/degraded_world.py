"""The group in which everything fails, what people do in it, and what its database knows in the end."""

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from benchmarks.faults.claims import session_of
from benchmarks.faults.killing import kill_family
from benchmarks.faults.visitor import Neighbour, Visitor
from benchmarks.installation import MANYHANDS

GROUP = "degraded"
OK = 200
NOT_FOUND = 404
TRIED_WITHIN_SECONDS = 90


@dataclass(frozen=True)
class Seeded:
    staff: str
    helper: str


def seed() -> Seeded:
    """A group in which people choose by themselves, with map pictures of its own that are not there."""
    from manyhands.apps.groups.models import BaseMap, Group
    from tests.worlds import make_group, make_member, make_volunteer

    group = make_group(slug=GROUP, meeting_mode="open_claim", time_zone=zone_of_midday())
    Group.objects.filter(pk=group.pk).update(base_map=BaseMap.OWN)
    staff, helper = make_member(group, ("organiser",), name="Rosa M."), make_member(group, (), name="Ana R.")
    make_volunteer(group, "Ana Ruiz", membership=helper)
    return Seeded(session_of(staff.user), session_of(helper.user))


def zone_of_midday() -> str:
    """Texts are not sent at night: where it is about noon now. (West of Greenwich is + in these names.)"""
    hour = time.gmtime().tm_hour
    return f"Etc/GMT{hour - 12:+d}" if hour != 12 else "Etc/GMT"


def neighbour(visitor: Visitor, number: int) -> Neighbour:
    by_mail = number % 2
    way = ("email", f"asker{number}@example.org") if by_mail else ("phone", f"517 557 {number:04}")
    return Neighbour(visitor, GROUP, f"Asker {number}", [("reach_by", "email" if by_mail else "text"), way])


@contextmanager
def working() -> Iterator[None]:
    """A worker, as `manyhands worker` starts it; it has to outlive everything by itself."""
    worker = subprocess.Popen([*MANYHANDS, "worker"], start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield
        if worker.poll() is not None:
            raise AssertionError("The worker did not live through it.")
    finally:
        kill_family(worker)


# --- what people do ------------------------------------------------------------------------------------------


def open_and_take(port: int, seeded: Seeded) -> bool:
    """Staff open the one request that waits, and a helper takes it from the list."""
    staff, helper = _visitor(port, seeded.staff), _visitor(port, seeded.helper)
    reference, part_id = _waiting_request()
    opened = staff.post(f"/g/{GROUP}/requests/{reference}/open/", [("once", str(uuid4()))])
    taken = helper.post(f"/g/{GROUP}/open/{part_id}/", [("once", str(uuid4()))])
    return opened.is_taken and f"/g/{GROUP}/tasks/" in taken.location


def pages_without_map(port: int, seeded: Seeded) -> str:
    """The list of requests has its rows, staff's map has its list, and the missing pictures are a plain 404."""
    from tests.worlds import make_need

    need = make_need(_group(), summary="Water plants")
    helper, staff = _visitor(port, seeded.helper), _visitor(port, seeded.staff)
    part_id = _part_of(need.pk)
    pictures = helper.get(f"/g/{GROUP}/map/file.pmtiles")
    listed, mapped = helper.get(f"/g/{GROUP}/open/"), staff.get(f"/g/{GROUP}/map/")
    complete = [
        listed.status == OK and f"/g/{GROUP}/open/{part_id}/" in listed.text,
        mapped.status == OK and f"/g/{GROUP}/requests/" in mapped.text,
    ]
    return f"{sum(complete) if pictures.status == NOT_FOUND else 0} of {len(complete)}"


def _visitor(port: int, session: str) -> Visitor:
    visitor = Visitor(port, "10.3.0.1")
    visitor.cookies["sessionid"] = session
    return visitor


# --- what the database knows ---------------------------------------------------------------------------------


@contextmanager
def seeing_all() -> Iterator[None]:
    """With a connection of its own each time: the server may have been away since the last."""
    from django.db import connection

    from manyhands.storage.scope import system_scope

    try:
        with system_scope("check degraded"):
            yield
    finally:
        connection.close()


def wait_until_tried() -> str:
    """Until the worker has met both closed doors."""
    deadline = time.monotonic() + TRIED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        states, channels = _told_askers()
        if len(channels) == len(("email", "sms")):
            break
        time.sleep(0.5)
    given_up = sum(count for state, count in states.items() if state not in ("waiting", "sending"))
    return f"{len(channels)} of 2 ways tried, {given_up or 'none'} given up"


def wait_until_delivered(seconds: float) -> str:
    """What is left when that time is over, and why."""
    deadline = time.monotonic() + seconds
    while (left := _unsent()) and time.monotonic() < deadline:
        time.sleep(1)
    return ", ".join(f"{count} {state} by {channel} ({why})" for (state, channel, why), count in left.items())


def stored_names() -> Counter[str]:
    """Who has a request, of those who ask here; how many each."""
    from manyhands.apps.needs.models import Need

    with seeing_all():
        names = Counter(need.person.name for need in Need.objects.select_related("person"))
    return Counter({name: count for name, count in names.items() if name.startswith("Asker ")})


def _told_askers() -> tuple[Counter[str], set[str]]:
    with seeing_all():
        rows = list(_messages().values_list("state", "channel", "attempts"))
    return Counter(state for state, *_ in rows), {channel for _state, channel, tries in rows if tries}


def _unsent() -> Counter[tuple[str, str, str]]:
    with seeing_all():
        return Counter(_messages().exclude(state="sent").values_list("state", "channel", "last_error"))


def _messages() -> Any:
    from manyhands.apps.messaging.models import Message

    return Message.objects.filter(event="need_received")


def _waiting_request() -> tuple[str, int]:
    from manyhands.apps.needs.models import Need

    with seeing_all():
        need = Need.objects.get()
        return need.reference, need.parts.get().pk


def _part_of(need_id: int) -> int:
    from manyhands.apps.needs.models import NeedPart

    with seeing_all():
        return int(NeedPart.objects.get(need_id=need_id).pk)


def _group() -> Any:
    from manyhands.apps.groups.models import Group

    return Group.objects.get(slug=GROUP)
