"""Who may ask what: every operation, with every permission; and what nobody learns of another group."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.groups.actions import (
    TokenTooWideError,
    end_membership,
    make_token,
    revoke_token,
    set_member_roles,
)
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import NeedPart
from manyhands.config.api.assembly import list_operations, rules_of
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.programs import PREFIX, Caller
from tests.worlds import make_group, make_member, make_need, make_volunteer, reload, sign_in

pytestmark = pytest.mark.django_db

BY = Actor.system("test")
BODIES = {
    "take_in_need": {"categories": ["groceries"], "name": "Wil Smith", "zip_code": "48912"},
    "invite": {"helpers": ["v1"]},
    "assign": {"helper": "v1"},
}
OPERATIONS = [(one.operation_id, one.methods[0], one.path, rules_of(one)) for one in list_operations()]
NAMES = [one[0] for one in OPERATIONS]
# Rules that are more than one permission.
EITHER = {"dispatch.see_open": {"needs.read", "tasks.take"}}


class World:
    """A group in which there is one of everything, and a member who may do all."""

    def __init__(self) -> None:
        at = timezone.now()
        self.group = make_group(meeting_mode="open_claim")
        self.member = make_member(self.group, ("organiser",), name="Olga R.")
        volunteer = make_volunteer(self.group, membership=self.member)
        self.need = make_need(self.group)
        with group_scope(self.group.pk):
            part = NeedPart.objects.get(need=self.need)
            task = actions.claim(part, Helper(volunteer), by=BY, at=at)
            waiting = NeedPart.objects.get(need=make_need(self.group))
            run = Run.objects.create(
                group=self.group, cause="requested", state="done", requested_at=at, finished_at=at
            )
            proposal = Proposal.objects.create(
                group=self.group, run=run, part=waiting, helper=volunteer.person, volunteer=volunteer
            )
        self.ids = {
            "reference": self.need.reference,
            "part_id": waiting.pk,
            "task_id": task.pk,
            "run_id": run.pk,
            "proposal_id": proposal.pk,
        }

    def call(self, caller: Caller, operation: str, ids: dict | None = None):
        _name, method, path, _rules = OPERATIONS[NAMES.index(operation)]
        address = path.format(**{**self.ids, **(ids or {})})
        if method == "GET":
            return caller.get(address)
        return caller.post(address, BODIES.get(operation, {}))


@pytest.fixture
def world(db) -> World:
    return World()


def test_every_operation_names_one_rule():
    assert OPERATIONS
    assert [name for name, _method, _path, rules in OPERATIONS if len(rules) != 1] == []


def test_a_token_may_what_it_says(world):
    """What is allowed may still fail for another reason; what is not is a 403 and nothing else."""
    for permission in PERMISSIONS:
        caller = Caller(world.member, permission)
        refused = {name for name in NAMES if world.call(caller, name).status_code == 403}

        allowed = {
            name
            for name, _method, _path, (rule,) in OPERATIONS
            if not rule or permission in EITHER.get(rule, {rule})
        }
        assert refused == set(NAMES) - allowed, permission


def test_a_token_that_may_all_is_answered_everywhere(world):
    caller = Caller(world.member, *PERMISSIONS)
    statuses = {name: world.call(caller, name).status_code for name in NAMES}

    assert {
        name: status for name, status in statuses.items() if status in (401, 403, 404) or status >= 500
    } == {}


def test_without_a_token_there_is_nothing(world):
    for _name, method, path, _rules in OPERATIONS:
        answer = getattr(Client(), method.lower())(PREFIX + path.format(**world.ids))
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer["Content-Type"] == "application/problem+json"


def test_a_cookie_opens_nothing(world):
    client = Client()
    sign_in(client, world.member.user)

    assert client.get(f"{PREFIX}/groups").status_code == 401


def test_what_is_in_another_group_is_as_if_it_were_not(world):
    other = World()
    caller = Caller(other.member, *PERMISSIONS)
    named = [
        (name, key) for name, _method, path, _rules in OPERATIONS for key in re.findall(r"{(\w+)}", path)
    ]
    for name, key in named:
        missing = "Z9-999" if key == "reference" else 999_999
        foreign, absent = (other.call(caller, name, {key: value}) for value in (world.ids[key], missing))

        assert foreign.status_code == 404, name
        assert foreign.content == absent.content
    assert len(named) > 10


def test_a_token_stays_in_its_group(world):
    other = World()
    caller = Caller(other.member, *PERMISSIONS)

    assert [one["slug"] for one in caller.get("/groups").json()["items"]] == [other.group.slug]
    found = caller.get("/open-requests").json()["items"]
    assert {one["part_id"] for one in found} == {other.ids["part_id"]}


def test_nobody_gives_what_they_do_not_hold(world):
    intake = make_member(world.group, ("intake",))

    with group_scope(world.group.pk), pytest.raises(TokenTooWideError):
        make_token(
            world.group,
            name="x",
            permissions=["needs.triage"],
            lives=timedelta(days=1),
            made_by=intake,
            at=timezone.now(),
        )


def test_a_token_loses_what_its_maker_loses(world):
    member = make_member(world.group, ("coordinator",))
    caller = Caller(member, "needs.read", "tasks.take")
    assert caller.get(f"/needs/{world.need.reference}").status_code == 200
    with group_scope(world.group.pk):
        set_member_roles(member, roles=[], by=BY, at=timezone.now())

    assert caller.get(f"/needs/{world.need.reference}").status_code == 403


@pytest.mark.parametrize("how", ["revoked", "expired", "maker left"])
def test_a_token_ends(world, how, time_machine):
    member = make_member(world.group, ("coordinator",))
    caller = Caller(member, "needs.read")
    assert caller.get("/groups").status_code == 200
    now = timezone.now()
    with group_scope(world.group.pk):
        if how == "revoked":
            revoke_token(caller.token, by=BY, at=now)
        elif how == "maker left":
            end_membership(member, by=BY, at=now)
        else:
            time_machine.move_to(now + timedelta(days=8))

    assert caller.get("/groups").status_code == 401


def test_the_journal_knows_that_it_was_a_program(world):
    caller = Caller(world.member, "needs.intake")
    world.call(caller, "take_in_need")

    with group_scope(world.group.pk):
        line = Entry.objects.get(verb="need.received", actor_kind="program")
    assert line.actor_id == caller.token.pk


def test_calls_are_counted(world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    caller = Caller(world.member, "needs.read")
    answers = [caller.get("/groups") for _ in range(121)]

    assert [one.status_code for one in answers] == [200] * 120 + [429]
    assert int(answers[-1]["Retry-After"]) >= 1


def test_guesses_are_counted(db, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    statuses = [
        Client().get(f"{PREFIX}/groups", headers={"authorization": f"Bearer mh_{number}"}).status_code
        for number in range(21)
    ]

    assert statuses == [401] * 20 + [429]


def test_when_it_was_used_last_is_kept_to_the_minute(world, time_machine):
    start = timezone.now()
    caller = Caller(world.member, "needs.read")
    time_machine.move_to(start + timedelta(hours=1), tick=False)
    caller.get("/groups")

    reload(caller.token)
    assert caller.token.last_used_at == timezone.now()
