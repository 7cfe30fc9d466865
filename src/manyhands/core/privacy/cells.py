"""Places blurred to hexagons: one cell to search by, one to show.

The **search cell** has a fixed size (resolution 9, about 0.1 km²) and is seen by staff and the
engine only. The **public cell** is what everybody else may know of a place, on every map, in every
list and distance: a hexagon with so many dwellings in it that it names none of them.

Source: Uber's H3 grid, https://h3geo.org (a parent is here always the parent by index, so that
cells nest exactly).
"""

from collections import Counter, deque
from collections.abc import Mapping

import h3

from manyhands.core.values.point import Point, distance_m

SEARCH_RESOLUTION = 9
COARSEST_PUBLIC_RESOLUTION = 5
RESOLUTION_WITHOUT_DWELLINGS = 7
"""About 5 km²: what is published where nobody has counted the dwellings."""

LEAST_DWELLINGS = 20
"""No group may publish cells with fewer dwellings than this."""

# The grid is stretched differently from place to place; no corner is farther than this from the
# centre, measured in average edges (tests try it all over the world).
_FARTHEST_CORNER_IN_EDGES = 1.5


def search_cell(point: Point) -> str:
    """Return the resolution 9 cell that a point lies in.

    >>> search_cell(Point(-84.5553, 42.7336))
    '892748b6e83ffff'
    """
    return str(h3.latlng_to_cell(point.lat, point.lon, SEARCH_RESOLUTION))


def public_cell(search_cell: str, dwellings_per_cell: Mapping[str, int] | None, at_least: int = 50) -> str:
    """Return the cell that may be shown for a place: the same for everybody in the search cell.

    Without a table of dwellings it is the cell of resolution 7. With one it is the finest cell,
    from resolution 9 up to 5, that holds at least ``at_least`` dwellings **and** leaves no smaller
    crowd behind: where the neighbours of a sparse cell are shown one by one, whoever is shown in
    the common parent must live in what remains. So a parent is divided only if its remaining
    cells together hold ``at_least`` dwellings or none. Thus whatever is published, and whatever
    else is published around it, leaves at least that many dwellings to choose from. A place
    in a resolution 5 cell (about 250 km²) with fewer dwellings is shown by that cell.

    Args:
        search_cell: a cell of resolution 9.
        dwellings_per_cell: dwellings in cells of resolutions 9 to 5, from ``sum_dwellings``; a
            cell that is not there has none.
        at_least: how many dwellings a published cell must leave to choose from, 20 or more.

    Raises:
        ValueError: when the cell is not of resolution 9, ``at_least`` is below 20, or the table
            does not add up.

    >>> lansing = search_cell(Point(-84.5553, 42.7336))
    >>> h3.get_resolution(public_cell(lansing, None))
    7
    >>> h3.get_resolution(public_cell(lansing, sum_dwellings({lansing: 60})))
    9
    >>> h3.get_resolution(public_cell(lansing, sum_dwellings({lansing: 40})))
    5
    """
    _check_search_cell(search_cell)
    if at_least < LEAST_DWELLINGS:
        raise ValueError(f"a public cell must hold at least {LEAST_DWELLINGS} dwellings, not {at_least}")
    if dwellings_per_cell is None:
        return _parent(search_cell, RESOLUTION_WITHOUT_DWELLINGS)
    shown = _parent(search_cell, COARSEST_PUBLIC_RESOLUTION)
    for resolution in range(COARSEST_PUBLIC_RESOLUTION + 1, SEARCH_RESOLUTION + 1):
        finer = _parent(search_cell, resolution)
        crowded = _crowded_children(shown, dwellings_per_cell, at_least)
        if finer not in crowded:
            return shown
        shown = finer
    return shown


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
        _check_search_cell(cell)
        if dwellings < 0:
            raise ValueError(f"cell {cell} cannot have {dwellings} dwellings")
        for resolution in range(COARSEST_PUBLIC_RESOLUTION, SEARCH_RESOLUTION + 1):
            counts[_parent(cell, resolution)] += dwellings
    return dict(counts)


