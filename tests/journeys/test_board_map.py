"""The board's map follows the request that is looked at; the staff's map stands beside its list."""

import pytest
from playwright.sync_api import expect

from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.browser

WAYS = [("en", "desktop"), ("es", "desktop"), ("en", "phone"), ("es", "phone")]


@pytest.fixture
def group(site):
    return make_group("Map Street", meeting_mode="suggested")


@pytest.fixture
def needs(group):
    """The first has somebody proposed from another part of town; for the second nobody is."""
    far = make_volunteer(group, "Ana Ruiz", zip_code="48911")
    make_volunteer(group, "Luis Gomez", zip_code="48912")
    make_volunteer(group, "Maya Torres", zip_code="48906")
    first, second = make_need(group, urgency=4), make_need(group, urgency=1, zip_code="48911")
    with group_scope(group.pk):
        run = Run.objects.create(
            group=group, cause="nightly", state="done", requested_at=first.asked_at,
            finished_at=first.asked_at, certificate={"is_feasible": True, "is_optimal": True},
        )  # fmt: skip
        part = NeedPart.objects.get(need=first)
        Proposal.objects.create(group=group, run=run, part=part, helper=far.person, volunteer=far)
    return first, second


@pytest.fixture
def come(visit, group, needs):
    def arrive(name, language="en", size="desktop", **query):
        staff = visit(language, size)
        staff.sign_in(make_member(group, ("coordinator",), name="Rosa M.").user)
        staff.open(group_path(group, name) + "".join(f"?{key}={value}" for key, value in query.items()))
        return staff

    return arrive


def drawn(staff, name):
    return staff.page.locator(f".board-map path.map-{name}")


def button(staff, text):
    return staff.page.get_by_role("button", name=staff.words(text), exact=True)


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_it_shows_the_request_that_is_looked_at(come, needs, way):
    language, size = way
    staff = come("dispatch:board", language, size, need=needs[0].reference)
    if size == "phone":
        expect(staff.page.locator(".board-map .map")).to_be_hidden()
        button(staff, "Map").click()
    expect(drawn(staff, "cell")).to_have_count(1)
    expect(drawn(staff, "way")).to_have_count(1)
    expect(drawn(staff, "proposed")).to_have_count(1)
    expect(drawn(staff, "other").first).to_be_visible()
    staff.picture(f"board-map-{'-'.join(way)}")
    if size == "desktop":
        staff.page.locator(f"[data-row='{needs[1].reference}'] a").click()
        expect(staff.page.locator("#board-need")).to_have_attribute("data-need", needs[1].reference)
        expect(drawn(staff, "way")).to_have_count(0)
        expect(drawn(staff, "cell")).to_have_count(1)
    assert staff.complaints == []


def test_whoever_hides_it_is_not_shown_it_again(come):
    staff = come("dispatch:board")
    expect(staff.page.locator(".board-map .map")).to_be_visible()
    button(staff, "Hide the map").click()
    expect(button(staff, "Map")).to_be_focused()
    staff.page.reload()
    expect(button(staff, "Map")).to_be_visible()
    expect(staff.page.locator(".board-map .map")).to_be_hidden()


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_the_staffs_map_stands_beside_its_list(come, way):
    staff = come("dispatch:staff_map", *way)
    first_row = staff.page.locator(".beside-map .rows > li").first
    if way[1] == "phone":
        opener = button(staff, "Show the map")
        assert opener.bounding_box()["y"] < first_row.bounding_box()["y"]
        opener.click()
    expect(staff.page.locator("button.map-heap").first).to_be_visible()
    frame, row = staff.page.locator(".map-frame").bounding_box(), first_row.bounding_box()
    if way[1] == "desktop":
        assert frame["x"] > row["x"] + row["width"]
    else:
        assert frame["y"] + frame["height"] <= row["y"]
    staff.picture(f"staff-map-{'-'.join(way)}")
    assert staff.complaints == []
