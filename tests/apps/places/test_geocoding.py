"""From an address to a place on the map: once, slowly, only nearby, and never against what people said."""

import contextvars
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from manyhands.apps.places import tasks
from manyhands.apps.places.actions import ToldPlace, add_place, change_place, forget_place, locate_place
from manyhands.apps.places.models import GeocodeAnswer, Place, PlacedBy, PlaceKind
from manyhands.apps.places.tasks import forget_old_answers, geocode_due
from manyhands.core.privacy.cells import search_cell
from manyhands.core.values.point import Point
from manyhands.storage.models import RateBucket
from tests.adapters.servers import HttpServer, Say, running
from tests.apps.places.conftest import BY, CAPITOL, EASTERN_HIGH, NOW
from tests.worlds import make_need

FOUND = [{"lat": "42.7336", "lon": "-84.5553", "place_rank": 30}]


@pytest.fixture
def server(settings, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with running(HttpServer(Say(body=FOUND))) as server:
        settings.GEOCODER, settings.GEOCODER_URL = "nominatim", server.url
        yield server


@pytest.fixture(autouse=True)
def slept(monkeypatch):
    """Waiting moves the clock instead of the test."""
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        CLOCKS[-1].shift(timedelta(seconds=seconds))

    monkeypatch.setattr("manyhands.apps.places.tasks.time.sleep", sleep)
    return slept


CLOCKS = []


def work(at=NOW, task=geocode_due):
    with time_machine.travel(at, tick=False) as clock:
        CLOCKS.append(clock)
        contextvars.Context().run(task)
        CLOCKS.pop()


def again(place):
    return Place.objects.get(pk=place.pk)


def test_without_a_geocoder_nothing_is_planned(tell_place):
    place = tell_place(zip_code="48933")

    assert place.geocode_at is None
    work()
    assert again(place).placed_by == PlacedBy.ZIP


def test_an_address_is_placed(server, tell_place):
    place = tell_place(zip_code="48933")
    assert place.placed_by == PlacedBy.ZIP  # until the answer is there

    work()

    place = again(place)
    assert (place.placed_by, place.position) == (PlacedBy.GEOCODER, CAPITOL)
    assert place.search_cell == search_cell(CAPITOL)
    assert place.geocode_at is None
    assert server.heard[0].query["q"] == ["100 N Capitol Ave, 48933"]


def test_what_is_listed_moves_along(server, group, scope):
    need = make_need(group, address="100 N Capitol Ave", zip_code="", at=NOW)
    assert need.parts.get().public_cell == ""

    work()

    assert need.parts.get().public_cell == again(need.place).public_cell != ""


def test_the_same_address_is_asked_for_once(server, tell_place):
    places = [tell_place("100 N Capitol Ave"), tell_place("  100 n  CAPITOL ave ")]

    work()

    assert len(server.heard) == 1
    assert {again(place).placed_by for place in places} == {PlacedBy.GEOCODER}


def test_the_answer_is_kept_without_the_address(server, tell_place):
    tell_place("100 N Capitol Ave")
    work()

    with connection.cursor() as cursor:
        cursor.execute("SELECT query_index, position FROM places_geocodeanswer")
        [(index, position)] = cursor.fetchall()
    assert "capitol" not in (index + position).casefold()
    assert "42.7" not in position


def test_answers_are_forgotten_after_three_months(server, tell_place):
    tell_place()
    work()

    work(NOW + timedelta(days=89), forget_old_answers)
    assert GeocodeAnswer.objects.count() == 1
    work(NOW + timedelta(days=91), forget_old_answers)
    assert GeocodeAnswer.objects.count() == 0


def test_one_question_a_second_for_all_processes_together(server, tell_place, slept):
    for number in range(4):
        tell_place(f"{number} Oak St")

    work()

    assert len(server.heard) == 4
    assert sum(slept) == pytest.approx(3, abs=0.3)
    assert RateBucket.objects.filter(action="geocoder").count() == 1


def test_an_unknown_address_stays_where_staff_find_it(server, tell_place):
    server.script = Say(body=[])
    place = tell_place("The yellow house, 3rd door")

    work()
    work(NOW + timedelta(days=1))

    assert (again(place).placed_by, again(place).geocode_at) == (PlacedBy.NOBODY, None)
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("33.7490", "-84.3880"), ("42.7336", "84.5553"), ("-84.5553", "42.7336"), ("0", "0")],
    ids=["another state", "without the minus", "swapped", "null island"],
)
def test_an_answer_from_elsewhere_is_none(server, tell_place, lat, lon):
    server.script = Say(body=[{"lat": lat, "lon": lon, "place_rank": 30}])
    place = tell_place(zip_code="48933")

    work()

    assert again(place).placed_by == PlacedBy.ZIP


