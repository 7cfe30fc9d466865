"""Places as the core's values."""

from manyhands.core.privacy.cells import cell_centre, public_cell, search_cell
from manyhands.core.values.point import Point


def cells_of(position: Point) -> tuple[str, str]:
    """(search cell, public cell) of a position."""
    cell = search_cell(position)
    return cell, public_cell(cell, None)


def public_point(cell: str) -> Point | None:
    """The one point that stands for a place before a grant."""
    return cell_centre(cell) if cell else None
