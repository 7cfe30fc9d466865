from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation

from manyhands.apps.messaging.rendering.gsm import fold_to_gsm, is_gsm
from manyhands.core.values.text import clean_text

LONGEST_SUBJECT = 150
LONGEST_SENDER_IN_SMS = 30


@dataclass(frozen=True, slots=True)
class Email:
    subject: str
    text: str
    html: str


def render_email(event: str, values: Mapping[str, str], language: str) -> Email:
    """`values` are the message's context together with `group`, `name` and the like."""
    with translation.override(language):
        subject = _subject(_render(f"messaging/words/{event}.subject.txt", values))
        body = _render(f"messaging/words/{event}.email.txt", values)
        text = _render("messaging/email.txt", {**values, "body": body})
        return Email(subject, text, _as_html(subject, text, _addresses(values)))


def render_words(event: str, values: Mapping[str, str], language: str) -> tuple[str, str]:
    """(subject, text) without greeting and letterhead: what is to be said on the telephone."""
    with translation.override(language):
        subject = _subject(_render(f"messaging/words/{event}.subject.txt", values))
        return subject, _render(f"messaging/words/{event}.email.txt", values)


def render_digest(
    entries: Iterable[tuple[str, Mapping[str, str]]], values: Mapping[str, str], language: str
) -> Email:
    """Several events of one person in one e-mail, in the order in which they happened."""
    with translation.override(language):
        parts = [
            {
                "subject": _subject(_render(f"messaging/words/{event}.subject.txt", {**values, **own})),
                "body": _render(f"messaging/words/{event}.email.txt", {**values, **own}),
                "addresses": _addresses(own),
            }
            for event, own in entries
        ]
        subject = _subject(_render("messaging/words/digest.subject.txt", {**values, "count": len(parts)}))
        body = _render("messaging/words/digest.email.txt", {**values, "parts": parts})
        text = _render("messaging/email.txt", {**values, "body": body})
        addresses = frozenset(address for part in parts for address in part["addresses"])
        return Email(subject, text, _as_html(subject, text, addresses))


def render_sms(event: str, values: Mapping[str, str], language: str) -> str:
    """One line without anything personal but the reference. `values["group"]` is `sender_name_for_sms`."""
    with translation.override(language):
        line = " ".join(_render(f"messaging/words/{event}.sms.txt", values).split())
        return fold_to_gsm(line)


def sender_name_for_sms(group_name: str) -> str:
    """The group's name if a text message can carry it; otherwise the address of its pages, which everything can."""
    name = fold_to_gsm(clean_text(group_name))
    if not is_gsm(name):
        return urlsplit(settings.PUBLIC_URL).hostname or "Manyhands"
    return name if len(name) <= LONGEST_SENDER_IN_SMS else name[: LONGEST_SENDER_IN_SMS - 3].rstrip() + "..."


def _render(template_name: str, values: Mapping[str, object]) -> str:
    """Plain text: nothing is escaped, and every value is cleaned of what cannot be seen and of line breaks."""
    cleaned = {
        key: clean_text(value) if isinstance(value, str) and key != "body" else value
        for key, value in values.items()
    }
    template = engines["django"].get_template(template_name).template  # type: ignore[attr-defined]
    text: str = template.render(Context(cleaned, autoescape=False))
    return clean_text(text, multiline=True)


def _subject(text: str) -> str:
    """A subject is one line, whatever was put into it."""
    line = clean_text(text)
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def _addresses(values: Mapping[str, str]) -> frozenset[str]:
    return frozenset(value for key, value in values.items() if key.endswith("url") and value)


def _as_html(subject: str, text: str, addresses: frozenset[str]) -> str:
    """The same words; only addresses that we put there ourselves become links, alone on their line."""
    paragraphs = [
        [{"text": line, "is_address": line in addresses} for line in paragraph.split("\n")]
        for paragraph in text.split("\n\n")
    ]
    return render_to_string("messaging/email.html", {"subject": subject, "paragraphs": paragraphs})
