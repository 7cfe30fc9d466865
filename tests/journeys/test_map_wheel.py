"""The map in somebody's way: the wheel belongs to the page, and pictures that do not arrive leave no empty box."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_map import THIRD_PARTY, Town, button, canvas, open_list, show_map

pytestmark = pytest.mark.browser

PLACES = "() => [...document.querySelectorAll('.map-heap')].map(one => one.style.transform).sort().join()"


@pytest.fixture
def town(site) -> Town:
    return Town()


def test_the_wheel_scrolls_the_page_until_the_map_is_pressed(visit, town):
    visitor = open_list(visit, town, reduced_motion="reduce")
    show_map(visitor)
    page = visitor.page
    canvas(visitor).evaluate("element => element.scrollIntoView({block: 'center'})")
    visitor.sees(
        "The mouse wheel scrolls the page. Over the map it goes closer once you have pressed the map, "
        "or with Ctrl or ⌘."
    )
    heaps = where_heaps_are(page)
    scrolled = page.evaluate("scrollY")
    page.mouse.move(*middle_of(canvas(visitor)))

    page.mouse.wheel(0, -120)
    page.wait_for_function("before => scrollY < before", arg=scrolled)
    assert where_heaps_are(page) == heaps

    page.mouse.move(*middle_of(canvas(visitor)))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_function(f"before => ({PLACES})() !== before", arg=heaps)

    heaps, scrolled = where_heaps_are(page), page.evaluate("scrollY")
    page.mouse.click(*corner_of(canvas(visitor)))
    page.mouse.wheel(0, 120)
    page.wait_for_function(f"before => ({PLACES})() !== before", arg=heaps)
    assert page.evaluate("scrollY") == scrolled


def where_heaps_are(page: Any) -> str:
    return str(page.evaluate(PLACES))


def middle_of(element: Any) -> tuple[float, float]:
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def corner_of(element: Any) -> tuple[float, float]:
    """Where no request is."""
    box = element.bounding_box()
    return box["x"] + box["width"] - 12, box["y"] + box["height"] - 40


def test_pictures_that_do_not_arrive_leave_outlines_and_a_word(visit, site):
    town = Town()
    type(town.group).objects.filter(pk=town.group.pk).update(base_map="osm")
    visitor = open_list(visit, town, reduced_motion="reduce")
    page = visitor.page
    page.route(THIRD_PARTY, lambda route: route.fulfill(status=502))
    show_map(visitor)

    button(visitor, "Show the pictures").click()
    expect(page.locator("[data-map-stop]")).to_be_visible()
    visitor.sees("do not arrive. The map shows outlines and the names of towns instead.")
    expect(page.locator(".map-state").first).to_be_attached()
    expect(page.locator(".map-town").first).to_be_attached()
    expect(page.locator("[data-map-outline-credit]")).to_be_visible()
