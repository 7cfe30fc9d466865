import argparse

from manyhands.cli.processes import Supervisor, run_beside, worker_children


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Start as many as you like, on any machines: each job is taken by one of them."


def run(options: argparse.Namespace) -> int:
    failed = run_beside("manyhands.cli.configured")
    if failed:
        return failed
    return Supervisor(worker_children()).run()
