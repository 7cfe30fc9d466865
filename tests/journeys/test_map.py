"""The map after the list: by pointer, by keyboard, with pictures of others only after a yes, and without any of it."""

import base64
import re
import struct
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import expect

from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import RequestDraft
from manyhands.storage.scope import group_scope
from tests.apps.needs.asking import Asker
from tests.journeys.visitor import Visitor
from tests.worlds import make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.browser

AXE = """options => axe.run(document, options)
    .then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].html}`))"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THIRD_PARTY = re.compile(r"^https?://(?!127\.0\.0\.1|localhost)")
# A picture of one pixel: what tile servers are made to answer here.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Town:
    """Three requests around Lansing, somebody who may take them, and a coordinator."""

    def __init__(self, **settings: Any) -> None:
        at = timezone.now()
        self.group = make_group("Map Town", meeting_mode="open_claim", **settings)
        self.ana = make_member(self.group, (), name="Ana Ruiz")
        self.rosa = make_member(self.group, ("coordinator",))
        self.olga = make_member(self.group, ("organiser",), name="Olga R.")
        make_volunteer(self.group, "Ana Ruiz", membership=self.ana, at=at)
        make_need(self.group, ("groceries",), zip_code="48912", at=at)
        make_need(self.group, ("prepared_meal",), zip_code="48912", at=at)
        make_need(self.group, ("errand",), zip_code="48911", at=at)
        make_need(self.group, ("talk",), zip_code="48911", at=at)

    def path(self, name: str, **values: Any) -> str:
        return group_path(self.group, name, **values)


@pytest.fixture
def town(site) -> Town:
    return Town()


def open_list(visit, town: Town, language: str = "en", size: str = "desktop", **more: Any) -> Visitor:
    visitor = visit(language, size, **more)
    visitor.sign_in(town.ana.user)
    visitor.open(town.path("dispatch:open_list"))
    return visitor


def button(visitor: Visitor, text: str) -> Any:
    return visitor.page.get_by_role("button", name=visitor.words(text), exact=True)


def show_map(visitor: Visitor) -> None:
    button(visitor, "Show the map").click()
    expect(canvas(visitor).locator("button.map-heap").first).to_be_visible()


def canvas(visitor: Visitor) -> Any:
    return visitor.page.locator("[data-map-canvas]")


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_cell_shows_its_rows(visit, town, language, size):
    visitor = open_list(visit, town, language, size, reduced_motion="reduce")
    page = visitor.page
    others: list[str] = []
    page.on("request", lambda request: others.append(request.url) if THIRD_PARTY.match(request.url) else None)
    show_map(visitor)
    expect(canvas(visitor).locator("button.map-heap")).to_have_count(2)
    visitor.picture(f"map-{language}-{size}")
    near = canvas(visitor).get_by_role("button", name=re.compile("Lansing")).first
    near.click()
    rows = page.locator("[data-map-rows]")

    expect(rows.locator("article")).to_have_count(2)
    expect(rows.locator("h3")).to_be_focused()
    visitor.picture(f"map-{language}-{size}-rows")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE, RULES) == []
    assert others == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_choice_is_remembered_and_taken_back(visit, town):
    visitor = open_list(visit, town, reduced_motion="reduce")
    show_map(visitor)
    visitor.page.reload()
    expect(canvas(visitor).locator("button.map-heap").first).to_be_visible()
    button(visitor, "Hide the map").click()

    expect(canvas(visitor)).to_be_hidden()
    expect(button(visitor, "Show the map")).to_be_focused()
    visitor.page.reload()
    expect(button(visitor, "Show the map")).to_be_visible()
    expect(canvas(visitor)).to_be_hidden()


def test_the_map_obeys_the_keyboard(visit, town):
    visitor = open_list(visit, town, reduced_motion="reduce")
    keyboard = visitor.page.keyboard
    button(visitor, "Show the map").focus()
    keyboard.press("Enter")
    expect(canvas(visitor)).to_be_focused()
    expect(canvas(visitor).locator("button.map-heap").first).to_be_visible()
    before = places(visitor)
    keyboard.press("ArrowRight")
    moved = places(visitor)
    keyboard.press("-")
    keyboard.press("-")
    keyboard.press("-")
    together = canvas(visitor).get_by_role("button", name=re.compile("Look closer"))
    expect(together).to_have_text("3")
    focus_by_tab(visitor, together)
    keyboard.press("Enter")
    apart = canvas(visitor).locator("button.map-heap").first
    expect(apart).to_be_focused()
    keyboard.press("Enter")

    assert [round(one - other) for one, other in zip(before, moved, strict=True)] == [80, 80]
    expect(visitor.page.locator("[data-map-rows] h3")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("[data-map-rows] a").first).to_be_focused()


def places(visitor: Visitor) -> list[float]:
    return [
        box["x"]
        for box in (one.bounding_box() for one in canvas(visitor).locator("button.map-heap").all())
        if box
    ]


def focus_by_tab(visitor: Visitor, target: Any) -> None:
    for _ in range(12):
        if target.evaluate("element => element === document.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {target}.")


def test_one_can_pass_by_the_map(visit, town):
    visitor = open_list(visit, town, reduced_motion="reduce")
    show_map(visitor)
    skip = visitor.page.get_by_role("link", name="Skip the map")
    skip.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")

    assert visitor.page.evaluate("!document.activeElement.closest('[data-map]')")


def test_without_scripts_the_list_is_all_there_is_and_says_so(visit, town):
    visitor = visit("en", hands="no scripts")
    visitor.sign_in(town.ana.user)
    visitor.open(town.path("dispatch:open_list"))

    expect(visitor.page.locator("article")).to_have_count(4)
    expect(visitor.page.locator("[data-map] noscript p")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Show the map")).to_have_count(0)


def test_a_map_that_cannot_be_loaded_says_so(visit, town):
    visitor = open_list(visit, town)
    visitor.page.route("**/map.json*", lambda route: route.fulfill(status=500))
    button(visitor, "Show the map").click()

    visitor.sees("The map could not be loaded. The list is complete without it.")
    expect(button(visitor, "Show the map")).to_be_visible()
    visitor.page.unroute("**/map.json*")
    show_map(visitor)


@pytest.mark.parametrize(
    ("base_map", "host"), [("osm", "tile.openstreetmap.org"), ("esri", "arcgisonline.com")]
)
def test_pictures_of_others_come_only_after_a_yes(visit, site, base_map, host):
    town = Town()
    type(town.group).objects.filter(pk=town.group.pk).update(base_map=base_map)
    visitor = open_list(visit, town, reduced_motion="reduce")
    page, asked = visitor.page, []
    page.on("request", lambda request: asked.append(request.url) if THIRD_PARTY.match(request.url) else None)
    page.route(THIRD_PARTY, lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    show_map(visitor)
    assert asked == []
    assert host not in policy_of(page)

    button(visitor, "Show the pictures").click()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    assert asked
    assert all(host in url for url in asked)
    assert host in policy_of(page)

    button(visitor, "Stop loading them").click()
    expect(page.locator(".map-state").first).to_be_attached()
    asked.clear()
    page.reload()
    expect(page.locator(".map-state").first).to_be_attached()
    assert asked == []
    assert host not in policy_of(page)
    expect(page.locator("[data-map-ask]")).to_be_hidden()


def test_a_file_of_our_own_needs_nobody_else(visit, site, settings, tmp_path):
    town = Town()
    path = tmp_path / "world.pmtiles"
    path.write_bytes(pmtiles_of(PIXEL))
    settings.MAP_FILE, settings.MAP_FILE_CREDIT = str(path), "Made by us"
    type(town.group).objects.filter(pk=town.group.pk).update(base_map="own")
    visitor = open_list(visit, town, reduced_motion="reduce")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    show_map(visitor)

    tile = visitor.page.locator("canvas.leaflet-tile-loaded").first
    expect(tile).to_be_attached()
    assert tile.evaluate(
        "tile => [tile.width, tile.getContext('2d').getImageData(0, 0, 1, 1).data[3] > 0]"
    ) == [
        1,
        True,
    ]
    assert [url for url in asked if THIRD_PARTY.match(url)] == []
    visitor.sees("Made by us")


def pmtiles_of(picture: bytes) -> bytes:
    """The whole world as one picture at zoom 0, nothing compressed: https://github.com/protomaps/PMTiles, version 3."""
    # One entry: tile 0, once, so many bytes, from the beginning.
    root = bytes([1, 0, 1, *([len(picture)] if len(picture) < 128 else []), 1])
    assert len(root) == 5
    sections = [
        127,
        len(root),
        127 + len(root),
        2,
        127 + len(root) + 2,
        0,
        127 + len(root) + 2,
        len(picture),
        1,
        1,
        1,
    ]
    header = b"PMTiles\x03" + struct.pack("<11Q", *sections) + bytes([1, 1, 1, 2, 0, 0])
    header += struct.pack("<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000) + struct.pack(
        "<B2i", 0, 0, 0
    )
    return header + root + b"{}" + picture


