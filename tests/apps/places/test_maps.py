"""What lies under a map, whose pictures a page may load, and the point that somebody shows on it."""

import json

import pytest
from django.test import Client

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need
from manyhands.apps.people.forms.volunteer import VolunteerForm
from manyhands.apps.places.models import PlacedBy
from manyhands.apps.places.queries import is_near_group, map_base
from manyhands.core.values.point import Point
from manyhands.storage.scope import group_scope
from manyhands.web.forms.pins import PinField
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

NOBODY = Client()


@pytest.fixture
def town(db) -> Group:
    group = make_group("Map Town")
    with group_scope(group.pk):
        yield group


def base(group) -> dict:
    response = NOBODY.get(group_path(group, "places:map_base"))
    assert response.status_code == 200
    return response.json()


def test_under_the_map_lie_the_state_and_the_towns_of_the_group(town):
    found = base(town)

    assert found["outlines"] == ["/static/manyhands/outlines/26.json"]
    assert {"Lansing", "East Lansing"} <= {name for name, _lat, _lon in found["towns"]}
    assert found["box"]["south"] < 42.73 < found["box"]["north"]
    assert found["area"] == []


def test_a_circle_has_a_rim_all_the_way_around(town):
    town.area_kind, town.area = "circle", {"lon": -84.55, "lat": 42.73, "radius_m": 8_000, "zip": "48933"}
    [ring] = map_base(town)["area"]

    assert max(lat for lat, _lon in ring) - min(lat for lat, _lon in ring) == pytest.approx(
        16 / 111.32, rel=0.01
    )


def test_a_shape_is_drawn_as_it_is(town):
    corners = [[-84.6, 42.7], [-84.5, 42.7], [-84.5, 42.8], [-84.6, 42.7]]
    town.area_kind, town.area = "shape", {"polygons": [[corners]]}

    assert map_base(town)["area"] == [[(lat, lon) for lon, lat in corners]]


def test_at_a_border_both_states_are_drawn_and_without_an_area_the_country(town):
    town.area = {"zips": ["43611"], "cities": ["Toledo"]}
    assert set(map_base(town)["outlines"]) >= {"26", "39"}
    town.area = {}
    assert map_base(town) == {"box": None, "area": [], "towns": [], "outlines": ["us"]}


# --- a file of our own ----------------------------------------------------------------------------------------------


@pytest.fixture
def own_file(town, tmp_path, settings):
    path = tmp_path / "town.pmtiles"
    path.write_bytes(bytes(range(256)) * 4)
    settings.MAP_FILE = str(path)
    Group.objects.filter(pk=town.pk).update(base_map="own")
    return group_path(town, "places:map_file")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-15", 0, 15), ("bytes=300-", 300, 1023), ("bytes=1000-9999", 1000, 1023)],
)
def test_pieces_of_the_file(own_file, asked, first, last):
    response = NOBODY.get(own_file, headers={"range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response.getvalue() == (bytes(range(256)) * 4)[first : last + 1]
    assert int(response["Content-Length"]) == last - first + 1


def test_beyond_the_end_there_is_nothing(own_file):
    response = NOBODY.get(own_file, headers={"range": "bytes=2000-2100"})

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


def test_no_file_for_groups_that_do_not_use_it(own_file, town):
    Group.objects.filter(pk=town.pk).update(base_map="outlines")

    assert NOBODY.get(own_file).status_code == 404


# --- whose pictures a page may load ---------------------------------------------------------------------------------


def policy(client, group, name, cookie="", **values) -> str:
    client.cookies["map_pictures"] = cookie
    return str(client.get(group_path(group, name, **values))["Content-Security-Policy"])


@pytest.fixture
def olga(town) -> Client:
    client = Client()
    member = make_member(town, ("organiser",), name="Olga R.")
    make_volunteer(town, "Olga R.", membership=member)
    sign_in(client, member.user)
    return client


@pytest.mark.parametrize(
    ("base_map", "host"), [("osm", "tile.openstreetmap.org"), ("esri", "arcgisonline.com")]
)
def test_a_page_with_a_map_lets_in_the_groups_pictures_once_agreed(town, olga, base_map, host):
    Group.objects.filter(pk=town.pk).update(base_map=base_map)
    name = "dispatch:staff_map"
    make_need(town)

    assert host not in policy(olga, town, name)
    assert host not in policy(olga, town, name, cookie="none")
    assert host in policy(olga, town, name, cookie=base_map)
    assert "https:" not in policy(olga, town, "needs:list", cookie=base_map)


@pytest.mark.parametrize("cookie", ["osm", "esri", "https://evil.example"])
def test_no_yes_lets_in_what_the_group_has_not_chosen(town, olga, cookie):
    for name in ("dispatch:staff_map", "groups:area", "people:my_details"):
        assert "https:" not in policy(olga, town, name, cookie=cookie)


def test_beside_a_form_the_policy_is_wider_from_the_start(town, olga):
    Group.objects.filter(pk=town.pk).update(base_map="osm")

    assert "tile.openstreetmap.org" in policy(olga, town, "groups:area")


# --- a point that somebody shows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("42.733611,-84.555339", Point(lat=42.73361, lon=-84.55534)),
        ("", None),
        (" 42.7,-84.5 ", Point(lat=42.7, lon=-84.5)),
    ],
)
def test_a_pin_is_read(typed, point):
    assert PinField().clean(typed) == point


@pytest.mark.parametrize(
    "typed", ["91,0", "42.7", "42.7,-84.5,3", "nan,inf", "1e3,4", "<script>", "42,200", "9" * 500]
)
def test_what_is_no_pin_is_refused(typed):
    field = PinField()
    with pytest.raises(Exception, match="point again"):
        field.clean(typed)


def test_a_pin_far_away_is_refused(town):
    field = PinField()
    field.is_near = lambda point: is_near_group(town, point)

    assert field.clean("42.9,-84.5")
    with pytest.raises(Exception, match="far away"):
        field.clean("34.05,-118.24")


def test_a_pin_of_a_volunteer_becomes_the_place_they_start_from(town):
    said = {
        "name": "Ana", "language": "en", "reach_by": "email", "languages": ["en"], "vehicle": "none", "where": "48912",
        "radius": "5", "tasks_per_week": "2", "position": "42.7401,-84.5202",
    }  # fmt: skip
    form = VolunteerForm(said, group=town)

    assert form.is_valid(), form.errors
    assert form.details().place.position == Point(lat=42.7401, lon=-84.5202)


def test_an_organiser_points_at_the_middle_of_the_area(town, olga):
    olga.post(
        group_path(town, "groups:area"),
        {"middle": "42.7361,-84.4839", "miles": "3", "middle_zip": "", "zips": ""},
    )
    town.refresh_from_db()

    assert town.area_kind == "circle"
    assert (town.area["lat"], town.area["lon"], town.area["radius_m"]) == (42.7361, -84.4839, 4828)
    assert town.area["cities"] == ["East Lansing"]


def test_staff_point_at_where_a_caller_is(town, olga):
    said = {
        "phone": "(517) 555-0142", "name": "Maria", "language": "en", "for_whom": "self", "categories": ["groceries"],
        "urgency": "2", "reach_by": "call", "when_kind": "soon", "position": "42.7401,-84.5202",
    }  # fmt: skip
    response = olga.post(group_path(town, "needs:intake"), said)
    assert response.status_code == 302, response.context["form"].errors

    place = Need.objects.get().place
    assert place.placed_by == PlacedBy.PIN
    assert place.position == Point(lat=42.7401, lon=-84.5202)
    assert "42.74" not in json.dumps(list(type(place).objects.values("text", "public_cell", "area_name")))
