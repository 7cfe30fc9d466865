"""How somebody stands, in words and with an icon: nothing is said by colour alone."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.apps.vetting.models import CheckState
from manyhands.web.parts import Chip
from manyhands.web.words import date_in_words

_STATES: dict[str, tuple[Any, str, str]] = {
    "missing": (gettext_lazy("missing"), "", "slash-circle"),
    "submitted": (gettext_lazy("handed in"), "soon", "hourglass-split"),
    "not_met": (gettext_lazy("not met"), "now", "x-circle"),
    "met": (gettext_lazy("met"), "ok", "check-circle"),
    "due_soon": (gettext_lazy("ends soon"), "soon", "clock"),
    "grace": (gettext_lazy("ended, still counts"), "soon", "exclamation-triangle"),
    "lapsed": (gettext_lazy("no longer valid"), "now", "x-circle"),
    "exempt": (gettext_lazy("spared"), "ok", "check-circle"),
}
"""By the engine's words for them."""

_CHECK_KINDS = {CheckState.MET: "ok", CheckState.NOT_MET: "now", CheckState.SUBMITTED: "soon"}


def chip_of(state: str) -> Chip:
    text, kind, icon = _STATES[state]
    return Chip(str(text), kind, icon)


def chip_of_check(state: str, label: str) -> Chip:
    return Chip(label, _CHECK_KINDS.get(CheckState(state), ""))


def until_in_words(state: str, until: date | None, *, today: date) -> str:
    if until is None:
        return _("It does not end.") if state == "met" else ""
    day = date_in_words(until, today=today)
    if state == "grace":
        return _("It ended on %(day)s and still counts for now.") % {"day": day}
    if state == "lapsed":
        return _("It ended on %(day)s.") % {"day": day}
    return _("Until %(day)s.") % {"day": day}


def next_in_words(state: str, on: date, *, today: date) -> str:
    """What happens by itself if nobody does anything."""
    texts = {
        "due_soon": _("From %(day)s on it can be renewed."),
        "grace": _("After that it still counts for a while, from %(day)s on."),
        "lapsed": _("From %(day)s on they are not asked any more for what needs it."),
        "missing": _("From %(day)s on it is missing."),
        "submitted": _("From %(day)s on only what was handed in is left."),
        "met": _("From %(day)s on it is met."),
        "not_met": _("From %(day)s on it is missing."),
        "exempt": _("From %(day)s on they are spared it."),
    }
    return texts[state] % {"day": date_in_words(on, today=today)}
