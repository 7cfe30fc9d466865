"""Where ZIP codes are."""

import pytest

from manyhands.core.gazetteer import find_zip, list_zips_within
from manyhands.core.values.point import distance_m


@pytest.mark.parametrize("written", ["48912", " 48912 ", "48912-3107"])
def test_a_zip_code_is_found_however_it_is_written(written):
    area = find_zip(written)

    assert area is not None
    assert (area.zip_code, area.city, area.state, area.time_zone) == (
        "48912",
        "Lansing",
        "MI",
        "America/Detroit",
    )
    assert 42.6 < area.centre.lat < 42.9
    assert -84.7 < area.centre.lon < -84.3


@pytest.mark.parametrize("written", ["", "4891", "00000", "ABCDE", "H2X 1Y4", "４８９１２"])
def test_what_is_no_zip_code_is_not_found(written):
    assert find_zip(written) is None


def test_zips_around_a_place_come_nearest_first():
    centre = find_zip("48933").centre
    near = list_zips_within(centre, 8_000)
    distances_m = [distance_m(centre, area.centre) for area in near]

    assert {"48912", "48910", "48906", "48915", "48823"} <= {area.zip_code for area in near}
    assert distances_m == sorted(distances_m)
    assert max(distances_m) <= 8_000


def test_the_search_misses_nothing_that_a_plain_scan_finds():
    """Near the pole a degree of longitude is short: the window must widen with it."""
    centre = find_zip("99723").centre  # Utqiagvik, Alaska
    radius_m = 150_000
    found = {area.zip_code for area in list_zips_within(centre, radius_m)}
    far_around = list_zips_within(centre, 2_000_000)

    assert found == {area.zip_code for area in far_around if distance_m(centre, area.centre) <= radius_m}
    assert len(found) > 1
