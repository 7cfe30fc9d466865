"""Every route, as every role that may see it: accessible, in one piece on a small screen, quiet in the console."""

import sys
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.addresses import MEMBERS, VISITOR, Address, AddressBook, Kind, list_routes
from tests.journeys.town import make_town
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

GUESTS = (
    VISITOR,
    *MEMBERS,
    "asking",
    "asking outside",
    "sent",
    "signing in",
    "changing e-mail",
    "starting a group",
)
FILES = {
    "groups:public_qr",
    "groups:invite_qr",
    "needs:own_download",
    "dispatch:calendar_feed",
    "dispatch:invitation_calendar",
    "dispatch:open_map",
    "dispatch:staff_map_cells",
    "places:map_base",
    "places:map_file",
    "privacy:own_download",
    "vetting:evidence",
    "vouching:proof_key",
    "healthz",
    "readyz",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# All that can change when a page is mirrored, or goes dark; the rest is the same elements again.
IN_PLACE = {
    "runOnly": {"type": "rule", "values": ["target-size", "color-contrast", "scrollable-region-focusable"]}
}
IN_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SMALL, LARGE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
TWICE = """() => [...document.querySelectorAll('[id]')].map(e => e.id)
    .filter((id, place, all) => id && all.indexOf(id) !== place)"""
HEAVY = ("numpy", "ortools", "pandas", "scipy", "sklearn", "manyhands.core.dispatch.problem")
FORM = """[...document.querySelectorAll('main form[method=post]')].find(form =>
    [...form.querySelectorAll('[required]')].some(field => field.type !== 'radio' && field.offsetParent))"""
INSISTS = f"() => Boolean({FORM})"
EMPTY_AND_SEND = f"""() => {{
    const form = {FORM}
    for (const field of form.querySelectorAll('[required]'))
        if (field.type === 'checkbox') field.checked = false; else if (field.type !== 'radio') field.value = ''
    form.noValidate = true
    form.requestSubmit([...form.querySelectorAll('button')].pop())
}}"""


@pytest.fixture
def nothing_heavy(monkeypatch):
    """As in a web process, where none of these is loaded: a page that asks for one fails.

    Other tests of the same process may have loaded them; that they are not in `sys.modules` would say nothing.
    """
    for name in HEAVY:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.fixture(scope="module")
def book(site):
    return AddressBook(make_town(timezone.now()), site)


def test_every_route_is_visited_or_takes_posts_only(book):
    """A page that nobody looks at is a page that nobody has tested."""
    kinds = {route.name: {book.kind_of(one) for one in book.addresses(route)} for route in list_routes()}
    looked_at = {one.route for guest in GUESTS for one in addresses_for(book, guest)}

    pages = {name for name, found in kinds.items() if Kind.PAGE in found}
    assert pages - looked_at == set()
    assert {name for name, found in kinds.items() if found == {Kind.BROKEN}} == set()
    assert {name for name, found in kinds.items() if Kind.FILE in found} == FILES


@pytest.mark.parametrize("guest", GUESTS)
@pytest.mark.usefixtures("nothing_heavy")
def test_pages_are_accessible_in_every_way(book, visit, guest):
    addresses = addresses_for(book, guest)
    visitor = visit("en", "small", reduced_motion="reduce")
    settle_in(visitor, book, guest)

    found = [problem for address in addresses for problem in look_at(visitor, address)]

    assert addresses
    assert not found, "\n".join(found)


@pytest.mark.parametrize("guest", ["organiser", "coordinator", "volunteer"])
def test_the_menu_is_the_same_on_every_page_of_the_group(book, guest):
    """Also on those that are for everybody, when a member opens them."""
    theirs = [one for one in addresses_for(book, guest) if one.path.startswith("/g/")]
    public = [replace(one, guest=guest) for one in addresses_for(book, VISITOR) if one.path.startswith("/g/")]
    menus = {one.path: book.menu_of(one) for one in (*theirs, *public) if book.kind_of(one) == Kind.PAGE}
    usual = menus[theirs[0].path]

    assert len(usual) >= 1
    assert len(menus) > 10
    assert {path: found for path, found in menus.items() if found != usual} == {}


@pytest.mark.parametrize("guest", GUESTS)
def test_errors_are_said_accessibly(book, visit, guest):
    visitor = visit("en", "small", reduced_motion="reduce")
    settle_in(visitor, book, guest)
    found = []
    for address in addresses_for(book, guest):
        if address.is_first and send_empty(visitor, address):
            if not says_what_is_missing(visitor.page):
                found.append(f"{address.path}: empty answers, and no summary of what is missing")
            found += problems(visitor.page, f"{address.path}, with errors")

    assert not found, "\n".join(found)


def addresses_for(book: AddressBook, guest: str) -> list[Address]:
    own = [one for route in list_routes() for one in book.addresses(route) if one.guest == guest]
    return [address for address in own if book.kind_of(address) == Kind.PAGE]


def settle_in(visitor: Visitor, book: AddressBook, guest: str) -> None:
    jar = book.cookies[guest].items()
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site} for name, value in jar])


def look_at(visitor: Visitor, address: Address) -> list[str]:
    page = visitor.page
    page.set_viewport_size(SMALL)
    answer = page.goto(visitor.site + address.path)
    if answer.status not in (200, 410) and not address.route.startswith("gallery"):
        return [f"{address.path} answers {answer.status} to {address.guest}"]
    # For its ten seconds an undo covers what lies beneath; it has a test of its own.
    page.evaluate("document.querySelector('.toasts')?.remove()")
    found = problems(page, address.path)
    found += [f"{address.path}: two elements are called {name}" for name in set(page.evaluate(TWICE))]
    if not address.is_first:
        return found
    page.evaluate("document.documentElement.dir = 'rtl'")
    found += problems(page, f"{address.path}, right to left", IN_PLACE)
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.emulate_media(color_scheme="dark")
    found += problems(page, f"{address.path}, dark", IN_COLOUR)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(LARGE)
    return found + problems(page, f"{address.path}, wide")


def problems(page: Any, where: str, rules: dict[str, Any] | None = None) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {**(rules or RULES), "resultTypes": ["violations"]}
    broken = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    found = [
        f"{where}: {rule['id']} at {node['target']}: {node['html'][:160]}"
        for rule in broken
        for node in rule["nodes"][:3]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{where}: has to be scrolled sideways")
    return found


def send_empty(visitor: Visitor, address: Address) -> bool:
    """Send the first form that insists on something with nothing in it; False where there is none."""
    visitor.page.goto(visitor.site + address.path)
    if not visitor.page.evaluate(INSISTS):
        return False
    visitor.page.evaluate(EMPTY_AND_SEND)
    return True


def says_what_is_missing(page: Page) -> bool:
    """On the page that answers; or, on the board, above the very form, which is sent without leaving the page."""
    try:
        expect(page.locator("[data-error-summary]").first).to_be_attached()
    except AssertionError:
        return False
    page.wait_for_load_state()
    return True
