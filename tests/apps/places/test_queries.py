"""Words, distances and nets: all of it from the public cell alone."""

import pytest

from manyhands.apps.places.actions import add_landmark, remove_landmark
from manyhands.apps.places.models import Landmark
from manyhands.apps.places.queries import (
    area_describer,
    describe_area,
    distance_between_public,
)
from manyhands.core.privacy.cells import cell_centre, search_cell, uncounted_cell
from manyhands.core.values.point import Point, distance_m
from tests.apps.places.conftest import BY, CAPITOL, EASTERN_HIGH, NOW


def cell_at(point):
    return uncounted_cell(search_cell(point))


def test_words_by_zip_code(tell_place):
    place = tell_place(position=CAPITOL)

    assert describe_area(place, "en").endswith("Lansing")
    assert describe_area(place, "en")[:5].isdigit()


def test_words_by_landmark(group, tell_place):
    place = tell_place(position=EASTERN_HIGH)
    add_landmark(group, "Eastern High", cell_centre(place.public_cell), by=BY, at=NOW)

    assert describe_area(place, "en") == "near Eastern High"
    assert describe_area(place, "es") == "cerca de Eastern High"


def test_two_homes_in_one_cell_are_described_alike(group, tell_place):
    """Else the words would tell in which half of the cell somebody lives."""
    centre = cell_centre(cell_at(CAPITOL))
    add_landmark(group, "The Capitol", centre, by=BY, at=NOW)
    homes = [Point(lon=centre.lon + d, lat=centre.lat + d) for d in (-0.006, 0.0, 0.006)]
    places = [tell_place(position=home) for home in homes if cell_at(home) == cell_at(CAPITOL)]

    assert len(places) > 1
    assert len({describe_area(place, "en") for place in places}) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "place not known yet"), ("es", "todavía no se sabe dónde")]
)
def test_words_for_what_is_not_placed(tell_place, language, words):
    assert describe_area(tell_place("somewhere"), language) == words


def test_words_in_the_middle_of_the_ocean(tell_place):
    assert describe_area(tell_place(position=Point(lon=-40, lat=35)), "en") == "outside the towns we know"


def test_a_list_is_described_with_one_query(group, scope, django_assert_num_queries):
    for number in range(5):
        add_landmark(group, f"School {number}", Point(lon=-84.5, lat=42.7 + number / 100), by=BY, at=NOW)
    with django_assert_num_queries(1):
        describe = area_describer(group)
        assert len([describe(cell_at(CAPITOL)) for _ in range(100)]) == 100


def test_distance_between_cells_not_homes():
    a, b = cell_at(CAPITOL), cell_at(EASTERN_HIGH)

    assert distance_between_public(a, b) == distance_m(cell_centre(a), cell_centre(b))
    assert distance_between_public(a, a) == 0
    assert distance_between_public(a, "") is None


def test_the_same_name_moves_a_landmark(group, scope):
    add_landmark(group, "Library", CAPITOL, by=BY, at=NOW)
    add_landmark(group, "Library", EASTERN_HIGH, by=BY, at=NOW)

    assert Landmark.objects.get().position == EASTERN_HIGH


# --- what lists call an area ------------------------------------------------------------------------------------


def test_a_place_is_called_by_what_the_group_knows_near_it(group, tell_place):
    add_landmark(group, "Eastern High", EASTERN_HIGH, by=BY, at=NOW)

    assert tell_place(position=EASTERN_HIGH).area_name == "Eastern High"
    assert tell_place(position=CAPITOL).area_name == "Lansing"


def test_what_is_known_by_its_zip_code_alone_is_near_to_nothing(group, tell_place):
    by_zip = tell_place(zip_code="48912")
    add_landmark(group, "Eastern High", cell_centre(by_zip.public_cell), by=BY, at=NOW)
    by_zip.refresh_from_db()

    assert by_zip.area_name == tell_place(zip_code="48912").area_name == "Lansing"


def test_places_that_were_there_follow_what_the_group_names_and_forgets(group, tell_place):
    place = tell_place(position=EASTERN_HIGH)
    landmark = add_landmark(group, "Eastern High", EASTERN_HIGH, by=BY, at=NOW)
    place.refresh_from_db()
    named = place.area_name
    remove_landmark(landmark, by=BY, at=NOW)
    place.refresh_from_db()

    assert (named, place.area_name) == ("Eastern High", "Lansing")


def test_homes_in_one_cell_are_called_alike(group, tell_place):
    centre = cell_centre(cell_at(CAPITOL))
    add_landmark(group, "The Capitol", Point(lon=centre.lon + 0.012, lat=centre.lat), by=BY, at=NOW)
    homes = [Point(lon=centre.lon + d, lat=centre.lat + d) for d in (-0.006, 0.0, 0.006)]
    places = [tell_place(position=home) for home in homes if cell_at(home) == cell_at(CAPITOL)]

    assert len(places) > 1
    assert {place.area_name for place in places} == {"The Capitol"}
