"""The map cannot be used to find a home: the grid, and the net for searching."""

import math

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.privacy.cells import (
    cell_centre,
    cell_rim,
    cells_within,
    is_finer,
    search_cell,
    uncounted_cell,
)
from manyhands.core.values.point import EARTH_RADIUS_M, Point, distance_m

LANSING = search_cell(Point(-84.5553, 42.7336))

points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))


class TestSearchCell:
    @given(points)
    def test_has_one_size_and_holds_the_point(self, point):
        cell = search_cell(point)

        assert h3.get_resolution(cell) == 9
        assert distance_m(point, cell_centre(cell)) < 350

    def test_the_centre_is_in_its_own_cell(self):
        assert search_cell(cell_centre(LANSING)) == LANSING

    @pytest.mark.parametrize("cell", ["", "nonsense", "ffffffffffffffff", "Lansing"])
    def test_refuses_what_is_not_a_cell(self, cell):
        for look in (cell_centre, cell_rim):
            with pytest.raises(ValueError, match="is not the name of a cell"):
                look(cell)


class TestUncountedCell:
    @given(points)
    def test_has_resolution_seven(self, point):
        cell = search_cell(point)

        assert uncounted_cell(cell) == h3.cell_to_parent(cell, 7)

    @pytest.mark.parametrize(
        "cell", [h3.cell_to_parent(LANSING, 8), h3.cell_to_center_child(LANSING, 10), "x"]
    )
    def test_refuses_a_cell_of_another_size(self, cell):
        with pytest.raises(ValueError, match="is not a cell of resolution 9"):
            uncounted_cell(cell)

    def test_a_coarser_cell_is_not_finer(self):
        parent = uncounted_cell(LANSING)

        assert is_finer(LANSING, parent)
        assert not is_finer(parent, LANSING)
        assert not is_finer(LANSING, LANSING)


def moved(origin, bearing, metres):
    """The place so many metres from another, in a direction in radians."""
    lat, lon, arc = math.radians(origin.lat), math.radians(origin.lon), metres / EARTH_RADIUS_M
    to_lat = math.asin(math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(bearing))
    to_lon = lon + math.atan2(
        math.sin(bearing) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * math.sin(to_lat)
    )
    return Point((math.degrees(to_lon) + 540) % 360 - 180, max(-90.0, min(90.0, math.degrees(to_lat))))


class TestCellsWithin:
    @given(points, st.floats(0, 2 * math.pi), st.floats(0, 1), st.floats(0, 8), st.integers(4, 9))
    def test_no_point_within_the_radius_slips_through(self, origin, bearing, share, cells_wide, resolution):
        centre_cell = h3.latlng_to_cell(origin.lat, origin.lon, 9)
        radius_m = cells_wide * h3.average_hexagon_edge_length(resolution, unit="m")
        target = moved(cell_centre(centre_cell), bearing, share * radius_m)

        net = cells_within(centre_cell, radius_m, resolution)

        assert h3.latlng_to_cell(target.lat, target.lon, resolution) in net

    @given(points, st.floats(0, 3_000))
    def test_nothing_in_the_net_is_far_outside(self, origin, radius_m):
        centre_cell = search_cell(origin)
        centre = cell_centre(centre_cell)

        assert all(
            distance_m(centre, cell_centre(cell)) < radius_m + 302
            for cell in cells_within(centre_cell, radius_m)
        )

    def test_a_coarser_net_has_fewer_cells(self):
        fine, coarse = cells_within(LANSING, 10_000), cells_within(LANSING, 10_000, 7)

        assert {h3.get_resolution(cell) for cell in coarse} == {7}
        assert len(coarse) < 100
        assert len(fine) > 2_500

    def test_grows_with_the_radius(self):
        assert cells_within(LANSING, 500) < cells_within(LANSING, 1_500)

    @pytest.mark.parametrize("radius_m", [-1, math.nan])
    def test_refuses_a_radius_that_is_none(self, radius_m):
        with pytest.raises(ValueError, match="0 or more metres"):
            cells_within(LANSING, radius_m)
