"""What is mine, by the days of the group's own calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.tasks import list_my_tasks
from manyhands.apps.needs.models import NeedPart
from tests.apps.dispatch.pages import read
from tests.queries import application_queries
from tests.worlds import make_need

LANSING = ZoneInfo("America/Detroit")
# A Wednesday; the clocks had gone forward on the Sunday before.
WEDNESDAY = datetime(2026, 3, 11, 10, tzinfo=LANSING)
# Late on the evening before a day of 23 hours, and of one of 25.
SHORT_NIGHT = datetime(2026, 3, 7, 23, 30, tzinfo=LANSING)
LONG_NIGHT = datetime(2026, 10, 31, 23, 30, tzinfo=LANSING)


def local(*moment):
    return datetime(*moment, tzinfo=LANSING)


def at_time(*moment):
    return {"when_kind": "at_time", "starts_at": local(*moment), "due_at": local(*moment)}


def by(*moment):
    """Until the midnight that ends the day before this one."""
    return {"when_kind": "by_day", "due_at": local(*moment)}


@pytest.fixture
def mine(group, volunteer_client):
    """`mine(at, state, **when)`: in which heap a task of mine lies."""
    _client, ana = volunteer_client

    def heap(at, state="accepted", **when):
        need = make_need(group, at=at - timedelta(days=1), **when)
        Assignment.objects.create(
            group=group, part=NeedPart.objects.get(need=need), helper=ana.person, volunteer=ana.volunteer,
            state=state, began="invitation", made_at=at,
        )  # fmt: skip
        tasks = list_my_tasks(group, ana.volunteer.membership, at=at)
        heaps = ("today", "tomorrow", "this_week", "later")
        return [name for name in heaps if any(one.part.need_id == need.pk for one in getattr(tasks, name))]

    return heap


@pytest.mark.parametrize(
    ("when", "heap"),
    [
        (at_time(2026, 3, 10, 9), "today"),
        (at_time(2026, 3, 11, 23, 59), "today"),
        (by(2026, 3, 12), "today"),
        ({"when_kind": "soon", "due_at": local(2026, 3, 14, 10)}, "today"),
        (at_time(2026, 3, 12, 0, 30), "tomorrow"),
        (at_time(2026, 3, 12, 23, 30), "tomorrow"),
        (by(2026, 3, 13), "tomorrow"),
        (by(2026, 3, 14), "this_week"),
        (at_time(2026, 3, 15, 23, 30), "this_week"),
        (by(2026, 3, 16), "this_week"),
        (at_time(2026, 3, 16, 0, 30), "later"),
        ({"when_kind": "any"}, "later"),
        ({"when_kind": "at_time", "starts_at": local(2026, 3, 12), "due_at": local(2026, 3, 20)}, "tomorrow"),
        ({"when_kind": "at_time", "starts_at": local(2026, 3, 9), "due_at": local(2026, 3, 14)}, "this_week"),
    ],
)  # fmt: skip
def test_a_task_stands_under_its_day(mine, when, heap):
    assert mine(WEDNESDAY, **when) == [heap]


@pytest.mark.parametrize(
    ("at", "when", "heap"),
    [
        (SHORT_NIGHT, at_time(2026, 3, 8, 23, 45), "tomorrow"),
        (SHORT_NIGHT, by(2026, 3, 9), "tomorrow"),
        (SHORT_NIGHT, at_time(2026, 3, 9, 0, 15), "later"),
        (LONG_NIGHT, at_time(2026, 11, 1, 23, 45), "tomorrow"),
        (LONG_NIGHT, by(2026, 11, 2), "tomorrow"),
        (LONG_NIGHT, at_time(2026, 11, 2, 0, 15), "later"),
    ],
)
def test_a_night_in_which_clocks_change_is_still_one_night(mine, at, when, heap):
    assert mine(at, **when) == [heap]


def test_it_takes_one_query_of_few_tables(group, volunteer_client):
    """Among more than eight PostgreSQL seeks no order, and would read everybody's."""
    _client, ana = volunteer_client
    with application_queries() as asked:
        list_my_tasks(group, ana.volunteer.membership, at=WEDNESDAY)

    (query,) = asked.captured_queries
    assert query["sql"].count(" JOIN ") + 1 <= 5


def test_what_is_under_way_is_of_today(mine):
    assert mine(WEDNESDAY, state="under_way", **at_time(2026, 3, 20, 9)) == ["today"]


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ["Today, or as soon as you can", "Tomorrow", "This week", "Later, or any time"]),
        ("es", ["Hoy, o en cuanto puedas", "Mañana", "Esta semana", "Más adelante, o cuando sea"]),
    ],
)
def test_each_day_has_its_heading(mine, volunteer_client, time_machine, language, headings):
    client, ana = volunteer_client
    for when in (by(2026, 3, 12), by(2026, 3, 13), by(2026, 3, 14), {"when_kind": "any"}):
        mine(WEDNESDAY, **when)
    time_machine.move_to(WEDNESDAY, tick=False)
    client.cookies["django_language"] = language
    with override(language):
        page = read(client, f"/g/{ana.volunteer.group.slug}/tasks/")

    places = [page.index(f">{heading}</h2>") for heading in headings]
    assert places == sorted(places)
