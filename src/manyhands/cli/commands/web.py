import argparse

from manyhands.cli.running.processes import Supervisor, forking_web_child


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=2, help="how many, about one per core")
    parser.epilog = "Run `manyhands migrate` once before, as the role that owns the tables."


def run(options: argparse.Namespace) -> int:
    child = forking_web_child(host=options.host, port=options.port, processes=options.processes)
    return Supervisor([child]).run()
