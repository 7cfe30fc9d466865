"""Both files as tables, and what their columns mean: the one step at which the whole thing may stop."""

from dataclasses import dataclass
from pathlib import Path

from manyhands.cli.language import gettext as _
from manyhands.cli.language import ngettext
from manyhands.cli.planning.messages import say_error, say_problem
from manyhands.cli.planning.model import Remark, UnusableError
from manyhands.cli.planning.orders import DAY_FIRST, MONTH_FIRST
from manyhands.core.sheets import (
    MAX_MB,
    Kind,
    Problem,
    SheetError,
    Table,
    Understanding,
    read_table,
    understand,
)
from manyhands.core.sheets.cells.dates import can_be_read_two_ways
from manyhands.core.sheets.heading_language import is_in_spanish
from manyhands.core.sheets.understanding import DATE_FIELDS

MOST_ROWS = 10
_OTHER_ORDER = {"day_first_assumed": MONTH_FIRST, "month_first_assumed": DAY_FIRST}
_TELLS_OF_HELP = {
    "skills", "availability", "vehicle", "radius", "weekly_tasks",
    "zip", "address", "city", "area", "coordinates", "latitude",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read, with the name by which it is spoken of."""

    name: str
    table: Table
    meaning: Understanding

    @property
    def is_of_the_other_kind(self) -> bool:
        return self.meaning.looks_like not in {None, self.meaning.kind}

    def remarks(self) -> list[Remark]:
        """What is to be said of the file as a whole."""
        remarks = [
            Remark(self.name, 0, say_problem(problem) + self._rows_in_doubt(problem))
            for problem in self.meaning.problems
        ]
        if self.meaning.kind == "volunteers" and not self._found & _TELLS_OF_HELP:
            text = _(
                "This hardly looks like a sheet of people who help: no column says what they can do, where they are or "
                "when they have time. They are asked only for what can be done by telephone. Is it the right file?"
            )
            remarks.append(Remark(self.name, 0, text))
        return remarks

    @property
    def _found(self) -> set[str]:
        return {column.field for column in self.meaning.columns if column.field}

    def _rows_in_doubt(self, problem: Problem) -> str:
        """Which dates were taken one way and could be read the other, and how to have that."""
        other = _OTHER_ORDER.get(problem.code)
        if other is None:
            return ""
        label = dict(problem.params)["heading"]
        columns = [
            one.index for one in self.meaning.columns if one.label == label and one.field in DATE_FIELDS
        ]
        rows = [
            row.line
            for row in self.table.rows
            if any(can_be_read_two_ways(row.cells[index]) for index in columns)
        ]
        if not rows:
            return ""
        shown = ", ".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
        text = ngettext(
            "It is about row %(rows)s. For the other way add --dates %(order)s.",
            "It is about rows %(rows)s. For the other way add --dates %(order)s.",
            len(rows),
        )
        return " " + text % {"rows": shown, "order": other}


@dataclass(frozen=True, slots=True)
class Sheets:
    needs: Sheet
    volunteers: Sheet
    were_exchanged: bool = False


def read_sheets(needs: Path, volunteers: Path, *, dates: str | None = None) -> Sheets:
    """Read both; whoever gave one for the other is told, and it is put right.

    Without `dates`, days come before months where most headings are Spanish and a date can be read both ways.
    """
    first, second = _open(needs), _open(volunteers)
    sheets = Sheets(
        _understand(needs, first, "needs", dates), _understand(volunteers, second, "volunteers", dates)
    )
    if sheets.needs.is_of_the_other_kind and sheets.volunteers.is_of_the_other_kind:
        sheets = Sheets(
            _understand(volunteers, second, "needs", dates),
            _understand(needs, first, "volunteers", dates),
            were_exchanged=True,
        )
    for sheet in (sheets.needs, sheets.volunteers):
        _refuse_unusable(sheet)
    return sheets


def _understand(path: Path, table: Table, kind: Kind, dates: str | None) -> Sheet:
    is_day_first = dates == DAY_FIRST if dates else is_in_spanish(table.headings)
    return Sheet(path.name, table, understand(table, kind, day_first_if_unclear=is_day_first))


def _refuse_unusable(sheet: Sheet) -> None:
    reasons = [say_problem(problem) for problem in sheet.meaning.problems if problem.severity == "refused"]
    if reasons:
        raise UnusableError(f"{sheet.name}: {' '.join(reasons)}")


def _open(path: Path) -> Table:
    try:
        if path.is_dir():
            raise UnusableError(_("%(file)s is a folder. Name a file in it.") % {"file": path})
        if path.stat().st_size > MAX_MB * 1024 * 1024:
            size_mb = -(-path.stat().st_size // (1024 * 1024))
            text = _(
                "%(file)s has %(size)d MB; at most %(limit)d MB can be read. Split it into smaller files."
            )
            raise UnusableError(text % {"file": path, "size": size_mb, "limit": MAX_MB})
        return read_table(path.read_bytes(), filename=path.name)
    except FileNotFoundError as error:
        text = _("There is no file %(file)s. Check its name and its folder.")
        raise UnusableError(text % {"file": path}) from error
    except PermissionError as error:
        raise UnusableError(_("You may not read %(file)s. Ask whoever owns it.") % {"file": path}) from error
    except OSError as error:
        text = _("%(file)s cannot be opened (%(reason)s).")
        raise UnusableError(text % {"file": path, "reason": error.strerror}) from error
    except SheetError as error:
        raise UnusableError(f"{path.name}: {say_error(error)}") from error
