"""Which proposals are others than in the plan before, and why: the stored events as sentences in the reader's language.

What nobody may be told, such as who must not meet whom or whom somebody wishes for, was never stored; it is said in
the same words as what nobody knows a better reason for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Event = Mapping[str, Any]

_NO = {
    "declined": gettext_lazy("because %(who)s said no"),
    "expired": gettext_lazy("because %(who)s has not answered"),
    "released": gettext_lazy("because %(who)s handed it back"),
    "no_show": gettext_lazy("because %(who)s could not come"),
    "withdrawn": gettext_lazy("because the question to %(who)s was taken back"),
    "dismissed": gettext_lazy("because a coordinator chose somebody else"),
}
_PERSON = {
    "came": gettext_lazy("because %(who)s can help now"),
    "away": gettext_lazy("because %(who)s is not free"),
    "busier": gettext_lazy("because %(who)s has something else to do"),
    "person_changed": gettext_lazy("because what %(who)s can do, or when, has changed"),
}
_RESTING = gettext_lazy("because %(who)s has been asked often enough this week")
_OWN_REQUEST = {
    "new": gettext_lazy("because this is new"),
    "changed": gettext_lazy("because the request was changed"),
}
_OTHER_REQUEST = {
    "ended": gettext_lazy("because %(reference)s needs nobody any more"),
    "new": gettext_lazy("because a new request came in: %(reference)s"),
    "changed": gettext_lazy("because %(reference)s was changed"),
    "said_yes": gettext_lazy("because %(who)s has something else to do: %(reference)s"),
}
_MORE_URGENT = gettext_lazy("because a more urgent request came in: %(reference)s")
_TIME = gettext_lazy("because time has passed, and what has waited longer counts for more")
_HOURS = gettext_lazy("because two tasks fell into the same hour")
_UNSAID = gettext_lazy("because something about who can help has changed")


@dataclass(slots=True)
class Move:
    """Whom a part had, whom it has now, and the event that is the reason. All by `p12`, `v3`, `o4`."""

    part: str
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)
    broke: Event = field(default_factory=dict)
    made: Event = field(default_factory=dict)

    @property
    def event(self) -> Event:
        return self.broke if self.before else self.made

    @property
    def is_told(self) -> bool:
        """What a request that has ended had is no news."""
        has_ended = self.event.get("kind") == "ended" and self.event.get("part") == self.part
        return bool(self.before or self.after) and not has_ended

    def ids(self) -> frozenset[str]:
        named = {self.part, self.event.get("part", ""), self.event.get("helper", "")}
        return frozenset((named | self.before | self.after) - {""})


def list_moves(events: Iterable[Event]) -> list[Move]:
    """One for each part that has others than before; what was put back in between is left out."""
    moves: dict[str, Move] = {}
    for event in events:
        for part, helper in event["broken"]:
            move = moves.setdefault(part, Move(part))
            if helper not in move.after:
                move.before, move.broke = move.before | {helper}, event
            move.after = move.after - {helper}
        for part, helper in event["made"]:
            move = moves.setdefault(part, Move(part))
            if helper not in move.before:
                move.after, move.made = move.after | {helper}, event
            move.before = move.before - {helper}
    return [move for move in moves.values() if move.is_told]


def sentence_of_move(move: Move, *, language: str, names: Mapping[str, str]) -> str:
    """Luis instead of Ana, because Ana said no."""
    with translation.override(language):
        words = {
            "new": _names(move.after, names),
            "old": _names(move.before, names),
            "because": _because(move, names),
        }
        if move.before and move.after:
            return _("%(new)s instead of %(old)s, %(because)s.") % words
        if move.before:
            return _("%(old)s is not proposed any more, %(because)s.") % words
        return _("%(new)s is proposed now, %(because)s.") % words


def _names(keys: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(_name(key, names) for key in keys))


def _name(key: str, names: Mapping[str, str]) -> str:
    return names.get(key) or _("somebody")


def _because(move: Move, names: Mapping[str, str]) -> str:
    event = move.event
    is_own = event.get("part") == move.part
    words = {
        "who": _name(event.get("helper", ""), names),
        "reference": names.get(event.get("part", "")) or _("another request"),
    }
    said = str(_phrase(move, event, is_own=is_own)) % words
    if event["kind"] == "said_no" and not is_own:
        return f"{said} ({words['reference']})"
    return said


def _phrase(move: Move, event: Event, *, is_own: bool) -> Any:
    kind = event["kind"]
    if kind == "said_no":
        return _NO.get(event.get("why", ""), _UNSAID)
    if kind in _PERSON:
        return _RESTING if event.get("why") == "resting" else _PERSON[kind]
    if kind == "new" and move.part in event.get("outranks", ()):
        return _MORE_URGENT
    requests = _OWN_REQUEST if is_own else _OTHER_REQUEST
    return requests.get(kind, {"time": _TIME, "hours": _HOURS}.get(kind, _UNSAID))
