"""What follows from a verb: the part, the grant, the others who were asked, and who is told."""

from contextvars import Context
from datetime import timedelta

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError, Report
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.dispatch.tasks import expire_invitations
from manyhands.apps.groups.models import Category
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import close_need, undo_move
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.actions import leave_as_volunteer, pause_volunteer
from manyhands.apps.privacy.actions import erase_person
from manyhands.apps.privacy.models import DisclosureGrant, PrivateLink
from manyhands.apps.vetting.models import Requirement, RequirementFor
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.worlds import make_checked, make_member, make_need, make_volunteer

SOON = NOW + timedelta(seconds=10)
BY = {"by": STAFF, "at": NOW}


def invite(part, *helpers):
    return actions.invite(part, helpers, made_by=None, **BY)


def told(event, state="waiting"):
    return Message.objects.filter(event=event, state=state)


def open_grants():
    return DisclosureGrant.objects.filter(closes_at__isnull=True)


def refused(do) -> Refusal:
    with pytest.raises(RefusedError) as error:
        do()
    return error.value.refusal


# --- asking ----------------------------------------------------------------------------------------------


def test_several_are_asked_at_once_and_hear_of_it_when_it_cannot_be_undone(group, part, ana, luis):
    asked = invite(part, ana, luis)

    assert [one.state for one in asked] == ["invited", "invited"]
    assert {one.expires_at for one in asked} == {NOW + timedelta(hours=group.invitation_hours)}
    assert [message.not_before for message in told("invitation")] == [SOON, SOON]
    assert PrivateLink.objects.filter(purpose="invitation").count() == 2
    ana.card.refresh_from_db()
    assert ana.card.last_asked_at == NOW


def test_the_message_names_no_address_and_no_name(part, ana):
    invite(part, ana)

    context = told("invitation").get().context
    assert context["kind"] == "Groceries"
    assert context["url"].startswith("http://localhost:8000/i/")
    assert not any(secret in str(context) for secret in ("Oak St", "Maria", "Lopez", "No eggs"))


def test_a_message_is_in_the_helpers_own_language(group, part):
    invite(part, Helper(make_volunteer(group, "Rosa Diaz", language="es", at=NOW)))

    assert told("invitation").get().context["kind"] == "Comestibles"


def test_undone_within_ten_seconds_nobody_was_asked(part, ana):
    [asked] = invite(part, ana)

    actions.undo_asking(asked, by=STAFF, at=NOW + timedelta(seconds=9))

    assert not Assignment.objects.exists()
    assert told("invitation", "cancelled").count() == 1
    assert not PrivateLink.objects.filter(revoked_at__isnull=True).exists()


def test_undone_the_volunteer_was_last_asked_when_they_were_before(part, ana):
    before = NOW - timedelta(days=9)
    type(ana.card).objects.filter(pk=ana.card.pk).update(last_asked_at=before)
    [asked] = invite(part, ana)

    actions.undo_asking(asked, by=STAFF, at=NOW + timedelta(seconds=5))

    ana.card.refresh_from_db()
    assert ana.card.last_asked_at == before


def test_undoing_the_first_of_two_askings_leaves_the_second(group, part, ana):
    other = make_need(group, name="Ben Hill", at=NOW).parts.select_related("need", "category", "group").get()
    later = NOW + timedelta(seconds=2)
    [first] = invite(part, ana)
    [second] = actions.invite(other, [ana], made_by=None, by=STAFF, at=later)

    actions.undo_asking(first, by=STAFF, at=NOW + timedelta(seconds=5))
    ana.card.refresh_from_db()
    assert ana.card.last_asked_at == later

    actions.undo_asking(second, by=STAFF, at=NOW + timedelta(seconds=6))
    ana.card.refresh_from_db()
    assert ana.card.last_asked_at is None


