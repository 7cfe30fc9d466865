import argparse
import sys
import time

import django

from manyhands.cli.language import LANGUAGES, language_of_machine, speak
from manyhands.cli.language import gettext as _

MADE, FAILED = 0, 1


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", default="", metavar="FOLDER", help="default: MANYHANDS_BACKUP_DIR")
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.epilog = (
        "People can go on writing meanwhile. The keys are not in a backup: keep them elsewhere, with a copy. "
        "Ends with 0 when it is made, 1 when not."
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    django.setup()
    from django.utils import timezone

    from manyhands.cli.backups.envelope import BackupError
    from manyhands.cli.backups.making import get_folder, make_backup

    began = time.monotonic()
    try:
        made = make_backup(get_folder(options.to), at=timezone.now())
    except BackupError as error:
        print(error, file=sys.stderr)
        return FAILED
    said = {
        "path": made.path,
        "tables": len(made.manifest.tables),
        "rows": made.manifest.rows,
        "seconds": f"{time.monotonic() - began:.1f}",
    }
    print(_("%(path)s: %(tables)d tables, %(rows)d rows, in %(seconds)s s.") % said)
    for path in made.thrown_away:
        print(_("Thrown away, as there are newer ones: %(name)s") % {"name": path.name})
    print(_("Your keys are not in it. Keep a copy of them somewhere else."))
    return MADE
