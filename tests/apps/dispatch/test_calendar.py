"""A helper's tasks in their own calendar: what it says, what it never says, and that it follows."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from icalendar import Calendar

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.calendar import make_calendar_link
from manyhands.apps.groups.actions import end_membership
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import set_when
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.privacy.models import PrivateLink
from manyhands.storage.actors import Actor
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import find_secrets
from tests.queries import at_most_queries
from tests.worlds import make_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

SOON = NOW + timedelta(hours=1)
AT_TIME = {"when_kind": "at_time", "starts_at": NOW + timedelta(days=2), "due_at": NOW + timedelta(days=2)}


@pytest.fixture
def helper(volunteer_client):
    return volunteer_client[1]


@pytest.fixture
def address(helper):
    membership = helper.card.membership
    by = Actor.member(membership.pk)
    return f"/calendar/{make_calendar_link(membership, helper.person, by=by, at=NOW)}/tasks.ics"


def part_of(need: Need) -> NeedPart:
    return NeedPart.objects.select_related("need", "category", "group").get(need=need)


def take(need: Need, helper, at: datetime = NOW):
    return actions.claim(part_of(need), helper, by=STAFF, at=at, even_over_limit=True)


def read(address: str) -> list:
    response = Client().get(address)
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_it_holds_the_tasks_that_are_theirs_and_no_others(group, helper, address, luis):
    timed = take(make_need(group, at=NOW, **AT_TIME), helper)
    by_day = take(
        make_need(group, at=NOW, when_kind="by_day", due_at=datetime(2026, 3, 14, 4, tzinfo=UTC)), helper
    )
    take(make_need(group, at=NOW, when_kind="any"), helper)
    take(make_need(group, at=NOW, **AT_TIME), luis)
    make_need(group, at=NOW, **AT_TIME)

    events = {str(event["url"]).rstrip("/").rsplit("/", 1)[-1]: event for event in read(address)}

    assert set(events) == {str(timed.pk), str(by_day.pk)}
    assert events[str(timed.pk)].decoded("dtstart") == NOW + timedelta(days=2)
    minutes = timedelta(minutes=timed.part.minutes)
    assert events[str(timed.pk)].decoded("dtend") == NOW + timedelta(days=2) + minutes
    # Midnight between the 13th and the 14th in Lansing ends the 13th.
    assert events[str(by_day.pk)].decoded("dtstart") == date(2026, 3, 13)
    assert events[str(by_day.pk)].decoded("dtend") == date(2026, 3, 14)
    assert {str(event["status"]) for event in events.values()} == {"CONFIRMED"}


def test_it_never_says_who_or_where_exactly(secret_need, helper, address):
    Need.objects.filter(pk=secret_need.pk).update(starts_at=SOON, due_at=SOON)
    NeedPart.objects.filter(need=secret_need).update(starts_at=SOON, due_at=SOON)
    take(secret_need, helper)
    content = Client().get(address).content.decode()

    assert "Groceries" in content
    assert "near Lansing" in content
    assert find_secrets(content.replace("\r\n ", "")) == set()


def test_a_kind_that_needs_protection_is_not_named(group, need, helper, address):
    Category.objects.filter(key="groceries").update(is_sensitive=True)
    Category.objects.update(meeting_mode="open_claim")
    NeedPart.objects.update(starts_at=SOON, due_at=SOON)
    actions.approve_claim(take(need, helper), by=STAFF, at=NOW)

    (event,) = read(address)

    assert str(event["summary"]) == "Help for a neighbour"


def test_what_changes_is_the_same_entry_with_a_higher_number(group, helper, address):
    need = make_need(group, at=NOW, **AT_TIME)
    take(need, helper)
    (before,) = read(address)
    moved = NOW + timedelta(days=3)
    set_when(need, when_kind="at_time", starts_at=moved, due_at=moved, by=STAFF, at=NOW + timedelta(hours=1))

    (after,) = read(address)

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") == NOW + timedelta(hours=1)
    assert after.decoded("dtstart") == moved


@pytest.mark.parametrize("how", ["hand_back", "withdraw", "mark_no_show"])
def test_what_is_called_off_says_so_for_a_while(group, helper, address, how, time_machine):
    task = take(make_need(group, at=NOW, **AT_TIME), helper)
    getattr(actions, how)(task, by=STAFF, at=NOW + timedelta(hours=1))

    (event,) = read(address)
    time_machine.move_to(NOW + timedelta(days=30))

    assert str(event["status"]) == "CANCELLED"
    assert read(address) == []


def test_an_invitation_that_was_never_accepted_is_not_in_it(need, part, helper, address):
    NeedPart.objects.update(starts_at=SOON, due_at=SOON)
    (asked,) = actions.invite(part, [helper], made_by=None, by=STAFF, at=NOW)
    assert read(address) == []

    actions.withdraw(asked, by=STAFF, at=NOW)

    assert read(address) == []


def test_unchanged_is_said_in_a_word(group, helper, address):
    take(make_need(group, at=NOW, **AT_TIME), helper)
    client = Client()
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    later = client.get(address, headers={"if-modified-since": first["Last-Modified"]})

    assert (again.status_code, later.status_code) == (304, 304)
    assert parsedate_to_datetime(first["Last-Modified"]) == NOW
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"].startswith("text/calendar")


def test_something_new_is_not_taken_for_unchanged(group, helper, address):
    client = Client()
    first = client.get(address)
    take(make_need(group, at=NOW, **AT_TIME), helper)

    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        # The night in which half past one comes twice: the second one, in winter time.
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        # The night in which an hour is left out.
        (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
    ],
)
def test_nights_in_which_clocks_change(group, helper, address, starts, ends):
    need = make_need(group, at=NOW, **AT_TIME)
    take(need, helper)
    NeedPart.objects.filter(need=need).update(starts_at=starts, due_at=starts, minutes=60)

    (event,) = read(address)

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (starts, ends)


def test_the_day_on_which_clocks_change_is_one_day(group, helper, address):
    need = make_need(group, at=NOW, when_kind="by_day", due_at=datetime(2026, 11, 2, 5, tzinfo=UTC))
    take(need, helper)

    (event,) = read(address)

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 1), date(2026, 11, 2))


def test_it_speaks_the_language_of_the_helper(group, helper, address):
    type(helper.person).objects.filter(pk=helper.person.pk).update(language="es")
    take(make_need(group, at=NOW, **AT_TIME), helper)

    (event,) = read(address)

    assert str(event["location"]) == "cerca de Lansing"


def test_it_costs_the_same_for_many_tasks(group, helper, address):
    for _ in range(6):
        take(make_need(group, at=NOW, **AT_TIME), helper)

    with at_most_queries(9):
        assert len(read(address)) == 6


def test_the_page_makes_a_link_once_and_ends_it(volunteer_client, group):
    client, _helper = volunteer_client
    page = group_path(group, "dispatch:calendar")
    made = client.post(page, {"do": "make"})
    url = made.context["url"]
    path = url[url.index("/calendar/") :]

    assert url in made.content.decode()
    assert url not in client.get(page).content.decode()
    assert path.split("/")[2] not in set(PrivateLink.objects.values_list("token_hash", flat=True))
    assert len(path.split("/")[2]) >= 32
    assert Client().get(path).status_code == 200
    client.post(page, {"do": "end"})
    assert Client().get(path).status_code == 410


def test_a_new_link_ends_the_old_one(volunteer_client, group, address):
    client, _helper = volunteer_client
    client.post(group_path(group, "dispatch:calendar"), {"do": "make"})

    assert Client().get(address).status_code == 410


def test_whoever_leaves_takes_no_calendar_along(helper, address):
    end_membership(helper.card.membership, by=STAFF, at=NOW)

    assert Client().get(address).status_code == 410


def test_it_is_only_read(address):
    assert Client().post(address).status_code == 405
