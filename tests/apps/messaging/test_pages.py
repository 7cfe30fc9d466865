"""The outbox and the table of rules, as staff use them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.actions import note_called, retry_message, set_rules, tell_staff
from manyhands.apps.messaging.models import EventRule, Message
from manyhands.apps.people.actions import Contact, add_person
from manyhands.apps.privacy.models import Reading
from manyhands.storage.scope import group_scope
from tests.apps.messaging.conftest import BY, NOON
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, sign_in

PAGE = "https://help.example.org/g/x/"


@pytest.fixture
def path(group):
    return lambda name="outbox", **kwargs: group_path(group, f"messaging:{name}", **kwargs)


@pytest.fixture
def failed(ana, say):
    message = say(ana)
    Message.objects.filter(pk=message.pk).update(state="failed", attempts=8, last_error="smtp 550")
    return message


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def row(message):
    return Message.objects.get(pk=message.pk)


def test_without_the_permission_nobody_sees_it(group, path):
    volunteer = make_member(group, ())
    client = Client()
    sign_in(client, volunteer.user)

    assert client.get(path()).status_code == 403
    assert Client().get(path()).status_code == 302


@pytest.mark.parametrize(
    ("tab", "title"),
    [
        ("waiting", "Nothing is waiting"),
        ("sent", "Nothing has been sent yet"),
        ("failed", "Everything has arrived"),
        ("call", "Nobody has to be called"),
        ("nonsense", "Nothing is waiting"),
    ],
)
def test_each_empty_tab_says_what_it_is_for(coordinator_client, path, tab, title):
    assert title in text_of(coordinator_client.get(path(), {"tab": tab}))


def test_a_message_is_listed_without_its_words_or_names(coordinator_client, path, ana, say):
    say(ana)

    page = text_of(coordinator_client.get(path()))

    assert "We have your request" in page
    assert "K7-204" in page
    for private in ("Ana", "ana@example.org", "/r/token/", "Hello"):
        assert private not in page


def test_what_waits_stands_in_the_order_of_going_out_with_its_date(
    coordinator_client, path, make_person, say
):
    ana, ben, cleo = (make_person(name=name, email=f"{name}@example.org") for name in ("Ana", "Ben", "Cleo"))
    with time_machine.travel(NOON, tick=False):
        say(ana, not_before=NOON + timedelta(days=12), context={"reference": "A2-000", "status_url": PAGE})
        say(ben, not_before=NOON + timedelta(days=2), context={"reference": "B2-000", "status_url": PAGE})
        say(cleo, context={"reference": "C2-000", "status_url": PAGE})

        page = text_of(coordinator_client.get(path()))
        spanish = text_of(coordinator_client.get(path(), headers={"accept-language": "es"}))

    # Hers is due, as nothing is sent here.
    assert re.findall(r"Goes out:? ([^<]+)", page) == ["now", "Fri 6 March, 10 am", "Mon 16 March, 11 am"]
    assert page.index("C2-000") < page.index("B2-000") < page.index("A2-000")
    assert "sale: vie 6 de marzo, 10 a. m." in spanish.lower()


def test_the_demo_shows_everything(coordinator_client, path, ana, say, settings):
    settings.DEMO = True
    say(ana)

    page = text_of(coordinator_client.get(path()))

    assert "Thank you for asking." in page
    assert "https://help.example.org/r/token/" in page


def test_a_deliberate_look_is_noted_where_the_person_can_see_it(
    coordinator_client, coordinator, path, ana, say
):
    message = say(ana)

    response = coordinator_client.post(path("show", message_id=message.pk))

    assert "ana@example.org" in text_of(response)
    assert "Thank you for asking." in text_of(response)
    assert "no-store" in response["Cache-Control"]
    reading = Reading.objects.get(subject=ana)
    assert (reading.reader_id, reading.reason, reading.reason_id) == (coordinator.pk, "message", message.pk)
    assert reading.reader_label["name"] == "Rosa M."


@pytest.mark.parametrize("channel", ["email", "sms", "call"])
def test_staff_never_get_the_private_link_of_a_person(coordinator_client, path, ana, say, channel):
    """Whoever has it may do what they may."""
    message = say(ana)
    Message.objects.filter(pk=message.pk).update(channel=channel)

    page = text_of(coordinator_client.post(path("show", message_id=message.pk)))

    assert "(private link)" in page
    assert "/r/token/" not in page


def test_looking_needs_a_post(coordinator_client, path, ana, say):
    assert coordinator_client.get(path("show", message_id=say(ana).pk)).status_code == 405
    assert not Reading.objects.exists()


def test_looking_needs_the_right_to_see_contact_details(group, coordinator, path, ana, say):
    role = coordinator.roles.get(key="coordinator")
    role.permissions = [name for name in role.permissions if name != "contact.reveal"]
    role.save()
    client = Client()
    sign_in(client, coordinator.user)

    message = say(ana)

    assert client.post(path("show", message_id=message.pk)).status_code == 403
    assert "Show" not in re.sub(r"<details class=\"filters.*?</details>", "", text_of(client.get(path())))


def test_whom_to_call(coordinator_client, path, make_person, say):
    person = make_person(name="Rosa Díaz", reach_by="call", phone="+15175550100", email="", language="es")
    message = say(person, "still_needed")

    listed = text_of(coordinator_client.get(path(), {"tab": "call"}))
    shown = text_of(coordinator_client.post(path("show", message_id=message.pk)))

    assert "Show name and number" in listed
    assert "555-0100" not in listed
    assert 'href="tel:+15175550100"' in shown
    assert "Rosa Díaz" in shown
    assert "Spanish" in shown
    assert "Do you still need it?" in shown  # in the words of whoever calls


def test_whoever_calls_reads_of_a_language_that_has_no_name_here_its_own(
    coordinator_client, path, make_person, say
):
    person = make_person(reach_by="call", phone="+15175550100", language="so")

    shown = text_of(coordinator_client.post(path("show", message_id=say(person, "still_needed").pk)))

    assert "Soomaali" in shown


def test_somebody_has_called(coordinator_client, path, make_person, say):
    message = say(make_person(reach_by="call", phone="+15175550100"), "still_needed")

    response = coordinator_client.post(path("called", message_id=message.pk), follow=True)

    assert "Noted: somebody has called." in text_of(response)
    assert (row(message).state, row(message).channel) == ("sent", "call")
    assert row(message).sent_at


def test_trying_again(coordinator_client, path, failed):
    listed = text_of(coordinator_client.get(path(), {"tab": "failed"}))
    response = coordinator_client.post(path("retry", message_id=failed.pk), follow=True)

    assert "The mail server did not take it. (550)" in listed
    assert "It will be tried again right away." in text_of(response)
    assert (row(failed).state, row(failed).attempts) == ("waiting", 0)


def test_trying_again_by_the_way_that_reaches_the_person_now(coordinator_client, path, failed, ana):
    ana.email, ana.phone = "", "+15175550100"
    ana.save()

    coordinator_client.post(path("retry", message_id=failed.pk))

    # It is only a confirmation, so nobody is asked to call: it goes on by the way it had.
    assert (row(failed).state, row(failed).channel) == ("waiting", "email")


def test_an_important_one_becomes_a_call(coordinator_client, path, ana, say):
    message = say(ana, "still_needed")
    Message.objects.filter(pk=message.pk).update(state="failed")
    ana.reach_by, ana.phone = "call", "+15175550100"
    ana.save()

    coordinator_client.post(path("retry", message_id=message.pk))

    assert (row(message).state, row(message).channel) == ("to_call", "call")


def test_of_two_who_try_again_at_once_one_does(failed):
    mine, theirs = row(failed), row(failed)

    assert retry_message(mine, by=BY, at=NOON)
    assert not retry_message(theirs, by=BY, at=NOON)
    assert Entry.objects.filter(verb="message.retried", subject_id=failed.pk).count() == 1


def test_of_two_who_have_called_one_notes_it(make_person, say):
    message = say(make_person(reach_by="call", phone="+15175550100"), "still_needed")

    assert note_called(message, by=BY, at=NOON)
    assert not note_called(message, by=BY, at=NOON)
    assert Entry.objects.filter(verb="message.called", subject_id=message.pk).count() == 1


@pytest.mark.parametrize("state", ["sent", "waiting", "sending", "cancelled"])
def test_what_did_not_fail_is_not_tried_again(coordinator_client, path, failed, state):
    Message.objects.filter(pk=failed.pk).update(state=state)

    response = coordinator_client.post(path("retry", message_id=failed.pk), follow=True)

    assert "already taken care of" in text_of(response)
    assert row(failed).state == state


def test_all_that_failed_is_tried_again_but_not_what_may_have_arrived(
    coordinator_client, path, failed, ana, say
):
    perhaps = say(ana, dedup="2")
    Message.objects.filter(pk=perhaps.pk).update(state="unconfirmed")

    response = coordinator_client.post(path("retry_all"), follow=True)

    assert "1 message will be tried again." in text_of(response)
    assert (row(failed).state, row(perhaps).state) == ("waiting", "unconfirmed")


def test_forgotten_words_cannot_be_sent_or_shown(coordinator_client, path, failed):
    Message.objects.filter(pk=failed.pk).update(context={}, forgotten_at=NOON)

    coordinator_client.post(path("retry", message_id=failed.pk))
    shown = text_of(coordinator_client.post(path("show", message_id=failed.pk)))

    assert row(failed).state == "failed"
    assert "The words were deleted two weeks after they were sent." in shown


def test_an_event_of_another_version_does_not_break_the_page(coordinator_client, path, failed, settings):
    Message.objects.filter(pk=failed.pk).update(event="from_the_past")
    settings.DEMO = True

    assert "from_the_past" in text_of(coordinator_client.get(path(), {"tab": "failed"}))
    assert coordinator_client.post(path("show", message_id=failed.pk)).status_code == 200


def test_another_groups_message_does_not_exist(coordinator_client, path):
    other = make_group("Westside")
    with group_scope(other.pk):
        person = add_person(other, Contact(name="Canary", email="c@example.org"), by=BY, at=NOON)
        (message,) = tell_staff(
            other,
            "new_need",
            "needs.triage",
            context={"reference": "W1", "url": PAGE},
            about=person,
            by=BY,
            at=NOON,
        )

    for name in ("show", "retry", "called"):
        assert coordinator_client.post(path(name, message_id=message.pk)).status_code == 404


def test_filter_by_event(coordinator_client, path, ana, say):
    say(ana)
    say(ana, "still_needed")

    page = text_of(coordinator_client.get(path(), {"event": "still_needed"}))

    assert page.count("data-item") == 1
    assert text_of(coordinator_client.get(path(), {"event": "nonsense"})).count("data-item") == 2


@pytest.fixture
def forty(ana, say):
    return [say(ana, dedup=str(number)) for number in range(40)]


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.usefixtures("forty")
def test_a_full_page_costs_few_queries(coordinator_client, path, settings, demo):
    settings.DEMO = demo

    with at_most_queries(8):
        page = coordinator_client.get(path())

    assert page.content.decode().count("data-item") == 25


# --- the table of rules ----------------------------------------------------------------------------------------


def test_only_organisers_change_the_rules(coordinator_client, path):
    assert coordinator_client.get(path("rules")).status_code == 403


def test_an_organiser_switches_off_and_gathers(organiser_client, path, scope):
    page = text_of(organiser_client.get(path("rules")))
    assert 'name="new_need-digest"' in page
    assert 'name="still_needed-on"' not in page

    response = organiser_client.post(
        path("rules"), {"new_need-on": "on", "new_need-digest": "on"}, follow=True
    )

    rules = {rule.event: (rule.is_on, rule.is_digest) for rule in EventRule.objects.all()}
    assert response.status_code == 200
    assert rules["new_need"] == (True, True)
    assert rules["need_received"] == (False, False)
    assert "still_needed" not in rules


def test_a_forged_box_switches_nothing_off(organiser_client, path, scope):
    organiser_client.post(path("rules"), {"still_needed-digest": "on", "safety_report-digest": "on"})

    assert not EventRule.objects.filter(event__in=["still_needed", "safety_report"]).exists()


def test_rules_that_stay_as_they_are_leave_no_line_in_the_journal(group, scope):
    rules = {"need_received": (False, False)}
    set_rules(group, rules, by=BY, at=NOON)

    set_rules(group, rules, by=BY, at=NOON)

    assert Entry.objects.get(verb="group.message_rules").fields == ["need_received"]


@pytest.mark.parametrize("name", ["outbox", "rules"])
def test_the_pages_speak_spanish(organiser_client, path, name, ana, say):
    say(ana)
    page = text_of(organiser_client.get(path(name), headers={"accept-language": "es"}))

    assert "Tenemos tu solicitud" in page
    assert "We have your request" not in page
