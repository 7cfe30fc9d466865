"""Whatever changes who can help whom has the plan looked at anew, where a group plans by itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django_q.models import OrmQ

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.beginning.approve import dismiss_proposal
from manyhands.apps.dispatch.actions.helping.safety import keep_apart
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Run
from manyhands.apps.needs.actions import close_need, open_need, set_when, triage_need
from manyhands.apps.needs.actions.status import move_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import (
    Contact,
    VolunteerDetails,
    change_volunteer,
    pause_volunteer,
    resume_volunteer,
)
from manyhands.apps.people.actions.weeks_off import give_week_back, keep_week_free
from manyhands.apps.people.models import WeekOff
from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import PlaceKind
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import jobs, plan_by_hand
from tests.worlds import make_need, make_volunteer

BY = {"by": STAFF, "at": NOW}


class World:
    """A need for which Ana is asked, one that Luis has taken, one that is not open yet, and one with a proposal."""

    def __init__(self, group):
        self.group = group
        self.ana, self.luis, self.rosa = (
            Helper(make_volunteer(group, name, at=NOW)) for name in ("Ana Ruiz", "Luis Gomez", "Rosa Diaz")
        )
        self.open_need, self.taken, self.proposed = (make_need(group, at=NOW) for _ in range(3))
        self.new = make_need(group, is_open=False, at=NOW)
        self.part = self.part_of(self.open_need)
        [self.asked] = actions.invite(self.part, [self.ana], made_by=None, **BY)
        self.held = actions.assign(self.part_of(self.taken), self.luis, made_by=None, **BY)
        [self.line] = plan_by_hand(group, [(self.part_of(self.proposed), self.rosa)])

    def part_of(self, need):
        return NeedPart.objects.select_related("need", "category", "group").get(need=need)


def elsewhere():
    return ToldPlace(kind=PlaceKind.ZIP, zip_code="48906")


HAPPENINGS = {
    "a request comes": lambda world: make_need(world.group, at=NOW),
    "a request is opened": lambda world: open_need(world.new, **BY),
    "a request is more urgent": lambda world: triage_need(world.open_need, urgency=3, **BY),
    "another day suits": lambda world: set_when(
        world.open_need, when_kind="by_day", starts_at=None, due_at=NOW + timedelta(days=2), **BY
    ),
    "it is needed elsewhere": lambda world: move_need(world.open_need, elsewhere(), **BY),
    "a request is withdrawn": lambda world: close_need(world.proposed, reason="no_longer_needed", **BY),
    "somebody says yes": lambda world: actions.accept(world.asked, **BY),
    "somebody says no": lambda world: actions.decline(world.asked, **BY),
    "somebody says nothing": lambda world: actions.expire_invitation(
        world.asked, by=STAFF, at=NOW + timedelta(days=30)
    ),
    "a question is taken back": lambda world: actions.withdraw(world.asked, **BY),
    "a question is undone": lambda world: actions.undo_asking(world.asked, **BY),
    "a task is handed back": lambda world: actions.hand_back(world.held, **BY),
    "somebody did not come": lambda world: actions.mark_no_show(world.held, **BY),
    "a proposal is dismissed": lambda world: dismiss_proposal(world.line, decided_by=None, **BY),
    "staff ask somebody": lambda world: actions.invite(world.part, [world.rosa], made_by=None, **BY),
    "staff agree with somebody": lambda world: actions.assign(world.part, world.rosa, made_by=None, **BY),
    "somebody joins": lambda world: make_volunteer(world.group, "Nina Kay", at=NOW),
    "somebody has a break": lambda world: pause_volunteer(world.rosa.card, date(2026, 4, 1), **BY),
    "somebody is back": lambda world: resume_volunteer(paused(world.rosa.card), **BY),
    "somebody goes farther": lambda world: change_volunteer(
        world.rosa.card,
        Contact(name="Rosa Diaz", phone="+15175550000", reach_by="phone", language="en"),
        VolunteerDetails(languages=("en",), radius_m=50_000),
        **BY,
    ),
    "somebody keeps a week free": lambda world: keep_week_free(world.rosa.card, date(2026, 3, 9), **BY),
    "somebody gives a week back": lambda world: give_week_back(
        week_off(world.rosa.card), date(2026, 3, 9), **BY
    ),
    "two must not meet": lambda world: keep_apart(world.proposed.person, world.rosa.person, **BY),
}


def week_off(volunteer):
    WeekOff.objects.create(group_id=volunteer.group_id, volunteer=volunteer, monday=date(2026, 3, 9))
    return volunteer


def paused(volunteer):
    type(volunteer).objects.filter(pk=volunteer.pk).update(state="paused")
    volunteer.refresh_from_db()
    return volunteer


@pytest.fixture
def meeting_mode():
    return "suggested"


@pytest.fixture
def world(group, time_machine):
    time_machine.move_to(NOW, tick=False)
    return World(group)


@pytest.mark.parametrize("what", HAPPENINGS)
def test_a_change_has_the_plan_looked_at(world, what, django_capture_on_commit_callbacks):
    clear()

    with django_capture_on_commit_callbacks(execute=True):
        HAPPENINGS[what](world)

    assert jobs("plan_after_change") == [(world.group.pk,)] or Run.objects.filter(state="waiting").exists()


def test_setting_out_changes_nothing_for_others(world, django_capture_on_commit_callbacks):
    clear()

    with django_capture_on_commit_callbacks(execute=True):
        actions.start(world.held, **BY)

    assert not jobs("plan_after_change")


def test_what_the_plan_itself_has_asked_needs_no_other_plan(world, django_capture_on_commit_callbacks):
    clear()

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve_proposals([world.line], made_by=None, **BY)

    assert not jobs("plan_after_change")


def clear():
    connection.run_on_commit = []
    OrmQ.objects.all().delete()
    Run.objects.filter(state="waiting").delete()
