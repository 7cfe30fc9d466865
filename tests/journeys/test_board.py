"""The board by keyboard, and two dispatchers at it at once, each in their own language."""

import pytest
from playwright.sync_api import expect

from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.browser

# A little more than the time between two polls.
NEXT_POLL_MS = 9_000


@pytest.fixture
def group(site):
    return make_group("Board Street", meeting_mode="suggested")


@pytest.fixture
def come(visit, group):
    """`come("Rosa M.", "es")`: a coordinator in front of the board, which has said how the plan stands."""

    def arrive(name, language="en", size="desktop", hands="pointer"):
        staff = visit(language, size, hands)
        staff.sign_in(make_member(group, ("coordinator",), name=name).user)
        staff.open(group_path(group, "dispatch:board"))
        if hands != "no scripts":
            expect(staff.page.locator("#board-head")).not_to_have_attribute("data-signature", "")
        return staff

    return arrive


def plan_for(group, *needs):
    ana = make_volunteer(group, "Ana Ruiz")
    with group_scope(group.pk):
        certificate = {"is_feasible": True, "is_optimal": True}
        run = Run.objects.create(
            group=group, cause="nightly", state="done", requested_at=needs[0].asked_at,
            finished_at=needs[0].asked_at, certificate=certificate,
        )  # fmt: skip
        for need in needs:
            part = NeedPart.objects.get(need=need)
            Proposal.objects.create(group=group, run=run, part=part, helper=ana.person, volunteer=ana)
    return ana


def row(staff, need):
    return staff.page.locator(f"[data-row='{need.reference}']")


def toast(staff):
    return staff.page.locator("#board-toasts .toast")


def keys(staff, *pressed):
    for key in pressed:
        staff.page.keyboard.press(key)


@pytest.mark.parametrize("language", ["en", "es"])
def test_four_keys_sort_a_request_and_three_ask_somebody(group, come, language):
    new = make_need(group, is_open=False, urgency=4)
    looking = make_need(group, urgency=1)
    ana = plan_for(group, looking)
    staff = come("Rosa M.", language)
    staff.reads(staff.counted("Approve %(count)s proposal", "Approve %(count)s proposals", 1))

    # The first of the list comes beside it by itself: J goes to the second.
    expect(staff.page.locator("#board-need")).to_have_attribute("data-need", new.reference)
    keys(staff, "j", "Enter")
    expect(staff.page.locator("#board-need")).to_have_attribute("data-need", looking.reference)
    expect(staff.page.locator("#board-people")).to_contain_text("Ana Ruiz")
    keys(staff, "p")
    expect(toast(staff)).to_contain_text("Ana Ruiz")
    staff.picture(f"board-{language}")

    keys(staff, "k", "Enter")
    expect(staff.page.locator("#board-need")).to_have_attribute("data-need", new.reference)
    keys(staff, "u", "3")
    expect(toast(staff)).to_contain_text(new.reference)
    keys(staff, "z")
    expect(staff.page.locator("#board-messages")).to_contain_text(staff.words("Undone."))
    with group_scope(group.pk):
        assert Need.objects.get(pk=new.pk).urgency == 4
        assert Assignment.objects.get().helper == ana.person


def test_no_key_is_about_a_request_that_another_was_chosen_over(group, come):
    first, second = make_need(group, is_open=False, urgency=4), make_need(group, is_open=False, urgency=4)
    staff = come("Rosa M.")
    beside = staff.page.locator("#board-need")
    expect(beside).to_have_attribute("data-need", first.reference)
    expect(beside).to_have_attribute("aria-busy", "false")
    held = []

    def hold(waiting):
        waiting.continue_() if len(held) == 3 else held.append(waiting)

    staff.page.route("**/beside/**", hold)
    keys(staff, "j", "Enter")
    expect(beside).to_have_attribute("aria-busy", "true")
    keys(staff, "u", "3")
    expect(staff.page.locator("#beside-urgency")).not_to_have_attribute("open", "")
    keys(staff, "k", "Enter", "j", "Enter")
    while len(held) < 3:
        staff.page.wait_for_timeout(50)
    for waiting in reversed(held):
        waiting.continue_()
    expect(beside).to_have_attribute("data-need", second.reference)
    keys(staff, "u", "3")
    expect(toast(staff)).to_contain_text(second.reference)
    with group_scope(group.pk):
        assert Need.objects.get(pk=first.pk).urgency == 4