def test_after_ten_seconds_it_cannot_be_undone(part, ana):
    [asked] = invite(part, ana)

    late = NOW + timedelta(seconds=11)
    assert refused(lambda: actions.undo_asking(asked, by=STAFF, at=late)) == Refusal.TOO_LATE
    assert Assignment.objects.count() == 1


def test_nobody_is_asked_twice_and_not_again_after_a_no(part, ana):
    [asked] = invite(part, ana)
    assert refused(lambda: invite(part, ana)) == Refusal.ALREADY

    actions.decline(asked, **BY)

    assert refused(lambda: invite(part, ana)) == Refusal.NOT_FOR_THEM


def test_a_no_counts_for_every_part_of_the_request(group, ana):
    need = make_need(group, ("groceries", "errand"), at=NOW)
    first, second = NeedPart.objects.filter(need=need)
    actions.decline(invite(first, ana)[0], **BY)

    assert refused(lambda: invite(second, ana)) == Refusal.NOT_FOR_THEM


def test_nobody_on_a_break_and_nobody_without_the_skill_is_asked(group, part, ana):
    pause_volunteer(ana.card, None, **BY)
    assert refused(lambda: invite(part, ana)) == Refusal.NOT_FOR_THEM

    ride = NeedPart.objects.get(need=make_need(group, ("ride",), at=NOW))
    on_foot = Helper(make_volunteer(group, "Sam Hill", at=NOW))
    assert refused(lambda: invite(ride, on_foot)) == Refusal.NOT_FOR_THEM


def test_asking_nobody_and_asking_for_what_is_not_open_is_refused(group, part, ana):
    assert refused(lambda: invite(part)) == Refusal.NOBODY
    waiting = NeedPart.objects.get(need=make_need(group, is_open=False, at=NOW))
    assert refused(lambda: invite(waiting, ana)) == Refusal.NOT_OPEN


def test_agreed_on_the_telephone_is_accepted_at_once_and_can_be_undone(part, ana):
    assignment = actions.assign(part, ana, made_by=None, **BY)

    assert (assignment.state, assignment.began) == ("accepted", "assigned")
    assert {message.not_before for message in told("helper_found") | told("claim_approved")} == {SOON}

    actions.undo_asking(assignment, by=STAFF, at=NOW + timedelta(seconds=5))

    part.refresh_from_db()
    assert (part.state, part.people_taken, part.is_listed) == ("open", 0, True)
    assert not Message.objects.exclude(state="cancelled").exists()
    assert not open_grants().exists()


# --- saying yes --------------------------------------------------------------------------------------------


def test_a_yes_takes_the_part_opens_the_door_and_tells_the_neighbour(part, need, ana):
    accepted = actions.accept(invite(part, ana)[0], **BY)

    part.refresh_from_db()
    need.refresh_from_db()
    assert (accepted.state, part.state, part.people_taken, need.state) == ("accepted", "taken", 1, "assigned")
    grant = open_grants().get()
    assert (grant.viewer, grant.subject) == (ana.person, need.person)
    assert (grant.reason_kind, grant.reason_id) == ("dispatch.assignment", accepted.pk)
    assert set(grant.fields) == set(part.category.disclosure)
    assert told("helper_found").get().context["helper"] == "Ana"


def test_under_a_nickname_the_door_opens_less_far(group, ana):
    need = make_need(group, at=NOW)
    type(need.person).objects.filter(pk=need.person_id).update(is_nickname=True)
    part = NeedPart.objects.get(need=need)

    actions.claim(part, ana, **BY)

    fields = set(open_grants().get().fields)
    assert {"nickname", "masked_contact", "address"} <= fields
    assert not fields & {"first_name", "name", "phone", "email"}


def test_the_others_who_were_asked_are_let_go(part, ana, luis, group):
    third = Helper(make_volunteer(group, "Tom Bell", at=NOW))
    first, second, last = invite(part, ana, luis, third)
    Message.objects.filter(recipient=luis.person, event="invitation").update(state="sent")

    actions.accept(first, **BY)

    for other in (second, last):
        other.refresh_from_db()
        assert other.state == "withdrawn"
    assert told("invitation_withdrawn").get().recipient == luis.person
    assert told("invitation", "cancelled").filter(recipient=third.person).exists()
    assert refused(lambda: actions.accept(second, **BY)) == Refusal.TAKEN


