"""Queueing: who is told, by which way, in which language, when, and only once."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_q.models import OrmQ

from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.actions import cancel_messages, set_rules, tell, tell_member, tell_staff
from manyhands.apps.messaging.events import ContextError
from manyhands.apps.messaging.models import EventRule, Message
from manyhands.storage.actors import Actor
from tests.apps.messaging.conftest import BY, NOON
from tests.queries import at_most_queries
from tests.worlds import make_member, make_user

PAGE = "https://help.example.org/g/eastside/requests/K7-204/"
EVENING = datetime(2026, 3, 5, 3, 30, tzinfo=UTC)  # 22:30 in Michigan
NEXT_MORNING = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)  # 8:00


def test_a_message_waits_for_the_worker(ana, say):
    message = say(ana)

    message.refresh_from_db()
    assert (message.state, message.channel, message.event) == ("waiting", "email", "need_received")
    assert message.context["reference"] == "K7-204"
    assert message.not_before == NOON


def test_nothing_is_readable_in_the_database(ana, say):
    message = say(ana)

    raw = Message.objects.filter(pk=message.pk).extra(select={"raw": "context"}).values_list("raw", flat=True)
    assert raw[0].startswith("gAAAA")


def test_the_same_is_told_once(ana, say):
    first, again = say(ana), say(ana, at=NOON + timedelta(minutes=5))

    assert first.pk == again.pk
    assert Message.objects.count() == 1


def test_another_reason_is_told_again(ana, say):
    assert say(ana, dedup="monday").pk != say(ana, dedup="tuesday").pk


def test_what_was_taken_back_may_be_told_anew(ana, say):
    first = say(ana)
    cancel_messages(ana, ["need_received"], by=BY, at=NOON)
    context = {"reference": "K7-204", "status_url": "https://help.example.org/r/new/"}

    again = say(ana, at=NOON + timedelta(minutes=1), context=context)

    again.refresh_from_db()
    assert again.pk == first.pk
    assert (again.state, again.context["status_url"]) == ("waiting", "https://help.example.org/r/new/")


def test_only_what_waits_is_taken_back(ana, say):
    sent, waiting = say(ana, dedup="1"), say(ana, dedup="2")
    to_call = say(ana, "still_needed")
    Message.objects.filter(pk=sent.pk).update(state="sent")
    Message.objects.filter(pk=to_call.pk).update(state="to_call", channel="call")

    count = cancel_messages(ana, ["need_received", "still_needed"], by=BY, at=NOON)

    states = dict(Message.objects.values_list("pk", "state"))
    assert count == 2
    assert states == {sent.pk: "sent", waiting.pk: "cancelled", to_call.pk: "cancelled"}


@pytest.fixture
def reach(make_person, say, settings):
    def reach(contact, gateway):
        settings.SMS_GATEWAY = gateway
        return say(make_person(**contact), "still_needed")

    return reach


@pytest.mark.parametrize(
    ("contact", "gateway", "channel"),
    [
        ({"reach_by": "email", "phone": "+15175550100"}, "http", "email"),
        ({"reach_by": "text", "phone": "+15175550100"}, "http", "sms"),
        ({"reach_by": "text", "phone": "+15175550100"}, "none", "email"),
        ({"reach_by": "text", "phone": "ask for Ana at the shop"}, "http", "email"),
        ({"reach_by": "text", "phone": "+15175550100", "email": ""}, "none", "call"),
        ({"reach_by": "email", "phone": "+15175550100", "email": ""}, "http", "sms"),
        ({"reach_by": "call", "phone": "+15175550100"}, "http", "call"),
        ({"reach_by": "email", "phone": "", "email": ""}, "http", "call"),
    ],
    ids=str,
)
def test_the_way_that_reaches_a_person(reach, contact, gateway, channel):
    message = reach(contact, gateway)

    assert message.channel == channel
    assert message.state == ("to_call" if channel == "call" else "waiting")


def test_what_is_not_worth_a_call_is_left_out(make_person, say):
    assert say(make_person(reach_by="call", phone="+15175550100")) is None


def test_nobody_is_told_who_was_forgotten(ana, say):
    ana.anonymised_at = NOON

    assert say(ana) is None


@pytest.mark.parametrize(
    ("language", "told_in"), [("es", "es"), ("es-MX", "es"), ("so", "es"), ("en", "en"), ("", "es")]
)
def test_the_language_of_the_person_or_of_the_group(group, make_person, say, language, told_in):
    group.languages = ["es", "en"]
    person = make_person(language=language)
    person.group = group

    assert say(person).language == told_in


def test_at_night_texts_wait_for_the_morning_unless_urgent(make_person, say, settings):
    settings.SMS_GATEWAY = "http"
    person = make_person(reach_by="text", phone="+15175550100")

    assert say(person, at=EVENING).not_before == NEXT_MORNING
    assert say(person, "helper_changed", at=EVENING).not_before == EVENING


def test_email_goes_at_night(ana, say):
    assert say(ana, at=EVENING).not_before == EVENING


def test_undo_needs_a_moment(ana, say):
    later = NOON + timedelta(seconds=10)

    assert say(ana, not_before=later).not_before == later


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"reference": "K7-204"},
        {"reference": "", "status_url": "https://x/"},
        {"reference": "K7-204", "status_url": "https://x/", "colour": "blue"},
        {"reference": 7, "status_url": "https://x/"},
    ],
    ids=str,
)
def test_a_message_without_its_words_is_refused(ana, context):
    with pytest.raises(ContextError, match="need_received"):
        tell(ana, "need_received", context=context, about=ana, by=BY, at=NOON)


def test_an_unknown_event_is_a_mistake(ana, say):
    with pytest.raises(LookupError, match="nonsense"):
        say(ana, "nonsense")


def test_it_is_journalled_about_the_thing_without_values(ana, say):
    say(ana)

    entry = Entry.objects.get(verb="message.need_received")
    assert (entry.subject_kind, entry.subject_id, entry.fields) == ("people.person", ana.pk, [])


# --- staff ----------------------------------------------------------------------------------------------------


def tell_all(group, about, event="new_need", by=BY, **more):
    context = {"reference": "K7-204", "url": PAGE}
    return tell_staff(group, event, "needs.triage", context=context, about=about, by=by, at=NOON, **more)


def test_staff_who_may_act_are_told_in_their_language(group, ana, coordinator):
    make_member(group, ("intake",))
    spanish = make_member(group, ("coordinator",), user=make_user(language="es"))

    told = {message.member_id: message.language for message in tell_all(group, ana)}

    assert told[coordinator.pk] == "en"
    assert told[spanish.pk] == "es"
    assert len(told) == 3  # and the organiser


def test_whoever_did_it_knows_already(group, ana, coordinator):
    told = tell_all(group, ana, by=Actor.member(coordinator.pk))

    assert coordinator.pk not in {message.member_id for message in told}


def test_where_nobody_may_act_nobody_is_told(group, ana):
    Membership.objects.filter(group=group).update(state="left")

    assert tell_all(group, ana) == []
    assert not Message.objects.exists()


def test_staff_are_not_told_what_their_group_has_switched_off(group, ana, coordinator):
    set_rules(group, {"new_need": (False, False)}, by=BY, at=NOON)

    assert tell_all(group, ana) == []


def test_telling_twenty_costs_no_more_than_telling_one(group, ana):
    for _ in range(20):
        make_member(group, ("coordinator",))

    with at_most_queries(10):
        assert len(tell_all(group, ana)) == 21


def test_telling_one_person_is_cheap(ana, say):
    with at_most_queries(8):
        say(ana)


def test_a_member_without_a_card(coordinator, scope):
    message = tell_member(
        coordinator, "membership_approved", context={"url": PAGE}, about=coordinator, by=BY, at=NOON
    )

    assert (message.member_id, message.recipient_id, message.channel) == (coordinator.pk, None, "email")


# --- the group's own rules -------------------------------------------------------------------------------------


def test_a_group_may_switch_off_what_may_be_switched_off(group, ana, say):
    set_rules(group, {"need_received": (False, False), "still_needed": (False, False)}, by=BY, at=NOON)

    assert say(ana) is None
    assert say(ana, "still_needed") is not None


def test_even_a_forged_rule_cannot_silence_an_alarm(group, ana, coordinator):
    EventRule.objects.create(group=group, event="nobody_took", is_on=False, is_digest=True)

    told = tell_all(group, ana, "nobody_took")

    assert [message.is_digest for message in told] == [False, False]


def test_a_digest_waits_for_nine_in_the_morning(group, ana, coordinator):
    set_rules(group, {"new_need": (True, True)}, by=BY, at=NOON)

    told = tell_all(group, ana)

    assert {message.not_before for message in told} == {datetime(2026, 3, 5, 14, 0, tzinfo=UTC)}


# --- the job ---------------------------------------------------------------------------------------------------


def test_one_job_for_many_messages(ana, say, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say(ana, dedup="1")
        say(ana, dedup="2")

    assert OrmQ.objects.count() == 1


def say_and_fail(say, person):
    with suppress(RuntimeError), transaction.atomic():
        say(person, dedup="1")
        raise RuntimeError


def test_no_job_for_what_was_rolled_back(ana, say, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say_and_fail(say, ana)

    assert OrmQ.objects.count() == 0


def test_a_job_after_a_rollback_in_the_same_transaction(ana, say, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say_and_fail(say, ana)
        say(ana, dedup="2")

    assert OrmQ.objects.count() == 1


@pytest.mark.parametrize("reach_by", ["sms", "email"])
def test_a_reminder_never_comes_at_night_by_whichever_way(ana, say, settings, reach_by):
    settings.SMS_GATEWAY = "http"
    ana.reach_by = reach_by
    reminder = {"reference": "K7-204", "url": PAGE}

    message = say(ana, event="task_reminder", context=reminder, at=NOON, not_before=EVENING)

    message.refresh_from_db()
    assert message.not_before == NEXT_MORNING
