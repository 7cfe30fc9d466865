"""Somebody asks, somebody comes: from the first page to the last, whoever sits in front of it and with what."""

import pytest

from manyhands.apps.groups.paths import group_path
from tests.journeys.asking import ask, kind_name
from tests.journeys.ending import claimed_and_done, end_state, invited_and_done
from tests.journeys.worker import letters_to, link_in, work
from tests.worlds import make_group, make_member, make_volunteer

pytestmark = pytest.mark.browser

# Every language on every size; every pair of hands in both languages.
WAYS = [
    ("en", "phone", "pointer"),
    ("en", "desktop", "keyboard"),
    ("en", "phone", "no scripts"),
    ("es", "desktop", "pointer"),
    ("es", "phone", "keyboard"),
    ("es", "desktop", "no scripts"),
]


@pytest.mark.parametrize(("language", "size", "hands"), WAYS)
def test_from_asking_to_done_by_invitation(visit, clock, language, size, hands):
    group, coordinator, ana = a_group(language, meeting_mode="dispatch")

    neighbour = visit(language, size, hands)
    private_page = ask(neighbour, group)
    neighbour.picture(f"sent-{language}-{size}")
    work()

    staff = visit(language, size, hands)
    staff.sign_in(coordinator.user)
    reference = open_request(staff, group)
    staff.press_starting("Who can?")
    staff.press("Ask")
    clock.shift(11)
    work()

    helper = visit(language, size, hands)
    helper.open(link_in(letters_to(ana.person.email)[-1], "/i/"))
    helper.does_not_read("214 Oak")
    helper.press("Yes, I can")
    helper.reads("214 Oak Street")
    helper.picture(f"task-{language}-{size}")
    helper.press("On my way")
    finish(helper)

    see_how_it_ended(neighbour, private_page)
    clock.shift(11)
    work()
    staff.open(group_path(group, "needs:detail", reference=reference))
    staff.picture(f"request-{language}-{size}")
    assert end_state(group) == invited_and_done(ana)


@pytest.mark.parametrize(("language", "size", "hands"), WAYS)
def test_from_asking_to_done_by_claim(visit, clock, language, size, hands):
    group, coordinator, ana = a_group(language, meeting_mode="open_claim")

    neighbour = visit(language, size, hands)
    private_page = ask(neighbour, group)
    work()

    staff = visit(language, size, hands)
    staff.sign_in(coordinator.user)
    open_request(staff, group)
    clock.shift(11)
    work()

    helper = visit(language, size, hands)
    helper.sign_in(ana.membership.user)
    helper.open(group_path(group, "dispatch:open_list"))
    helper.picture(f"open-list-{language}-{size}")
    helper.press_starting("I can do this")
    helper.does_not_read("214 Oak")
    helper.press("Yes, I can")
    helper.reads("214 Oak Street")
    helper.press("On my way")
    finish(helper)

    see_how_it_ended(neighbour, private_page)
    clock.shift(11)
    work()
    assert end_state(group) == claimed_and_done(ana)


def a_group(language, **settings):
    """With a coordinator, and a volunteer who fits: all of them speak one language."""
    group = make_group(**settings)
    coordinator = make_member(group, ("coordinator",))
    ana = make_volunteer(group, "Ana Ruiz", membership=make_member(group, ()), language=language)
    return group, coordinator, ana


def open_request(staff, group):
    """From the desk of what is new to "looking for somebody"; returns the reference."""
    staff.open(group_path(group, "needs:list"))
    staff.follow(kind_name(group, "groceries", staff.language))
    staff.does_not_read("214 Oak")
    staff.press_starting("Start looking for somebody")
    return staff.page.locator("#facts").inner_text()


def finish(helper):
    helper.choose("All done")
    helper.write("About how many minutes did it take?", "40")
    helper.press("Done")
    helper.sees("Done. Thank you!")


def see_how_it_ended(neighbour, private_page):
    """Who helped, and who has looked."""
    neighbour.open(private_page)
    neighbour.heading("This is done")
    neighbour.sees("%(name)s helped you", name="Ana")
    neighbour.page.get_by_role("list").filter(has_text=neighbour.words("your helper")).wait_for()
    neighbour.picture(f"status-{neighbour.language}")
