"""What a phone shows first: a low head with all ways in one menu, and rows that unfold; also without scripts."""

import pytest
from playwright.sync_api import expect

from manyhands.apps.groups.paths import group_path
from tests.journeys.visitor import SIZES
from tests.worlds import make_group, make_member, make_user, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THIRD = SIZES["phone"]["viewport"]["height"] / 3
PAGES = ("needs:list", "groups:members", "groups:public", "needs:ask", "groups:myself", "messaging:outbox")


@pytest.fixture
def rosa():
    """An organiser of a group whose name is as long as they are."""
    group = make_group("Eastside Neighbours of Lansing and East Lansing")
    return make_member(group, ("organiser",), user=make_user(language="es"))


@pytest.mark.parametrize("page", PAGES)
def test_on_a_phone_a_page_begins_in_the_first_third(visit, rosa, page):
    visitor = visit("es", "phone")
    visitor.sign_in(rosa.user)
    visitor.open(group_path(rosa.group, page))

    assert visitor.page.locator("h1").bounding_box()["y"] < THIRD
    assert visitor.page.locator(".bar").bounding_box()["height"] < THIRD / 3


@pytest.mark.parametrize("hands", ["no scripts", "keyboard"])
def test_the_menu_opens_and_leads_on(visit, rosa, hands):
    visitor = visit("es", "small", hands=hands)
    visitor.sign_in(rosa.user)
    visitor.open(group_path(rosa.group, "groups:public"))
    expect(visitor.page.get_by_role("link", name=visitor.words("Requests"))).to_be_hidden()

    visitor.unfold("Menu")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.press("Requests")

    assert visitor.page.url.endswith(group_path(rosa.group, "needs:list"))


def test_on_a_desk_it_lies_open_in_one_row(visit, rosa):
    visitor = visit("es", "desktop")
    visitor.sign_in(rosa.user)
    visitor.open(group_path(rosa.group, "needs:list"))

    current = visitor.page.locator(".bar-nav [aria-current=page]")
    expect(current).to_have_text(visitor.words("Requests"))
    expect(visitor.page.locator(".bar-menu > summary")).to_be_hidden()
    visitor.press("Settings")
    assert visitor.page.url.endswith(group_path(rosa.group, "groups:settings"))


def test_a_member_takes_one_or_two_lines_and_unfolds(visit, rosa):
    helper = make_member(rosa.group, (), name="Ana Ruiz")
    make_volunteer(rosa.group, membership=helper, skills=("driving",))
    visitor = visit("es", "phone", hands="no scripts")
    visitor.sign_in(rosa.user)
    visitor.open(group_path(rosa.group, "groups:members"))
    row = visitor.page.locator("li", has_text="Ana Ruiz")
    week = row.get_by_text(visitor.words("%(done)s of %(limit)s this week", done=0, limit=3))
    expect(week).to_be_hidden()
    assert row.bounding_box()["height"] < 100

    visitor.unfold("Ana Ruiz")

    expect(week).to_be_visible()


def test_on_a_desk_all_of_a_member_is_in_sight(visit, rosa):
    make_volunteer(rosa.group, membership=make_member(rosa.group, (), name="Ana Ruiz"))
    visitor = visit("es", "desktop")
    visitor.sign_in(rosa.user)
    visitor.open(group_path(rosa.group, "groups:members"))

    visitor.sees("%(done)s of %(limit)s this week", done=0, limit=3)
