"""How many dwellings there are where: what it changes on the map, and what it must not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.places.actions.places import tell_of_move
from manyhands.apps.places.bridge import public_cell_of
from manyhands.apps.places.models import CountedCell, Place
from manyhands.core.privacy.cells import is_finer
from manyhands.core.privacy.division import USUAL_DWELLINGS, divide, sum_dwellings
from manyhands.storage.actors import Actor

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Division:
    """What came of counting: cells with dwellings, those that are shown by themselves, and all dwellings."""

    cells: int
    shown: int
    dwellings: int


@transaction.atomic
def count_dwellings(per_search_cell: Mapping[str, int], *, at_least: int = USUAL_DWELLINGS) -> Division:
    """Replace all that is known of dwellings; what was ever shown by itself is remembered (`core.privacy.division`)."""
    table = sum_dwellings(per_search_cell)
    ever_shown = frozenset(CountedCell.objects.filter(was_shown=True).values_list("cell", flat=True))
    shown = divide(table, at_least=at_least, ever_shown=ever_shown)
    remembered = ever_shown | shown
    CountedCell.objects.all().delete()
    CountedCell.objects.bulk_create(
        [
            CountedCell(
                cell=cell,
                dwellings=table.get(cell, 0),
                is_shown=cell in shown,
                was_shown=cell in remembered,
            )
            for cell in sorted({*table, *remembered})
        ],
        batch_size=_AT_ONCE,
    )
    return Division(len(table), len(shown), sum(per_search_cell.values()))


@transaction.atomic
def blur_places(group: Group, *, by: Actor, at: datetime) -> int:
    """After counting anew: places that too few live around now are shown by larger cells.

    Never by smaller ones: whoever saw a place on both days would know more than either day told.
    """
    blurred = 0
    places = Place.objects.filter(group=group).exclude(search_cell="").select_related("group")
    for place in places.defer("text", "access_notes", "position").iterator(chunk_size=_AT_ONCE):
        cell = public_cell_of(place.search_cell)
        if cell == place.public_cell or not is_finer(place.public_cell, cell):
            continue
        place.public_cell = cell
        place.save(update_fields=["public_cell"])
        record("place.blurred", place, by=by, at=at, fields=["public_cell"])
        tell_of_move(place, at)
        blurred += 1
    return blurred
