"""The page of a plan: everything in one file, nothing from elsewhere, nothing that was typed gets loose."""

import re
import stat
from html.parser import HTMLParser

import pytest

from manyhands.cli.planning.page.projection import HEIGHT, WIDTH, Spread, fit
from manyhands.core.values.point import Point
from tests.cli.planning_sheets import BEN, CARMEN, LUIS, MARIA, need, volunteer

SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def page(plan, tmp_path):
    """The text of the page for these rows."""

    def page(needs, volunteers, *options):
        path = tmp_path / "plan.html"
        planned = plan(needs, volunteers, "--map", str(path), *options)
        assert planned.code in {0, 1}, planned.warned
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        return path.read_text(encoding="utf-8")

    return page


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_it_says_who_helps_whom_and_that_it_is_private(page):
    text = page([MARIA, LUIS], [CARMEN, BEN])

    assert "This page holds names and places" in text
    assert text.count('data-outcome="covered"') == 2
    assert text.count('<path class="way"') == 2
    assert "Carmen Vega Soto" in text


def test_it_asks_nobody_for_anything(page):
    text = page([MARIA], [CARMEN])

    addresses = [
        (tag, name, value)
        for tag, attributes in Elements(text).found
        for name, value in attributes.items()
        if name in {"src", "href", "action", "srcset", "data"} and not (value or "").startswith("#")
    ]
    assert addresses == []
    assert "default-src &#x27;none&#x27;" in text
    assert not re.search(r"url\(|@import|https?://", text)


def test_what_was_typed_stays_text(page):
    text = page(
        [need(name=SCRIPT, what="Ride & <b>food</b>")],
        [volunteer(name=SCRIPT), volunteer(BEN, name="' onx='1")],
    )

    tags = [tag for tag, _attributes in Elements(text).found]
    assert tags.count("script") == 1
    assert "b" not in tags
    attributes = {name for _tag, attributes in Elements(text).found for name in attributes}
    assert not {name for name in attributes if name.startswith("on")}


def test_nothing_is_styled_or_run_where_it_stands(page):
    """The page's own policy would refuse it."""
    attributes = {name for _tag, found in Elements(page([MARIA], [CARMEN])).found for name in found}

    assert "style" not in attributes


def test_it_speaks_spanish(page):
    text = page([MARIA], [CARMEN], "--language", "es", "--unit", "km")

    assert '<html lang="es"' in text
    assert "Esta página contiene nombres" in text
    assert "Trayecto (km)" in text
    assert "This page" not in text


def test_needs_that_nobody_can_meet_are_drawn_and_listed(page):
    text = page([need(what="Childcare")], [CARMEN])

    assert text.count('data-outcome="unmet"') == 1
    assert 'href="#unmet"' in text
    assert "<h2>Nobody yet</h2>" in text


def test_without_any_place_there_is_no_map(page):
    text = page([need(what="Emotional support", zip="")], [volunteer(can="talk", zip="")])

    assert "there is no map" in text
    assert 'id="map"' not in text
    assert text.count('data-outcome="covered"') == 1


def test_people_in_one_place_stand_beside_each_other():
    spread = Spread()
    places = {spread.free_place((500.0, 300.0)) for _number in range(50)}

    assert len(places) == 50


def test_every_place_fits_into_the_drawing():
    points = [Point(-84.6, 42.6), Point(-84.4, 42.8), Point(-84.5, 42.7)]
    projection = fit(points)

    assert projection is not None
    drawn = [projection.place(point) for point in points]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in drawn)
    assert drawn[1][0] > drawn[0][0]
    assert drawn[1][1] < drawn[0][1], "north is up"
    assert fit([]) is None


@pytest.mark.browser
def test_it_can_be_searched_sorted_and_moved_by_keys(plan, tmp_path, chromium):
    path = tmp_path / "plan.html"
    plan([MARIA, LUIS, need(name="Zoë Ö", what="Childcare", phone="")], [CARMEN, BEN], "--map", str(path))
    asked = []
    tab = chromium.new_page(viewport={"width": 390, "height": 800})
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: asked.append(message.text))
    tab.goto(path.as_uri())

    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.fill("#search", "nunez")
    assert tab.inner_text("#count") == "1 of 3 lines are shown."
    tab.fill("#search", "")
    tab.select_option("#outcome", "unmet")
    assert tab.locator(".plan tbody tr:visible").count() == 1
    tab.select_option("#outcome", "")
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.click("thead th:first-child button")
    assert tab.inner_text(".plan tbody tr:first-child th") == "Luis Gómez"
    tab.focus("#map")
    tab.keyboard.press("+")
    assert tab.get_attribute("#map", "viewBox") == "200 128 600 384"
    tab.close()
    assert asked == [path.as_uri()]