def test_all_are_approved_after_a_second_look_and_taken_back(group, come):
    needs = [make_need(group, kinds) for kinds in (("groceries",), ("errand",))]
    plan_for(group, *needs)
    staff = come("Rosa M.")

    keys(staff, "a")
    expect(staff.page.get_by_role("button", name="Yes, ask this person")).to_be_focused()
    keys(staff, "Enter")
    expect(toast(staff)).to_contain_text("1 person is asked.")
    # Before the next question for news: head, list and middle are already as they are now.
    expect(staff.page.locator("#approve-all")).to_have_count(0, timeout=2_000)
    expect(staff.page.locator("#board-rows")).not_to_contain_text("proposal:", timeout=2_000)
    expect(staff.page.locator("#board-people")).not_to_contain_text("Not this one", timeout=2_000)
    expect(staff.page.locator("#board-rows a").first).to_be_focused()
    keys(staff, "z")
    expect(staff.page.locator("#board-messages")).to_contain_text("Undone.")
    with group_scope(group.pk):
        assert not Assignment.objects.exists()


@pytest.mark.parametrize("hands", ["pointer", "no scripts"])
def test_whoever_was_asked_is_taken_back_without_leaving_the_board(group, come, hands):
    need = make_need(group)
    plan_for(group, need)
    staff = come("Rosa M.", hands=hands)
    if hands == "no scripts":
        row(staff, need).locator("a").click()
    staff.page.get_by_role("button", name="Ask Ana").click()
    expect(toast(staff)).to_contain_text("Ana Ruiz is asked.")
    staff.open(f"{group_path(group, 'dispatch:board')}?need={need.reference}")
    expect(toast(staff)).to_have_count(0)

    staff.page.get_by_role("button", name="Take back").click()
    expect(toast(staff)).to_contain_text("Ana Ruiz: Taken back.")
    assert "/board/" in staff.page.url
    toast(staff).get_by_role("button").click()
    expect(staff.page.get_by_role("button", name="Take back")).to_be_visible()
    with group_scope(group.pk):
        assert Assignment.objects.get().state == "invited"


def test_far_down_the_list_nobody_is_asked_unseen(group, come):
    needs = [make_need(group) for _number in range(18)]
    plan_for(group, *needs)
    staff = come("Rosa M.")
    expect(staff.page.locator("#board-need")).to_have_attribute("data-need", needs[0].reference)
    keys(staff, *["j"] * 17, "Enter")
    expect(staff.page.locator("#board-need")).to_have_attribute("data-need", needs[-1].reference)

    button = staff.page.locator("#board-people [data-key=p]")
    staff.picture("board-far-down")
    expect(button).to_be_in_viewport(ratio=1)
    expect(staff.page.locator("#board-people .is-best .row-title")).to_be_in_viewport(ratio=1)
    staff.page.locator(".board-middle").evaluate("column => column.scrollTo(0, column.scrollHeight)")
    staff.page.locator(".board-middle").evaluate("column => { column.style.maxBlockSize = '9rem' }")
    expect(button).not_to_be_in_viewport()
    keys(staff, "p")
    expect(button).to_be_focused()
    expect(button).to_be_in_viewport()
    with group_scope(group.pk):
        assert not Assignment.objects.exists()


