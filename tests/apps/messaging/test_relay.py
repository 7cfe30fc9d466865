"""Notes between a neighbour and a helper."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from manyhands.apps.messaging.actions import RelayError, read_relay, send_relay
from manyhands.apps.messaging.models import Message, RelayMessage
from manyhands.apps.messaging.queries import RelayThread, list_relay
from manyhands.apps.people.models import BlockedPair
from tests.apps.messaging.conftest import BY, NOON


@pytest.fixture
def leo(make_person):
    return make_person(name="Leo Park", email="leo@example.org")


@pytest.fixture
def made_urls():
    return []


@pytest.fixture
def note(ana, leo, made_urls):
    """A note from Leo to Ana about one thing (Ana's card stands for it)."""

    def note(text="I am at the door.", *, back=False, at=NOON, **more):
        def make_url():
            made_urls.append(1)
            return "https://help.example.org/r/token/"

        sender, recipient = (ana, leo) if back else (leo, ana)
        return send_relay(
            ana,
            sender=sender,
            recipient=recipient,
            text=text,
            reference="K7",
            make_url=make_url,
            by=BY,
            at=at,
            **more,
        )

    return note


def test_both_read_the_same_thread(ana, leo, note):
    note("I am at the door.")
    note("Coming!", back=True)

    assert [(line.text, line.is_mine) for line in list_relay(ana, reader=leo)] == [
        ("I am at the door.", True),
        ("Coming!", False),
    ]
    assert [line.is_mine for line in list_relay(ana, reader=ana)] == [False, True]


def test_a_stranger_reads_nothing(ana, note, make_person):
    note()

    assert list_relay(ana, reader=make_person(name="Eve", email="eve@example.org")) == []


def test_the_recipient_is_told_once_until_they_have_read(ana, note, made_urls):
    note("one")
    note("two")
    assert (Message.objects.filter(event="relay_message").count(), len(made_urls)) == (1, 1)

    assert read_relay(ana, reader=ana, at=NOON) == 2
    note("three")

    assert (Message.objects.filter(event="relay_message").count(), len(made_urls)) == (2, 2)


def test_the_notice_does_not_hold_the_note(note):
    note("The key is under the red pot.")

    assert "red pot" not in str(Message.objects.get().context)


def test_reading_is_shown_to_the_writer(ana, leo, note):
    note()
    assert not list_relay(ana, reader=leo)[0].is_read

    read_relay(ana, reader=ana, at=NOON)

    assert list_relay(ana, reader=leo)[0].is_read
    assert read_relay(ana, reader=leo, at=NOON) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200b\n ", "empty"),
        ("x" * 1001, "too_long"),
        ("Call me: (517) 555-0142", "shares_contact"),
        ("llama al 517 555 0142 hoy", "shares_contact"),
        ("+44 20 7946 0018", "shares_contact"),
        ("write to ana.ruiz@example.org", "shares_contact"),
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_what_is_not_taken_and_why(note, text, code):
    with pytest.raises(RelayError) as refused:
        note(text)

    assert refused.value.code == code
    assert refused.value.text
    assert not RelayMessage.objects.exists()


@pytest.mark.parametrize(
    "text", ["At 5:30 on 2026-03-04", "Apartment 12, code 4711", "2 bags, 10 apples @ home"]
)
def test_ordinary_numbers_are_no_contact(note, text):
    assert note(text).text == text


def test_sharing_a_number_is_their_choice(note):
    assert note("Call me: (517) 555-0142", share_contact=True).text == "Call me: (517) 555-0142"


def test_a_thousand_letters_fit(note):
    assert len(note("x" * 1000).text) == 1000


def test_lines_stay_and_tricks_go(note):
    assert note("one\r\ntwo\u202e\x00").text == "one\ntwo"


@pytest.mark.parametrize("back", [True, False])
def test_a_blocked_pair_never_meets(group, ana, leo, note, back):
    BlockedPair.objects.create(group=group, neighbour=ana, helper=leo, made_at=NOON)

    with pytest.raises(RelayError, match="blocked"):
        note(back=back)


def test_not_too_many_at_once(note):
    for number in range(20):
        note(str(number))
    with pytest.raises(RelayError, match="too_many"):
        note("one more")

    assert note("later", at=NOON + timedelta(minutes=2))


def test_the_thread_as_a_page_shows_it(ana, leo, note, group):
    note("<b>Hello</b>\n\nI am here")
    thread = RelayThread(
        lines=list_relay(ana, reader=ana),
        other_name="Leo P.",
        send_url="/r/token/note/",
        text="my <i>draft</i>",
        problem="This note is too long.",
        may_share=True,
    )

    html = render_to_string(
        "messaging/_relay.html", {"relay": thread, "group": group}, RequestFactory().get("/")
    )

    assert "&lt;b&gt;Hello&lt;/b&gt;" in html
    assert "my &lt;i&gt;draft&lt;/i&gt;" in html
    assert 'aria-describedby="id_relay_error"' in html
    assert 'name="share_contact"' in html
    assert 'action="/r/token/note/"' in html


def test_a_thread_that_has_ended_can_only_be_read(ana, group):
    html = render_to_string("messaging/_relay.html", {"relay": RelayThread([], "Leo P."), "group": group})

    assert "<form" not in html
    assert "No notes yet." in html
