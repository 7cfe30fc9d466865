"""The clock looks at all groups with a few questions, and asks for tonight's plan where one is due."""

from datetime import UTC, datetime

import pytest

from manyhands.apps.dispatch import tasks
from manyhands.apps.dispatch.models import Run
from manyhands.apps.groups.models import Category
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.scope import group_scope, system_scope
from tests.apps.dispatch.planning import jobs
from tests.queries import at_most_queries
from tests.worlds import make_group, make_need

# Three at night in Detroit, midnight in Los Angeles.
NIGHT = datetime(2026, 3, 11, 7, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 11, 18, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def due() -> list[int]:
    tasks.look_after_plans()
    with system_scope("test"):
        return sorted(Run.objects.filter(cause="nightly").values_list("group_id", flat=True))


@pytest.fixture(autouse=True)
def _night(time_machine):
    time_machine.move_to(NIGHT, tick=False)


def test_where_somebody_is_looked_for_and_it_is_night():
    here = make_group(meeting_mode="dispatch", at=NIGHT)
    far = make_group(meeting_mode="dispatch", time_zone="America/Los_Angeles", at=NIGHT)
    idle = make_group(meeting_mode="dispatch", at=NIGHT)
    for group in (here, far):
        make_need(group, at=NIGHT)

    assert due() == [here.pk]
    assert idle.pk not in due()
    assert jobs("make_plan").count((here.pk,)) == 1


def test_not_in_the_afternoon(time_machine):
    make_need(make_group(meeting_mode="dispatch", at=NIGHT), at=NIGHT)
    time_machine.move_to(AFTERNOON, tick=False)

    assert due() == []


@pytest.mark.parametrize(("of_kind", "is_due"), [("", False), ("dispatch", True)])
def test_where_volunteers_choose_only_for_kinds_that_staff_meet(of_kind, is_due):
    group = make_group(meeting_mode="open_claim", at=NIGHT)
    make_need(group, at=NIGHT)
    with group_scope(group.pk):
        Category.objects.filter(group=group).update(meeting_mode=of_kind)

    assert due() == ([group.pk] if is_due else [])


def test_nobody_is_looked_for_any_more():
    group = make_group(meeting_mode="dispatch", at=NIGHT)
    make_need(group, at=NIGHT)
    with group_scope(group.pk):
        NeedPart.objects.update(state="taken")

    assert due() == []


def test_the_questions_do_not_grow_with_the_groups():
    for _ in range(4):
        make_need(make_group(meeting_mode="dispatch", at=NIGHT), at=NIGHT)
    due()

    with at_most_queries(3):
        tasks.look_after_plans()


def test_the_trouble_of_one_group_does_not_cost_the_others_their_night(monkeypatch, caplog):
    first, second = [make_group(meeting_mode="dispatch", at=NIGHT) for _ in range(2)]
    for group in (first, second):
        make_need(group, at=NIGHT)
    request = tasks.request_nightly

    def stumble(group, **how):
        if group.pk == first.pk:
            raise RuntimeError("odd")
        return request(group, **how)

    monkeypatch.setattr(tasks, "request_nightly", stumble)

    assert due() == [second.pk]
    assert f"group {first.pk}" in caplog.text
