import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.point import EARTH_RADIUS_M, Point, distance_m

points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))


def test_keeps_longitude_first():
    point = Point(-84.5555, 42.7325)

    assert (point.lon, point.lat) == (-84.5555, 42.7325)


def test_keeps_whole_numbers_as_floats():
    assert isinstance(Point(-84, 42).lon, float)


@pytest.mark.parametrize(("lon", "lat"), [(180, 90), (-180, -90), (0, 0)])
def test_accepts_the_edges_of_the_world(lon, lat):
    assert Point(lon, lat) == Point(float(lon), float(lat))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["lon", "lat"])
def test_refuses_what_is_not_finite(name, value):
    with pytest.raises(ValueError, match="must be a finite number"):
        Point(**{"lon": 0.0, "lat": 0.0, name: value})


@pytest.mark.parametrize("value", ["42.7", None, True])
def test_refuses_what_is_not_a_number(value):
    with pytest.raises(TypeError, match=r"^latitude must be a number"):
        Point(0.0, value)


def test_says_when_coordinates_look_swapped():
    with pytest.raises(ValueError, match=r"not -122\.4: are longitude and latitude swapped\?"):
        Point(lon=37.8, lat=-122.4)


@pytest.mark.parametrize(("lon", "lat"), [(0, 180.5), (100, 91), (0, -181)])
def test_does_not_guess_at_a_swap_that_would_not_help(lon, lat):
    with pytest.raises(ValueError, match=rf"not {float(lat)}$"):
        Point(lon, lat)


@pytest.mark.parametrize("lon", [180.01, -180.01, 400])
def test_refuses_a_longitude_out_of_range(lon):
    with pytest.raises(ValueError, match="longitude must be from -180 to 180"):
        Point(lon, 0)


def test_measures_a_known_distance():
    paris, london = Point(2.3522, 48.8566), Point(-0.1276, 51.5072)

    assert distance_m(paris, london) == pytest.approx(343_560, abs=100)


def test_measures_a_degree_of_the_equator():
    assert distance_m(Point(0, 0), Point(1, 0)) == pytest.approx(math.pi * EARTH_RADIUS_M / 180)


def test_goes_the_short_way_across_the_date_line():
    assert distance_m(Point(179.9, 0), Point(-179.9, 0)) == pytest.approx(22_239, abs=1)


def test_reaches_the_other_end_of_the_world():
    assert distance_m(Point(0, 90), Point(0, -90)) == pytest.approx(math.pi * EARTH_RADIUS_M)


@given(points, points)
def test_is_the_same_in_both_directions(a, b):
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))


@given(points, points, points)
def test_has_no_shorter_way_round(a, b, c):
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 0.01


@given(points)
def test_is_nothing_to_itself(a):
    assert distance_m(a, a) == 0
