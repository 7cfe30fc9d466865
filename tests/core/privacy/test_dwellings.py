"""Census tables as they are published: counts, places, shapes, and what cannot be counted."""

import json

import pytest

from manyhands.core.privacy.cells import search_cell
from manyhands.core.privacy.division import divide, sum_dwellings
from manyhands.core.privacy.dwellings import Area, DwellingsError, read_areas, spread_dwellings
from manyhands.core.values.point import Point

BLOCK = "260650001001000"
GROUP = "260650001001"
CAPITOL = Point(-84.5553, 42.7336)


def square(size):
    west, south = -84.56, 42.73
    ring = [
        (west, south),
        (west + size, south),
        (west + size, south + size),
        (west, south + size),
        (west, south),
    ]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}


def geojson(properties, shape=None):
    return json.dumps(
        {"type": "FeatureCollection", "features": [{"properties": properties, "geometry": shape}]}
    )


def test_tiger_blocks_hold_all_that_is_needed():
    told = {
        "GEOID20": BLOCK,
        "HOUSING20": 31,
        "INTPTLAT20": "+42.7336",
        "INTPTLON20": "-084.5553",
        "ALAND20": 9_000,
    }

    areas = read_areas([("blocks.geojson", geojson(told))])

    assert areas == {BLOCK: Area(dwellings=31, point=CAPITOL, land_m2=9_000)}
    assert spread_dwellings(areas).per_cell == {search_cell(CAPITOL): 31}


def test_counts_and_places_are_joined_by_number():
    places = geojson({"GEOID": BLOCK, "INTPTLAT": "42.7336", "INTPTLON": "-84.5553"})
    counts = f'GEO_ID,H1_001N\n1000000US{BLOCK},"1,204"\n'

    for files in ([("a", places), ("b", counts)], [("b", counts), ("a", places)]):
        assert spread_dwellings(read_areas(files)).per_cell == {search_cell(CAPITOL): 1204}


def test_dwellings_are_spread_over_a_shape_and_none_is_lost():
    areas = {GROUP: Area(dwellings=100, shape=square(0.05))}

    spread = spread_dwellings(areas)

    assert sum(spread.per_cell.values()) == 100
    assert len(spread.per_cell) == 100
    assert set(spread.per_cell.values()) == {1}


def test_a_shape_smaller_than_a_cell_lies_where_its_middle_is():
    spread = spread_dwellings({BLOCK: Area(dwellings=40, shape=square(0.0001))})

    assert spread.per_cell == {search_cell(Point(-84.55996, 42.73004)): 40}


def test_so_does_a_tiny_island_apart():
    tiny = {"type": "MultiPolygon", "coordinates": [square(0.0001)["coordinates"]]}

    assert spread_dwellings({BLOCK: Area(dwellings=40, shape=tiny)}).per_cell == {
        search_cell(Point(-84.55996, 42.73004)): 40
    }


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_the_shape_in_a_file_counts_and_not_its_middle_alone(kind):
    told = {"GEOID20": GROUP, "HOUSING20": 100, "INTPTLAT20": "42.7336", "INTPTLON20": "-84.5553"}
    rings = square(0.05)["coordinates"]
    shape = {"type": kind, "coordinates": rings if kind == "Polygon" else [rings]}

    spread = spread_dwellings(read_areas([("groups.geojson", geojson(told, shape))]))

    assert len(spread.per_cell) == 100
    assert spread.areas == 1


def test_what_is_no_shape_leaves_the_point():
    told = {"GEOID20": BLOCK, "HOUSING20": 7, "INTPTLAT20": "42.7336", "INTPTLON20": "-84.5553"}
    line = {"type": "LineString", "coordinates": [[-84.5, 42.7], [-84.4, 42.7]]}

    assert spread_dwellings(read_areas([("blocks", geojson(told, line))])).per_cell == {
        search_cell(CAPITOL): 7
    }


def test_it_is_said_how_many_areas_were_counted():
    areas = {f"{BLOCK[:-1]}{last}": Area(dwellings=3, point=CAPITOL) for last in range(4)}
    uncounted = {"1": Area(dwellings=3), "2": Area(dwellings=3, point=CAPITOL), "3": Area(point=CAPITOL)}

    spread = spread_dwellings({**areas, **uncounted})

    assert (spread.areas, spread.without_place, spread.too_large) == (4, ["1"], ["2"])
    assert spread.per_cell == {search_cell(CAPITOL): 12}


def test_an_island_apart_counts_too():
    far = [[[corner[0] + 1, corner[1]] for corner in square(0.01)["coordinates"][0]]]
    both = {"type": "MultiPolygon", "coordinates": [square(0.01)["coordinates"], far]}

    cells = spread_dwellings({GROUP: Area(dwellings=500, shape=both)}).per_cell

    assert len(cells) > 10
    assert sum(cells.values()) == 500


@pytest.mark.parametrize(
    ("number", "land_m2", "counts"),
    [(BLOCK, None, True), (GROUP, None, False), (BLOCK, 600_000, False), (GROUP, 400_000, True)],
)
def test_a_point_stands_for_a_small_area_only(number, land_m2, counts):
    """Else the homes of a township would all be said to stand on the one field in its middle."""
    spread = spread_dwellings({number: Area(dwellings=60, point=CAPITOL, land_m2=land_m2)})

    assert bool(spread.per_cell) is counts
    assert spread.too_large == ([] if counts else [number])


def test_what_is_nowhere_is_named():
    assert spread_dwellings({BLOCK: Area(dwellings=3)}).without_place == [BLOCK]


def test_nobody_lives_there():
    spread = spread_dwellings({BLOCK: Area(dwellings=0, point=CAPITOL), GROUP: Area()})

    assert spread.per_cell == {}
    assert spread.without_place == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"features": 3}',
        '{"features": [{}]}',
        "a,b\n1,2\n",
        "GEOID,units\n12,5\n",
        "GEOID,lat,lon\nx,1,2\n",
        pytest.param("GEOID,units\n1," + "2" * 200_000, id="a cell without an end"),
    ],
)
def test_a_file_that_is_something_else(text):
    with pytest.raises(DwellingsError, match="table"):
        read_areas([("table", text)])


def test_a_shape_that_is_none():
    with pytest.raises(DwellingsError, match=BLOCK):
        spread_dwellings({BLOCK: Area(dwellings=5, shape={"type": "Polygon", "coordinates": []})})


@pytest.mark.parametrize("told", ["1e400", "nan", "-5", "", "many"])
def test_a_count_that_is_none(told):
    text = f"GEOID,units,housing,lat,lon\n{BLOCK},1,{told},42.7336,-84.5553\n"

    assert spread_dwellings(read_areas([("counts.csv", text)])).per_cell == {}


@pytest.mark.data
def test_a_whole_county(public_data):
    folder = public_data / "census" / "ingham_mi"
    files = [(path.name, path.read_text()) for path in sorted(folder.iterdir())]

    spread = spread_dwellings(read_areas(files))

    assert sum(spread.per_cell.values()) == 115_648
    assert spread.without_place == spread.too_large == []
    assert len(divide(sum_dwellings(spread.per_cell))) > 900
