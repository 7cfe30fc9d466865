"""From rows to what can be planned: who needs what, who helps, and what has to be said of each row."""

from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.columns import find_plan_columns
from manyhands.cli.planning.doubles import asked_twice, merge_doubles
from manyhands.cli.planning.helpers import helper_of, why_no_helper
from manyhands.cli.planning.messages import say_cell
from manyhands.cli.planning.model import Gathered, LeftOut, Remark
from manyhands.cli.planning.places import find_point, guess_zone, why_unknown
from manyhands.cli.planning.reading import Sheet, Sheets
from manyhands.cli.planning.tasks import tasks_of, why_not_open
from manyhands.core.gazetteer import find_zip
from manyhands.core.sheets import (
    CellProblem,
    Local,
    NeedRow,
    RowResult,
    VolunteerRow,
    parse_needs,
    parse_volunteers,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How the sheets are to be read: the first day of the plan, the zone if it was given, the unit."""

    begins: date
    zone: ZoneInfo | None
    unit: str

    def local(self) -> Local:
        return Local(zone=self.zone or UTC, written_on=self.begins, unit=self.unit)


def gather(sheets: Sheets, habits: Habits) -> tuple[Gathered, ZoneInfo | None]:
    """Return all that can be planned, and the time zone that the plan's days are meant in, if anything tells it."""
    volunteer_rows = parse_volunteers(
        sheets.volunteers.table, sheets.volunteers.meaning, local=habits.local()
    )
    need_rows = parse_needs(sheets.needs.table, sheets.needs.meaning, local=habits.local())
    gathered = _empty(sheets)
    _take_volunteers(gathered, sheets.volunteers, volunteer_rows)
    _take_needs(gathered, sheets.needs, need_rows, habits)
    places = [need.value.place for need in need_rows if need.value]
    places += [volunteer.value.place for volunteer in volunteer_rows if volunteer.value]
    by_zip = [place for place in places if place.position is None and find_point(place) is not None]
    gathered.zip_only = len(by_zip)
    codes = {place.zip.code for place in places if place.zip}
    gathered.zip_centres = {code: area.centre for code in codes if (area := find_zip(code))}
    return gathered, habits.zone or guess_zone(places)


def _empty(sheets: Sheets) -> Gathered:
    needs, volunteers = sheets.needs, sheets.volunteers
    labels = tuple(needs.table.label(index) for index in range(len(needs.table.headings)))
    remarks = []
    if sheets.were_exchanged:
        text = _(
            "The two files seem to be exchanged: %(needs)s holds what is needed and %(volunteers)s the people who "
            "help. They were read that way."
        )
        remarks.append(Remark(needs.name, 0, text % {"needs": needs.name, "volunteers": volunteers.name}))
    return Gathered(
        needs_file=needs.name,
        volunteers_file=volunteers.name,
        headings=labels,
        cells={row.line: row.cells for row in needs.table.rows},
        tasks=[],
        helpers=[],
        left_out=[],
        remarks=[*remarks, *needs.remarks(), *volunteers.remarks()],
    )


def _cell_remarks(sheet: Sheet, result: RowResult[NeedRow] | RowResult[VolunteerRow]) -> list[Remark]:
    """What is to be said of each cell, with what to do where it was not understood."""
    remarks = []
    for said in result.problems:
        text = _digit_missing(said) or say_cell(said)
        is_lost = said.problem.severity == "refused" and result.value is not None
        if is_lost:
            text += " " + _("It was left empty: mend the cell and run this again.")
        remarks.append(Remark(sheet.name, result.line, text))
    return remarks


def _digit_missing(said: CellProblem) -> str:
    """Four digits stand for a code that lost its zero only where there is a code with it."""
    params = dict(said.problem.params)
    if said.problem.code != "zip_padded" or find_zip(str(params["zip"])) is not None:
        return ""
    text = _("%(heading)s: a digit is missing in “%(typed)s”.")
    return text % {"heading": said.column, "typed": params["text"]}


def _row_left_out(sheet: Sheet, line: int, name: str, reason: str) -> Remark:
    text = _("%(name)s is left out: %(reason)s.") if name else _("This row is left out: %(reason)s.")
    return Remark(sheet.name, line, text % {"name": name, "reason": reason}, is_left_out=True)


def _take_volunteers(gathered: Gathered, sheet: Sheet, results: list[RowResult[VolunteerRow]]) -> None:
    columns = find_plan_columns(sheet)
    rows = {row.line: row for row in sheet.table.rows}
    for result in results:
        gathered.remarks += _cell_remarks(sheet, result)
        if result.value is None:
            reason = _("mend what is said above and run this again")
            gathered.remarks.append(_row_left_out(sheet, result.line, "", reason))
            continue
        reason = why_no_helper(result.value)
        if reason:
            name = result.value.person.name
            gathered.remarks.append(_row_left_out(sheet, result.line, name, reason))
            continue
        helper, remarks = helper_of(sheet, rows[result.line], columns, result.value)
        gathered.remarks += remarks
        gathered.helpers.append(helper)
    known = {result.line: result.value for result in results if result.value}
    gathered.helpers, remarks = merge_doubles(sheet.name, gathered.helpers, known)
    gathered.remarks += remarks


def _take_needs(gathered: Gathered, sheet: Sheet, results: list[RowResult[NeedRow]], habits: Habits) -> None:
    columns = find_plan_columns(sheet)
    rows = {row.line: row for row in sheet.table.rows}
    for result in results:
        gathered.remarks += _cell_remarks(sheet, result)
        need = result.value
        if need is None:
            reason = " ".join(
                say_cell(said) for said in result.problems if said.problem.severity == "refused"
            )
            _leave_out(gathered, sheet, result.line, "", reason.rstrip("."))
            continue
        reason = why_not_open(need)
        if reason:
            # Done is no mistake: it is counted, not listed among what is to be mended.
            gathered.left_out.append(LeftOut(result.line, need.person.name, reason))
            continue
        tasks, remarks = tasks_of(sheet, rows[result.line], columns, need, begins=habits.begins)
        gathered.remarks += remarks
        placed = [task for task in tasks if task.is_remote or task.point]
        if len(placed) < len(tasks):
            _leave_out(gathered, sheet, result.line, need.person.name, why_unknown(need.place))
        gathered.tasks += placed
    known = {result.line: result.value for result in results if result.value}
    gathered.remarks += asked_twice(sheet.name, gathered.tasks, known)


def _leave_out(gathered: Gathered, sheet: Sheet, line: int, name: str, reason: str) -> None:
    gathered.left_out.append(LeftOut(line, name, reason))
    gathered.remarks.append(_row_left_out(sheet, line, name, reason))
