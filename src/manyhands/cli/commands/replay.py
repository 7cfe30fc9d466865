import argparse
import sys
from pathlib import Path

import django

from manyhands.cli.demo.environment import database_file, set_environment
from manyhands.cli.language import LANGUAGES, language_of_machine, speak
from manyhands.cli.language import gettext as _

SAME, DIFFERENT, NOTHING_REPLAYED = 0, 1, 2


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", help="the short name of the group, as in its address")
    parser.add_argument("run", help="the number of the plan, as on the page of past plans; or “latest”")
    parser.add_argument(
        "--why",
        metavar="REFERENCE",
        help="also say why the plan did with this request what it did (with names)",
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.add_argument("--demo", action="store_true", help="of the demo that `manyhands demo` made")
    parser.add_argument(
        "--data", type=Path, default=Path(".demo"), help="where that demo is kept (default: .demo)"
    )
    parser.epilog = (
        "Ends with 0 when it is the same plan and proven again, 1 when something differs, "
        "2 when nothing could be made again. Nothing is changed by it."
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    if options.demo:
        if not database_file(options.data).exists():
            text = _("There is no demo in %(folder)s. `manyhands demo` makes one.")
            print(text % {"folder": options.data}, file=sys.stderr)
            return NOTHING_REPLAYED
        set_environment(options.data)
    django.setup()
    from manyhands.cli.upkeep.replaying import CannotReplayError, replay_plan

    try:
        is_same = replay_plan(options.group, options.run, why=options.why or "")
    except CannotReplayError as error:
        print(error, file=sys.stderr)
        return NOTHING_REPLAYED
    return SAME if is_same else DIFFERENT