def policy_of(page: Any) -> str:
    return str(page.request.get(page.url).headers["content-security-policy"])


def test_staff_see_what_is_open(visit, town):
    visitor = visit("en", "phone", reduced_motion="reduce")
    visitor.sign_in(town.rosa.user)
    visitor.open(town.path("dispatch:staff_map"))
    show_map(visitor)
    canvas(visitor).get_by_role("button", name=re.compile("An errand")).click()

    expect(visitor.page.locator("[data-map-rows] li")).to_have_count(1)
    visitor.picture("map-staff-phone")


def test_pointing_at_a_place_while_asking(visit, town):
    visitor = visit("en", "phone", reduced_motion="reduce")
    fill_in_until_where(visitor, town)
    weights: list[str] = []
    visitor.page.on("request", lambda request: weights.append(request.url))
    visitor.choose("At an address")
    visitor.write("Street, number and town", "214 Oak St, Lansing")
    assert weights == []

    button(visitor, "Point at it on a map").click()
    expect(canvas(visitor)).to_be_focused()
    visitor.page.keyboard.press("ArrowRight")
    visitor.picture("map-pin-phone")
    visitor.page.evaluate(AXE_SCRIPT)
    assert visitor.page.evaluate(AXE, RULES) == []
    button(visitor, "This is the place").click()
    expect(visitor.page.locator("[data-map-status]")).to_have_text(re.compile("^Chosen: near "))
    expect(visitor.page.locator("input[name=address]")).to_have_value("214 Oak St, Lansing")
    visitor.press("Continue")

    with group_scope(town.group.pk):
        [draft] = RequestDraft.objects.all()
    assert re.fullmatch(r"42\.\d+,-84\.\d+", draft.answers["where"]["position"][0])


def fill_in_until_where(visitor: Visitor, town: Town) -> None:
    asker = Asker(town.group)
    asker.fill_in("when")
    visitor.context.add_cookies([{"name": "request", "value": asker.cookie, "url": visitor.site}])
    visitor.open(town.path("needs:ask_step", step="where"))
