"""Notes between the two of a task: from page to page, without a number or an address."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.messaging.models import Message, RelayMessage
from manyhands.apps.privacy.actions import export_person
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import invitation_url, read, status_url
from tests.worlds import make_need

TOMORROW = NOW + timedelta(days=1, hours=2)

pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def task(part, ana):
    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    return actions.accept(asked, by=STAFF, at=NOW)


@pytest.fixture
def helper_url(task) -> str:
    return invitation_url(task)


@pytest.fixture
def neighbour_url(task, need) -> str:
    return f"{status_url(need)}helper/{task.pk}/note/"


def test_a_note_goes_there_and_an_answer_comes_back(task, need, ana, helper_url, neighbour_url):
    Client().post(f"{helper_url}note/", {"note": "I ring twice"})

    assert "I ring twice" in read(Client(), neighbour_url)
    assert RelayMessage.objects.get().read_at == NOW
    told = Message.objects.get(event="relay_message")
    assert told.recipient == need.person
    assert "ring" not in str(told.context)

    Client().post(neighbour_url, {"note": "Thank you"})
    assert "Thank you" in read(Client(), helper_url)
    assert Message.objects.filter(event="relay_message", recipient=ana.person).exists()


def test_a_number_is_shared_only_on_purpose(helper_url):
    refused = Client().post(f"{helper_url}note/", {"note": "Call me: (517) 555-0142"})

    assert refused.status_code == 422
    assert "(517) 555-0142" in refused.content.decode(), "nothing typed is lost"
    assert not RelayMessage.objects.exists()

    Client().post(f"{helper_url}note/", {"note": "Call me: (517) 555-0142", "share_contact": "yes"})
    assert RelayMessage.objects.count() == 1


def test_before_a_yes_and_after_handing_back_there_are_no_notes(part, need, luis, ana):
    [asked] = actions.invite(part, [luis], made_by=None, by=STAFF, at=NOW)
    url = f"{invitation_url(asked)}note/"
    Client().post(url, {"note": "Hello"})
    actions.accept(asked, by=STAFF, at=NOW)
    actions.hand_back(asked, by=STAFF, at=NOW)
    after = Client().post(url, {"note": "Hello again"}, follow=True)

    assert not RelayMessage.objects.exists()
    assert "Notes about this task are not possible any more." in after.content.decode()


def test_a_kind_of_help_without_notes_has_none(part, need, ana):
    type(part.category).objects.filter(pk=part.category_id).update(disclosure=["first_name", "address"])
    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    actions.accept(asked, by=STAFF, at=NOW)

    assert "Write a note" not in read(Client(), invitation_url(asked))


def test_the_neighbours_page_says_who_is_coming(task, need):
    page = read(Client(), status_url(need))

    assert "Ana is going to help you" in page
    assert "No time is agreed yet. You said: as soon as possible." in page
    assert "Ruiz" not in page
    assert "Write a note" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"when_kind": "any"}, "No time is agreed yet. You said: any time."),
        ({"when_kind": "by_day", "due_at": NOW + timedelta(days=3)}, "No time is agreed yet. You said: by "),
        (
            {"when_kind": "at_time", "starts_at": TOMORROW, "due_at": TOMORROW},
            "Ana is coming: tomorrow 12 noon",
        ),
    ],
)
def test_when_they_come_is_said_where_a_time_is_agreed(group, ana, asked, said):
    need = make_need(group, at=NOW, **asked)
    [task] = actions.invite(need.parts.get(), [ana], made_by=None, by=STAFF, at=NOW)
    actions.accept(task, by=STAFF, at=NOW)

    page = read(Client(), status_url(need))

    assert said in page
    assert ("is coming" in page) is (asked["when_kind"] == "at_time")


def test_on_the_phone_they_get_in_touch_at_a_time_only_where_it_is_agreed(group, ana):
    need = make_need(group, ("talk",), at=NOW)
    [task] = actions.invite(need.parts.get(), [ana], made_by=None, by=STAFF, at=NOW)
    actions.accept(task, by=STAFF, at=NOW)

    assert "Ana gets in touch with you" in read(Client(), status_url(need))
    actions.start(task, by=STAFF, at=NOW)
    page = read(Client(), status_url(need))
    assert "Ana has started" in page
    assert "No time is agreed" not in page


def test_a_helper_who_asks_is_told_what_they_did_and_nothing_of_others(task, ana):
    actions.complete(task, actions.Report(minutes_spent=30, note="Left at the door"), by=STAFF, at=NOW)

    told = str(export_person(ana.person, by=STAFF, at=NOW))

    assert "Left at the door" in told
    assert "Maria" not in told
    assert "Oak St" not in told
