import argparse

from django.core.management import execute_from_command_line


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="for example: shell, dbshell, showmigrations")


def run(options: argparse.Namespace) -> int:
    execute_from_command_line(["manyhands django", *options.words])
    return 0
