"""What a program does: in the name of the member who made its token, and once."""

import pytest

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.models import Entry
from manyhands.apps.privacy.models import Reading
from tests.apps.dispatch.conftest import NOW, SECRETS
from tests.apps.dispatch.pages import find_secrets
from tests.apps.dispatch.planning import explanation_of
from tests.apps.programs import Caller
from tests.worlds import make_member, make_need, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def mine(group) -> tuple[Caller, Helper]:
    """A volunteer's own program."""
    member = make_member(group, (), name="Ana R.", at=NOW)
    return Caller(member, "tasks.take", at=NOW), Helper(
        make_volunteer(group, "Ana Ruiz", membership=member, at=NOW)
    )


@pytest.fixture
def staff(group) -> Caller:
    return Caller(make_member(group, ("coordinator",), at=NOW), "needs.read", "needs.assign", at=NOW)


def test_from_claim_to_done(group, part, mine):
    caller, helper = mine
    claimed = caller.post(f"/open-requests/{part.pk}/claim", {})
    task_id = claimed.json()["task_id"]
    done = caller.post(
        f"/tasks/{task_id}/complete", {"outcome": "done", "minutes_spent": 50, "note": "Went well"}
    )

    task = Assignment.objects.get()
    assert (claimed.status_code, claimed.json()["state"]) == (201, "accepted")
    assert (done.status_code, done.json()) == (200, {"task_id": task.pk, "state": "completed"})
    assert (task.helper, task.minutes_spent, task.note) == (helper.person, 50, "Went well")
    lines = Entry.objects.filter(
        verb__startswith="assignment.", actor_kind="program", actor_id=caller.token.pk
    )
    assert set(lines.values_list("verb", flat=True)) == {"assignment.claimed", "assignment.completed"}


def test_sent_again_it_is_done_once(part, mine):
    caller, _helper = mine
    first, again = (caller.post(f"/open-requests/{part.pk}/claim", {}, key="k") for _ in range(2))
    back, back_again = (
        caller.post(f"/tasks/{first.json()['task_id']}/hand-back", {}, key="b") for _ in range(2)
    )

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (back_again.status_code, back_again.content) == (back.status_code, back.content)
    assert Assignment.objects.get().state == "released"
    assert Entry.objects.filter(verb="assignment.released").count() == 1


def test_two_programs_and_one_request(group, part, mine):
    other = make_member(group, (), at=NOW)
    make_volunteer(group, "Luis Gomez", membership=other, at=NOW)
    answers = [
        caller.post(f"/open-requests/{part.pk}/claim", {})
        for caller in (mine[0], Caller(other, "tasks.take", at=NOW))
    ]

    assert [one.status_code for one in answers] == [201, 409]
    assert answers[1].json()["code"] == "taken"
    assert "Somebody else has just said yes" in answers[1].json()["detail"]


def test_what_staff_choose_is_not_claimed(group, part, mine):
    type(group).objects.filter(pk=group.pk).update(meeting_mode="dispatch")

    answer = mine[0].post(f"/open-requests/{part.pk}/claim", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "staff_choose")


def test_a_member_who_does_not_help_claims_nothing(group, part):
    member = make_member(group, (), name="Nia Berg", at=NOW)
    answer = Caller(member, "tasks.take", at=NOW).post(f"/open-requests/{part.pk}/claim", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "no_profile")
    assert "Nia Berg" in answer.json()["detail"]
    assert f"/g/{group.slug}/help/" in answer.json()["detail"]


def test_a_member_who_does_not_help_has_nothing_to_choose_from(group, part):
    member = make_member(group, (), name="Nia Berg", at=NOW)
    answer = Caller(member, "tasks.take", at=NOW).get("/open-requests")

    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_a_task_of_somebody_else_is_as_if_it_were_not(group, part, mine, staff):
    task_id = mine[0].post(f"/open-requests/{part.pk}/claim", {}).json()["task_id"]
    member = make_member(group, ("coordinator",), at=NOW)
    other = Caller(member, "tasks.take", "needs.assign", at=NOW)

    statuses = [
        other.get(f"/tasks/{task_id}").status_code,
        other.post(f"/tasks/{task_id}/hand-back", {}).status_code,
        other.post(f"/tasks/{task_id}/complete", {}).status_code,
    ]

    assert statuses == [404, 404, 404]
    assert other.get("/tasks").json()["items"] == []
    assert Assignment.objects.get().state == "accepted"