def test_two_are_needed_and_the_third_is_let_go(group, ana, luis):
    need = make_need(group, people={"groceries": 2}, at=NOW)
    part = NeedPart.objects.get(need=need)
    third = Helper(make_volunteer(group, "Tom Bell", at=NOW))
    one, two, three = invite(part, ana, luis, third)

    actions.accept(one, **BY)
    part.refresh_from_db()
    assert part.state == "open"
    actions.accept(two, **BY)

    part.refresh_from_db()
    three.refresh_from_db()
    assert (part.state, part.people_taken, three.state) == ("taken", 2, "withdrawn")


def test_more_than_they_planned_only_if_they_say_so(group, part):
    busy = Helper(make_volunteer(group, "Ben Ash", tasks_per_week=1, at=NOW))
    actions.claim(part, busy, **BY)
    another = NeedPart.objects.get(need=make_need(group, at=NOW))
    third = NeedPart.objects.get(need=make_need(group, at=NOW))

    assert refused(lambda: actions.claim(another, busy, **BY)) == Refusal.OVER_LIMIT
    assert actions.claim(another, busy, even_over_limit=True, **BY).state == "accepted"
    assert refused(lambda: actions.assign(third, busy, made_by=None, **BY)) == Refusal.OVER_THEIR_LIMIT


def test_last_weeks_tasks_do_not_count_against_this_week(group, part):
    busy = Helper(make_volunteer(group, "Ben Ash", tasks_per_week=1, at=NOW))
    actions.claim(part, busy, **BY)
    another = NeedPart.objects.get(need=make_need(group, at=NOW))

    assert actions.claim(another, busy, by=STAFF, at=NOW + timedelta(days=7)).state == "accepted"


# --- choosing by oneself -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "kind", "state"),
    [
        ("open_claim", "groceries", "accepted"),
        ("claim_with_approval", "groceries", "awaiting_approval"),
        ("claim_with_approval", "medicine", "awaiting_approval"),
        ("open_claim", "medicine", "awaiting_approval"),
        ("dispatch", "groceries", Refusal.STAFF_CHOOSE),
        ("suggested", "groceries", Refusal.STAFF_CHOOSE),
        ("automatic", "groceries", Refusal.STAFF_CHOOSE),
    ],
)
def test_the_groups_way_and_the_kind_of_help_decide(group, ana, mode, kind, state):
    type(group).objects.filter(pk=group.pk).update(meeting_mode=mode)
    make_checked(ana.volunteer, at=NOW)
    part = NeedPart.objects.get(need=make_need(group, (kind,), at=NOW))

    if isinstance(state, Refusal):
        assert refused(lambda: actions.claim(part, ana, **BY)) == state
        assert not Assignment.objects.exists()
    else:
        assert actions.claim(part, ana, **BY).state == state


def test_a_kind_may_have_a_way_of_its_own(group, part, ana):
    Category.objects.filter(pk=part.category_id).update(meeting_mode="claim_with_approval")

    assert actions.claim(part, ana, **BY).state == "awaiting_approval"
    assert not open_grants().exists()


def test_staff_say_yes_or_no_to_who_came_forward(group, ana, luis):
    type(group).objects.filter(pk=group.pk).update(meeting_mode="claim_with_approval")
    part = NeedPart.objects.get(need=make_need(group, at=NOW))
    first, second = actions.claim(part, ana, **BY), actions.claim(part, luis, **BY)

    actions.approve_claim(first, **BY)

    second.refresh_from_db()
    assert second.state == "not_approved"
    assert told("claim_approved").get().recipient == ana.person
    assert told("claim_not_approved").get().recipient == luis.person
    assert open_grants().get().viewer == ana.person


