"""Many distances at once are the whole metres that one distance alone is."""

import numpy as np

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.pairs import PairColumns
from manyhands.core.dispatch.problem import Places
from manyhands.core.values.point import Point, distance_m


def pairs_at(lon_a, lat_a, lon_b, lat_b):
    """The n-th request at the n-th first place, the n-th volunteer at the n-th second."""
    rows = np.arange(len(lon_a))
    here = {"id": rows, "x_m": np.zeros(len(rows)), "y_m": np.zeros(len(rows))}
    problem = from_arrays(
        requests=here,
        volunteers=here | {"radius_m": np.zeros(len(rows))},
        places=Places(request_lon=lon_a, request_lat=lat_a, volunteer_lon=lon_b, volunteer_lat=lat_b),
    )
    return PairColumns(problem, rows, rows)


def test_everywhere_on_earth():
    chance = np.random.default_rng(1)
    lon, lat = chance.uniform(-180, 180, (2, 2_000)), chance.uniform(-90, 90, (2, 2_000))

    many = pairs_at(lon[0], lat[0], lon[1], lat[1]).distance_m()

    assert many.tolist() == alone(lon, lat)


def test_where_the_last_digit_decides_which_way_to_round():
    """Of a million pairs in a town, those that are half a metre off a whole number."""
    chance = np.random.default_rng(2)
    lon, lat = chance.uniform(-84.6, -84.5, (2, 10**6)), chance.uniform(42.7, 42.8, (2, 10**6))
    metres = (
        6_371_008.8 * np.pi / 180 * np.hypot((lon[0] - lon[1]) * np.cos(np.radians(42.75)), lat[0] - lat[1])
    )
    close = np.flatnonzero(metres < 50)
    ends = np.column_stack([between(lon[:, row], lat[:, row]) for row in close[:50]])
    halves_lon, halves_lat = np.array([lon[0, close[:50]], ends[0]]), np.array([lat[0, close[:50]], ends[1]])

    many = pairs_at(halves_lon[0], halves_lat[0], halves_lon[1], halves_lat[1]).distance_m()

    assert len(many) == 50
    assert many.tolist() == alone(halves_lon, halves_lat)


def between(lon, lat):
    """The place on the way from the first to the second that is half a metre more than whole metres away."""
    start, end = Point(lon[0], lat[0]), Point(lon[1], lat[1])
    whole = int(distance_m(start, end)) - 1 + 0.5
    near, far = 0.0, 1.0
    for _step in range(60):
        middle = (near + far) / 2
        reached = Point(lon[0] + middle * (lon[1] - lon[0]), lat[0] + middle * (lat[1] - lat[0]))
        near, far = (middle, far) if distance_m(start, reached) < whole else (near, middle)
    return [lon[0] + near * (lon[1] - lon[0]), lat[0] + near * (lat[1] - lat[0])]


def alone(lon, lat):
    """Each distance by itself, rounded as rules round it."""
    rows = range(lon.shape[1])
    return [round(distance_m(Point(lon[0, n], lat[0, n]), Point(lon[1, n], lat[1, n]))) for n in rows]