def test_the_first_answer_that_is_near_counts(server, tell_place):
    server.script = Say(body=[{"lat": "33.7", "lon": "-84.4", "place_rank": 30}, *FOUND])
    place = tell_place()

    work()

    assert again(place).position == CAPITOL


@pytest.mark.parametrize(
    "say", [Say(429, headers={"Retry-After": "900"}), Say(503), Say(200, "<html>"), Say(drop=True)]
)
def test_a_server_in_trouble_is_left_alone_for_a_while(server, tell_place, say):
    server.script = say
    places = [tell_place("1 Oak St"), tell_place("2 Oak St")]

    work()
    assert len(server.heard) == 1
    server.script = Say(body=FOUND)
    work(NOW + timedelta(hours=1))

    assert {again(place).placed_by for place in places} == {PlacedBy.GEOCODER}


def test_retry_after_is_obeyed(server, tell_place):
    server.script = Say(429, headers={"Retry-After": "900"})
    place = tell_place()

    work()

    assert again(place).geocode_at == NOW + timedelta(seconds=900)


def test_after_eight_times_it_is_left_to_people(server, tell_place):
    server.script = Say(503)
    place = tell_place()

    at = NOW
    for _ in range(12):
        work(at)
        at = again(place).geocode_at or at

    assert len(server.heard) == 8
    assert (again(place).geocode_at, again(place).placed_by) == (None, PlacedBy.NOBODY)


def test_a_worker_that_dies_is_followed_by_another(server, tell_place, monkeypatch):
    place = tell_place()

    def die(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("manyhands.apps.places.tasks.ask", die)
        with pytest.raises(SystemExit):
            work()

    assert again(place).geocode_at == NOW + timedelta(minutes=5)
    work(NOW + timedelta(minutes=6))
    assert again(place).placed_by == PlacedBy.GEOCODER


def test_what_staff_placed_meanwhile_stays(server, tell_place):
    place = tell_place()

    locate_place(place, EASTERN_HIGH, placed_by=PlacedBy.STAFF, by=BY, at=NOW)
    Place.objects.filter(pk=place.pk).update(geocode_at=NOW)

    work()

    assert again(place).position == EASTERN_HIGH


def test_what_was_told_anew_meanwhile_is_asked_anew(server, tell_place, monkeypatch):
    place = tell_place("1 Oak St")
    ask = tasks.ask

    def told_anew_meanwhile(*args, **kwargs):
        answer = ask(*args, **kwargs)
        monkeypatch.setattr(tasks, "ask", ask)
        change_place(again(place), ToldPlace(kind=PlaceKind.ADDRESS, text="9 Elm St"), by=BY, at=NOW)
        return answer

    monkeypatch.setattr(tasks, "ask", told_anew_meanwhile)
    work()
    assert again(place).placed_by == PlacedBy.NOBODY
    work(NOW + timedelta(minutes=1))

    assert again(place).placed_by == PlacedBy.GEOCODER
    assert [heard.query["q"] for heard in server.heard] == [["1 Oak St"], ["9 Elm St"]]


@pytest.mark.parametrize(
    "told",
    [
        {"kind": PlaceKind.LANDMARK},
        {"kind": PlaceKind.ON_THE_PHONE, "text": ""},
        {"kind": PlaceKind.ZIP, "text": "", "zip_code": "48933"},
        {"position": Point(lon=-84.5, lat=42.7)},
    ],
    ids=str,
)
def test_only_addresses_leave_the_machine(server, tell_place, told):
    assert tell_place(**told).geocode_at is None


def test_without_an_area_nothing_is_asked(server, group, tell_place):
    group.area = {}
    group.save()
    place = tell_place()

    work()

    assert server.heard == []
    assert again(place).geocode_at is None


def test_a_forgotten_place_is_not_asked_about(server, tell_place):
    forget_place(tell_place(), by=BY, at=NOW)

    work()

    assert server.heard == []


@pytest.mark.parametrize(
    ("kind", "area"),
    [
        ("circle", {"lon": -84.55, "lat": 42.73, "radius_m": 5000}),
        ("shape", {"polygons": [[[[-84.6, 42.6], [-84.4, 42.6], [-84.4, 42.8], [-84.6, 42.8]]]]}),
        ("zips", {"zips": ["48933", "48912"]}),
    ],
)
def test_the_box_to_look_in_follows_the_area(server, group, scope, kind, area):
    group.area_kind, group.area = kind, area
    group.save()
    add_place(group, ToldPlace(kind=PlaceKind.ADDRESS, text="1 Oak St"), by=BY, at=NOW)

    work()

    west, north, east, south = (float(edge) for edge in server.heard[0].query["viewbox"][0].split(","))
    assert west < -84.6 < -84.4 < east
    assert south < 42.7 < north
    assert east - west < 1.2