def test_what_another_does_appears_and_nothing_typed_is_lost(group, come):
    need = make_need(group, is_open=False)
    rosa, omar = come("Rosa M."), come("Omar K.", "es")
    for staff in (rosa, omar):
        row(staff, need).locator("a").click()
        expect(staff.page.locator("#board-need")).to_have_attribute("data-need", need.reference)
    rosa.page.locator("#id_text").fill("Half a note")
    expect(omar.page.locator(".board-here")).to_contain_text("Rosa M.", timeout=NEXT_POLL_MS)

    omar.page.get_by_role("button", name=omar.words("Start looking for somebody")).click()
    expect(toast(omar)).to_contain_text(need.reference)

    news = row(rosa, need).locator(".row-news")
    expect(news).to_contain_text("Omar K. has started looking for somebody", timeout=NEXT_POLL_MS)
    expect(rosa.page.locator("#id_text")).to_have_value("Half a note")
    expect(rosa.page.locator("#id_text")).to_be_focused()
    expect(rosa.page.locator("#board-need [data-key=o]")).to_have_count(0)
    rosa.picture("board-news")

    rosa.page.get_by_role("button", name="Keep the note").click()
    expect(rosa.page.locator("#board-need article")).to_contain_text("Half a note")
    expect(rosa.page.locator("#id_text")).to_have_value("")


def test_a_note_waits_while_another_request_is_looked_at(group, come):
    first, second = make_need(group, urgency=4), make_need(group, urgency=1)
    staff = come("Rosa M.")
    expect(staff.page.locator("#board-need")).to_have_attribute("data-need", first.reference)
    staff.page.locator("#id_text").fill("Half a note")

    for need, text in ((second, ""), (first, "Half a note")):
        row(staff, need).locator("a").click()
        expect(staff.page.locator("#board-need")).to_have_attribute("data-need", need.reference)
        expect(staff.page.locator("#id_text")).to_have_value(text)


def test_on_a_phone_the_list_leads_to_the_request_and_back(group, come):
    need = make_need(group, urgency=4)
    make_volunteer(group, "Ana Ruiz")
    staff = come("Rosa M.", "es", "phone")

    row(staff, need).locator("a").click()
    expect(staff.page.locator("#board-need")).to_be_visible()
    expect(staff.page.locator("#board-rows")).to_be_hidden()
    staff.picture("board-phone")
    assert staff.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown = [
        "#beside-title",
        "#people-title",
        ".row-end button",
        ".row-more",
        "#beside-moves-title",
        "#notes",
    ]
    tops = [
        staff.page.locator(place).first.evaluate("at => at.getBoundingClientRect().top") for place in shown
    ]
    assert tops == sorted(tops)

    staff.page.get_by_role("link", name=staff.words("To the list")).click()
    expect(staff.page.locator("#board-rows")).to_be_visible()


def test_without_scripts_every_press_is_a_page(group, come):
    need = make_need(group, is_open=False, urgency=4)
    ana = make_volunteer(group, "Ana Ruiz")
    staff = come("Rosa M.", "en", "desktop", "no scripts")

    row(staff, need).locator("a").click()
    staff.press("Start looking for somebody")
    staff.press("Ask")
    staff.reads("Ana Ruiz is asked.")
    with group_scope(group.pk):
        assert Assignment.objects.get().helper == ana.person


def test_after_not_this_one_and_after_keeping_a_view_one_goes_on_from_there(group, come):
    needs = [make_need(group) for _number in range(2)]
    plan_for(group, *needs)
    staff = come("Rosa M.")
    staff.page.get_by_role("button", name="Not this one").first.click()
    expect(toast(staff)).to_contain_text("Ana Ruiz")
    expect(row(staff, needs[0]).locator("a")).to_be_focused()

    staff.page.locator("#board-filters summary").click()
    staff.page.get_by_label("Name of the view").fill("All of them")
    staff.page.get_by_role("button", name="Keep what is shown now").click()
    expect(staff.page.locator(".board-saved a")).to_be_focused()
