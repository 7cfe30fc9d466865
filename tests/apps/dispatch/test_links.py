"""Yes and no from a private link, without an account; and every way in which a link can be wrong."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.needs.actions import close_need
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import WhenKind
from manyhands.apps.privacy.models import PrivateLink
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import invitation_url, read

pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def asked(part, ana) -> Assignment:
    return actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)[0]


@pytest.fixture
def url(asked) -> str:
    return invitation_url(asked)


def press(url, do, client=None, **answers):
    return (client or Client()).post(url, {"do": do, **answers}, follow=True)


def test_from_message_to_accepted_in_two_presses(url, asked):
    page = read(Client(), url)
    assert "Would you do this, Ana?" in page
    assert "You have no other task this week." in page

    after = press(url, "yes")

    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert "214 Oak St" in after.content.decode()


def test_looking_does_nothing(url, asked):
    for _ in range(3):
        read(Client(), url)
        Client().head(url)

    asked.refresh_from_db()
    assert asked.state == "invited"


def test_not_this_time_with_a_word(url, asked):
    after = press(url, "no", note="I am in Detroit")

    asked.refresh_from_db()
    assert (asked.state, asked.decline_note) == ("declined", "I am in Detroit")
    assert "That is fine" in after.content.decode()


def test_the_whole_way_by_the_link(url, asked):
    press(url, "yes")
    press(url, "start")
    press(url, "done", outcome="done", minutes_spent="35", note="All well")

    asked.refresh_from_db()
    assert (asked.state, asked.minutes_spent, asked.note) == ("completed", 35, "All well")

    press(url, "undo_done")
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_hand_back_in_one_press_and_take_it_again(url, asked, part):
    press(url, "yes")

    page = press(url, "hand_back").content.decode()
    part.refresh_from_db()
    assert part.state == "open"
    assert "214 Oak St" not in page
    assert "I can after all" in page

    assert "214 Oak St" in press(url, "undo_hand_back").content.decode()


@pytest.mark.parametrize(
    "answers",
    [
        {"outcome": "done", "minutes_spent": "a while"},
        {"outcome": "done", "minutes_spent": "-5"},
        {"outcome": "splendid", "note": "It was splendid"},
        {"outcome": "done", "note": "x" * 1001},
    ],
)
def test_a_wrong_answer_is_said_and_nothing_typed_is_lost(url, asked, answers):
    press(url, "yes")

    page = press(url, "done", **answers).content.decode()

    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert page.count('class="field-error"') == 1
    assert "data-error-summary" in page
    assert all(typed in page for name, typed in answers.items() if name != "outcome")


@pytest.mark.parametrize("token", ["x", "A" * 32, "%F0%9F%98%80", "a" * 2000])
def test_an_altered_link_says_what_to_do(url, token):
    assert Client().get(f"/i/{token}/").status_code == 410
    assert Client().post(f"/i/{token}/", {"do": "yes"}).status_code == 410


def test_a_link_of_another_purpose_opens_nothing(url, asked):
    PrivateLink.objects.update(purpose="need_status")

    assert Client().get(url).status_code == 410


def test_a_link_past_its_own_end_opens_nothing(url, time_machine):
    time_machine.move_to(NOW + timedelta(days=100), tick=False)

    assert Client().get(url).status_code == 410


def test_an_invitation_whose_time_is_over_is_kindly_refused(url, asked, time_machine):
    time_machine.move_to(NOW + timedelta(hours=25), tick=False)

    assert "The time to answer has passed" in read(Client(), url)
    after = press(url, "yes")

    asked.refresh_from_db()
    assert asked.state == "invited"
    assert after.status_code == 200


def test_pressed_twice_it_happened_once(url, asked, part):
    press(url, "yes")
    after = press(url, "yes")

    part.refresh_from_db()
    assert part.people_taken == 1
    assert "This has changed in the meantime" in after.content.decode()


def test_the_same_form_sent_twice_is_taken_once(url, asked):
    key = "5f8f7f2e-3a0c-4c2a-9d5f-7f3f1c9b0a11"

    first, second = press(url, "yes", once=key), press(url, "yes", once=key)

    assert "Thank you! Here is what you need to know." in first.content.decode()
    assert "changed in the meantime" not in second.content.decode()


def test_a_reused_key_with_another_answer_is_not_guessed(url, asked):
    key = "5f8f7f2e-3a0c-4c2a-9d5f-7f3f1c9b0a11"
    press(url, "yes", once=key)

    after = press(url, "yes", once=key, note="other")

    assert "This has changed in the meantime" in after.content.decode()


def test_somebody_was_quicker(url, asked, part, luis):
    actions.claim(part, luis, by=STAFF, at=NOW)

    after = press(url, "yes")

    assert "Somebody else has just said yes" in after.content.decode()
    assert "214 Oak St" not in after.content.decode()


def test_the_request_was_closed_meanwhile(url, asked, need):
    close_need(need, reason="no_longer_needed", by=STAFF, at=NOW)

    assert "You do not have to do anything" in read(Client(), url)
    assert "Nobody is being looked for here right now." in press(url, "yes").content.decode()


@pytest.mark.parametrize("do", ["", "accept", "approve", "withdraw", "__class__"])
def test_a_press_that_does_not_exist(url, do):
    assert Client().post(url, {"do": do}).status_code == 404


def test_more_than_planned_is_said_and_needs_its_own_yes(url, asked, ana, group, part):
    type(ana.card).objects.filter(pk=ana.card.pk).update(tasks_per_week=0)

    page = read(Client(), url)
    assert "Yes, one more" in page
    refused = press(url, "yes").content.decode()
    assert "It is yours if you say so" in refused

    press(url, "yes", over_limit="yes")
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_the_page_speaks_the_helpers_language(group, part, asked, url, ana):
    type(ana.person).objects.filter(pk=ana.person.pk).update(language="es")

    response = Client().get(url)

    assert 'lang="es"' in response.content.decode()
    assert "Comestibles" in response.content.decode()


def test_done_is_chosen_and_not_given(url, asked):
    press(url, "yes")
    assert "checked" not in read(Client(), url)

    again = press(url, "done")

    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert "has-error" in again.content.decode()


def test_numbers_are_dialled_in_full_and_read_as_written_here(url, asked):
    page = press(url, "yes").content.decode()

    dialled = asked.part.need.person.phone
    assert f'href="tel:{dialled}"' in page
    assert f"(517) {dialled[5:8]}-{dialled[8:]}</a>" in page
    assert 'data-copy="214 Oak St' in page


@pytest.mark.parametrize(("hours", "is_asked"), [(11, False), (13, True)])
def test_what_is_planned_for_later_is_asked_about_once_more(url, asked, hours, is_asked):
    press(url, "yes")
    type(asked.part).objects.filter(pk=asked.part_id).update(starts_at=NOW + timedelta(hours=hours))
    Need.objects.filter(pk=asked.part.need_id).update(when_kind=WhenKind.AT_TIME)

    assert ("Is it done already?" in read(Client(), url)) is is_asked
