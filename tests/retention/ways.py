"""One made-up person comes in through every door, with words that stand nowhere else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import time_machine
from django.test import Client

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.cli.upkeep.imports import import_sheet
from tests.apps.needs.asking import Asker
from tests.apps.programs import Caller
from tests.worlds import make_user, sign_in

MARK = "zyxcanary"
# What an organisation says of itself is read by the whole group, and stored as it is.
SAID_IN_PUBLIC = "zyxpantry"
EXCHANGE = "517555018"  # and one more digit for each door


def name_of(door: int) -> str:
    return f"Quill {MARK}{door}"


def email_of(door: int) -> str:
    return f"{MARK}{door}@example.org"


def phone_of(door: int) -> str:
    return f"({EXCHANGE[:3]}) {EXCHANGE[3:6]}-{EXCHANGE[6:]}{door}"


def details() -> list[str]:
    """What somebody would say of themselves who asks whether anything is left."""
    doors = range(len(DOORS))
    return [MARK, SAID_IN_PUBLIC, *(phone_of(door) for door in doors)]


def come_in(group: Group, organiser: Membership, folder: Path, *, at: datetime) -> None:
    """Through every door, one after the other; each must have let them in."""
    staff = Client()
    sign_in(staff, organiser.user)
    for number, door in enumerate(DOORS):
        with time_machine.travel(at + timedelta(hours=number), tick=False):
            door(group, organiser, staff, folder, number)


def _by_the_public_form(group: Group, _o: Membership, _staff: Client, _folder: Path, door: int) -> None:
    reach = {"name": name_of(door), "reach_by": "email", "email": email_of(door), "language": "en"}
    where = {"place_kind": "address", "address": f"{door} {MARK} Street", "zip_code": "48912"}
    more = {"details": f"{MARK} words", "access_notes": f"{MARK} door"}
    asker = Asker(group, reach={**reach, "email": "no"}, where=where, more=more)
    asker.fill_in(upto="where")
    # A mistake first: what was typed comes back to be mended, and is stored in a draft.
    assert asker.post("reach").status_code != 302
    asker.answers = {**asker.answers, "reach": reach}
    asker.ask(at=_now())


def _at_the_phone(group: Group, _o: Membership, staff: Client, _folder: Path, door: int) -> None:
    answers = {
        "name": name_of(door), "phone": phone_of(door), "language": "en", "for_whom": "self",
        "categories": "groceries", "when_kind": "soon", "urgency": "2", "reach_by": "call",
        "zip_code": "48912", "details": f"{MARK} words",
    }  # fmt: skip
    assert staff.post(group_path(group, "needs:intake"), answers).status_code == 302


def _by_a_program(_group: Group, organiser: Membership, _staff: Client, _folder: Path, door: int) -> None:
    body = {"categories": ["groceries"], "name": name_of(door), "phone": phone_of(door), "zip_code": "48912"}
    caller = Caller(organiser, "needs.intake", at=_now())
    assert caller.post("/needs", {**body, "details": f"{MARK} words"}).status_code == 201


def _in_a_sheet(group: Group, _o: Membership, _staff: Client, folder: Path, door: int) -> None:
    sheet = folder / "sheet.csv"
    sheet.write_text(
        f"Name,Phone,Address,Zip,What do you need\n"
        f"{name_of(door)},{phone_of(door)},{door} {MARK} Street,48912,groceries\n"
    )
    assert import_sheet(sheet, group.slug) == 0
    sheet.unlink()


def _as_somebody_who_helps(group: Group, _o: Membership, _staff: Client, _folder: Path, door: int) -> None:
    answers = {
        "name": name_of(door), "phone": phone_of(door), "language": "en", "reach_by": "email", "languages": "en",
        "vehicle": "car", "where": f"{door} {MARK} Street, 48912", "radius": "5", "tasks_per_week": "3",
    }  # fmt: skip
    _signed_in(door).post(group_path(group, "people:volunteer_join"), answers)


def _for_an_organisation(group: Group, _o: Membership, _staff: Client, _folder: Path, door: int) -> None:
    answers = {
        "name": SAID_IN_PUBLIC, "kind": "pantry", "about": f"food at {SAID_IN_PUBLIC}",
        "roles": ["can_ask", "can_help"],
        "contact_name": name_of(door), "phone": phone_of(door), "email": email_of(door), "languages": ["en"],
        "where": f"{door} {MARK} Street, 48912", "radius": "12", "tasks_per_week": "5",
    }  # fmt: skip
    response = _signed_in(door).post(group_path(group, "people:organisation_join"), answers)
    assert response.status_code == 302, response.context["form"].errors


def _where_something_breaks(group: Group, _o: Membership, staff: Client, _folder: Path, door: int) -> None:
    """The page fails with their words in the error itself; they get no further, and the log must not have them."""
    staff.raise_request_exception = False
    answers = {
        "name": name_of(door), "phone": phone_of(door), "language": "en", "for_whom": "self",
        "categories": "groceries", "when_kind": "soon", "urgency": "2", "reach_by": "call", "zip_code": "48912",
    }  # fmt: skip

    def breaks(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError(f"cannot take {name_of(door)}, {phone_of(door)}")

    with patch("manyhands.apps.needs.actions.receive.add_person", breaks):
        assert staff.post(group_path(group, "needs:intake"), answers).status_code == 500
    staff.raise_request_exception = True


def _signed_in(door: int) -> Client:
    client = Client()
    sign_in(client, make_user(email_of(door), at=_now()))
    return client


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


DOORS: tuple[Callable[..., None], ...] = (
    _by_the_public_form,
    _at_the_phone,
    _by_a_program,
    _in_a_sheet,
    _as_somebody_who_helps,
    _for_an_organisation,
    _where_something_breaks,
)
