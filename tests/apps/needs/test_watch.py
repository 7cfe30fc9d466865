"""What runs by itself: asking whether it is still needed, and the alarm for what nobody took; each once."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from manyhands.apps.messaging.models import Message
from manyhands.apps.needs import tasks
from manyhands.apps.needs.actions import close_need, confirm_still_needed, set_when, take_part
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.tasks import watch_group, watch_needs
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.apps.privacy.queries import find_link
from manyhands.storage.scope import find_scope, group_scope, system_scope
from tests.apps.needs.conftest import NOON, STAFF
from tests.worlds import make_group, make_member, make_need

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(event: str) -> list[Message]:
    # A test that is in its group's scope stays in it.
    with nullcontext() if find_scope() else system_scope("test"):
        return list(Message.objects.filter(event=event).order_by("pk"))


def now(need) -> Need:
    with group_scope(need.group_id):
        return Need.objects.select_related("group", "person").get(pk=need.pk)


# --- still needed? -----------------------------------------------------------------------------------------


def test_asked_after_the_groups_number_of_days_and_not_before(group):
    need = make_need(group, at=NOON)
    watch_group(group, at=NOON + 14 * DAY)
    assert told("still_needed") == []

    watch_group(group, at=NOON + 14 * DAY + timedelta(minutes=1))
    [message] = told("still_needed")
    assert message.recipient_id == need.person_id
    assert now(need).still_needed_asked_at == NOON + 14 * DAY + timedelta(minutes=1)


def test_the_link_opens_the_neighbours_own_page(group):
    need = make_need(group, at=NOON)
    later = NOON + 15 * DAY
    watch_group(group, at=later)
    token = told("still_needed")[0].context["status_url"].rstrip("/").rsplit("/", 1)[1]

    assert find_link(token, LinkPurpose.NEED_STATUS, at=later).object_id == need.pk


def test_asked_once_however_often_it_is_looked(group):
    make_need(group, at=NOON)
    for hours in (0, 1, 24, 24 * 30):
        watch_group(group, at=NOON + 15 * DAY + timedelta(hours=hours))

    assert len(told("still_needed")) == 1


def test_asked_again_when_it_has_been_confirmed_and_is_long_ago_again(group, scope):
    need = make_need(group, at=NOON)
    watch_group(group, at=NOON + 15 * DAY)
    confirm_still_needed(now(need), by=STAFF, at=NOON + 16 * DAY)
    watch_group(group, at=NOON + 29 * DAY)
    assert len(told("still_needed")) == 1

    watch_group(group, at=NOON + 31 * DAY)
    assert len(told("still_needed")) == 2


def test_nobody_is_asked_about_what_is_not_open(group, scope):
    make_need(group, is_open=False, at=NOON)
    closed, taken = make_need(group, at=NOON), make_need(group, at=NOON)
    close_need(closed, reason="referred", by=STAFF, at=NOON)
    take_part(NeedPart.objects.get(need=taken), by=STAFF, at=NOON)
    watch_group(group, at=NOON + 60 * DAY)

    assert told("still_needed") == []


# --- the alarm ------------------------------------------------------------------------------------------------


@pytest.fixture
def due(group):
    make_member(group, ("coordinator",), at=NOON)
    return make_need(group, when_kind="by_day", due_at=NOON + 3 * DAY, at=NOON)


def alarms() -> int:
    """Each goes to the organiser and to the coordinator."""
    assert len(told("nobody_took")) % 2 == 0
    return len(told("nobody_took")) // 2


def test_a_day_before_it_is_due_and_once(group, due):
    watch_group(group, at=NOON + 2 * DAY - timedelta(minutes=1))
    assert alarms() == 0
    for minutes in (0, 15, 30, 60 * 20):
        watch_group(group, at=NOON + 2 * DAY + timedelta(minutes=minutes))

    assert alarms() == 1
    assert told("nobody_took")[0].context["reference"] == due.reference


def test_put_off_to_another_day_it_may_ring_again(group, due, scope):
    watch_group(group, at=NOON + 2 * DAY)
    set_when(now(due), when_kind="by_day", starts_at=None, due_at=NOON + 8 * DAY, by=STAFF, at=NOON + 2 * DAY)
    watch_group(group, at=NOON + 3 * DAY)
    assert alarms() == 1

    watch_group(group, at=NOON + 7 * DAY + timedelta(hours=1))
    assert alarms() == 2


def test_it_does_not_ring_for_what_somebody_has_taken(group, due, scope):
    take_part(NeedPart.objects.get(need=due), by=STAFF, at=NOON)
    watch_group(group, at=NOON + 2 * DAY)

    assert alarms() == 0


def test_what_is_long_overdue_rings_no_more(group, due):
    watch_group(group, at=NOON + 5 * DAY)

    assert alarms() == 0


# --- all groups ---------------------------------------------------------------------------------------------


def test_every_group_is_watched_and_none_waits_for_anothers_trouble(group, monkeypatch, time_machine, caplog):
    other = make_group(at=NOON)
    for each in (group, other):
        make_need(each, at=NOON)
    ask = tasks.ask_still_needed

    def stumble(need, *, at):
        if need.group_id == group.pk:
            raise RuntimeError("the first group's data are odd")
        ask(need, at=at)

    monkeypatch.setattr(tasks, "ask_still_needed", stumble)
    time_machine.move_to(NOON + 20 * DAY, tick=False)
    watch_needs()

    assert [message.group_id for message in told("still_needed")] == [other.pk]
    assert f"group {group.pk}" in caplog.text
