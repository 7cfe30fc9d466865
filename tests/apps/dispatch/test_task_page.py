"""What a helper has to know of a task: which language, how to speak, where to; and the file for their calendar."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.queries.people.load import list_weeks_of
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.models import NeedPart
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import find_secrets, invitation_url, read, status_url
from tests.worlds import make_checked, make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("_today")

SOON = NOW + timedelta(hours=1)
AT_TIME = {"when_kind": "at_time", "starts_at": NOW + timedelta(days=2), "due_at": NOW + timedelta(days=2)}
NOTES = "No phone number is shown here. Write them a note"


@pytest.fixture
def ana(group) -> Helper:
    return Helper(
        make_volunteer(group, "Ana Ruiz", skills=("interpreting", "driving"), vehicle="car", at=NOW)
    )


@pytest.fixture
def ask(group, ana):
    make_checked(ana.volunteer, at=NOW)

    def asked(*kinds, **about):
        need = make_need(group, kinds, at=NOW, **about)
        part = NeedPart.objects.select_related("need", "category", "group").get(need=need)
        return actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)[0]

    return asked


@pytest.fixture
def stranger(db):
    """Somebody of another group."""
    return make_member(make_group("Westside", at=NOW), (), at=NOW)


def test_a_task_is_its_helpers_own_and_nobody_elses(stranger, group, ask, ana):
    mine, other = make_member(group, (), at=NOW), make_member(group, ("coordinator",), at=NOW)
    type(ana.volunteer).objects.filter(pk=ana.volunteer.pk).update(membership=mine)
    task = type(ask("groceries")).objects.get()

    assert may(mine, "dispatch.own_task", task)
    assert not may(mine, "dispatch.own_task")
    for somebody in (other, stranger, None):
        assert not may(somebody, "dispatch.own_task", task)


def say_yes(asked) -> str:
    return Client().post(invitation_url(asked), {"do": "yes"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("kind", "language", "is_said"),
    [
        ("translation", "en", True),
        ("translation", "es", True),
        ("errand", "es", True),
        ("errand", "en", False),
    ],
)
def test_the_language_is_said_before_and_after_a_yes(ask, kind, language, is_said):
    asked = ask(kind, language=language)
    said = f"The neighbour speaks {'Spanish' if language == 'es' else 'English'}."

    assert (said in read(Client(), invitation_url(asked))) is is_said
    assert (said in say_yes(asked)) is is_said


def test_who_helps_by_phone_gets_the_number_and_sets_out_nowhere(ask):
    asked = ask("translation")
    page = say_yes(asked)

    assert 'href="tel:+1517556' in page
    assert NOTES not in page
    assert "On my way" not in page
    assert ">Start<" in page.replace("\n", "").replace("</svg>", ">")

    Client().post(invitation_url(asked), {"do": "start"})
    assert "Ana has started" in read(Client(), status_url(asked.part.need))


@pytest.mark.parametrize(
    ("opened", "said"),
    [(["nickname", "masked_contact"], NOTES), (["details"], "Ask a coordinator of the group")],
)
def test_where_no_number_is_shown_it_says_how_to_speak(ask, group, opened, said):
    Category.objects.filter(group=group, key="translation").update(disclosure=opened)

    page = say_yes(ask("translation"))

    assert 'href="tel:+1517556' not in page
    assert said in page


def test_at_the_door_nothing_is_said_of_numbers(ask):
    page = say_yes(ask("errand"))

    assert "On my way" in page
    assert "No phone number is shown here" not in page


@pytest.mark.parametrize(
    ("words", "said"), [("To the clinic", "It is in what they wrote."), ("", "They have not written it.")]
)
def test_a_ride_says_where_it_begins_and_where_to_look(ask, words, said):
    asked = ask("ride", details=words)
    assert "This is where the ride begins." in read(Client(), invitation_url(asked))

    page = say_yes(asked)

    assert "<dt>From</dt>" in page
    assert said in page


def test_the_file_for_a_calendar_comes_without_signing_in_once_it_is_theirs(ask):
    asked = ask("translation", **AT_TIME)
    file = f"{invitation_url(asked)}task.ics"
    assert file not in read(Client(), invitation_url(asked))
    assert Client().get(file).status_code == 410

    assert file in say_yes(asked)
    answer = Client().get(file)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer["Content-Disposition"] == 'attachment; filename="task.ics"'
    assert event.decoded("dtstart") == NOW + timedelta(days=2)
    # Whoever runs a calendar reads it: the invitation's own link would open everything to them.
    assert "url" not in event
    assert file.split("/")[2] not in answer.content.decode()

    actions.hand_back(asked, by=STAFF, at=NOW)
    assert Client().get(file).status_code == 410
    assert Client().get("/i/altered/task.ics").status_code == 410


def test_the_file_for_a_calendar_never_says_who_or_where(secret_part, ana):
    NeedPart.objects.filter(pk=secret_part.pk).update(starts_at=SOON, due_at=SOON)
    secret_part.refresh_from_db()
    asked = actions.invite(secret_part, [ana], made_by=None, by=STAFF, at=NOW)[0]
    say_yes(asked)

    answer = Client().get(f"{invitation_url(asked)}task.ics")

    assert answer.status_code == 200
    assert find_secrets(answer.content.decode()) == set()


def test_without_a_day_there_is_no_file(ask):
    asked = ask("translation", when_kind="any")

    assert "task.ics" not in say_yes(asked)
    assert Client().get(f"{invitation_url(asked)}task.ics").status_code == 410


def test_whoever_has_an_account_is_led_to_their_task_and_their_feed(volunteer_client, group):
    _client, helper = volunteer_client
    need = make_need(group, ("errand",), at=NOW, **AT_TIME)
    part = NeedPart.objects.select_related("need", "category", "group").get(need=need)
    asked = actions.invite(part, [helper], made_by=None, by=STAFF, at=NOW)[0]

    assert "/tasks/calendar/" in say_yes(asked)
    answer = Client().get(f"{invitation_url(asked)}task.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert f"/tasks/{asked.pk}/" in str(event["url"])


def test_only_what_has_a_later_time_is_said_to_be_for_later(ask):
    soon = ask("errand", when_kind="soon", due_at=NOW + timedelta(days=7))

    assert "This is planned for later." not in say_yes(soon)
    assert "This is planned for later." in say_yes(ask("errand", **AT_TIME))


def test_a_task_done_early_counts_when_it_was_done(ask, group, ana, staff_client):
    asked = ask("errand", when_kind="soon", due_at=NOW + timedelta(days=7))
    say_yes(asked)
    asked.refresh_from_db()
    assert [tasks for _begin, tasks in list_weeks_of(ana.person.pk, group, weeks=2, at=NOW)] == [0, 0]
    actions.complete(asked, actions.Report(outcome="done"), by=STAFF, at=NOW)

    assert [tasks for _begin, tasks in list_weeks_of(ana.person.pk, group, weeks=2, at=NOW)] == [0, 1]
    page = read(staff_client, f"/g/{group.slug}/requests/{asked.part.need.reference}/")
    assert "done today" in page