def test_what_is_taken_or_closed_cannot_be_claimed(group, part, ana, luis):
    actions.claim(part, ana, **BY)
    assert refused(lambda: actions.claim(part, luis, **BY)) == Refusal.TAKEN
    assert refused(lambda: actions.claim(part, ana, **BY)) == Refusal.ALREADY_YOURS
    closed = make_need(group, at=NOW)
    close_need(closed, reason="no_longer_needed", **BY)
    assert refused(lambda: actions.claim(NeedPart.objects.get(need=closed), luis, **BY)) == Refusal.NOT_OPEN


def test_who_is_not_checked_for_it_cannot_take_it(group, part, ana):
    asked = Requirement.objects.create(
        group=group, key="licence", applies_to="person", names={"en": "Licence"}
    )
    RequirementFor.objects.create(group=group, requirement=asked, category=part.category)

    assert refused(lambda: actions.claim(part, ana, **BY)) == Refusal.NOT_CHECKED
    assert not Assignment.objects.exists()

    make_checked(ana.volunteer, at=NOW)
    assert actions.claim(part, ana, **BY).state == "accepted"


def test_a_claim_answers_an_invitation(part, ana):
    [asked] = invite(part, ana)

    assert actions.claim(part, ana, **BY) == asked
    assert Assignment.objects.get().state == "accepted"


# --- giving it back and being done -----------------------------------------------------------------------------


def test_handed_back_it_is_offered_again_at_once_and_the_address_is_gone(group, part, need, ana, luis):
    coordinator = make_member(group, ("coordinator",), at=NOW)
    accepted = actions.claim(part, ana, **BY)
    Message.objects.filter(event="helper_found").update(state="sent")

    actions.hand_back(accepted, by=STAFF, at=SOON)

    part.refresh_from_db()
    need.refresh_from_db()
    assert (part.state, part.is_listed, part.people_taken, need.state) == ("open", True, 0, "open")
    assert not open_grants().exists()
    assert coordinator in {message.member for message in told("handed_back")}
    assert told("helper_changed").get().recipient == need.person
    assert actions.claim(part, luis, by=STAFF, at=SOON).state == "accepted"


def test_done_closes_the_request_and_the_door_after_the_hours_of_grace(group, part, need, ana):
    accepted = actions.claim(part, ana, **BY)

    actions.complete(accepted, Report(minutes_spent=40, note="Left at the door"), by=STAFF, at=SOON)

    accepted.refresh_from_db()
    need.refresh_from_db()
    assert (accepted.state, accepted.outcome, accepted.minutes_spent) == ("completed", "done", 40)
    assert (need.state, need.close_reason) == ("closed", "fulfilled")
    assert DisclosureGrant.objects.get().closes_at == SOON + timedelta(hours=group.grace_hours)
    assert told("need_done").get().not_before == SOON + timedelta(seconds=10)


def test_done_by_mistake_everything_is_as_before(part, need, ana):
    accepted = actions.claim(part, ana, **BY)
    actions.complete(accepted, Report(), by=STAFF, at=SOON)

    actions.undo_complete(accepted, by=STAFF, at=SOON)

    part.refresh_from_db()
    need.refresh_from_db()
    assert (part.state, need.state) == ("taken", "assigned")
    assert open_grants().exists()
    assert not told("need_done").exists()


def test_nobody_was_there_so_it_is_offered_again(part, need, ana):
    accepted = actions.claim(part, ana, **BY)

    actions.complete(accepted, Report(outcome="not_home", minutes_spent=20), by=STAFF, at=SOON)

    accepted.refresh_from_db()
    part.refresh_from_db()
    assert (accepted.state, accepted.outcome, accepted.minutes_spent) == ("released", "not_home", 20)
    assert (part.state, part.people_taken) == ("open", 0)


