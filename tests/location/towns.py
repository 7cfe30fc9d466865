"""Homes to look for: made up at three densities, or spread as a census counted them."""

import math
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from manyhands.core.privacy.cells import cell_centre, cell_rim, search_cell
from manyhands.core.privacy.division import Counted, divide, public_cell, sum_dwellings
from manyhands.core.privacy.dwellings import read_areas, spread_dwellings
from manyhands.core.values.point import Point

MIDDLE = Point(lon=-84.5270, lat=42.7400)
M_PER_DEGREE = 111_320
# Homes for each square kilometre, and half the side of the square in metres.
DENSITIES = {"urban": (4_000, 900), "suburb": (800, 2_000), "rural": (15, 10_000)}


class Homes:
    """All homes of a region, and what everybody may know of it: how many stand where, and the rule."""

    def __init__(self, points: list[Point], ever_shown: frozenset[str] = frozenset()) -> None:
        self.points = points
        self.cells = [search_cell(point) for point in points]
        self.per_cell = Counter(self.cells)
        self.table = sum_dwellings(self.per_cell)
        self.shown = divide(self.table, ever_shown=ever_shown)
        self.ever_shown = ever_shown | self.shown
        self._published: dict[str, str] = {}
        self._alike: dict[str, list[int]] = defaultdict(list)
        for number, cell in enumerate(self.cells):
            self._alike[self.published(cell)].append(number)

    def published(self, cell: str) -> str:
        """What the rule makes of a home in this search cell: the attacker knows it too."""
        if cell not in self._published:
            self._published[cell] = public_cell(cell, self._parts_of, is_counted=True)
        return self._published[cell]

    def all_published(self) -> list[str]:
        return list(self._alike)

    def alike(self, cell: str) -> list[int]:
        """The homes of which the same is published."""
        return self._alike[cell]

    def _parts_of(self, cell: str) -> dict[str, Counted]:
        import h3

        return {
            part: Counted(self.table[part], part in self.shown)
            for part in h3.cell_to_children(cell)
            if part in self.table
        }


def invented(name: str, seed: int) -> list[Point]:
    density, half_m = DENSITIES[name]
    dice = Random(seed)
    count = round(density * (2 * half_m / 1000) ** 2)
    return [
        _moved(MIDDLE, dice.uniform(-half_m, half_m), dice.uniform(-half_m, half_m)) for _ in range(count)
    ]


def counted(folder: Path, seed: int) -> list[Point]:
    """As many homes in each cell as a census says, at random places in it."""
    dice = Random(seed)
    files = [(path.name, path.read_text()) for path in sorted(folder.iterdir()) if path.suffix != ".txt"]
    spread = spread_dwellings(read_areas(files))
    return [
        point
        for cell, dwellings in sorted(spread.per_cell.items())
        for point in (_somewhere_in(cell, dice) for _ in range(dwellings))
    ]


def _somewhere_in(cell: str, dice: Random) -> Point:
    """Between the middle and a corner: always within."""
    middle, corner = cell_centre(cell), dice.choice(cell_rim(cell))
    share = dice.random() * 0.85
    return Point(
        lon=middle.lon + (corner.lon - middle.lon) * share, lat=middle.lat + (corner.lat - middle.lat) * share
    )


def _moved(point: Point, east_m: float, north_m: float) -> Point:
    per_lon = M_PER_DEGREE * math.cos(math.radians(point.lat))
    return Point(lon=point.lon + east_m / per_lon, lat=point.lat + north_m / M_PER_DEGREE)
