import argparse
import sys
from pathlib import Path

import django

from manyhands.cli.language import LANGUAGES, language_of_machine, speak


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="census blocks: GeoJSON with places, CSV with counts; all files together replace what is known",
    )
    parser.add_argument(
        "--at-least",
        type=int,
        default=50,
        metavar="DWELLINGS",
        help="that whatever is shown on a map leaves to choose from: 20 or more (default: 50)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would come of it and keep nothing")
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.epilog = (
        "Requests that are shown by large cells keep them; only new ones are shown more finely. "
        "Ends with 0 when it is done, 2 when a file cannot be used."
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    django.setup()
    from manyhands.cli.upkeep import dwellings

    try:
        dwellings.count(options.files, at_least=options.at_least, dry_run=options.dry_run)
    except dwellings.UnusableFileError as error:
        print(error, file=sys.stderr)
        return 2
    return 0
