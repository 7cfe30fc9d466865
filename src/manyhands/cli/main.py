"""`manyhands COMMAND`: a command is a module of `commands` with `describe(parser)` and `run(options) -> exit code`."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured

NOT_CONFIGURED = 2

COMMANDS = {
    "demo": "start with invented neighbours, to try it out",
    "serve": "run everything for one group: web pages, jobs, schedule",
    "web": "run the web pages only, for hosts with many groups",
    "worker": "run the jobs and the schedule only",
    "migrate": "bring the database up to date",
    "check": "say in words what is missing for real use",
    "keys": "print a fresh set of keys to keep safe",
    "backup": "save everything into one sealed file, while people go on writing",
    "verify": "try a backup out: restore it somewhere else and compare",
    "restore": "bring everything back from a backup",
    "import": "take in requests from a spreadsheet",
    "dwellings": "say how many homes there are where, from census tables, so that maps can be finer",
    "plan": "plan who helps whom from two spreadsheets, without a server",
    "sweep": "look whether anything is left of somebody who was forgotten",
    "journal": "say whether anybody changed what happened, after it was written down",
    "sessions": "sign somebody out everywhere, or vouch for who has lost their second step",
    "proof": "say whether a proof that somebody brings from another group is right",
    "replay": "make a past plan of a group again and say whether it is the same",
    "django": "run one of Django's own commands",
}


def main(arguments: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="manyhands", description="Turns “I need help” into “help is on the way”."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in arguments if not word.startswith("-")), "")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        # Only the chosen command is imported: `manyhands keys` need not wait for Django.
        if name == chosen:
            _module(name).describe(command)
    options = parser.parse_args(arguments)
    try:
        return int(_module(options.command).run(options) or 0)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return NOT_CONFIGURED
    except Exception as error:
        _report(error, options.command)
        raise


def _report(error: Exception, command: str) -> None:
    """Not every command loads Django, or comes so far."""
    from django.apps import apps

    if apps.ready:
        from manyhands.web.error_reports import report_before_the_end

        report_before_the_end(error, during=f"manyhands {command}")


def _module(name: str) -> Any:
    return importlib.import_module(f"manyhands.cli.commands.{name}")


if __name__ == "__main__":
    sys.exit(main())
