"""One row of needs as the tasks it holds: one for each kind of help that is asked for."""

from datetime import date
from typing import Final

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.columns import read_whole
from manyhands.cli.planning.kinds import REMOTE, kind_name, skill_offered
from manyhands.cli.planning.model import Remark, Task
from manyhands.cli.planning.places import find_point, words_of, zip_only_of
from manyhands.cli.planning.reading import Sheet
from manyhands.core.equity.priority import priority_of
from manyhands.core.sheets import KindAsked, NeedRow, Row
from manyhands.core.values.languages import is_language

#: The most that one row may ask for; a larger number is a slip of the hand.
MOST_PEOPLE: Final = 1_000
HEAVIEST: Final = 100
#: The urgencies of `core.sheets` as `core.equity` counts them; without a word it is a matter of the week.
URGENCY: Final = {"now": 4, "days": 3, "week": 2, "whenever": 1, None: 2}
HOURS_A_DAY: Final = 24


def why_not_open(need: NeedRow) -> str:
    """Return why nobody has to be looked for, or "" for a need that is open."""
    if need.status.state == "closed":
        return _("its status says that it is closed")
    if need.status.state in {"assigned", "in_progress"}:
        return _("its status says that somebody is on it")
    return ""


def tasks_of(
    sheet: Sheet, row: Row, columns: dict[str, int], need: NeedRow, *, begins: date
) -> tuple[list[Task], list[Remark]]:
    people, remarks = _people(sheet, row, columns.get("people"))
    weight, weighed = _weight(sheet, row, columns.get("weight"), need, begins=begins)
    due = need.needed_by if need.needed_by and need.needed_by >= begins else None
    remarks += weighed
    if need.needed_by and due is None:
        text = _("The day it was needed by (%(day)s) has passed; it is planned all the same.")
        remarks.append(Remark(sheet.name, row.line, text % {"day": need.needed_by.isoformat()}))
    asked: dict[str, KindAsked] = {}
    for one in need.asked:
        asked.setdefault(skill_offered(one), one)
    point, where = find_point(need.place), words_of(need.place)
    languages = frozenset(code for code in need.person.languages if is_language(code))
    tasks = [
        Task(
            id=f"p{row.line}" if number == 1 else f"p{row.line}.{number}",
            line=row.line,
            reference=need.reference,
            name=need.person.name,
            kind=one.kind,
            what=one.label or need.details.splitlines()[0] or kind_name(one.kind),
            where=where,
            point=point,
            is_remote=one.kind in REMOTE,
            people=people,
            weight=weight,
            languages=languages,
            due=due,
            own_words=one.own_words,
            zip_only=zip_only_of(need.place),
        )
        for number, one in enumerate(asked.values(), start=1)
    ]
    return tasks, remarks


def _people(sheet: Sheet, row: Row, index: int | None) -> tuple[int, list[Remark]]:
    number, typed = read_whole(row, index)
    if number is not None and 1 <= number <= MOST_PEOPLE:
        return number, []
    if number is None and not typed:
        return 1, []
    heading = sheet.table.label(index or 0)
    text = _("%(heading)s: “%(typed)s” is not a number of people from 1 to %(most)d; one was taken.")
    shown = {"heading": heading, "typed": typed or number, "most": MOST_PEOPLE}
    return 1, [Remark(sheet.name, row.line, text % shown)]


def _weight(
    sheet: Sheet, row: Row, index: int | None, need: NeedRow, *, begins: date
) -> tuple[int, list[Remark]]:
    waited_days = (begins - need.submitted.date()).days if need.submitted else 0
    weight = priority_of(URGENCY[need.urgency], waited_hours=waited_days * HOURS_A_DAY).weight
    number, typed = read_whole(row, index)
    if number is not None and 1 <= number <= HEAVIEST:
        return weight * number, []
    if number is None and not typed:
        return weight, []
    heading = sheet.table.label(index or 0)
    if number is not None and number > HEAVIEST:
        text = _("%(heading)s: “%(typed)s” is more than the heaviest weight; it counts as %(most)d.")
        most = {"heading": heading, "typed": typed or str(number), "most": HEAVIEST}
        return weight * HEAVIEST, [Remark(sheet.name, row.line, text % most)]
    text = _(
        "%(heading)s: “%(typed)s” is not a weight from 1 to %(most)d; it counts as 1, for a need without weight "
        "would never be met. To leave it out, write “closed” under a heading “Status”."
    )
    shown = {"heading": heading, "typed": typed or number, "most": HEAVIEST}
    return weight, [Remark(sheet.name, row.line, text % shown)]
