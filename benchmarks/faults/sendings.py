"""What is sent twice: forms of neighbours, helpers and staff, and calls of programs; each about a thing of its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from benchmarks.faults.claims import session_of
from benchmarks.faults.clients import Call, form_call

GROUP = "twice"
ANSWERS = {
    "": {"for_whom": "self"},
    "what/": {"kinds": ["groceries"]},
    "when/": {"when_kind": "soon", "patience": "3"},
    "where/": {"place_kind": "address", "address": "214 Oak St", "zip_code": "48912"},
    "reach/": {"name": "Maria Lopez", "reach_by": "email", "email": "maria@example.org", "language": "en"},
    "more/": {"details": "Milk, bread, rice"},
}


@dataclass(frozen=True)
class Sending:
    """One thing to send, and what to change in it for the same key with other answers ("" where there is no key)."""

    call: Call
    change: tuple[str, str] = ("", "")

    @property
    def changed(self) -> Call:
        name, value = self.change
        if self.call.body.startswith("{"):
            return replace(self.call, body=json.dumps({**json.loads(self.call.body), name: value}))
        fields = [(one, said) for one, said in parse_qsl(self.call.body) if one != name]
        return replace(self.call, body=urlencode([*fields, (name, value)]))


def makers() -> dict[str, Callable[[int], Sending]]:
    from tests.worlds import make_group, make_member

    group = make_group(slug=GROUP, meeting_mode="open_claim", join_mode="open")
    staff = make_member(group, ("organiser",), name="Rosa M.")
    session = session_of(staff.user)
    return {
        **_of_anybody(group),
        **_of_staff(group, session),
        **_of_helpers(group),
        **_of_programs(staff),
    }


def _of_anybody(group: Any) -> dict[str, Callable[[int], Sending]]:
    drafts = _drafts(group)

    def ask(_number: int) -> Sending:
        return Sending(form_call(f"/g/{GROUP}/ask/check/", {}, request=next(drafts)))

    def stop(number: int) -> Sending:
        path = f"{_own_page(_need(group, number))}stop/"
        return Sending(form_call(path, _once({"reason": "no_longer_needed"})), ("reason", "helped_by_others"))

    return {"a neighbour asks": ask, "a neighbour stops a request": stop}


def _of_staff(group: Any, session: str) -> dict[str, Callable[[int], Sending]]:
    def take_in(number: int) -> Sending:
        answers = {
            "name": f"Neighbour {_surname(number)}",
            "phone": f"517 555 {1000 + 37 * number}",
            "language": "en",
            "for_whom": "self",
            "categories": "groceries",
            "when_kind": "soon",
            "urgency": "2",
            "zip_code": "48912",
            "reach_by": "call",
            "open_now": "on",
        }
        call = form_call(f"/g/{GROUP}/requests/new/", _once(answers), sessionid=session)
        return Sending(call, ("zip_code", "48910"))

    def open_up(number: int) -> Sending:
        need = _need(group, number, is_open=False)
        return Sending(form_call(f"/g/{GROUP}/requests/{need.reference}/open/", _once({}), sessionid=session))

    def note(number: int) -> Sending:
        path = f"/g/{GROUP}/requests/{_need(group, number).reference}/notes/"
        return Sending(
            form_call(path, _once({"text": "Called twice"}), sessionid=session), ("text", "Called once")
        )

    return {"staff take a call in": take_in, "staff open a request": open_up, "staff write a note": note}


def _of_helpers(group: Any) -> dict[str, Callable[[int], Sending]]:
    from tests.worlds import make_member, make_user, make_volunteer

    def join(number: int) -> Sending:
        answers = {
            "name": f"Helper {_surname(number)}",
            "language": "en",
            "reach_by": "email",
            "languages": "en",
            "vehicle": "car",
            "where": "48912",
            "radius": "5",
            "tasks_per_week": "3",
        }
        call = form_call(f"/g/{GROUP}/help/", _once(answers), sessionid=session_of(make_user()))
        return Sending(call, ("tasks_per_week", "4"))

    def claim(number: int) -> Sending:
        member = make_member(group, (), name=f"Taker {number}")
        make_volunteer(group, f"Taker {number}", membership=member)
        path = f"/g/{GROUP}/open/{_part(_need(group, number))}/"
        return Sending(form_call(path, _once({}), sessionid=session_of(member.user)))

    return {"somebody signs up to help": join, "somebody takes a task": claim}


def _of_programs(staff: Any) -> dict[str, Callable[[int], Sending]]:
    from tests.apps.programs import PREFIX, Caller

    token = Caller(staff, "needs.intake", "needs.triage").secret

    def take_in(number: int) -> Sending:
        body = {
            "categories": ["groceries"],
            "name": f"Wil {_surname(number)}",
            "zip_code": "48912",
            "open_now": True,
            "even_if_similar": True,
        }
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": str(uuid4()),
        }
        return Sending(Call(f"{PREFIX}/needs", json.dumps(body), headers=headers), ("name", "Somebody else"))

    return {"a program takes a request in": take_in}


def _surname(number: int) -> str:
    """Each of them as long as the others: a longer name leaves more rows to look it up by."""
    high, low = divmod(number, len(ascii_lowercase))
    return f"{ascii_lowercase[high]}{ascii_lowercase[low]}".capitalize()


def _once(answers: dict[str, str]) -> dict[str, str]:
    return {**answers, "once": str(uuid4())}


def _need(group: Any, number: int, *, is_open: bool = True) -> Any:
    from tests.worlds import make_need

    return make_need(group, name=f"Neighbour {number}", is_open=is_open)


def _part(need: Any) -> int:
    from manyhands.apps.needs.models import NeedPart
    from manyhands.storage.scope import group_scope

    with group_scope(need.group_id):
        return int(NeedPart.objects.get(need=need).pk)


def _own_page(need: Any) -> str:
    from datetime import timedelta

    from django.utils import timezone

    from manyhands.apps.privacy.actions import make_link
    from manyhands.storage.actors import Actor
    from manyhands.storage.scope import group_scope

    at = timezone.now()
    with group_scope(need.group_id):
        token = make_link(
            need.group, "need_status", need.pk, need.person,
            expires_at=at + timedelta(days=30), by=Actor.system("check"), at=at,
        )  # fmt: skip
    return f"/r/{token}/"


def _drafts(group: Any) -> Iterator[str]:
    """One visitor answers page by page; copies of it are what others would have answered."""
    from datetime import timedelta

    from django.test import Client
    from django.utils import timezone

    from manyhands.apps.needs.models import RequestDraft
    from manyhands.storage.encryption import token_hash
    from manyhands.storage.scope import group_scope

    visitor = Client(headers={"host": "localhost", "x-forwarded-for": "192.0.2.1"})
    for step, answers in ANSWERS.items():
        if visitor.post(f"/g/{GROUP}/ask/{step}", answers).status_code != 302:
            raise AssertionError(f"The question {step or 'who/'} did not take its answer.")
    begun = timezone.now() - timedelta(minutes=5)
    with group_scope(group.pk):
        first = RequestDraft.objects.get(token_hash=token_hash(visitor.cookies["request"].value))
    while True:
        token = uuid4().hex
        with group_scope(group.pk):
            RequestDraft.objects.create(
                group=group, token_hash=token_hash(token), answers=first.answers, began_at=begun, updated_at=begun,
                expires_at=first.expires_at,
            )  # fmt: skip
        yield token
