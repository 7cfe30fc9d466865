"""Whether a place lies where a group helps."""

from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.areas import Circle, Shape, ZipList
from manyhands.core.values.point import Point, distance_m

LANSING = Point(lon=-84.5553, lat=42.7336)
SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
HOLE = ((1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0))


def test_zip_codes_count_with_their_first_five_digits():
    area = ZipList(frozenset({"48912"}))

    assert area.contains("48912-3107", None)
    assert not area.contains("48823", LANSING)
    assert area.contains("", LANSING)


def test_a_circle_ends_at_its_radius():
    area = Circle(LANSING, 5_000)
    inside, outside = Point(lon=-84.5553, lat=42.7785), Point(lon=-84.5553, lat=42.7787)

    assert distance_m(LANSING, inside) < 5_000 < distance_m(LANSING, outside)
    assert area.contains("", inside)
    assert not area.contains("48912", outside)
    assert area.contains("48912", None)


def test_a_hole_is_outside():
    area = Shape(((SQUARE, HOLE),))

    assert area.contains("", Point(lon=0.5, lat=0.5))
    assert not area.contains("", Point(lon=2, lat=2))
    assert not area.contains("", Point(lon=5, lat=2))
    assert area.contains("", None)


def test_any_of_several_outlines_will_do():
    far = tuple((lon + 10, lat) for lon, lat in SQUARE)
    area = Shape(((SQUARE,), (far,)))

    assert area.contains("", Point(lon=12, lat=2))
    assert not area.contains("", Point(lon=7, lat=2))


@given(st.floats(-1, 5), st.floats(-1, 5))
def test_a_square_contains_what_lies_between_its_sides(lon, lat):
    inside = Shape(((SQUARE,),)).contains("", Point(lon=lon, lat=lat))

    if 0 < lon < 4 and 0 < lat < 4:
        assert inside
    if not (0 <= lon <= 4 and 0 <= lat <= 4):
        assert not inside
