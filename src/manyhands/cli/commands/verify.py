import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

from manyhands.cli.language import LANGUAGES, language_of_machine, speak
from manyhands.cli.language import gettext as _

if TYPE_CHECKING:
    from manyhands.cli.backups.restoring import Tried

WELL, NOT_WELL = 0, 1


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="default: the newest in MANYHANDS_BACKUP_DIR")
    parser.add_argument(
        "--into", default="", help="where to try it: a folder, or on PostgreSQL the URL of an empty database"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of everything that is said (default: yours)")
    parser.epilog = (
        "Nothing of yours is touched: it is restored into a temporary place, every table is compared, and pages are "
        "opened over it. Ends with 0 when all is well, 1 when not."
    )


def run(options: argparse.Namespace) -> int:
    speak(options.language or language_of_machine())
    django.setup()
    from manyhands.cli.backups.envelope import BackupError
    from manyhands.cli.backups.restoring import verify_backup

    began = time.monotonic()
    try:
        path = options.file or _newest()
        tried = verify_backup(path, into=options.into)
    except BackupError as error:
        print(error, file=sys.stderr)
        return NOT_WELL
    _say(path, tried, seconds=time.monotonic() - began)
    return WELL if tried.is_well else NOT_WELL


def _newest() -> Path:
    from manyhands.cli.backups.envelope import BackupError
    from manyhands.cli.backups.making import get_folder
    from manyhands.cli.backups.rotation import list_backups

    folder = get_folder()
    backups = list_backups(folder)
    if not backups:
        raise BackupError(_("There is no backup in %(folder)s.") % {"folder": folder})
    return backups[0][1]


def _say(path: Path, tried: "Tried", *, seconds: float) -> None:
    said = {
        "name": path.name,
        "tables": len(tried.manifest.tables),
        "rows": tried.manifest.rows,
        "seconds": f"{seconds:.1f}",
    }
    if tried.is_well:
        print(
            _("%(name)s brings everything back: %(tables)d tables, %(rows)d rows, in %(seconds)s s.") % said
        )
        return
    for name in tried.differences.tables:
        print(_("Not as it was saved: %(table)s") % {"table": name})
    for name, status in tried.look.statuses.items():
        if status != 200:  # noqa: PLR2004 - as HTTP says "all is well"
            print(_("The page “%(name)s” answers %(status)d.") % {"name": name, "status": status})
    if tried.look.readable is False:
        print(_("Names and numbers in it do not open with today's keys. Find the keys of that time."))
    print(_("%(name)s would not bring everything back.") % said)
