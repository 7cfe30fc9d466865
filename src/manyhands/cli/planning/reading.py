"""Both files as tables, and what their columns mean: the one step at which the whole thing may stop."""

from dataclasses import dataclass
from pathlib import Path

from manyhands.cli.planning.language import gettext as _
from manyhands.cli.planning.messages import say_error, say_problem
from manyhands.cli.planning.model import Remark, UnusableError
from manyhands.core.sheets import MAX_MB, Kind, SheetError, Table, Understanding, read_table, understand


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
        return [Remark(self.name, 0, say_problem(problem)) for problem in self.meaning.problems]


@dataclass(frozen=True, slots=True)
class Sheets:
    needs: Sheet
    volunteers: Sheet
    were_exchanged: bool = False


def read_sheets(needs: Path, volunteers: Path) -> Sheets:
    """Read both; whoever gave one for the other is told, and it is put right."""
    first, second = _open(needs), _open(volunteers)
    sheets = Sheets(_understand(needs, first, "needs"), _understand(volunteers, second, "volunteers"))
    if sheets.needs.is_of_the_other_kind and sheets.volunteers.is_of_the_other_kind:
        sheets = Sheets(
            _understand(volunteers, second, "needs"),
            _understand(needs, first, "volunteers"),
            were_exchanged=True,
        )
    for sheet in (sheets.needs, sheets.volunteers):
        _refuse_unusable(sheet)
    return sheets


def _understand(path: Path, table: Table, kind: Kind) -> Sheet:
    return Sheet(path.name, table, understand(table, kind))


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
