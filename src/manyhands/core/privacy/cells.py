"""Places blurred to hexagons: one cell to search by, one to show.

The **search cell** has a fixed size (resolution 9, about 0.1 km²) and is seen by staff and the
engine only. The **public cell** is what everybody else may know of a place, on every map, in every
list and distance: a hexagon with so many dwellings in it that it names none of them (``division``).

Source: Uber's H3 grid, https://h3geo.org (a parent is here always the parent by index, so that
cells nest exactly).
"""

from collections import deque

import h3

from manyhands.core.values.point import Point, distance_m

SEARCH_RESOLUTION = 9
COARSEST_PUBLIC_RESOLUTION = 5
RESOLUTION_WITHOUT_DWELLINGS = 7
"""About 5 km²: what is published where nobody has counted the dwellings."""

# The grid is stretched differently from place to place; no corner is farther than this from the
# centre, measured in average edges (tests try it all over the world).
_FARTHEST_CORNER_IN_EDGES = 1.5


def search_cell(point: Point) -> str:
    """Return the resolution 9 cell that a point lies in.

    >>> search_cell(Point(-84.5553, 42.7336))
    '892748b6e83ffff'
    """
    return str(h3.latlng_to_cell(point.lat, point.lon, SEARCH_RESOLUTION))


def uncounted_cell(search_cell: str) -> str:
    """Return the cell that is shown for a place where nobody has counted the dwellings: resolution 7.

    Raises:
        ValueError: when the cell is not of resolution 9.

    >>> uncounted_cell(search_cell(Point(-84.5553, 42.7336)))
    '872748b6effffff'
    """
    check_search_cell(search_cell)
    return parent_cell(search_cell, RESOLUTION_WITHOUT_DWELLINGS)


def is_finer(cell: str, than: str) -> bool:
    """Whether a cell says more of a place than another one.

    >>> is_finer("892748b6e83ffff", "872748b6effffff"), is_finer("872748b6effffff", "872748b6effffff")
    (True, False)
    """
    return bool(h3.get_resolution(cell) > h3.get_resolution(than))


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


def parent_cell(cell: str, resolution: int) -> str:
    """Return the cell of a coarser or the same resolution that a cell belongs to."""
    return str(h3.cell_to_parent(cell, resolution))


def check_search_cell(cell: str) -> None:
    """Refuse a cell that is not of resolution 9."""
    if not h3.is_valid_cell(cell) or h3.get_resolution(cell) != SEARCH_RESOLUTION:
        raise ValueError(f"{cell!r} is not a cell of resolution {SEARCH_RESOLUTION}")
