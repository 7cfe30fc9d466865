"""Degrees become metres around the middle of each pool, and who has no place stays out of it."""

import numpy as np
import pytest

from manyhands.core.dispatch.projection import project

NAN = float("nan")


def projected(lon, lat, pool=None):
    pools = np.zeros(len(lon)) if pool is None else pool
    east, north = project(np.array(lon, float), np.array(lat, float), np.array(pools, np.int32))
    assert east.dtype == north.dtype == np.int32
    return list(zip(east.tolist(), north.tolist(), strict=True))


def test_a_town_lies_around_its_middle():
    assert projected([-84.56, -84.54], [42.73, 42.75]) == [(-817, -1112), (817, 1112)]


def test_each_pool_has_a_middle_of_its_own():
    here, there = [-84.56, -84.54], [10.0, 10.02]

    assert projected([*here, *there], [42.73, 42.75, 42.73, 42.75], [0, 0, 3, 3]) == 2 * [
        (-817, -1112),
        (817, 1112),
    ]


@pytest.mark.parametrize(("lon", "lat"), [(NAN, NAN), (NAN, 42.0), (10.0, NAN)])
def test_half_a_place_is_none_and_moves_nobody(lon, lat):
    assert projected([-84.56, lon, -84.54], [42.73, lat, 42.75]) == [(-817, -1112), (0, 0), (817, 1112)]


def test_a_pool_without_any_place_is_nowhere():
    assert projected([NAN, NAN], [NAN, NAN]) == [(0, 0), (0, 0)]


def test_neighbours_on_both_sides_of_the_date_line_are_neighbours():
    assert projected([179.99, -179.99], [0.0, 0.0]) == [(-1112, 0), (1112, 0)]


def test_half_the_earth_is_not_yet_across_it():
    west, east = projected([-90.0, 90.0], [0.0, 0.0])

    assert west == (-10_007_557, 0)
    assert east == (10_007_557, 0)
