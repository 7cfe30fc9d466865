"""All of it, from two files to two files: read, gather, plan, write, and say what came of it."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.files import check_apart, check_ending, check_target, write_private
from manyhands.cli.planning.gathering import Habits, gather
from manyhands.cli.planning.model import Gathered, Planned
from manyhands.cli.planning.progress import Progress
from manyhands.cli.planning.reading import read_sheets
from manyhands.cli.planning.summary import remarks_in_words, summary_in_words

STEPS: Final = 7
WORKBOOK: Final = ".xlsx"
SHEETS: Final = (".csv", WORKBOOK)
PAGES: Final = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line."""

    needs: Path
    volunteers: Path
    out: Path
    page: Path | None
    begins: date
    zone: ZoneInfo | None
    unit: str
    style: str
    force: bool
    dates: str | None = None


def plan_sheets(wishes: Wishes) -> bool:
    """Make the plan and say it; return whether rows were left out that should not have been."""
    _check_targets(wishes)
    progress = Progress(STEPS)
    try:
        with progress.step(_("Reading both sheets")):
            sheets = read_sheets(wishes.needs, wishes.volunteers, dates=wishes.dates)
        with progress.step(_("What each row says")):
            gathered, zone = gather(sheets, Habits(wishes.begins, wishes.zone, wishes.unit))
        # The engine's libraries take longest to load: whoever mistyped a name should not wait for them.
        from manyhands.cli.planning.engine import make_plan

        planned = make_plan(
            gathered,
            begins=wishes.begins,
            zone=zone,
            style=wishes.style,
            unit=wishes.unit,
            progress=progress,
        )
        with progress.step(_("Writing")):
            _write(wishes, gathered, planned)
    finally:
        progress.end()
    _say(wishes, gathered, planned)
    return any(remark.is_left_out for remark in gathered.remarks)


def _check_targets(wishes: Wishes) -> None:
    sources = (wishes.needs, wishes.volunteers)
    check_target(wishes.out, force=wishes.force, option="--out", sources=sources)
    check_ending(wishes.out, option="--out", endings=SHEETS)
    if wishes.page is not None:
        check_target(wishes.page, force=wishes.force, option="--map", sources=sources)
        check_apart(wishes.out, wishes.page)
        check_ending(wishes.page, option="--map", endings=PAGES)


def _write(wishes: Wishes, gathered: Gathered, planned: Planned) -> None:
    from manyhands.cli.planning.table import as_csv, as_workbook

    as_sheet = as_workbook if wishes.out.suffix.casefold() == WORKBOOK else as_csv
    write_private(wishes.out, as_sheet(gathered, planned, unit=wishes.unit), force=wishes.force)
    if wishes.page is not None:
        from manyhands.cli.planning.page.document import as_page

        write_private(wishes.page, as_page(gathered, planned, unit=wishes.unit), force=wishes.force)


def _say(wishes: Wishes, gathered: Gathered, planned: Planned) -> None:
    for line in (*remarks_in_words(gathered), *summary_in_words(gathered, planned, unit=wishes.unit)):
        print(_harmless(line))
    print()
    for path in (wishes.out, wishes.page):
        if path is not None:
            text = _("Written: %(file)s. It holds names and places; only you may read it.")
            print(text % {"file": path})
    sys.stdout.flush()


def _harmless(line: str) -> str:
    """What somebody typed into a cell must not steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in line)
