"""`manyhands dwellings`: read census tables, divide the map by them, and say what came of it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import h3
from django.utils import timezone

from manyhands.apps.groups.models import Group
from manyhands.apps.places.actions import blur_places, count_dwellings
from manyhands.cli.language import gettext as _
from manyhands.core.privacy.division import LEAST_DWELLINGS, divide, sum_dwellings
from manyhands.core.privacy.dwellings import DwellingsError, Spread, read_areas, spread_dwellings
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

LARGEST_MB = 500
_NAMED = 5


class UnusableFileError(Exception):
    """Nothing can be counted; the message says why."""


def count(paths: Sequence[Path], *, at_least: int, dry_run: bool = False) -> None:
    if at_least < LEAST_DWELLINGS:
        raise UnusableFileError(
            _("At least %(least)d dwellings must be left to choose from.") % {"least": LEAST_DWELLINGS}
        )
    spread = _read(paths)
    _say_read(spread)
    if dry_run:
        _say_division(divide(sum_dwellings(spread.per_cell), at_least=at_least))
        print(_("Nothing was kept."))
        return
    division = count_dwellings(spread.per_cell, at_least=at_least)
    print(_("%(shown)d cells of the map are shown by themselves now.") % {"shown": division.shown})
    print(_("Places that are shown by larger cells now: %(count)d.") % {"count": _blur_all()})


def _blur_all() -> int:
    blurred = 0
    for group in Group.objects.order_by("pk"):
        with group_scope(group.pk):
            blurred += blur_places(group, by=Actor.system("dwellings"), at=timezone.now())
    return blurred


def _read(paths: Sequence[Path]) -> Spread:
    try:
        return spread_dwellings(read_areas((path.name, _text_of(path)) for path in paths))
    except DwellingsError as error:
        raise UnusableFileError(str(error)) from error


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_MB * 1024 * 1024:
            raise UnusableFileError(
                _("%(file)s is larger than %(size)d MB. Take one county at a time.")
                % {"file": path.name, "size": LARGEST_MB}
            )
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnusableFileError(
            _("%(file)s cannot be opened: %(why)s.") % {"file": path.name, "why": error.strerror}
        ) from error
    except UnicodeDecodeError as error:
        raise UnusableFileError(_("%(file)s is not text in UTF-8.") % {"file": path.name}) from error


def _say_read(spread: Spread) -> None:
    if not spread.per_cell:
        raise UnusableFileError(_("No area has both a place and dwellings. Nothing was changed."))
    print(
        _("%(dwellings)d dwellings in %(areas)d areas.")
        % {"dwellings": sum(spread.per_cell.values()), "areas": spread.areas}
    )
    for text, numbers in (
        (_("Not counted, as no file says where they are: %(numbers)s."), spread.without_place),
        (_("Not counted, as they are too large to stand at one point: %(numbers)s."), spread.too_large),
    ):
        if numbers:
            more = f" (+{len(numbers) - _NAMED})" if len(numbers) > _NAMED else ""
            print(text % {"numbers": ", ".join(numbers[:_NAMED]) + more})


def _say_division(shown: frozenset[str]) -> None:
    sizes = Counter(h3.get_resolution(cell) for cell in shown)
    for resolution in sorted(sizes):
        print(
            _("Cells of %(area)s km² shown by themselves: %(count)d.")
            % {
                "area": f"{h3.average_hexagon_area(resolution, unit='km^2'):.1f}",
                "count": sizes[resolution],
            }
        )
