"""The plan finds somebody: worked out and proven, approved on the board, answered by a private link, done."""

import re
import sys

import pytest
from django.conf import settings
from django.utils.translation import ngettext, override
from playwright.sync_api import expect

from manyhands.apps.dispatch.models import Assignment, Run
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, list_open_proposals
from manyhands.apps.groups.paths import group_path
from manyhands.storage.scope import group_scope
from tests.journeys.signing_in import set_up_app, sign_in_by_code
from tests.journeys.worker import letters_to, link_in, work_to_the_end
from tests.worlds import make_group, make_member, make_need, make_user, make_volunteer

pytestmark = pytest.mark.browser

WAYS = [("en", "phone"), ("es", "desktop")]
COVERED = (
    "The plan finds somebody for %(covered)s of %(sought)s request.",
    "The plan finds somebody for %(covered)s of %(sought)s requests.",
)


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_from_a_proven_plan_to_done(visit, clock, way):
    world = World(way[0])
    staff = visit(*way)
    sign_in_at_the_board(staff, world)
    see_the_proven_plan(staff)
    approve_all(staff)
    staff.picture(f"approved-{'-'.join(way)}")
    assert not letters_to(world.ana.person.email)
    let_messages_leave(clock)

    helper = visit(*way)
    open_invitation(helper, world.ana)
    helper.sees("You have no other task this week.")
    helper.picture(f"invited-{'-'.join(way)}")
    accept_and_finish(helper)

    see_who_helped(visit(*way), world, "Ana")
    assert world.asked() == [("Ana Ruiz", "plan", "completed")]


def test_a_no_goes_to_the_next_best_at_once(visit, clock):
    way = ("es", "phone")
    world = World(way[0])
    staff = visit(*way)
    sign_in_at_the_board(staff, world)
    approve_all(staff)
    let_messages_leave(clock)

    first = visit(*way)
    open_invitation(first, world.ana)
    first.press("Not this time")
    let_messages_leave(clock)

    second = visit(*way)
    open_invitation(second, world.ben)
    accept_and_finish(second)
    see_who_helped(visit(*way), world, "Ben")
    assert world.asked() == [("Ana Ruiz", "plan", "declined"), ("Ben Hill", "plan", "completed")]


def test_without_scripts_the_lines_of_the_plan_are_ticked(visit, clock):
    world = World("en")
    staff = visit("en", "phone", "no scripts")
    sign_in_at_the_board(staff, world)
    staff.press("The plan")
    staff.sees("Nobody hears of these before you ask.")
    staff.reads("Ana Ruiz")
    staff.press("Ask those I ticked")
    staff.reads(staff.counted("%(count)d person is asked.", "%(count)d people are asked.", 1))
    let_messages_leave(clock)

    helper = visit("en", "phone", "no scripts")
    open_invitation(helper, world.ana)
    accept_and_finish(helper)
    see_who_helped(visit("en", "phone", "no scripts"), world, "Ana")


# --- the world --------------------------------------------------------------------------------------------


class World:
    """One request and two who could; the worker has made the plan that the request asked for by being opened."""

    def __init__(self, language):
        self.group = make_group(meeting_mode="suggested")
        self.coordinator = make_member(self.group, ("coordinator",), user=make_user(language=language))
        self.ana = make_volunteer(self.group, "Ana Ruiz", language=language)
        self.ben = make_volunteer(self.group, "Ben Hill", zip_code="48933", language=language)
        self.need = make_need(self.group, language=language)
        work_to_the_end()
        with group_scope(self.group.pk):
            certificate = find_latest_run(self.group).certificate
            assert (certificate["is_feasible"], certificate["is_optimal"], certificate["gap"]) == (
                True,
                True,
                0,
            )
            [line] = list_open_proposals(find_latest_run(self.group))
            assert line.helper_id == self.ana.person_id
            assert not Run.objects.filter(state="failed").exists()
        # Worked out by a process of its own.
        assert "ortools" not in sys.modules

    def asked(self):
        with group_scope(self.group.pk):
            return list(Assignment.objects.order_by("pk").values_list("helper__name", "began", "state"))


# --- what each of them does ---------------------------------------------------------------------------------


def sign_in_at_the_board(staff, world):
    staff.open(group_path(world.group, "dispatch:board"))
    sign_in_by_code(staff, world.coordinator.user.email)
    set_up_app(staff)
    expect(staff.page).to_have_url(re.compile("/board/"))
    if staff.hands != "no scripts":
        expect(staff.page.locator("#board-head")).not_to_have_attribute("data-signature", "")


def see_the_proven_plan(staff):
    with override(staff.language):
        staff.reads(ngettext(*COVERED, 1) % {"covered": 1, "sought": 1})
    proven = staff.words("Proven best, %(moment)s", moment="")
    expect(staff.page.locator("#board-head")).to_contain_text(proven.strip())
    expect(staff.page.locator("#board-rows")).to_contain_text("Ana R.")


def approve_all(staff):
    staff.page.locator("#approve-all summary").click()
    staff.page.get_by_role(
        "button", name=staff.counted("Yes, ask this person", "Yes, ask these %(count)s", 1)
    ).click()
    asked = staff.counted("%(count)d person is asked.", "%(count)d people are asked.", 1)
    expect(staff.page.locator("#board-toasts .toast")).to_contain_text(asked)


def let_messages_leave(clock):
    """The jobs are done, then the ten seconds are over in which an invitation can be taken back."""
    work_to_the_end()
    clock.shift(11)
    work_to_the_end()


def open_invitation(helper, volunteer):
    """By the link alone: who is asked has no account."""
    helper.open(link_in(letters_to(volunteer.person.email)[-1], "/i/"))
    assert settings.SESSION_COOKIE_NAME not in {cookie["name"] for cookie in helper.context.cookies()}
    helper.does_not_read("214 Oak")


def accept_and_finish(helper):
    helper.press("Yes, I can")
    helper.reads("214 Oak St")
    helper.press("On my way")
    helper.choose("All done")
    helper.write("About how many minutes did it take?", "40")
    helper.press("Done")
    helper.sees("Done. Thank you!")
    work_to_the_end()


def see_who_helped(neighbour, world, name):
    neighbour.open(link_in(letters_to(world.need.person.email)[0], "/r/"))
    neighbour.heading("This is done")
    neighbour.sees("%(name)s helped you", name=name)
