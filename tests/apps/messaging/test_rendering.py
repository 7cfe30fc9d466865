"""Every event in every language over every channel: complete, short enough, and safe to send."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils import translation

from manyhands.apps.messaging.events import EVENTS, Recipient
from manyhands.apps.messaging.rendering import (
    count_segments,
    fold_to_gsm,
    is_gsm,
    render_digest,
    render_email,
    render_sms,
    sender_name_for_sms,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXTABLE = [name for name, event in EVENTS.items() if event.recipient is not Recipient.STAFF]
CONFIRMATIONS = {"need_received", "relay_message", "task_reminder", "claim_approved"}

# As long as they get: a link token has 32 characters.
LONG_URL = "https://ayuda-mutua.nuestra-ciudad.example.org/r/" + "x" * 32 + "/"
LONG_NAME = "Red de Ayuda Mutua del Lado Este de la Ciudad de Lansing y Alrededores"
LONGEST = {
    "reference": "ABC-99999",
    "status_url": LONG_URL,
    "url": LONG_URL,
    "kind": "Compañía y conversación",
    "when": "miércoles 23 de septiembre, de 18:00 a 21:00",
    "area": "East Lansing",
    "until": "mañana a las 18:00",
    "summary": "Compra para cuatro personas, sin huevos",
    "helper": "Guadalupe Ñ.",
    "reason": "Ya no hace falta",
    "organisation": "Iglesia de la Resurrección",
    "what": "Verificación de antecedentes",
    "member": "María del Carmen Hernández-Rodríguez",
    "role": "Coordinación",
    "missing": "Verificación de antecedentes, Referencias",
    "partner": "Vecinas y Vecinos de la Ribera del Río Grande",
}
LETTERHEAD = {"group": LONG_NAME, "name": "Ana", "emergency": "911", "help_phone": "(517) 555-0199"}


def context_of(event):
    return {key: LONGEST[key] for key in (*EVENTS[event].needs, *EVENTS[event].may)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_email_says_all_that_it_was_given(event, language):
    context = context_of(event)

    email = render_email(event, {**LETTERHEAD, **context}, language)

    everything = email.subject + email.text
    for key in EVENTS[event].needs:
        assert context[key] in everything
    assert 3 < len(email.subject) < 151
    assert "\n" not in email.subject
    assert LONG_NAME in email.text
    assert not re.search(r"{{|{%|%\(", everything)
    assert "\n\n\n" not in email.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_email_with_only_what_it_needs(event, language):
    context = {key: LONGEST[key] for key in EVENTS[event].needs}

    email = render_email(event, {**LETTERHEAD, "name": "", "help_phone": "", **context}, language)

    assert "None" not in email.text
    assert all(line == "" or not line.endswith(": ") for line in email.text.split("\n"))


@pytest.mark.parametrize("event", EVENTS)
def test_spanish_is_not_english(event):
    values = {**LETTERHEAD, **context_of(event)}

    assert render_email(event, values, "es").text != render_email(event, values, "en").text
    assert render_email(event, values, "es").subject != render_email(event, values, "en").subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", TEXTABLE)
def test_text_messages_are_short(event, language):
    values = {**context_of(event), "group": sender_name_for_sms(LONG_NAME)}

    text = render_sms(event, values, language)

    assert is_gsm(text)
    assert count_segments(text) <= 2
    assert "\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", sorted(CONFIRMATIONS))
def test_confirmations_fit_into_one_segment_with_usual_names(event, language):
    url = "https://help.example.org/r/" + "x" * 32 + "/"
    values = {"reference": "K7-204", "status_url": url, "url": url, "group": "Eastside Neighbours"}

    assert count_segments(render_sms(event, values, language)) == 1


@pytest.mark.parametrize("event", TEXTABLE)
def test_text_messages_tell_nothing_personal(event):
    """Whoever holds the telephone reads them: not the name, the kind of help, the place or the time."""
    values = {**context_of(event), "group": "Eastside"}
    private = {"helper", "kind", "when", "area", "summary", "reason", "organisation"}

    text = render_sms(event, values, "en")

    assert [key for key in private if LONGEST[key] in text] == []


@pytest.mark.parametrize(
    "event", [name for name, event in EVENTS.items() if event.recipient is Recipient.STAFF]
)
def test_alarms_to_staff_name_nobody(event):
    assert not set(EVENTS[event].may) & {"helper", "name", "summary"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_in_the_language_asked_for_whatever_the_page_speaks(language):
    values = {"reference": "K7-204", "status_url": "https://x.example/r/", "group": "Eastside"}

    with translation.override("es" if language == "en" else "en"):
        text = render_sms("need_received", values, language)

    assert ("we have" in text) is (language == "en")


def test_a_digest_has_all_its_parts_in_order():
    first = {"reference": "K7-1", "url": "https://x.example/1/"}
    second = {"reference": "K7-2", "url": "https://x.example/2/"}

    email = render_digest([("new_need", first), ("handed_back", second)], LETTERHEAD, "en")

    places = [email.text.index(word) for word in ("K7-1", first["url"], "K7-2", second["url"])]
    assert places == sorted(places)
    assert email.subject == f"2 pieces of news from {LONG_NAME}"
    assert email.html.count("<a ") == 2


# --- hostile values ------------------------------------------------------------------------------------------------


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses, self.tags = [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "a":
            self.addresses.append(dict(attrs)["href"])


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "https://evil.example/",
    "Ana\r\nBcc: everybody@example.org",
    "Ana\u2028Bcc: x@example.org",
    "{{ group }}{% include 'x' %}",
    "%(group)s %s %d",
    "Ana\u202egnp.exe",
    "\x00\x1b[31m",
]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_name_cannot_do_anything(name):
    values = {**LETTERHEAD, **context_of("helper_found"), "helper": name, "name": name, "group": name}

    email = render_email("helper_found", values, "en")

    links = Links()
    links.feed(email.html)
    assert links.addresses == [LONG_URL]
    assert links.tags <= {"html", "head", "meta", "title", "body", "div", "p", "br", "a"}
    assert not any(line.startswith("Bcc:") for line in email.text.split("\n"))
    assert not set(email.subject + email.text) & set("\r\x00\x1b\u202e\u2028")


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_group_name_stays_on_the_line_of_a_text_message(name):
    values = {"reference": "K7", "status_url": LONG_URL, "group": sender_name_for_sms(name)}

    text = render_sms("need_received", values, "en")

    assert "\n" not in text
    assert count_segments(text) <= 2


# --- the alphabet of text messages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("¿Todavía necesitas ayuda? Sí", "¿Todavia necesitas ayuda? Si"),
        ("Niño, señora, über", "Niño, señora, über"),
        ("“Ana’s” — call…", '"Ana\'s" - call...'),
        ("مرحبا", "مرحبا"),
        ("Ana 你", "Ana 你"),
    ],
)
def test_letters_are_folded_only_if_that_helps(text, folded):
    assert fold_to_gsm(text) == folded


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("й" * 70, 1),
        ("й" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("й" * 135, 3),
    ],
    ids=lambda value: str(value)[:3],
)
def test_how_many_segments(text, segments):
    assert count_segments(text) == segments


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Eastside Neighbours", "Eastside Neighbours"),
        ("Ayuda Mutua Ñandú", "Ayuda Mutua Ñandu"),
        ("جيران", "localhost"),
        (LONG_NAME, "Red de Ayuda Mutua del Lado..."),
    ],
)
def test_how_a_group_signs_a_text_message(name, shown):
    assert sender_name_for_sms(name) == shown
