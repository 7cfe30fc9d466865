"""What has been done about one request, as its pages tell it: notes, calls, changes of state, and who looked."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from manyhands.apps.needs.models import ContactAttempt, ContactOutcome, InternalNote, Need, NeedMove
from manyhands.apps.privacy.models import Reading
from manyhands.storage.fields import sealed, unseal


class _Kind(StrEnum):
    NOTE = "note"
    CALL = "call"
    MOVE = "move"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class LogLine:
    """`who`: the member who wrote, called or looked. `from_code`, `code`: the states of a move, how a call went."""

    pk: int
    at: datetime
    who: str = ""
    text: str = ""
    from_code: str = ""
    code: str = ""
    undone_at: datetime | None = None
    can_be_undone: bool = False

    @property
    def outcome(self) -> str:
        return str(dict(ContactOutcome.choices).get(self.code, self.code))


@dataclass(frozen=True, slots=True)
class Log:
    """Moves in their order; of all else the latest first."""

    notes: list[LogLine]
    calls: list[LogLine]
    moves: list[LogLine]
    readings: list[LogLine]


def read_log(need: Need, *, readings: int, with_moves: bool = True) -> Log:
    """With the latest `readings`, if any. One query."""
    found: QuerySet[Any] = _rows(_Kind.NOTE, InternalNote.objects.filter(need=need), _OF_NOTES)
    others = [_rows(_Kind.CALL, ContactAttempt.objects.filter(need=need), _OF_CALLS)]
    if with_moves:
        others.append(_rows(_Kind.MOVE, NeedMove.objects.filter(need=need), _OF_MOVES))
    if readings:
        latest = Reading.objects.filter(subject=need.person_id).order_by("-at").values("pk")[:readings]
        others.append(_rows(_Kind.READING, Reading.objects.filter(pk__in=latest), _OF_READINGS))
    lines: dict[str, list[LogLine]] = {kind: [] for kind in _Kind}
    for kind, *facts in found.union(*others, all=True):
        lines[kind].append(_line(kind, facts))
    for of_kind in lines.values():
        of_kind.sort(key=lambda line: (line.at, line.pk), reverse=True)
    return Log(lines["note"], lines["call"], lines["move"][::-1], lines["reading"])


def _line(kind: str, facts: list[Any]) -> LogLine:
    pk, at, who, text, from_code, code, undone_at, before = facts
    opened = unseal(who or "")
    return LogLine(
        pk,
        at,
        who=json.loads(opened).get("name", "") if kind == _Kind.READING and opened else opened,
        text=text if kind == _Kind.MOVE else unseal(text),
        from_code=from_code,
        code=code,
        undone_at=undone_at,
        can_be_undone=before not in ("", "{}"),
    )


_NOTHING = Value("", TextField())
_NEVER = Cast(Value(None), DateTimeField())
_OF_NOTES = {
    "line_who": sealed("author__display_name"),
    "line_text": sealed("text"),
    "line_from": Value("", CharField()),
    "line_code": Value("", CharField()),
    "line_undone": _NEVER,
    "line_before": _NOTHING,
}
_OF_CALLS = _OF_NOTES | {
    "line_who": sealed("member__display_name"),
    "line_text": sealed("note"),
    "line_code": F("outcome"),
}
_OF_MOVES = {
    "line_who": _NOTHING,
    "line_text": Cast("reason", TextField()),
    "line_from": F("from_state"),
    "line_code": F("to_state"),
    "line_undone": F("undone_at"),
    "line_before": Cast("before", TextField()),
}
_OF_READINGS = _OF_NOTES | {"line_who": sealed("reader_label"), "line_text": _NOTHING}


def _rows(kind: _Kind, rows: QuerySet[Any], columns: dict[str, Any]) -> QuerySet[Any, Any]:
    found = {"line_kind": Value(kind.value, CharField()), "line_id": F("pk"), "line_at": F("at"), **columns}
    return rows.order_by().annotate(**found).values_list(*found)
