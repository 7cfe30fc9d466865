import argparse

from manyhands.cli.running.processes import Supervisor, run_beside, web_child, worker_children


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    failed = run_beside("manyhands.cli.running.prepare")
    if failed:
        return failed
    return Supervisor([web_child(host=options.host, port=options.port), *worker_children()]).run()
