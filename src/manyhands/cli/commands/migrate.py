import argparse

import django


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "On PostgreSQL run it as the role that owns the tables; the web pages run as another one."


def run(options: argparse.Namespace) -> int:
    django.setup()
    from manyhands.cli.running.preparation import prepare_database

    prepare_database()
    print("The database is up to date.")
    return 0
