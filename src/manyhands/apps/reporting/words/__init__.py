"""What happened, in a sentence for somebody who was not there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.events import EVENTS, title_of
from manyhands.apps.privacy.models import Reading
from manyhands.apps.reporting.words import fields, group, messages, people, requests, tasks
from manyhands.apps.reporting.words.names import Names, kind_of_reason

SENTENCES: dict[str, Any] = {
    **requests.SENTENCES,
    **tasks.SENTENCES,
    **people.SENTENCES,
    **messages.SENTENCES,
    **group.SENTENCES,
}
# Label and first words of verbs; the order of the filter.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "looks": (
        gettext_lazy("Who looked at personal details"),
        ("person.read", "person.exported", "message.read", "grant"),
    ),
    "requests": (gettext_lazy("Requests"), ("need", "needs", "part")),
    "tasks": (gettext_lazy("Asking and helping"), ("assignment", "proposal", "partner_ask")),
    "people": (
        gettext_lazy("People"),
        ("person", "volunteer", "organisation", "consent", "link", "pair", "hold", "retention"),
    ),
    "checks": (gettext_lazy("Checks"), ("check", "requirement", "exemption", "evidence", "proof")),
    "safety": (gettext_lazy("Safety"), ("safety", "pair", "reading")),
    "messages": (gettext_lazy("Messages"), ("message", "relay")),
    "plans": (gettext_lazy("Plans"), ("run", "what_if")),
    "group": (
        gettext_lazy("The group and its settings"),
        ("group", "member", "role", "invite", "category", "place", "landmark", "pool", "token"),
    ),
}
_ICONS = {
    "person.read": "eye", "person.exported": "eye", "message.read": "eye", "need": "inbox", "part": "inbox",
    "needs": "inbox", "assignment": "clipboard-check", "proposal": "kanban", "partner_ask": "share", "run": "kanban",
    "what_if": "kanban", "message": "envelope", "relay": "envelope", "safety": "exclamation-octagon",
    "pair": "exclamation-octagon", "person": "person", "volunteer": "person", "member": "person", "role": "person-gear",
    "place": "house-heart", "landmark": "house-heart", "pool": "share", "token": "plug",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaidLine:
    number: int
    at: datetime
    text: str
    why: str
    icon: str


def say_line(line: Entry, names: Names) -> SaidLine:
    prefix = line.verb.partition(".")[0]
    icon = _ICONS.get(line.verb) or _ICONS.get(prefix, "gear")
    return SaidLine(
        line.number, line.at, capfirst(_sentence(line, names)), _why(names.find_reading(line), names), icon
    )


def _sentence(line: Entry, names: Names) -> str:
    told = {
        "who": _who(line, names),
        "request": _request(names.find_reference(line.subject_kind, line.subject_id)),
        "person": names.find_person(line.subject_kind, line.subject_id) or _("somebody"),
        "fields": ", ".join(fields.in_words(line.fields)),
    }
    event = line.verb.removeprefix("message.")
    if line.verb.startswith("message.") and event in EVENTS:
        told["title"] = str(title_of(event))
        return _("A message about %(request)s was written: “%(title)s”") % told
    sentence = SENTENCES.get(line.verb)
    return str(sentence) % told if sentence else _("%(who)s did something that has no words yet") % told


def _request(reference: str) -> str:
    return _("request %(reference)s") % {"reference": reference} if reference else _("a request")


def _who(line: Entry, names: Names) -> str:
    if line.actor_kind == "member":
        return names.find_person("groups.membership", line.actor_id) or _("a former member")
    if line.actor_kind == "neighbour":
        return names.find_person("people.person", line.actor_id) or _("a neighbour")
    return str(_OTHERS.get(line.actor_kind, _OTHERS["system"]))


_OTHERS = {
    "visitor": gettext_lazy("a visitor"),
    "link": gettext_lazy("somebody with a private link"),
    "user": gettext_lazy("somebody who signed in"),
    "program": gettext_lazy("another program"),
    "system": gettext_lazy("Manyhands"),
}
_BECAUSE = {
    "request": gettext_lazy("Because of %(request)s"),
    "dispatch.assignment": gettext_lazy("Because of a task for %(request)s"),
    "person": gettext_lazy("On the page of this person"),
    "message": gettext_lazy("In a message"),
    "people.safetyreport": gettext_lazy("Because of a worry about safety"),
}


def _why(reading: Reading | None, names: Names) -> str:
    if reading is None or reading.reason not in _BECAUSE:
        return ""
    reference = names.find_reference(kind_of_reason(reading.reason), reading.reason_id)
    return str(_BECAUSE[reading.reason]) % {"request": _request(reference)}
