"""How somebody is reached, whether a message goes at all, and what can be done with one that did not arrive."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from manyhands.apps.messaging.events import Event, Recipient
from manyhands.apps.messaging.models import Channel, EventRule, Message, MessageState
from manyhands.apps.messaging.policies import (
    can_be_called_about,
    can_be_retried,
    can_be_texted,
    choose_channel,
    is_in_digest,
    is_on,
    waits_for_day,
)
from manyhands.apps.people.models import Person

PHONE, MAIL = "+15175550100", "ana@example.org"


@pytest.fixture(autouse=True)
def texting(settings):
    settings.SMS_GATEWAY = "file"


def event(**changes) -> Event:
    return Event(recipient=next(iter(Recipient)), title="A title", purpose="A purpose", **changes)


WORTH_A_CALL, NOT_WORTH_ONE = event(is_worth_a_call=True), event()


@pytest.mark.parametrize(
    ("reach_by", "phone", "email", "channel"),
    [
        ("text", PHONE, MAIL, Channel.SMS),
        ("text", "", MAIL, Channel.EMAIL),
        ("email", PHONE, MAIL, Channel.EMAIL),
        ("email", PHONE, "", Channel.SMS),
        ("text", "", "", Channel.CALL),
        ("email", "call the neighbour", "", Channel.CALL),
        ("call", PHONE, MAIL, Channel.CALL),
    ],
)
def test_people_are_reached_as_they_asked_and_else_as_can_be(reach_by, phone, email, channel):
    person = Person(reach_by=reach_by, phone=phone, email=email)

    assert choose_channel(person, WORTH_A_CALL) == channel
    assert choose_channel(person, NOT_WORTH_ONE) == (None if channel == Channel.CALL else channel)


@pytest.mark.parametrize("phone", ["", "517 555 0100", "0044+20"])
def test_a_number_that_was_not_understood_is_not_texted(phone):
    assert not can_be_texted(Person(phone=phone))
    assert can_be_texted(Person(phone=PHONE))


def test_nobody_is_texted_where_there_is_no_gateway(settings):
    settings.SMS_GATEWAY = "none"

    assert not can_be_texted(Person(phone=PHONE))
    assert choose_channel(Person(reach_by="text", phone=PHONE, email=MAIL), NOT_WORTH_ONE) == Channel.EMAIL


def test_only_what_may_be_switched_off_is_ever_off():
    off, on = EventRule(is_on=False), EventRule(is_on=True)

    assert is_on(event(), None)
    assert is_on(event(can_be_off=True), None)
    assert is_on(event(can_be_off=True), on)
    assert is_on(event(), off)
    assert not is_on(event(can_be_off=True), off)


def test_only_email_that_may_wait_is_gathered_where_the_group_wants_it():
    digest = EventRule(is_digest=True)
    gathered = event(can_be_digest=True)

    assert is_in_digest(gathered, digest, Channel.EMAIL)
    assert not is_in_digest(gathered, digest, Channel.SMS)
    assert not is_in_digest(event(), digest, Channel.EMAIL)
    assert not is_in_digest(gathered, EventRule(), Channel.EMAIL)
    assert not is_in_digest(gathered, None, Channel.EMAIL)


@pytest.mark.parametrize("state", MessageState)
def test_what_did_not_arrive_can_be_sent_again_while_its_words_are_there(state):
    did_not_arrive = state in {MessageState.FAILED, MessageState.UNCONFIRMED}

    assert can_be_retried(Message(state=state)) == did_not_arrive
    assert not can_be_retried(Message(state=state, forgotten_at=timezone.now()))


@pytest.mark.parametrize("state", MessageState)
def test_a_person_can_be_called_about_what_did_not_arrive_or_waits_for_a_call(state):
    waits = state in {MessageState.FAILED, MessageState.UNCONFIRMED, MessageState.TO_CALL}

    assert can_be_called_about(Message(state=state, recipient_id=7)) == waits
    assert not can_be_called_about(Message(state=state))


@pytest.mark.parametrize(
    ("channel", "is_urgent", "is_by_day", "waits"),
    [
        (Channel.SMS, False, False, True),
        (Channel.SMS, True, False, False),
        (Channel.SMS, True, True, True),
        (Channel.EMAIL, False, False, False),
        (Channel.EMAIL, False, True, True),
        (Channel.EMAIL, True, False, False),
    ],
)
def test_quiet_hours_are_kept_by_what_wakes_and_by_what_is_read_too_late(
    monkeypatch, channel, is_urgent, is_by_day, waits
):
    known = {"told": SimpleNamespace(is_by_day=is_by_day)}
    monkeypatch.setattr("manyhands.apps.messaging.policies.EVENTS", known)

    assert waits_for_day(Message(event="told", channel=channel, is_urgent=is_urgent)) == waits


def test_an_event_of_another_version_keeps_quiet_hours_only_as_a_text():
    assert waits_for_day(Message(event="no longer known", channel=Channel.SMS))
    assert not waits_for_day(Message(event="no longer known", channel=Channel.EMAIL))
