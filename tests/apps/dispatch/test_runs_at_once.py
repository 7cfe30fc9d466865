"""Several workers and several dispatchers at the same moment: one plan, and nobody asked twice."""

from functools import partial

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.plans.changes import PLANNER
from manyhands.apps.dispatch.actions.plans.run import finish_run, request_run, take_run
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.tasks import ask_next, make_plan
from manyhands.apps.groups.actions import invite_to_pool, join_pool
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import answer_of, jobs, plan_by_hand
from tests.apps.dispatch.test_at_once import at_once, part_of
from tests.worlds import make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group():
    group = make_group(meeting_mode="suggested", at=NOW)
    with group_scope(group.pk):
        yield group


def test_of_four_who_ask_for_a_plan_all_get_the_same(group):
    runs = at_once(*[lambda: request_run(group, cause="requested", by=STAFF, at=NOW)] * 4)

    assert len({run.pk for run in runs}) == Run.objects.count() == 1
    assert jobs("make_plan") == [(group.pk,)]


def test_of_four_workers_one_takes_the_run(group):
    request_run(group, cause="requested", by=STAFF, at=NOW)

    taken = at_once(*[lambda: take_run(group, by=PLANNER, at=NOW)] * 4)

    assert sum(run is not None for run in taken) == 1
    assert Run.objects.get().attempts == 1


def test_of_two_results_one_is_kept(group):
    part = part_of(make_need(group, at=NOW))
    helpers = [Helper(make_volunteer(group, name, at=NOW)) for name in ("Ana Ruiz", "Luis Gomez")]
    request_run(group, cause="requested", by=STAFF, at=NOW)
    run = take_run(group, by=PLANNER, at=NOW)
    inputs = read_inputs(group, at=NOW)

    def finishing(helper):
        return lambda: finish_run(run, inputs, answer_of([(part, helper)]), by=PLANNER, at=NOW)

    kept = at_once(*map(finishing, helpers))

    assert sum(one is not None for one in kept) == 1
    assert Proposal.objects.count() == 1


def test_two_groups_that_share_plan_at_once_and_each_has_one_result():
    east, holt = (make_group(name, meeting_mode="dispatch", at=NOW) for name in ("East", "Holt"))
    organisers = [make_member(group, ("organiser",), at=NOW) for group in (east, holt)]
    with group_scope(east.pk):
        invite, _ = invite_to_pool(east, made_by=organisers[0], at=NOW)
    join_pool(invite, holt, agreed_by=organisers[1], at=NOW)
    for one in (east, holt):
        make_need(one, ("groceries",), at=NOW)
        with group_scope(one.pk):
            request_run(one, cause="requested", by=STAFF, at=NOW)

    at_once(*[partial(make_plan, one.pk) for one in (east, holt, east, holt)])

    for one in (east, holt):
        with group_scope(one.pk):
            assert list(Run.objects.values_list("state", flat=True)) == ["done"]


def test_a_yes_asks_for_a_new_plan(group):
    part = part_of(make_need(group, at=NOW))
    ana = Helper(make_volunteer(group, at=NOW))
    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    before = jobs("plan_after_change")
    actions.accept(asked, by=Actor.neighbour(ana.person.pk), at=NOW)

    assert len(jobs("plan_after_change")) == len(before) + 1


def test_two_dispatchers_approve_the_same_lines_and_each_is_asked_once(group):
    helpers = [Helper(make_volunteer(group, f"Helper {number}", at=NOW)) for number in range(3)]
    parts = [part_of(make_need(group, name=f"N{number}", at=NOW)) for number in range(3)]
    lines = plan_by_hand(group, zip(parts, helpers, strict=True))

    def approving(order):
        return lambda: actions.approve_proposals(order, made_by=None, by=STAFF, at=NOW)

    first, second = at_once(approving(lines), approving(lines[::-1]))

    assert sorted([len(first.asked), len(second.asked)]) == [0, 3]
    assert Assignment.objects.filter(state="invited").count() == 3
    assert Proposal.objects.filter(state="approved").count() == 3


def test_two_workers_look_for_the_next_best_and_one_is_asked(group):
    part = part_of(make_need(group, at=NOW))
    for number in range(3):
        make_volunteer(group, f"Helper {number}", at=NOW)

    at_once(*[lambda: ask_next(group.pk, part.pk)] * 2)

    assert Assignment.objects.filter(state="invited").count() == 1
