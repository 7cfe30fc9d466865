import argparse
import sys
from pathlib import Path

import django

from manyhands.cli.demo.environment import database_file, set_environment


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["needs"], help="what the rows of the sheet are")
    parser.add_argument("file", type=Path, help="a CSV or Excel (.xlsx) file")
    parser.add_argument("--group", required=True, help="the short name of the group, as in its address")
    parser.add_argument("--dry-run", action="store_true", help="show what was understood and keep nothing")
    parser.add_argument(
        "--anyway", action="store_true", help="take it even if it looks like another kind of sheet"
    )
    parser.add_argument("--demo", action="store_true", help="into the demo that `manyhands demo` made")
    parser.add_argument(
        "--data", type=Path, default=Path(".demo"), help="where that demo is kept (default: .demo)"
    )
    parser.epilog = (
        "Ends with 0 when every row was taken, 1 when some were refused, 2 when nothing could be read."
    )


def run(options: argparse.Namespace) -> int:
    if options.demo:
        if not database_file(options.data).exists():
            print(f"There is no demo in {options.data}. `manyhands demo` makes one.", file=sys.stderr)
            return 2
        set_environment(options.data)
    django.setup()
    from manyhands.cli.upkeep.imports import UnusableSheetError, import_sheet

    try:
        return import_sheet(options.file, options.group, dry_run=options.dry_run, anyway=options.anyway)
    except UnusableSheetError as error:
        print(error, file=sys.stderr)
        return 2
