import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from manyhands.cli.language import LANGUAGES, language_of_machine, speak
from manyhands.cli.language import gettext as _
from manyhands.cli.planning.measures import UNITS
from manyhands.cli.planning.model import UnusableError, WrongPlanError
from manyhands.cli.planning.orders import DATE_ORDERS
from manyhands.core.dispatch.objectives.styles import STYLES

DONE, DONE_IN_PART, NOTHING_DONE, NOT_TRUE = 0, 1, 2, 3
STOPPED = 130  # what a shell expects of a command that Ctrl-C has ended


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--needs", type=Path, required=True, help="what is needed: a CSV or Excel (.xlsx) file"
    )
    parser.add_argument("--volunteers", type=Path, required=True, help="who helps: a CSV or Excel file")
    parser.add_argument("--out", type=Path, required=True, help="where to write the plan (.csv or .xlsx)")
    parser.add_argument("--map", type=Path, help="also write one page with map, table and loads (.html)")
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.add_argument(
        "--unit", choices=UNITS, default="mi", help="of ways, also in the sheets (default: mi)"
    )
    parser.add_argument("--zone", help="time zone such as America/Detroit (default: that of the ZIP codes)")
    parser.add_argument(
        "--dates",
        choices=DATE_ORDERS,
        help="how to read dates such as 11/03/2026 (default: day-first where the headings are Spanish)",
    )
    parser.add_argument(
        "--week", default="today", help="first of the seven days, YYYY-MM-DD (default: today)"
    )
    parser.add_argument(
        "--style",
        choices=tuple(STYLES),
        default="balanced",
        help="balanced; strict: an even load before short ways; nearest: short ways before an even load",
    )
    parser.add_argument("--force", action="store_true", help="write over files that are there already")
    parser.epilog = (
        "Ends with 0 when everything was planned from, 1 when rows were left out, 2 when nothing could be planned, "
        "3 when the plan did not stand its own check. Names stay on this machine."
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    _print_whatever_comes()
    from manyhands.cli.planning.whole import Wishes, plan_sheets

    try:
        zone = _zone(options.zone)
        wishes = Wishes(
            needs=options.needs,
            volunteers=options.volunteers,
            out=options.out,
            page=options.map,
            begins=_first_day(options.week, zone),
            zone=zone,
            unit=options.unit,
            style=options.style,
            force=options.force,
            dates=options.dates,
        )
        return DONE_IN_PART if plan_sheets(wishes) else DONE
    except UnusableError as error:
        print(error, file=sys.stderr)
        return NOTHING_DONE
    except WrongPlanError as error:
        text = _(
            "The plan did not stand its own check (%(faults)s), so nothing was written. Please report it."
        )
        print(text % {"faults": error}, file=sys.stderr)
        return NOT_TRUE
    except KeyboardInterrupt:
        print("\n" + _("Stopped."), file=sys.stderr)
        return STOPPED


def _print_whatever_comes() -> None:
    """A terminal without some letter shows a question mark instead of ending everything."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        text = _("“%(zone)s” is not a time zone. Write it like America/Detroit.")
        raise UnusableError(text % {"zone": name}) from error


def _first_day(said: str, zone: ZoneInfo | None) -> date:
    if said in {"today", "hoy"}:
        return datetime.now(zone).date() if zone else datetime.now().astimezone().date()
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        text = _("“%(day)s” is not a day. Write --week like 2026-03-09.")
        raise UnusableError(text % {"day": said}) from error
