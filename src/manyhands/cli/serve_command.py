import argparse

import django

from manyhands.cli.processes import Supervisor, web_child, worker_child


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    django.setup()
    from manyhands.cli.preparation import gather_static_files, prepare_database

    prepare_database()
    gather_static_files()
    return Supervisor([web_child(host=options.host, port=options.port, processes=1), worker_child()]).run()
