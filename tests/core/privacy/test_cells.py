"""The map cannot be used to find a home: attacks on the public cell, and on the net for searching."""

import math
from collections import Counter

import h3
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from manyhands.core.privacy.cells import (
    cell_centre,
    cells_within,
    public_cell,
    search_cell,
    sum_dwellings,
)
from manyhands.core.values.point import EARTH_RADIUS_M, Point, distance_m

LANSING = search_cell(Point(-84.5553, 42.7336))
TOWN = h3.cell_to_parent(LANSING, 5)
HOMES = sorted(h3.cell_to_children(TOWN, 9))
SIBLINGS = sorted(h3.cell_to_children(h3.cell_to_parent(LANSING, 8), 9))

points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))
# Towns as they are: many empty cells, some sparse ones, and some that hold a block of flats.
dwellings = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 120))
neighbourhoods = st.lists(dwellings, min_size=49, max_size=49).map(
    lambda counts: dict(zip(HOMES[:49], counts, strict=True))
)


def publish(counts, at_least=50):
    """What an onlooker may see of every inhabited cell, and how many dwellings stand behind each."""
    table = sum_dwellings(counts)
    shown = {cell: public_cell(cell, table, at_least) for cell, homes in counts.items() if homes}
    crowd = Counter()
    for cell, public in shown.items():
        crowd[public] += counts[cell]
    return shown, crowd


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
        with pytest.raises(ValueError, match="is not the name of a cell"):
            cell_centre(cell)


class TestPublicCell:
    @given(st.floats(-1, 1), st.floats(-1, 1))
    def test_is_the_same_for_every_point_of_a_search_cell(self, east, north):
        """Moving about in a cell, or asking a thousand times, tells nothing new."""
        centre = cell_centre(LANSING)
        point = Point(centre.lon + east * 0.003, centre.lat + north * 0.002)
        assume(search_cell(point) == LANSING)
        table = sum_dwellings({LANSING: 80, SIBLINGS[0]: 90})

        assert public_cell(search_cell(point), None) == public_cell(LANSING, None)
        assert public_cell(search_cell(point), table) == public_cell(LANSING, table)

    @given(points)
    def test_without_a_table_has_resolution_seven(self, point):
        cell = search_cell(point)

        assert public_cell(cell, None) == h3.cell_to_parent(cell, 7)

    def test_an_empty_table_publishes_the_coarsest_cell(self):
        assert public_cell(LANSING, {}) == TOWN

    @pytest.mark.parametrize(("homes", "resolution"), [(49, 5), (50, 9)])
    def test_a_cell_alone_is_shown_from_the_fiftieth_dwelling(self, homes, resolution):
        assert h3.get_resolution(public_cell(LANSING, sum_dwellings({LANSING: homes}))) == resolution

    def test_climbs_no_further_than_it_must(self):
        shown, _ = publish(dict.fromkeys(SIBLINGS, 10))

        assert set(shown.values()) == {h3.cell_to_parent(LANSING, 8)}

    def test_does_not_split_off_a_crowd_that_would_leave_a_few_behind(self):
        """With the dense neighbours shown one by one, whoever is shown in the parent lived here."""
        counts = dict.fromkeys(SIBLINGS, 0) | {SIBLINGS[0]: 200, SIBLINGS[1]: 3}

        shown, crowd = publish(counts)

        assert shown[SIBLINGS[0]] == shown[SIBLINGS[1]]
        assert min(crowd.values()) == 203

    def test_splits_off_a_crowd_that_leaves_another_behind(self):
        counts = dict.fromkeys(SIBLINGS, 10) | {SIBLINGS[0]: 200}

        shown, crowd = publish(counts)

        assert shown[SIBLINGS[0]] == SIBLINGS[0]
        assert shown[SIBLINGS[1]] == h3.cell_to_parent(LANSING, 8)
        assert min(crowd.values()) == 60

    @settings(max_examples=60)
    @given(neighbourhoods, st.integers(20, 60))
    def test_whatever_is_published_leaves_a_crowd_to_choose_from(self, counts, at_least):
        """The attacker knows every address, the rule, and everything that could be published."""
        assume(sum(counts.values()) >= at_least)

        _, crowd = publish(counts, at_least)

        assert min(crowd.values()) >= at_least

    @settings(max_examples=60)
    @given(neighbourhoods, st.integers(20, 60))
    def test_is_never_finer_than_the_finest_cell_with_enough_dwellings(self, counts, at_least):
        table = sum_dwellings(counts)

        for cell, public in publish(counts, at_least)[0].items():
            assert h3.cell_to_parent(cell, h3.get_resolution(public)) == public
            assert 5 <= h3.get_resolution(public) <= 9
            assert table[public] >= at_least or public == TOWN

    @pytest.mark.parametrize("at_least", [19, 0, -50])
    def test_refuses_to_publish_for_fewer_than_twenty_dwellings(self, at_least):
        with pytest.raises(ValueError, match="at least 20 dwellings"):
            public_cell(LANSING, None, at_least)

    def test_accepts_twenty(self):
        assert public_cell(LANSING, sum_dwellings({LANSING: 20}), 20) == LANSING

    @pytest.mark.parametrize(
        "cell", [h3.cell_to_parent(LANSING, 8), h3.cell_to_center_child(LANSING, 10), "x"]
    )
    def test_refuses_a_cell_of_another_size(self, cell):
        with pytest.raises(ValueError, match="is not a cell of resolution 9"):
            public_cell(cell, None)

    def test_refuses_a_table_that_does_not_add_up(self):
        with pytest.raises(ValueError, match="use sum_dwellings"):
            public_cell(LANSING, {TOWN: 100, h3.cell_to_parent(LANSING, 6): 60})


class TestSumDwellings:
    def test_every_resolution_holds_all_dwellings(self):
        table = sum_dwellings(dict.fromkeys(HOMES[:100], 3))

        for resolution in range(5, 10):
            assert sum(n for cell, n in table.items() if h3.get_resolution(cell) == resolution) == 300

    def test_refuses_a_negative_count(self):
        with pytest.raises(ValueError, match="cannot have -1 dwellings"):
            sum_dwellings({LANSING: -1})

    def test_refuses_a_coarse_cell(self):
        with pytest.raises(ValueError, match="is not a cell of resolution 9"):
            sum_dwellings({TOWN: 5})


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
