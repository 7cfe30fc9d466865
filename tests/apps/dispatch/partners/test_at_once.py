"""Several workers carry the same yes over, make the same joint plan, or forget somebody while a plan is stored."""

from functools import partial

import pytest

from manyhands.apps.dispatch.actions import request_run
from manyhands.apps.dispatch.actions.plans.changes import PLANNER
from manyhands.apps.dispatch.actions.plans.run import finish_run, take_run
from manyhands.apps.dispatch.bridge.planning.kept_question import open_kept
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, PartnerAsk, Run
from manyhands.apps.dispatch.partners.actions import agree_to_ask, approve_ask
from manyhands.apps.dispatch.partners.tasks import plan_pool, settle_ask
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.groups.models import SharingPool
from manyhands.apps.people.models import Volunteer
from manyhands.apps.privacy.actions import erase_person
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.lending import plan
from tests.apps.dispatch.planning import answer_of
from tests.apps.dispatch.test_at_once import at_once, part_of
from tests.apps.dispatch.test_elsewhere import share
from tests.worlds import make_group, make_need, make_volunteer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("wednesday")]


@pytest.fixture
def groups():
    east, holt = (make_group(name, meeting_mode="dispatch", at=NOW) for name in ("East", "Holt"))
    make_need(east, at=NOW)
    make_volunteer(holt, at=NOW)
    share(east, holt)
    plan(east)
    return east, holt


def test_two_joint_plans_at_once_ask_once(groups):
    pool_id = SharingPool.objects.get().pk
    at_once(*[partial(plan_pool, pool_id)] * 2)

    with group_scope(groups[1].pk):
        assert PartnerAsk.objects.count() == 1


def test_one_yes_carried_over_by_two_workers_is_one_task(groups):
    east, holt = groups
    plan_pool(SharingPool.objects.get().pk)
    with group_scope(holt.pk):
        ask = PartnerAsk.objects.get()
        approve_ask(ask, made_by=None, by=STAFF, at=NOW)
        agree_to_ask(ask, text_shown="…", language="en", by=STAFF, at=NOW)

    at_once(*[partial(settle_ask, holt.pk, ask.pk)] * 2)

    with group_scope(east.pk):
        assert Assignment.objects.count() == 1
        assert Volunteer.objects.filter(state="partner").count() == 1


def test_forgetting_and_storing_a_plan_at_once_leave_nothing_of_whom_is_forgotten():
    group = make_group(meeting_mode="dispatch", at=NOW)
    with group_scope(group.pk):
        part = part_of(make_need(group, at=NOW))
        ana, luis = (Helper(make_volunteer(group, name, at=NOW)) for name in ("Ana Ruiz", "Luis Gomez"))
        request_run(group, cause="requested", by=STAFF, at=NOW)
        run = take_run(group, by=PLANNER, at=NOW)
        inputs = read_inputs(group, at=NOW)

        at_once(
            lambda: finish_run(run, inputs, answer_of([(part, ana)]), by=PLANNER, at=NOW),
            lambda: erase_person(luis.person, by=STAFF, at=NOW),
        )

        kept = Run.objects.get().inputs
        assert not kept or not open_kept(kept).mentions({luis.key})
