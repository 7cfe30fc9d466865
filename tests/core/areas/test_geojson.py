"""Reading an area from what a map program hands out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.areas import AreaFileError, Shape, read_geojson
from manyhands.core.areas.geojson import MAX_BYTES, MAX_POINTS
from manyhands.core.values.point import Point

RING = [[-84.6, 42.7], [-84.5, 42.7], [-84.5, 42.8], [-84.6, 42.8], [-84.6, 42.7]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
FEATURE = {"type": "Feature", "properties": {"name": "Eastside"}, "geometry": POLYGON}
POINT = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
INSIDE, OUTSIDE = Point(lon=-84.55, lat=42.75), Point(lon=-84.4, lat=42.75)


def written(thing: object) -> bytes:
    return json.dumps(thing).encode()


@pytest.mark.parametrize(
    "thing",
    [
        POLYGON,
        FEATURE,
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        {"type": "GeometryCollection", "geometries": [POLYGON]},
        {"type": "FeatureCollection", "features": [POINT, FEATURE]},
    ],
    ids=lambda thing: thing["type"],
)
def test_every_wrapping_of_a_polygon_is_read(thing):
    area = read_geojson(written(thing))

    assert area.contains("", INSIDE)
    assert not area.contains("", OUTSIDE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings(encoding):
    assert read_geojson(json.dumps(POLYGON).encode(encoding)).contains("", INSIDE)


def test_an_outline_is_closed_rounded_and_loses_its_heights():
    open_ring = [[-84.60000004, 42.7, 260.5], [-84.5, 42.7, 261], [-84.5, 42.8, 262]]

    assert read_geojson(written({"type": "Polygon", "coordinates": [open_ring]})) == Shape(
        ((((-84.6, 42.7), (-84.5, 42.7), (-84.5, 42.8)),),)
    )


def ring_of(*corners):
    return {"type": "Polygon", "coordinates": [list(corners)]}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_json"),
        (b"name,zip\nAna,48912", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b" " * (MAX_BYTES + 1), "too_large"),
        (b"{}", "no_polygon"),
        (b"[]", "no_polygon"),
        (written(POINT), "no_polygon"),
        (written({"type": "FeatureCollection", "features": None}), "no_polygon"),
        (written({"type": "Polygon", "coordinates": []}), "broken_outline"),
        (written({"type": "Polygon", "coordinates": "here"}), "broken_outline"),
        (written({"type": "Polygon", "coordinates": [[]]}), "broken_outline"),
        (written(ring_of([0, 0], [1, 1], [0, 0])), "broken_outline"),
        (written(ring_of([0, 0], [1], [1, 1])), "broken_outline"),
        (written(ring_of([0, 0], [1, "x"], [1, 1])), "broken_outline"),
        (b'{"type": "Polygon", "coordinates": [[[0, 0], [1, NaN], [1, 1]]]}', "broken_outline"),
        (written(ring_of(*[[lat, lon] for lon, lat in [(-114, 42), (-113, 42), (-113, 43)]])), "swapped"),
        (written(ring_of([500_000, 4_700_000], [500_100, 4_700_000], [500_100, 4_700_100])), "not_degrees"),
        (written(ring_of(*[[i / 1000, (i * i) % 80] for i in range(MAX_POINTS + 1)])), "too_detailed"),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    with pytest.raises(AreaFileError) as caught:
        read_geojson(data)

    assert caught.value.reason == reason


def test_the_edges_of_the_world_are_in_it():
    corners = [[-180, -90], [180, -90], [180, 90], [-180, 90]]

    assert read_geojson(written(ring_of(*corners))).polygons == (
        (((-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)),),
    )


@pytest.mark.parametrize(
    ("corner", "reason"),
    [
        ([0, 90.1], "swapped"),
        ([0, -90.1], "swapped"),
        ([90, 180], "swapped"),
        ([90.1, 180], "not_degrees"),
        ([90, 180.1], "not_degrees"),
        ([180.1, 0], "not_degrees"),
        ([-180.1, 0], "not_degrees"),
    ],
)
def test_beyond_them_it_is_said_whether_the_two_look_swapped(corner, reason):
    with pytest.raises(AreaFileError) as caught:
        read_geojson(written(ring_of(corner, [0, 0], [1, 1])))

    assert caught.value.reason == reason


def wrapped(times):
    thing = POLYGON
    for _ in range(times):
        thing = {"type": "GeometryCollection", "geometries": [thing]}
    return written(thing)


def test_a_polygon_is_found_as_deep_as_files_wrap_it_and_no_deeper():
    assert read_geojson(wrapped(4)).contains("", INSIDE)
    with pytest.raises(AreaFileError) as caught:
        read_geojson(wrapped(5))

    assert caught.value.reason == "no_polygon"


@given(st.recursive(st.none() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4)))
def test_no_coordinates_break_it(coordinates):
    try:
        area = read_geojson(written({"type": "MultiPolygon", "coordinates": coordinates}))
    except AreaFileError:
        return
    assert area.polygons
