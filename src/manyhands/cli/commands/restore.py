import argparse
import sys
from pathlib import Path

import django

from manyhands.cli.language import LANGUAGES, language_of_machine, speak
from manyhands.cli.language import gettext as _

RESTORED, FAILED = 0, 1


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `manyhands backup` made")
    parser.add_argument("--over", action="store_true", help="replace the database that is there")
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.epilog = (
        "Stop the server and the worker first. On PostgreSQL run it as the role that owns the tables. "
        "Ends with 0 when everything is back, 1 when not."
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    django.setup()
    from manyhands.cli.backups.envelope import BackupError
    from manyhands.cli.backups.restoring import restore_backup

    try:
        manifest = restore_backup(options.file, is_over=options.over)
    except BackupError as error:
        print(error, file=sys.stderr)
        return FAILED
    said = {"rows": manifest.rows, "made_at": manifest.made_at[:16].replace("T", " ")}
    print(_("Everything is back as it was on %(made_at)s UTC: %(rows)d rows, all counted.") % said)
    print(_("Run `manyhands migrate` before you start again, in case the program is newer than the backup."))
    return RESTORED
