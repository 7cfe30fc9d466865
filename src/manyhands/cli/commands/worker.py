import argparse

from manyhands.cli.running.processes import Supervisor, worker_children


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Start as many as you like, on any machines: each job is taken by one of them."


def run(options: argparse.Namespace) -> int:
    return Supervisor(worker_children()).run()
