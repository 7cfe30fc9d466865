"""A need in a few words, in the reader's language: what pages, lists and messages call it."""

from datetime import datetime, timedelta, tzinfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import NeedState, PartState, Urgency, WhenKind, is_overdue
from manyhands.web.parts import Chip
from manyhands.web.words import window_in_words

_ENDED = (PartState.DONE, PartState.CLOSED)
_STATE_LOOKS = {
    NeedState.NEW: "soon",
    NeedState.OPEN: "teal",
    NeedState.ASSIGNED: "ok",
    NeedState.IN_PROGRESS: "ok",
}


def part_title(part: NeedPart) -> str:
    """The kind of help, and how many people it takes if more than one: "Groceries", "Moving · 3 people"."""
    name = part.category.name_in(get_language() or "en")
    if part.people_needed == 1:
        return name
    return ngettext("%(name)s · %(count)d person", "%(name)s · %(count)d people", part.people_needed) % {
        "name": name,
        "count": part.people_needed,
    }


def need_title(need: Need) -> str:
    """All kinds of help that are still asked for: "Groceries and A ride"; once ended, those that were."""
    parts = list(need.parts.all())
    names = [part_title(part) for part in parts if part.state not in _ENDED] or [
        part_title(part) for part in parts
    ]
    return list_in_words(names)


def list_in_words(names: list[str]) -> str:
    if len(names) <= 1:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def when_chips(asked: Need | NeedPart, *, at: datetime) -> list[Chip]:
    """When it is wanted and how urgent it is, wherever it is read: what says less beside the other is left out."""
    kind = _when_kind(asked)
    is_open_ended = kind == WhenKind.ANY or asked.due_at is None
    if asked.urgency == Urgency.TODAY:
        today = Chip(str(Urgency.TODAY.label), "now", "exclamation-circle")
        return [today, when_chip(asked, at=at)] if kind == WhenKind.AT_TIME else [today]
    if asked.urgency == Urgency.DAYS and is_open_ended:
        return [Chip(str(Urgency.DAYS.label), "soon", "exclamation-circle")]
    return [when_chip(asked, at=at)]


def when_chip(asked: Need | NeedPart, *, at: datetime) -> Chip:
    """When it is wanted, coloured by how soon that is."""
    text, kind = when_in_words(asked, at=at), _when_kind(asked)
    if kind == WhenKind.ANY or asked.due_at is None:
        return Chip(text)
    return Chip(text, "soon" if kind == WhenKind.SOON else _closeness(asked.due_at, at))


def when_in_words(asked: Need | NeedPart, *, at: datetime) -> str:
    """When it is wanted, as whoever asked has said it: "tomorrow 5 pm", "by Fri", "as soon as possible"."""
    return wanted_in_words(_when_kind(asked), asked.starts_at, asked.due_at, at=at, zone=asked.group.zone)


def _when_kind(asked: Need | NeedPart) -> str:
    return str(asked.when_kind if isinstance(asked, Need) else asked.need.when_kind)


def wanted_in_words(
    kind: str, starts_at: datetime | None, due_at: datetime | None, *, at: datetime, zone: tzinfo
) -> str:
    """When something is wanted, said the same to everybody, also to groups that share."""
    if kind == WhenKind.SOON:
        return _("as soon as possible")
    if kind == WhenKind.ANY or due_at is None:
        return _("any time")
    return window_in_words(starts_at, due_at, at=at, zone=zone)


def overdue_chip(need: Need, *, at: datetime) -> Chip | None:
    """Somebody said yes, and the time has gone by without a word that it is done; or it has, and nobody said yes."""
    is_taken = need.state in (NeedState.ASSIGNED, NeedState.IN_PROGRESS)
    is_late = is_taken and need.due_at is not None and need.due_at <= at
    return Chip(_("overdue"), "now", "alarm") if is_late or is_overdue(need, at=at) else None


def _closeness(due_at: datetime, at: datetime) -> str:
    if due_at <= at + timedelta(hours=24):
        return "now"
    return "soon" if due_at <= at + timedelta(days=3) else ""


def state_chip(need: Need) -> Chip:
    # Not `get_state_display()`, which puts all states into words to find one.
    state = NeedState(need.state)
    return Chip(str(state.label), _STATE_LOOKS.get(state, ""))


def first_icon(need: Need) -> str:
    parts = list(need.parts.all())
    return parts[0].category.icon if parts else "asterisk"
