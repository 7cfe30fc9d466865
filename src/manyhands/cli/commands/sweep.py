import argparse
import sys

import django

NOTHING, FOUND, NOTHING_TOLD = 0, 1, 2


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Type what they told you, one thing on each line: name, phone number, e-mail address, street. End with Ctrl-D. "
        "Nothing of it is stored, shown again or logged. Ends with 0 when nothing was found, 1 when something was."
    )
    parser.add_argument("--region", default="US", help="whose phone numbers these are (default: US)")


def run(options: argparse.Namespace) -> int:
    details = sys.stdin.read().splitlines()
    if not any(detail.strip() for detail in details):
        print("Nothing to look for: type one thing on each line.", file=sys.stderr)
        return NOTHING_TOLD
    django.setup()
    from manyhands.apps.groups.models import Group
    from manyhands.cli.upkeep.sweeping import Needles, sweep
    from manyhands.storage.scope import system_scope

    needles = Needles(details, region=options.region)
    with system_scope("sweep"):
        groups = [None, *Group.objects.values_list("pk", flat=True)]
        found = sweep(needles, fingerprints=needles.fingerprints(groups))
    for where, count in sorted(found.items()):
        print(f"{where.place}: {where.how}, {count} time(s)")
    if found:
        print("Somebody else may have the same name or street. Look at each before you delete it.")
        return FOUND
    print("Nothing was found: not in any table, not in the database's own files, not in what was handed in.")
    print("Backups keep it for 35 days at most.")
    return NOTHING
