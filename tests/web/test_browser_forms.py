"""Sending once, lost connections, mistakes, counting, leaving: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def posts_of(page) -> list[str]:
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    return posts


def test_a_form_pressed_many_times_is_sent_once(page, gallery):
    posts = posts_of(page)
    page.goto(f"{gallery}question/")
    page.get_by_text("A ride", exact=True).click()
    page.evaluate(
        "() => { const button = document.querySelector('main form .btn'); for (let i = 0; i < 5; i++) button.click(); }"
    )
    expect(page.get_by_text("Thank you.")).to_be_visible()

    assert len(posts) == 1


def test_a_page_brought_back_can_be_sent_again(page, gallery):
    posts = posts_of(page)
    page.goto(f"{gallery}question/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()

    assert len(posts) == 2


def test_what_was_typed_survives_a_lost_connection(page, gallery):
    page.goto(f"{gallery}question/")
    page.get_by_text("Childcare").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("alert").filter(has_text="We cannot reach the server")).to_be_visible()
    expect(page.get_by_label("Childcare")).to_be_checked()

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def test_a_server_that_does_not_answer_counts_as_lost(page, gallery):
    page.goto(f"{gallery}question/")
    page.route(
        "**/public*.js", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_()
    )
    page.get_by_text("Childcare").click()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("alert").filter(has_text="We cannot reach the server")).to_be_visible()
    expect(page.get_by_label("Childcare")).to_be_checked()


def test_mistakes_take_the_focus_and_lead_to_the_control(page, gallery):
    page.goto(f"{gallery}question/")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Choose at least one kind of help.").click()

    expect(page.get_by_label("Groceries")).to_be_focused()


def test_characters_are_counted_and_spoken_in_a_pause(page, gallery):
    page.clock.install()
    page.goto(gallery)
    note = page.locator("#id_note")
    note.fill("\n" + "é" * 100)
    expect(page.locator("#id_note_count")).to_have_text("Characters left: 198")
    page.clock.run_for(2000)
    expect(page.locator("#announcements")).to_have_text("")

    note.fill("x" * 305)
    expect(page.locator("#id_note_count")).to_have_text("Characters too many: 5")
    expect(page.locator("#announcements")).to_have_text("")
    page.clock.run_for(2000)
    expect(page.locator("#announcements")).to_have_text("Characters too many: 5")


def test_an_undo_counts_down_and_goes(page, gallery):
    page.clock.install()
    page.goto(gallery)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_have_text(re.compile("10"))
    page.clock.run_for(4000)
    expect(undo).to_have_text(re.compile("6"))
    undo.focus()
    page.clock.run_for(7000)

    expect(undo).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


def test_a_link_is_copied_on_the_press_of_a_button(page, gallery):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(gallery)
    page.locator("button[data-copy='K7-204']").click()

    expect(page.locator("#announcements")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "K7-204"


def test_the_place_is_asked_for_only_on_the_press_of_the_button(page, gallery):
    page.add_init_script(
        "window.asked = 0; const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...all) => { window.asked++; real(...all); };"
    )
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 42.7325, "longitude": -84.5555})
    page.goto(gallery)
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Use where I am").click()

    expect(page.get_by_text("Got it: your place is filled in.")).to_be_visible()
    expect(page.get_by_label("Latitude")).to_have_value("42.73250")
    expect(page.get_by_label("Longitude")).to_have_value("-84.55550")


def test_a_place_that_is_refused_is_said(page, gallery):
    page.goto(gallery)
    page.get_by_role("button", name="Use where I am").click()

    expect(page.get_by_text("We could not find your place.")).to_be_visible()


@pytest.fixture
def neutral(page):
    page.context.route(
        "https://www.wikipedia.org/**",
        lambda route: route.fulfill(body="<title>Neutral</title>", content_type="text/html"),
    )


@pytest.mark.parametrize("way", ["button", "keys"])
def test_leaving_is_quick_and_going_back_leads_nowhere_private(page, gallery, neutral, way):
    page.goto(gallery)
    page.goto(f"{gallery}question/")
    page.get_by_text("Childcare").click()
    if way == "button":
        page.get_by_role("link", name="Leave this page quickly").click()
    else:
        for _press in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back(wait_until="commit")
    page.wait_for_url("https://www.wikipedia.org/")

    assert page.title() == "Neutral"


def test_capital_letters_do_not_leave(page, gallery, neutral):
    page.goto(gallery)
    page.locator("#id_name").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")

    expect(page.locator("#id_name")).to_have_value("ABCD")
    assert page.url == gallery


def test_whoever_comes_again_by_themselves_is_let_in(page, gallery, neutral):
    page.goto(f"{gallery}question/")
    page.get_by_role("link", name="Leave this page quickly").click()
    page.wait_for_url("https://www.wikipedia.org/")
    page.goto(f"{gallery}question/")

    expect(page.get_by_role("heading", name="What would help?")).to_be_visible()
