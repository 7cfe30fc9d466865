"""What the plan proposes becomes invitations, as far as it is still true; and can be taken back."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment
from manyhands.apps.dispatch.queries.assignments.view_of_task import view_task
from manyhands.apps.dispatch.queries.plans.runs import (
    find_latest_run,
    list_open_proposals,
    list_proposals,
)
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import close_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.apps.people.models import BlockedPair
from manyhands.apps.places.models import Place
from manyhands.apps.privacy.models import PrivateLink
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import explanation_of, plan_by_hand
from tests.queries import application_queries
from tests.worlds import make_member, make_need, make_volunteer

SOON = NOW + timedelta(seconds=5)


@pytest.fixture
def meeting_mode():
    return "suggested"


class World(NamedTuple):
    group: Group
    part: NeedPart
    ana: Helper
    luis: Helper


@pytest.fixture
def world(group, part, ana, luis):
    return World(group, part, ana, luis)


@pytest.fixture
def rosa(group):
    return make_member(group, ("coordinator",), name="Rosa M.", at=NOW)


def approve(proposals, made_by=None, at=SOON):
    return actions.approve_proposals(proposals, made_by=made_by, by=STAFF, at=at)


def another_part(group, **asked) -> NeedPart:
    need = make_need(group, name="Ben Hill", at=NOW, **asked)
    return NeedPart.objects.select_related("need", "category", "group").get(need=need)


def test_approved_lines_become_invitations_that_say_why(group, part, ana, luis, rosa):
    other = another_part(group)
    proposals = plan_by_hand(group, [(part, ana), (other, luis)])

    approval = approve(proposals, rosa)

    assert not approval.stale
    assert {(one.part_id, one.helper_id) for one in approval.asked} == {
        (part.pk, ana.person.pk),
        (other.pk, luis.person.pk),
    }
    asked = approval.asked[0]
    assert (asked.began, asked.state, asked.made_by) == ("plan", "invited", rosa)
    assert asked.expires_at == SOON + timedelta(hours=group.invitation_hours)
    assert asked.why["remarks"] == [{"code": "distance", "distance_m": 1_200}]
    line = Proposal.objects.get(pk=proposals[0].pk)
    assert (line.state, line.assignment, line.decided_by, line.decided_at) == ("approved", asked, rosa, SOON)
    assert Message.objects.filter(event="invitation", state="waiting").count() == 2


def test_one_line_in_the_journal_for_each_invitation(group, part, ana):
    before = Entry.objects.count()

    approve(plan_by_hand(group, [(part, ana)]))

    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))[before:]
    assert verbs.count("assignment.invited") == verbs.count("proposal.approved") == 1


def test_the_cost_of_a_line_does_not_grow_with_the_number_of_lines(group, ana):
    def cost(count):
        people = [Helper(make_volunteer(group, f"V{number}", at=NOW)) for number in range(count)]
        lines = plan_by_hand(group, [(another_part(group), person) for person in people])
        with application_queries() as asked:
            assert len(approve(lines).asked) == count
        return len(asked)

    one, three = cost(1), cost(3)
    assert three <= 3 * one


def _pause(world):
    pause_volunteer(world.ana.card, None, by=STAFF, at=NOW)


def _keep_apart(world):
    neighbour = world.part.need.person
    BlockedPair.objects.create(group=world.group, neighbour=neighbour, helper=world.ana.person, made_at=NOW)


def _close(world):
    close_need(world.part.need, reason="no_longer_needed", by=STAFF, at=NOW)


def _take(world):
    [asked] = actions.invite(world.part, [world.luis], made_by=None, by=STAFF, at=NOW)
    actions.accept(asked, by=STAFF, at=NOW)


def _ask_by_hand(world):
    actions.invite(world.part, [world.ana], made_by=None, by=STAFF, at=NOW)


def _ask_another(world):
    actions.invite(world.part, [world.luis], made_by=None, by=STAFF, at=NOW)


def _fill(world):
    type(world.ana.card).objects.filter(pk=world.ana.card.pk).update(tasks_per_week=1)
    [asked] = actions.invite(another_part(world.group), [world.ana], made_by=None, by=STAFF, at=NOW)
    actions.accept(asked, by=STAFF, at=NOW)


def _ask_often(world):
    type(world.group).objects.filter(pk=world.group.pk).update(invitations_per_week=1)
    actions.invite(another_part(world.group), [world.ana], made_by=None, by=STAFF, at=NOW)


def _lessen_radius(world):
    far = Place.objects.filter(pk=world.luis.card.start_place_id).values_list("search_cell", flat=True)[0]
    Place.objects.filter(pk=world.ana.card.start_place_id).update(search_cell=far)
    type(world.ana.card).objects.filter(pk=world.ana.card.pk).update(radius_m=1)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (_pause, Refusal.NOT_POSSIBLE_NOW),
        (_keep_apart, Refusal.NOT_POSSIBLE_NOW),
        (_close, Refusal.NOT_OPEN),
        (_take, Refusal.TAKEN),
        (_ask_by_hand, Refusal.ALREADY),
        (_ask_another, Refusal.SOMEBODY_ASKED),
        (_fill, Refusal.OVER_THEIR_LIMIT),
        (_ask_often, Refusal.ASKED_TOO_OFTEN),
        (_lessen_radius, Refusal.NOT_POSSIBLE_NOW),
    ],
)
def test_what_has_changed_since_is_said_and_the_rest_is_asked(world, change, refusal):
    other = another_part(world.group)
    eva = Helper(make_volunteer(world.group, "Eva", at=NOW))
    first, second = plan_by_hand(world.group, [(world.part, world.ana), (other, eva)])

    change(world)
    approval = approve([first, second])

    assert [(line.pk, why) for line, why in approval.stale] == [(first.pk, refusal)]
    assert [one.part_id for one in approval.asked] == [other.pk]
    assert Proposal.objects.get(pk=first.pk).state == "stale"


def test_a_line_of_the_plan_before_counts_where_the_new_one_says_the_same(group, part, ana):
    [old] = plan_by_hand(group, [(part, ana)])
    [new] = plan_by_hand(group, [(part, ana)])

    approval = approve([old])

    assert len(approval.asked) == 1
    assert Proposal.objects.get(pk=new.pk).state == "approved"
    assert Proposal.objects.get(pk=old.pk).state == "replaced"


def test_a_line_that_the_new_plan_has_dropped_is_not_asked(group, part, ana, luis):
    [old] = plan_by_hand(group, [(part, ana)])
    plan_by_hand(group, [(part, luis)])

    approval = approve([old])

    assert [why for _, why in approval.stale] == [Refusal.CHANGED]
    assert not Assignment.objects.exists()


def test_pressed_twice_people_are_asked_once(group, part, ana):
    proposals = plan_by_hand(group, [(part, ana)])
    approve(proposals)

    again = approve(proposals)

    assert [why for _, why in again.stale] == [Refusal.ALREADY] or [why for _, why in again.stale] == [
        Refusal.DECIDED
    ]
    assert Assignment.objects.count() == 1
    assert Proposal.objects.get().state == "approved"


def test_staff_may_ask_by_hand_whom_the_plan_spares(world):
    _ask_often(world)

    assert len(actions.invite(world.part, [world.ana], made_by=None, by=STAFF, at=NOW)) == 1


def test_within_ten_seconds_the_invitations_are_taken_back_and_the_lines_are_open_again(
    group, part, ana, luis
):
    other = another_part(group)
    proposals = plan_by_hand(group, [(part, ana), (other, luis)])
    approve(proposals)
    in_time = SOON + timedelta(seconds=9)

    decided = list_proposals(group, [one.pk for one in proposals])
    actions.undo_approval(decided, by=STAFF, at=in_time)

    assert not Assignment.objects.exists()
    assert len(list_open_proposals(find_latest_run(group))) == 2
    assert not PrivateLink.objects.filter(revoked_at__isnull=True).exists()
    assert Message.objects.filter(event="invitation", state="cancelled").count() == 2
    ana.card.refresh_from_db()
    assert ana.card.last_asked_at is None
    assert len(approve(list_open_proposals(find_latest_run(group)), at=in_time).asked) == 2


def test_later_than_that_they_stay_asked_all_of_them(group, part, ana, luis):
    proposals = plan_by_hand(group, [(part, ana), (another_part(group), luis)])
    approve(proposals)

    with pytest.raises(RefusedError):
        actions.undo_approval(proposals, by=STAFF, at=SOON + timedelta(seconds=11))

    assert Assignment.objects.count() == 2


def test_not_this_one_is_not_proposed_again_and_a_new_plan_is_asked_for(group, part, ana, rosa):
    [line] = plan_by_hand(group, [(part, ana)])

    actions.dismiss_proposal(line, by=STAFF, at=SOON, decided_by=rosa)

    line.refresh_from_db()
    assert (line.state, line.decided_by) == ("dismissed", rosa)
    assert Run.objects.get(state="waiting").cause == "change"


def test_not_this_one_can_be_taken_back(group, part, ana, rosa):
    [line] = plan_by_hand(group, [(part, ana)])
    actions.dismiss_proposal(line, by=STAFF, at=SOON, decided_by=rosa)

    actions.undo_dismissal(line, by=STAFF, at=SOON + timedelta(seconds=9))

    assert [one.pk for one in list_open_proposals(find_latest_run(group))] == [line.pk]
    with pytest.raises(RefusedError):
        actions.undo_dismissal(line, by=STAFF, at=SOON + timedelta(seconds=9))


def test_whoever_is_asked_reads_why(group, part, ana):
    proposals = plan_by_hand(group, [(part, ana)])
    Proposal.objects.update(explanation=explanation_of(f"p{part.pk}", ana.key, passed_over="v999"))
    [asked] = approve(proposals).asked

    view = view_task(find_assignment(group, asked.pk), language="en", at=SOON)

    assert "You have no other task this week." in view.why
    assert "Others who live nearer have more to do this week." in view.why
