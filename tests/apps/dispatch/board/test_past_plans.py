"""Staff find every plan that was made, with what was decided by it; nobody else does."""

import pytest
from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.plans.changes import PLANNER
from manyhands.apps.dispatch.actions.plans.run import fail_run, request_run, take_run
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.states import RunFailure
from manyhands.apps.groups.paths import group_path
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import plan_by_hand, plan_now
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, sign_in


@pytest.fixture
def group(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    group = make_group(meeting_mode="dispatch", at=NOW)
    with group_scope(group.pk):
        yield group


def page(client: Client, group, name: str = "dispatch:past_plans", **words) -> str:
    answer = client.get(group_path(group, name, **words))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_plan_is_listed_with_why_and_what_came_of_it(group, staff_client, part, ana):
    make_need(group, name="Ben Hill", at=NOW)
    [line] = plan_by_hand(group, [(part, ana)])
    actions.approve_proposals([line], made_by=None, by=STAFF, at=NOW)
    request_run(group, cause="nightly", by=STAFF, at=NOW)
    fail_run(take_run(group, by=PLANNER, at=NOW), RunFailure.TOO_LONG, by=PLANNER, at=NOW)
    text = page(staff_client, group)

    assert "Plan of today" in text
    assert "found 1 of 2 people" in text
    assert "1 approved" in text
    assert "Every night" in text
    assert "took too long" in text


def test_what_moved_first_is_named_in_the_list(group, staff_client, part, ana):
    [line] = plan_by_hand(group, [(part, ana)])
    key = f"p{part.pk}"
    event = {"kind": "came", "helper": ana.key, "broken": [], "made": [[key, ana.key]], "restored": []}
    Run.objects.filter(pk=line.run_id).update(changes=[event])
    text = page(staff_client, group)

    assert part.need.reference in text
    assert "Ana Ruiz is proposed now, because Ana Ruiz can help now." in text


def test_where_nobody_was_looked_for_nothing_is_counted(group, staff_client):
    plan_by_hand(group, [])

    assert "nobody was looked for" in page(staff_client, group)
    assert "0 of 0" not in page(staff_client, group)


def test_its_lines_say_why_and_what_was_decided(group, staff_client, part, ana):
    make_need(group, ("tech_help",), name="Ben Hill", at=NOW)
    run = plan_now(group)
    line = run.proposals.first()
    actions.dismiss_proposal(line, decided_by=None, by=STAFF, at=NOW)
    text = page(staff_client, group, "dispatch:past_plan", run_id=run.pk)

    assert "Ana Ruiz" in text
    assert "Not this one" in text
    assert 'class="why small"' in text
    assert "no other plan would have been better" in text
    assert f"manyhands replay {group.slug} {run.pk}" in text


def test_what_is_not_kept_any_more_is_said(group, staff_client, part, ana):
    [first] = plan_by_hand(group, [(part, ana)])
    plan_by_hand(group, [(part, ana)])
    text = page(staff_client, group, "dispatch:past_plan", run_id=first.run_id)

    assert "is not kept any more" in text
    assert "manyhands replay" not in text
    assert "A newer plan has been made" in text


def test_a_new_group_has_none(group, staff_client):
    assert "No plan has been made yet" in page(staff_client, group)


def test_a_plan_of_another_group_is_not_found(group, staff_client):
    path = group_path(group, "dispatch:past_plan", run_id=99_999)

    assert staff_client.get(path).status_code == 404


def test_only_who_may_assign_sees_them(group, part, ana):
    [line] = plan_by_hand(group, [(part, ana)])
    client = Client()
    sign_in(client, make_member(group, (), at=NOW).user)

    for name, words in (("dispatch:past_plans", {}), ("dispatch:past_plan", {"run_id": line.run_id})):
        assert client.get(group_path(group, name, **words)).status_code == 403


def test_many_plans_take_no_more_questions_than_one(group, staff_client, part, ana):
    for _ in range(6):
        plan_by_hand(group, [(part, ana)])

    with at_most_queries(8):
        page(staff_client, group)
