"""Which cells may be shown by themselves: those with a crowd in them, that leave a crowd beside them.

A region is divided from cells of about 250 km² downwards. A cell is divided only where each part that is
shown by itself holds enough dwellings **and** what remains of it does, or is empty: where the neighbours of a
sparse cell are shown one by one, whoever is shown in the common parent must live in what remains. So whatever is
published, and whatever else is published around it, leaves at least that many dwellings to choose from.

The same must hold between two days. Somebody who asks twice, before and after the dwellings were counted anew,
lives in what both answers have in common. Therefore a cell remembers which of its parts were ever shown by
themselves: what none of these ever held must be crowded too, else only parts that were shown before are shown again.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

import h3

from manyhands.core.privacy.cells import (
    COARSEST_PUBLIC_RESOLUTION,
    SEARCH_RESOLUTION,
    cell_centre,
    check_search_cell,
    parent_cell,
    uncounted_cell,
)
from manyhands.core.values.point import distance_m

LEAST_DWELLINGS = 20
"""No cells with fewer dwellings than this are published."""

USUAL_DWELLINGS = 50


class Counted(NamedTuple):
    """What is known of one cell.

    Attributes:
        dwellings: how many are in it.
        is_shown: whether it is shown by itself and not only as a part of its parent.
    """

    dwellings: int
    is_shown: bool


PartsOf = Callable[[str], Mapping[str, Counted]]
"""From a cell to those of its seven parts that are known."""


def sum_dwellings(dwellings_per_search_cell: Mapping[str, int]) -> dict[str, int]:
    """Return the dwellings of the given cells and of all their parents up to resolution 5.

    Raises:
        ValueError: when a cell is not of resolution 9 or a count is negative.

    >>> counts = sum_dwellings({"892748b6e83ffff": 60, "892748b6e87ffff": 5})
    >>> [counts[h3.cell_to_parent("892748b6e87ffff", resolution)] for resolution in (9, 8, 7, 6, 5)]
    [5, 65, 65, 65, 65]
    """
    counts: Counter[str] = Counter()
    for cell, dwellings in dwellings_per_search_cell.items():
        check_search_cell(cell)
        if dwellings < 0:
            raise ValueError(f"cell {cell} cannot have {dwellings} dwellings")
        for resolution in range(COARSEST_PUBLIC_RESOLUTION, SEARCH_RESOLUTION + 1):
            counts[parent_cell(cell, resolution)] += dwellings
    return dict(counts)


def divide(
    dwellings_per_cell: Mapping[str, int],
    *,
    at_least: int = USUAL_DWELLINGS,
    ever_shown: Collection[str] = (),
) -> frozenset[str]:
    """Return the cells of resolutions 6 to 9 that are shown by themselves; those of resolution 5 always are.

    Args:
        dwellings_per_cell: dwellings in cells of resolutions 9 to 5, from ``sum_dwellings``; a cell that is not
            there has none.
        at_least: how many dwellings whatever is shown must leave to choose from, 20 or more.
        ever_shown: all cells that were shown by themselves at any time before.

    Raises:
        ValueError: when ``at_least`` is below 20, or the table does not add up.

    >>> lansing = "892748b6e83ffff"
    >>> sorted(divide(sum_dwellings({lansing: 60})))[-1] == lansing
    True
    >>> divide(sum_dwellings({lansing: 40}))
    frozenset()
    """
    if at_least < LEAST_DWELLINGS:
        raise ValueError(f"a public cell must hold at least {LEAST_DWELLINGS} dwellings, not {at_least}")
    ever_shown = frozenset(ever_shown)
    roots = (cell for cell in dwellings_per_cell if h3.get_resolution(cell) == COARSEST_PUBLIC_RESOLUTION)
    return frozenset(
        cell for root in roots for cell in _divided(root, dwellings_per_cell, at_least, ever_shown)
    )


def public_cell(search_cell: str, parts_of: PartsOf, *, is_counted: bool) -> str:
    """Return the cell that may be shown for a place: the same for everybody in the search cell.

    It is the finest that is shown by itself. Where dwellings were counted, but none in this part of a cell that
    was divided without remainder, a home that nobody knew of would stand alone: it is shown with the nearest
    crowd instead.

    Args:
        search_cell: a cell of resolution 9.
        parts_of: what is known of the parts of a cell.
        is_counted: whether the cell of resolution 5 around it is among what was counted.

    Raises:
        ValueError: when the cell is not of resolution 9.

    >>> lansing = "892748b6e83ffff"
    >>> h3.get_resolution(public_cell(lansing, lambda _: {}, is_counted=False))
    7
    """
    if not is_counted:
        return uncounted_cell(search_cell)
    check_search_cell(search_cell)
    shown = parent_cell(search_cell, COARSEST_PUBLIC_RESOLUTION)
    for resolution in range(COARSEST_PUBLIC_RESOLUTION + 1, SEARCH_RESOLUTION + 1):
        parts = parts_of(shown)
        by_themselves = [cell for cell, part in parts.items() if part.is_shown]
        own = parent_cell(search_cell, resolution)
        if own not in by_themselves:
            remaining = sum(part.dwellings for part in parts.values() if not part.is_shown)
            if remaining or not by_themselves:
                return shown
            own = nearest_cell(search_cell, by_themselves)
        shown = own
    return shown


def nearest_cell(to_cell: str, among: Collection[str]) -> str:
    """Return the cell whose middle is nearest to that of another; of several, the first by name.

    >>> nearest_cell("892748b6e83ffff", ["892748b6e87ffff", "892748b6ebbffff"])
    '892748b6e87ffff'
    """
    centre = cell_centre(to_cell)
    return min(among, key=lambda cell: (round(distance_m(centre, cell_centre(cell))), cell))


def _divided(
    cell: str, dwellings_per_cell: Mapping[str, int], at_least: int, ever_shown: frozenset[str]
) -> Iterator[str]:
    """Return the parts of a cell that are shown by themselves, and their parts."""
    if h3.get_resolution(cell) == SEARCH_RESOLUTION:
        return
    for part in _crowded_parts(cell, dwellings_per_cell, at_least, ever_shown):
        yield part
        yield from _divided(part, dwellings_per_cell, at_least, ever_shown)


def _crowded_parts(
    cell: str, dwellings_per_cell: Mapping[str, int], at_least: int, ever_shown: frozenset[str]
) -> frozenset[str]:
    """Return the parts that may be shown by themselves; none if too few would remain, today or beside days before."""
    counts = {part: dwellings_per_cell.get(part, 0) for part in h3.cell_to_children(cell)}
    if sum(counts.values()) != dwellings_per_cell.get(cell, 0):
        raise ValueError(f"the dwellings of {cell} are not the sum of its parts: use sum_dwellings")
    crowded = frozenset(part for part, dwellings in counts.items() if dwellings >= at_least)
    before = ever_shown.intersection(counts)
    for parts in (crowded, crowded & before):
        if _leaves_a_crowd(parts | before, counts, at_least) and _leaves_a_crowd(parts, counts, at_least):
            return parts
    return frozenset()


def _leaves_a_crowd(parts: Collection[str], counts: Mapping[str, int], at_least: int) -> bool:
    remaining = sum(dwellings for part, dwellings in counts.items() if part not in parts)
    return remaining == 0 or remaining >= at_least
