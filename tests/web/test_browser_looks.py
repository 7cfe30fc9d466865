"""Every page of the gallery as people meet it: small, dark, right to left, without scripts; and axe on each."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PROBLEMS = [f"problem/{status}/" for status in (400, 403, 404, 419, 500, 503)]
PAGES = ["", "question/", *PROBLEMS]
WAYS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True},
    "dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "contrast": {"viewport": {"width": 390, "height": 844}, "forced_colors": "active"},
    "spanish": {"viewport": {"width": 320, "height": 700}, "locale": "es-US"},
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CLIPPED = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && !e.closest('.visually-hidden, .skip, svg'))
    .filter(e => !['visible', 'auto', 'scroll'].includes(getComputedStyle(e).overflowX))
    .map(e => e.outerHTML.slice(0, 120))"""


def violations(page, context: str | None = None, **more) -> list[str]:
    answer = Axe().run(page, context, RULES | more).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in answer]


@pytest.fixture
def look(chromium):
    contexts = []

    def open_page(way: str, **more):
        context = chromium.new_context(**WAYS[way], **more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda message: page.complaints.append(message.text) if message.type == "error" else None,
        )
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_in_every_way(look, gallery, path, way):
    page = look(way)
    page.goto(gallery + path)

    # For its ten seconds an undo covers what lies beneath, so it is looked at by itself.
    page.evaluate("document.querySelector('.toasts')?.remove(); scrollTo(0, 0)")
    rules = {"color-contrast": {"enabled": way != "contrast"}}  # forced colours are the reader's own
    assert violations(page, rules=rules) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CLIPPED) == []
    assert [text for text in page.complaints if "the server responded with" not in text] == []


@pytest.mark.parametrize("way", ["desktop", "phone"])
def test_right_to_left(look, gallery, way):
    page = look(way)
    page.goto(f"{gallery}?dir=rtl")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # On a phone the language is in the menu.
    last = page.locator(".language" if way == "desktop" else ".bar-menu > summary")
    assert page.locator(".brand").bounding_box()["x"] > last.bounding_box()["x"]


@pytest.mark.parametrize("way", ["desktop", "phone", "dark", "spanish"])
def test_undo(look, gallery, way):
    page = look(way)
    page.goto(gallery)

    assert violations(page, "#toasts") == []
    box, size = page.locator(".toast").bounding_box(), page.viewport_size
    assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"]
    assert 0 <= box["y"] <= box["y"] + box["height"] <= size["height"]


def test_mistakes(look, gallery):
    page = look("phone")
    page.goto(f"{gallery}question/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()

    assert violations(page) == []


def test_without_scripts_everything_that_is_needed_is_there(look, gallery):
    page = look("phone", java_script_enabled=False)
    page.goto(f"{gallery}question/")
    page.get_by_text("A ride", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="¿Qué te ayudaría?")).to_be_visible()


def test_without_scripts_nothing_is_offered_that_needs_them(look, gallery):
    page = look("desktop", java_script_enabled=False)
    page.goto(gallery)

    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    expect(page.get_by_role("button", name="Use where I am")).to_be_hidden()
    expect(page.get_by_role("button", name="Keys", exact=True)).to_be_hidden()
    page.get_by_text("Close…").click()
    expect(page.get_by_role("button", name="Close this request")).to_be_visible()


def test_what_one_taps_is_large_enough(look, gallery):
    """44 px on the side that matters; links within a sentence are as high as their line."""
    page = look("phone")
    page.goto(f"{gallery}question/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    small = page.evaluate("""() => [...document.querySelectorAll('a[href], button, select, textarea, .option label')]
        .filter(e => e.checkVisibility() && !e.closest('p, .skip, .visually-hidden') && e.offsetHeight < 43.5)
        .map(e => `${e.outerHTML.slice(0, 80)} ${e.offsetHeight}`)""")

    assert [text for text in small if 'class="skip"' not in text] == []
