"""Which backups are kept: the newest of each of the last seven days and of the last four weeks that have one.

None older than 35 days, so that what somebody asked to be forgotten is gone from here too by then; but always the
newest, however old it has become.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

DAYS, WEEKS = 7, 4
OLDEST = timedelta(days=35)
_NAME = re.compile(r"manyhands-(\d{8}T\d{6})Z\.backup")
_WRITTEN = "%Y%m%dT%H%M%S"


def name_of(made_at: datetime) -> str:
    return f"manyhands-{made_at.astimezone(UTC):{_WRITTEN}}Z.backup"


def list_backups(folder: Path) -> list[tuple[datetime, Path]]:
    """The newest first; other files in the folder are none of our business."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named:
            found.append((datetime.strptime(named[1], _WRITTEN).replace(tzinfo=UTC), path))
    return sorted(found, reverse=True)


def list_spent(backups: Iterable[tuple[datetime, Path]], *, at: datetime) -> list[Path]:
    """Those that may be thrown away."""
    newest_first = sorted(backups, reverse=True)
    days: dict[object, Path] = {}
    weeks: dict[object, Path] = {}
    for made_at, path in newest_first:
        days.setdefault(made_at.date(), path)
        weeks.setdefault(made_at.isocalendar()[:2], path)
    kept = {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
    newest = newest_first[0][1] if newest_first else None
    return [
        path
        for made_at, path in newest_first
        if path != newest and (path not in kept or made_at < at - OLDEST)
    ]