def cell_centre(cell: str) -> Point:
    """Return the centre of a cell: the only point that is ever computed from a public cell.

    Raises:
        ValueError: when the text is not the name of a cell.

    >>> cell_centre("872748b6effffff")
    Point(lon=-84.562..., lat=42.726...)
    """
    if not h3.is_valid_cell(cell):
        raise ValueError(f"{cell!r} is not the name of a cell")
    lat, lon = h3.cell_to_latlng(cell)
    return Point(lon, lat)


def cell_rim(cell: str) -> tuple[Point, ...]:
    """Return the corners of a cell in their order: what a map draws around a public cell.

    Raises:
        ValueError: when the text is not the name of a cell.

    >>> len(cell_rim("872748b6effffff")), cell_rim("872748b6effffff")[0]
    (6, Point(lon=-84.56..., lat=42.73...))
    """
    if not h3.is_valid_cell(cell):
        raise ValueError(f"{cell!r} is not the name of a cell")
    return tuple(Point(lon, lat) for lat, lon in h3.cell_to_boundary(cell))


def cells_within(centre_cell: str, radius_m: float, resolution: int = SEARCH_RESOLUTION) -> frozenset[str]:
    """Return all cells of one resolution that come within a radius of a cell's centre.

    It is a net for an indexed look-up: every point within the radius lies in one of the cells,
    while a cell at the rim may lie outside; measure exactly afterwards. Their number grows with
    the square of the radius (25 km are 20,000 cells of resolution 9, but 440 of resolution 7).

    Args:
        centre_cell: a cell of any resolution.
        radius_m: metres, 0 or more.
        resolution: of the cells returned, 0 to 15.

    Raises:
        ValueError: when the text is not the name of a cell, or the radius is negative.

    >>> len(cells_within("892748b6e83ffff", 0)), len(cells_within("892748b6e83ffff", 1_000))
    (1, 53)
    """
    if not radius_m >= 0:
        raise ValueError(f"the radius must be 0 or more metres, not {radius_m}")
    centre = cell_centre(centre_cell)
    start = h3.latlng_to_cell(centre.lat, centre.lon, resolution)
    reach_m = radius_m + _FARTHEST_CORNER_IN_EDGES * h3.average_hexagon_edge_length(resolution, unit="m")
    # The cells that touch a disc hang together, so walking from neighbour to neighbour finds all.
    found, waiting = {start}, deque([start])
    while waiting:
        for cell in h3.grid_disk(waiting.popleft(), 1):
            if cell not in found and distance_m(centre, cell_centre(cell)) <= reach_m:
                found.add(cell)
                waiting.append(cell)
    return frozenset(found)


def _parent(cell: str, resolution: int) -> str:
    """Return the cell of a coarser or the same resolution that a cell belongs to."""
    return str(h3.cell_to_parent(cell, resolution))


def _crowded_children(cell: str, dwellings_per_cell: Mapping[str, int], at_least: int) -> frozenset[str]:
    """Return the children that may be shown by themselves; none if too few would remain."""
    counts = {child: dwellings_per_cell.get(child, 0) for child in h3.cell_to_children(cell)}
    if sum(counts.values()) != dwellings_per_cell.get(cell, 0):
        raise ValueError(f"the dwellings of {cell} are not the sum of its children: use sum_dwellings")
    crowded = frozenset(child for child, dwellings in counts.items() if dwellings >= at_least)
    remaining = sum(dwellings for child, dwellings in counts.items() if child not in crowded)
    return crowded if remaining == 0 or remaining >= at_least else frozenset()


def _check_search_cell(cell: str) -> None:
    """Refuse a cell that is not of resolution 9."""
    if not h3.is_valid_cell(cell) or h3.get_resolution(cell) != SEARCH_RESOLUTION:
        raise ValueError(f"{cell!r} is not a cell of resolution {SEARCH_RESOLUTION}")