def test_of_two_helpers_the_last_one_done_finishes_the_part(group, ana, luis):
    need = make_need(group, people={"groceries": 2}, at=NOW)
    part = NeedPart.objects.get(need=need)
    first, second = actions.claim(part, ana, **BY), actions.claim(part, luis, **BY)

    actions.start(first, **BY)
    actions.complete(first, Report(), **BY)
    part.refresh_from_db()
    assert part.state == "under_way"
    actions.complete(second, Report(), **BY)

    part.refresh_from_db()
    assert part.state == "done"
    assert Need.objects.get(pk=need.pk).state == "closed"


# --- time passes, things end --------------------------------------------------------------------------------------


def test_who_does_not_answer_in_time_is_let_go_and_staff_hear_of_it(group, part, ana, luis, time_machine):
    coordinator = make_member(group, ("coordinator",), at=NOW)
    first, second = invite(part, ana, luis)
    time_machine.move_to(NOW + timedelta(hours=group.invitation_hours, minutes=5), tick=False)

    # The clock enters the scopes itself: it gets none from the test.
    Context().run(expire_invitations)
    Context().run(expire_invitations)

    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.state, second.state} == {"expired"}
    assert told("invitations_ran_dry").filter(member=coordinator).count() == 1
    assert refused(lambda: actions.accept(first, **BY)) == Refusal.EXPIRED


def test_an_invitation_past_its_time_is_refused_before_the_clock_has_come_round(group, part, ana):
    [asked] = invite(part, ana)
    late = NOW + timedelta(hours=group.invitation_hours)

    assert refused(lambda: actions.accept(asked, by=STAFF, at=late)) == Refusal.EXPIRED


def test_a_closed_request_takes_back_what_had_begun(group, ana, luis):
    need = make_need(group, ("groceries", "errand"), at=NOW)
    first, second = NeedPart.objects.filter(need=need)
    held = actions.claim(first, ana, **BY)
    [asked] = invite(second, luis)

    close_need(need, reason="no_longer_needed", by=STAFF, at=SOON)

    held.refresh_from_db()
    asked.refresh_from_db()
    assert (held.state, asked.state) == ("withdrawn", "withdrawn")
    assert told("task_cancelled").get().recipient == ana.person
    assert not told("invitation_withdrawn").exists(), "Luis had not heard of it yet"
    assert not open_grants().exists()


def test_closing_undone_everybody_goes_on_and_nobody_hears_of_it(group, ana, luis):
    need = make_need(group, ("groceries", "errand"), at=NOW)
    first, second = NeedPart.objects.filter(need=need)
    held = actions.claim(first, ana, **BY)
    [asked] = invite(second, luis)
    Message.objects.update(state="sent")
    move = close_need(need, reason="no_longer_needed", by=STAFF, at=SOON)

    undo_move(move, by=STAFF, at=SOON + timedelta(seconds=5))

    held.refresh_from_db()
    asked.refresh_from_db()
    first.refresh_from_db()
    assert (held.state, asked.state, first.state, first.people_taken) == ("accepted", "invited", "taken", 1)
    assert open_grants().exists()
    assert not (told("task_cancelled") | told("invitation_withdrawn")).exists()


def test_a_request_closed_as_done_counts_for_who_did_it(part, need, ana):
    held = actions.claim(part, ana, **BY)

    close_need(need, reason="fulfilled", by=STAFF, at=SOON)

    held.refresh_from_db()
    assert held.state == "completed"
    assert not told("task_cancelled").exists()


def test_whoever_leaves_or_is_forgotten_hands_back(group, part, ana, luis):
    held = actions.claim(part, ana, **BY)
    leave_as_volunteer(ana.card, by=STAFF, at=SOON)
    held.refresh_from_db()
    assert held.state == "released"

    actions.decline(invite(part, luis)[0], note="My mother is ill", **BY)
    erase_person(luis.person, by=STAFF, at=SOON)
    assert Assignment.objects.get(helper=luis.person).decline_note == ""
