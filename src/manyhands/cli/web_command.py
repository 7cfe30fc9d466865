import argparse
import sys

import django

from manyhands.cli.main import NOT_CONFIGURED
from manyhands.cli.processes import Supervisor, web_child


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=2, help="how many, about one per core")
    parser.epilog = "Run `manyhands migrate` once before, as the role that owns the tables."


def run(options: argparse.Namespace) -> int:
    django.setup()
    from manyhands.cli.preparation import gather_static_files
    from manyhands.storage.row_security import RowSecurityError, check_row_security

    try:
        check_row_security()
    except RowSecurityError as error:
        print(error, file=sys.stderr)
        return NOT_CONFIGURED
    gather_static_files()
    return Supervisor([web_child(host=options.host, port=options.port, processes=options.processes)]).run()
