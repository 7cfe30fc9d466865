"""The geocoder against a server that speaks Nominatim's search, and against one that does not."""

import pytest

from manyhands.adapters.nominatim import Nominatim
from manyhands.apps.places.geocoding import Bounds, Geocoder
from manyhands.core.values.point import Point
from tests.adapters.servers import HttpServer, Say, closed_port, running

LANSING = Bounds(west=-84.9, south=42.5, east=-84.2, north=42.95)


def result(lat="42.7336", lon="-84.5553", rank=30, **more):
    return {
        "place_id": 1,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
        "osm_type": "way",
        "lat": lat,
        "lon": lon,
        "category": "place",
        "type": "house",
        "place_rank": rank,
        "display_name": "100, North Capitol Avenue, Lansing",
        **more,
    }


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr("manyhands.adapters.http.READ_SECONDS", 0.5)
    with running(HttpServer(Say(body=[result()]))) as server:
        settings.GEOCODER_URL = server.url + "/"
        yield server


def find(text="100 N Capitol Ave, 48933"):
    return Nominatim().find(text, bounds=LANSING, country="us")


def test_it_keeps_to_the_port():
    assert isinstance(Nominatim(), Geocoder)


def test_an_address_is_found(server):
    answer = find()

    (heard,) = server.heard
    assert (answer.outcome, answer.points) == ("answered", [Point(lon=-84.5553, lat=42.7336)])
    assert (heard.method, heard.path) == ("GET", "/search")
    assert heard.query == {
        "q": ["100 N Capitol Ave, 48933"],
        "format": ["jsonv2"],
        "limit": ["5"],
        "viewbox": ["-84.9,42.95,-84.2,42.5"],
        "bounded": ["1"],
        "countrycodes": ["us"],
    }
    assert heard.headers["user-agent"].startswith("Manyhands/")


def test_what_is_only_a_town_is_no_address(server):
    server.script = Say(body=[result(rank=16), result(lat="42.74", rank=26)])

    assert [point.lat for point in find().points] == [42.74]


def test_nothing_known_is_an_answer(server):
    server.script = Say(body=[])

    assert (find().outcome, list(find().points)) == ("answered", [])


@pytest.mark.parametrize(
    "row",
    [
        result(lat="-84.5553", lon="420.7336"),
        result(lat="142.7", lon="-84.5"),
        result(lat="nan", lon="inf"),
        result(lat="", lon="-84.5"),
        result(lat=None, lon=None),
        result(rank=None),
        result(rank="house"),
        {"lat": "42.7", "lon": "-84.5"},
        "Lansing",
        None,
    ],
    ids=lambda row: str(row)[:40],
)
def test_numbers_that_are_no_place(server, row):
    server.script = Say(body=[row, result()])

    assert find().points == [Point(lon=-84.5553, lat=42.7336)]


@pytest.mark.parametrize(
    ("say", "wait_s"),
    [
        (Say(429, "slow down", headers={"Retry-After": "30"}), 30),
        (Say(503, {"error": {"code": 503}}), 0),
        (Say(403, "<html>Access blocked</html>"), 0),
        (Say(500), 0),
        (Say(200, "<html><title>Under maintenance</title></html>"), 0),
        (Say(200, {"error": "Unable to geocode"}), 0),
        (Say(200, ""), 0),
        (Say(302, headers={"Location": "http://127.0.0.1/"}), 0),
        (Say(drop=True), 0),
        (Say(after_s=1.0), 0),
    ],
    ids=str,
)
def test_what_a_server_may_do(server, say, wait_s):
    server.script = say

    answer = find()

    assert (answer.outcome, answer.wait_seconds) == ("later", wait_s)


def test_nobody_listens(settings):
    settings.GEOCODER_URL = f"http://127.0.0.1:{closed_port()}"

    assert find().outcome == "later"


def test_the_log_never_holds_the_address(server, caplog):
    caplog.set_level("DEBUG")
    find("12 Secret Street, 48912")
    server.script = Say(503)
    find("12 Secret Street, 48912")

    assert "status 503" in caplog.text
    assert "Secret" not in caplog.text
