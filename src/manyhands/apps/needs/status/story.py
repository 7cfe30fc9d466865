"""How a request goes, in plain words: one sentence on top, then the way it has come and has still to go."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries.status import get_kept_until
from manyhands.apps.needs.states import NeedState, is_overdue
from manyhands.web.parts import TimelineEntry
from manyhands.web.words import date_in_words, moment_in_words

# How far each state has come on the way: asked, read, looking, said yes, done.
_REACHED = {
    NeedState.DRAFT: 0,
    NeedState.NEW: 0,
    NeedState.TRIAGED: 1,
    NeedState.OPEN: 2,
    NeedState.ASSIGNED: 3,
    NeedState.IN_PROGRESS: 3,
    NeedState.CLOSED: 4,
}
_READ = 1
_STAGES: tuple[Any, ...] = (
    gettext_lazy("You asked"),
    gettext_lazy("Somebody from the group has read it"),
    gettext_lazy("We are looking for somebody"),
    gettext_lazy("Somebody said yes"),
    gettext_lazy("Done"),
)
_HEADLINES = {
    NeedState.DRAFT: gettext_lazy("We have your request"),
    NeedState.NEW: gettext_lazy("We have your request"),
    NeedState.TRIAGED: gettext_lazy("Somebody has read your request"),
    NeedState.OPEN: gettext_lazy("We are looking for somebody"),
    NeedState.ASSIGNED: gettext_lazy("Somebody said yes"),
    NeedState.IN_PROGRESS: gettext_lazy("Help is on its way"),
}
_CLOSED_HEADLINES = {
    "fulfilled": gettext_lazy("This is done"),
    "partly_fulfilled": gettext_lazy("A part of it is done"),
    "no_longer_needed": gettext_lazy("You do not need this any more"),
    "helped_by_others": gettext_lazy("Somebody else has helped you"),
    "referred": gettext_lazy("Others are looking after this now"),
    "out_of_scope": gettext_lazy("This is not something our group can do"),
    "cannot_reach": gettext_lazy("We could not reach you"),
    "duplicate": gettext_lazy("We have this request twice, and go on with the other one"),
    "unable_to_fill": gettext_lazy("We are sorry: we found nobody this time"),
    "rejected": gettext_lazy("The group did not take this on"),
}
_FINAL_STAGES = {"fulfilled", "partly_fulfilled"}
_WHAT_NOW = {
    NeedState.NEW: gettext_lazy("Somebody from the group reads it next. You do not have to do anything."),
    NeedState.TRIAGED: gettext_lazy("Next we look for somebody who can help."),
    NeedState.OPEN: gettext_lazy("We ask people near you. This page changes as soon as somebody says yes."),
    NeedState.ASSIGNED: gettext_lazy("They know what you need and when."),
    NeedState.IN_PROGRESS: gettext_lazy("When it is done, you can say so here."),
}


def found_nobody_in_time(need: Need, *, at: datetime) -> bool:
    """Where one of several has said yes, help is coming all the same."""
    return is_overdue(need, at=at) and not any(part.people_taken for part in need.parts.all())


def headline(need: Need, *, at: datetime) -> str:
    if found_nobody_in_time(need, at=at):
        return _("We are sorry: we found nobody in time")
    if need.state == NeedState.CLOSED:
        return str(_CLOSED_HEADLINES[need.close_reason])
    return str(_HEADLINES[NeedState(need.state)])


def what_now(need: Need, *, at: datetime) -> str:
    if found_nobody_in_time(need, at=at):
        return ""
    return str(_WHAT_NOW.get(NeedState(need.state), ""))


def kept_until_in_words(need: Need, *, at: datetime) -> str:
    """The day on which the details are deleted at the latest."""
    zone = need.group.zone
    return date_in_words(get_kept_until(need).astimezone(zone).date(), today=at.astimezone(zone).date())


def timeline_of(need: Need, *, at: datetime, read_at: datetime | None = None) -> list[TimelineEntry]:
    """The five stages, with the moment each was reached. What was skipped or taken back has no moment.

    `read_at`: when somebody from the group first looked, which they may have done without saying so.
    """
    reached = _REACHED[NeedState(need.state)]
    moments = _moments(need, reached)
    if read_at is not None:
        moments.setdefault(_READ, read_at)
        reached = max(reached, _READ)
    entries = [
        TimelineEntry(str(title), _moment(moments.get(stage), need, at), _state(stage, reached))
        for stage, title in enumerate(_STAGES)
        if stage != len(_STAGES) - 1
    ]
    return [*_walked(need, entries, moments), _last(need, moments, at)]


def _moments(need: Need, reached: int) -> dict[int, datetime]:
    moments = {0: need.asked_at}
    for move in need.moves.all():
        stage = _REACHED[NeedState(move.to_state)]
        if move.undone_at is None and 0 < stage <= reached:
            moments[stage] = move.at
    return moments


def _walked(need: Need, entries: list[TimelineEntry], moments: dict[int, datetime]) -> list[TimelineEntry]:
    """Of a closed request, the stages that it truly went through."""
    if need.state != NeedState.CLOSED:
        return entries
    return [entry for stage, entry in enumerate(entries) if stage in moments]


def _last(need: Need, moments: dict[int, datetime], at: datetime) -> TimelineEntry:
    last = len(_STAGES) - 1
    if need.state != NeedState.CLOSED:
        return TimelineEntry(str(_STAGES[last]), "", "later")
    title = (
        _STAGES[last]
        if need.close_reason in _FINAL_STAGES
        else _("Closed: %(why)s") % {"why": headline(need, at=at)}
    )
    return TimelineEntry(str(title), _moment(need.closed_at or moments.get(last), need, at), "done")


def _state(stage: int, reached: int) -> str:
    if stage < reached or stage == reached == _READ:
        return "done"
    return "now" if stage == reached else "later"


def _moment(moment: datetime | None, need: Need, at: datetime) -> str:
    return moment_in_words(moment, at=at, zone=need.group.zone) if moment else ""