def test_what_a_yes_opens_is_open_only_then_and_noted(secret_part, mine):
    caller, _helper = mine
    before = caller.get("/open-requests").content.decode()
    task_id = caller.post(f"/open-requests/{secret_part.pk}/claim", {}).json()["task_id"]
    in_list = caller.get("/tasks").content.decode()
    assert Reading.objects.count() == 0
    opened = caller.get(f"/tasks/{task_id}")

    assert find_secrets(before) == find_secrets(in_list) == set()
    assert opened.json()["opened"]["address"].startswith(SECRETS["address"])
    assert Reading.objects.count() == 1
    caller.post(f"/tasks/{task_id}/hand-back", {})
    assert find_secrets(caller.get(f"/tasks/{task_id}").content.decode()) == set()


def test_tasks_come_a_page_at_a_time(group, mine):
    caller, _helper = mine
    parts = [make_need(group, at=NOW).parts.get() for _ in range(5)]
    ids = [
        caller.post(f"/open-requests/{part.pk}/claim", {"even_over_limit": True}).json()["task_id"]
        for part in parts
    ]

    found, cursor = [], ""
    while True:
        page = caller.get("/tasks", limit=2, cursor=cursor).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert found == ids[::-1]


def test_asking_people(part, ana, luis, staff):
    people = staff.get(f"/open-requests/{part.pk}/people").json()["items"]
    asked = staff.post(f"/open-requests/{part.pk}/invitations", {"helpers": [ana.key, luis.key]})
    again = staff.post(f"/open-requests/{part.pk}/invitations", {"helpers": [ana.key]})

    assert {one["helper"] for one in people} == {ana.key, luis.key}
    assert "+1517" not in str(people)
    assert asked.status_code == 201
    assert set(Assignment.objects.values_list("pk", "state")) == {
        (pk, "invited") for pk in asked.json()["task_ids"]
    }
    assert (again.status_code, again.json()["code"]) == (409, "already")


def test_all_are_asked_or_none(part, ana, staff):
    answer = staff.post(f"/open-requests/{part.pk}/invitations", {"helpers": [ana.key, "v999999"]})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_for_them")
    assert Assignment.objects.count() == 0


def test_agreed_elsewhere(part, ana, staff):
    answer = staff.post(f"/open-requests/{part.pk}/assignments", {"helper": ana.key})

    task = Assignment.objects.get(pk=answer.json()["task_ids"][0])
    assert (task.state, task.began, task.made_by) == ("accepted", "assigned", staff.token.made_by)


def test_a_plan_is_wanted_once(staff, group):
    Group.objects.filter(pk=group.pk).update(meeting_mode="suggested")
    first, again = (staff.post("/runs", key="k") for _ in range(2))

    run = Run.objects.get()
    assert (first.status_code, first.json(), again.content) == (202, {"run_id": run.pk}, first.content)
    assert run.requested_by == staff.token.made_by
    assert staff.get("/runs").json()["items"][0]["state"] == "waiting"
    assert staff.get(f"/runs/{run.pk}").json()["cause"] == "requested"


@pytest.fixture
def proposal(group, part, ana) -> Proposal:
    run = Run.objects.create(group=group, cause="requested", state="done", requested_at=NOW, finished_at=NOW)
    return Proposal.objects.create(group=group, run=run, part=part, helper=ana.person, volunteer=ana.card)


def test_a_proposal_is_approved_once(proposal, ana, staff):
    (listed,) = staff.get("/proposals").json()["items"]
    first, again = (staff.post(f"/proposals/{proposal.pk}/approve", {}, key="k") for _ in range(2))

    task = Assignment.objects.get()
    assert (listed["id"], listed["helper"]) == (proposal.pk, ana.key)
    assert first.json() == {"proposal_id": proposal.pk, "task_id": task.pk, "stale": ""}
    assert again.content == first.content
    assert (task.state, task.helper) == ("invited", ana.person)
    assert staff.get("/proposals").json()["items"] == []


def test_a_proposal_that_is_no_longer_possible_is_said(proposal, part, luis, staff):
    staff.post(f"/open-requests/{part.pk}/assignments", {"helper": luis.key})

    answer = staff.post(f"/proposals/{proposal.pk}/approve", {})

    assert answer.status_code == 200
    assert answer.json()["task_id"] is None
    assert answer.json()["stale"]


def test_a_proposal_is_put_aside(proposal, staff):
    answer = staff.post(f"/proposals/{proposal.pk}/dismiss", {})

    assert answer.status_code == 200
    assert Proposal.objects.get().state == "dismissed"
    assert Assignment.objects.count() == 0


def test_a_proposal_says_why_in_the_reader_s_language(proposal, ana, staff):
    proposal.explanation = explanation_of(f"p{proposal.part_id}", ana.key)
    proposal.save()

    english, spanish = (
        staff.get("/proposals", speaks=speaks).json()["items"][0]["why"] for speaks in ("en", "es")
    )

    assert "Ana Ruiz" in english
    assert "Ana Ruiz" in spanish
    assert english != spanish
