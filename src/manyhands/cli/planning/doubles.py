"""The same person twice. A shared telephone is not enough: families and neighbours share one."""

from collections.abc import Mapping
from typing import TypeAlias

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.model import Helper, Remark, Task
from manyhands.cli.planning.places import words_of
from manyhands.core.sheets import NeedRow, Person, VolunteerRow
from manyhands.core.sheets.text import fold
from manyhands.core.values.names import name_tokens

_Key: TypeAlias = tuple[str, str]


def merge_doubles(
    file: str, helpers: list[Helper], rows: Mapping[int, VolunteerRow]
) -> tuple[list[Helper], list[Remark]]:
    """Keep the first row of each person; say which rows were taken for the same, and which share a telephone."""
    kept: list[Helper] = []
    by_phone: dict[str, Helper] = {}
    by_name_and_place: dict[_Key, Helper] = {}
    remarks: list[Remark] = []
    for helper in helpers:
        row = rows[helper.line]
        phone, key = _phone(row.person), (fold(helper.name), fold(words_of(row.place)))
        shares = by_phone.get(phone) if phone else None
        same = shares if shares and _same_name(shares.name, helper.name) else by_name_and_place.get(key)
        if same is not None:
            text = _(
                "%(name)s is in row %(line)d already; this row is left out, so that nobody is asked twice."
            )
            remarks.append(Remark(file, helper.line, text % {"name": helper.name, "line": same.line}, True))
            continue
        if shares is not None:
            text = _("%(name)s has the same telephone number as %(other)s in row %(line)d; both are asked.")
            shown = {"name": helper.name, "other": shares.name, "line": shares.line}
            remarks.append(Remark(file, helper.line, text % shown))
        kept.append(helper)
        if phone:
            by_phone.setdefault(phone, helper)
        if all(key):
            by_name_and_place[key] = helper
    return kept, remarks


def asked_twice(file: str, tasks: list[Task], rows: Mapping[int, NeedRow]) -> list[Remark]:
    """Say where the same name at the same place asks for the same again; `core.sheets` tells it by telephone."""
    lines: dict[tuple[str, str, str], int] = {}
    remarks = []
    for task in tasks:
        key = (fold(task.name), fold(task.where), task.kind)
        if not all(key) or _phone(rows[task.line].person):
            continue
        line = lines.setdefault(key, task.line)
        if line != task.line:
            text = _(
                "%(name)s asks for the same in row %(line)d; perhaps it is there twice. Both are planned."
            )
            remarks.append(Remark(file, task.line, text % {"name": task.name, "line": line}))
    return remarks


def _phone(person: Person) -> str:
    return person.phone.e164 or person.phone.raw if person.phone else ""


def _same_name(one: str, other: str) -> bool:
    """Say whether all words of the shorter name are in the longer: "Ana" and "Ana Ruiz", not "Ana" and "Luis"."""
    first, second = name_tokens(one), name_tokens(other)
    return bool(first and second) and (first <= second or second <= first)
