"""The week grid and the keys of staff pages, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def ticked(page) -> set[str]:
    return set(page.eval_on_selector_all("[data-week] input:checked", "boxes => boxes.map(box => box.value)"))


def cell(page, slot: int):
    return page.locator(f"#id_week_{slot}")


BEFORE = {"5", "6", "22", "43", "44"}


def test_the_arrow_keys_walk_the_week(page, gallery):
    page.goto(gallery)
    cell(page, 5).focus()
    for key, slot in [
        ("ArrowRight", 6),
        ("ArrowDown", 14),
        ("ArrowLeft", 13),
        ("ArrowUp", 5),
        ("ArrowUp", 5),
    ]:
        page.keyboard.press(key)
        expect(cell(page, slot)).to_be_focused()
    page.keyboard.press("Space")

    assert ticked(page) == BEFORE - {"5"}


def test_the_week_is_one_stop_of_the_tab_key(page, gallery):
    page.goto(gallery)
    cell(page, 5).focus()
    page.keyboard.press("Tab")

    assert not page.evaluate("document.activeElement.matches('[data-week] input')")
    assert page.locator("[data-week] input[tabindex='0']").count() == 1


def test_the_arrow_keys_follow_the_direction_of_reading(page, gallery):
    page.goto(f"{gallery}?dir=rtl")
    cell(page, 5).focus()
    page.keyboard.press("ArrowLeft")

    expect(cell(page, 6)).to_be_focused()


def stroke(page, first: int, *others: int) -> None:
    page.locator("[data-week]").scroll_into_view_if_needed()
    centre = (
        "box => { const r = box.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }"
    )
    page.mouse.move(*cell(page, first).evaluate(centre))
    page.mouse.down()
    for slot in others:
        page.mouse.move(*cell(page, slot).evaluate(centre), steps=4)
    page.mouse.up()


def test_a_stroke_of_the_mouse_ticks_what_it_passes(page, gallery):
    page.goto(gallery)
    stroke(page, 8, 10)

    assert ticked(page) == BEFORE | {"8", "9", "10"}


def test_a_stroke_from_a_ticked_cell_clears(page, gallery):
    page.goto(gallery)
    stroke(page, 5, 6)

    assert ticked(page) == BEFORE - {"5", "6"}


def test_a_stroke_that_comes_home_keeps_its_first_cell(page, gallery):
    page.goto(gallery)
    stroke(page, 8, 9, 8)

    assert ticked(page) == BEFORE | {"8", "9"}


def test_a_press_ticks_one_cell(page, gallery):
    page.goto(gallery)
    cell(page, 0).click()

    assert ticked(page) == BEFORE | {"0"}


def test_whole_days_and_whole_bands(page, gallery):
    page.goto(gallery)
    page.get_by_role("button", name="Tuesday").click()
    assert ticked(page) == BEFORE | {str(slot) for slot in range(8, 16)}
    page.get_by_role("button", name="Tuesday").click()
    assert ticked(page) == BEFORE
    page.get_by_role("button", name="6–9 pm").click()

    assert ticked(page) == BEFORE | {str(6 + 8 * day) for day in range(7)}


def test_on_a_phone_every_cell_is_large_enough(page, gallery):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(gallery)
    sizes = page.eval_on_selector_all(
        "[data-week] .week-cell label", "cells => cells.map(cell => [cell.offsetWidth, cell.offsetHeight])"
    )

    assert len(sizes) == 56
    assert min(min(size) for size in sizes) >= 44


def dialog(page):
    return page.get_by_role("dialog", name="Keys on this page")


def test_the_question_mark_lists_the_keys(page, gallery):
    page.goto(gallery)
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    text = dialog(page).inner_text()

    assert "Next, previous" in text
    assert "Call back" in text
    assert "Undo" in text
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()


def test_keys_move_through_a_list_and_press_buttons(page, gallery):
    page.goto(gallery)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Weekly phone friend")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Groceries for four")).to_be_focused()
    page.evaluate(
        "document.querySelector('[data-key=c]').addEventListener('click', () => (window.called = true))"
    )
    page.keyboard.press("c")

    assert page.evaluate("window.called") is True


def test_keys_rest_while_one_types(page, gallery):
    page.goto(gallery)
    page.locator("#id_name").focus()
    page.keyboard.type("jac?")

    expect(page.locator("#id_name")).to_have_value("jac?")
    expect(page.locator("#id_name")).to_be_focused()
    expect(dialog(page)).to_be_hidden()


def test_keys_can_be_switched_off_for_good(page, gallery):
    page.goto(gallery)
    page.keyboard.press("?")
    page.get_by_label("Use keys on this device").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('[data-item]')") is None

    page.keyboard.press("?")
    page.get_by_label("Use keys on this device").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Weekly phone friend")).to_be_focused()
