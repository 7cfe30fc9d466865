"""Every verb in every state: what the table of moves allows happens, everything else is refused and changes nothing."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError, Report
from manyhands.apps.dispatch.actions.beginning.invite import begin
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, LIVE, MOVES, AssignmentState, Began
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.actions import close_need, start_part, take_part
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.actors import Actor
from tests.apps.dispatch.conftest import NOW, STAFF

LATER = NOW + timedelta(seconds=5)
NEXT_WEEK = NOW + timedelta(days=7)

# What each verb does to an assignment of each state it may be used on. What is not named is refused.
VERBS = {
    "accept": (lambda one: actions.accept(one, by=STAFF, at=LATER), {"invited": "accepted"}),
    "decline": (lambda one: actions.decline(one, by=STAFF, at=LATER), {"invited": "declined"}),
    "withdraw": (
        lambda one: actions.withdraw(one, by=STAFF, at=LATER),
        {
            "invited": "withdrawn",
            "awaiting_approval": "withdrawn",
            "accepted": "withdrawn",
            "under_way": "withdrawn",
        },
    ),
    "approve": (
        lambda one: actions.approve_claim(one, by=STAFF, at=LATER),
        {"awaiting_approval": "accepted"},
    ),
    "refuse": (
        lambda one: actions.refuse_claim(one, by=STAFF, at=LATER),
        {"awaiting_approval": "not_approved"},
    ),
    "hand_back": (
        lambda one: actions.hand_back(one, by=STAFF, at=LATER),
        {"accepted": "released", "under_way": "released", "awaiting_approval": "released"},
    ),
    "start": (lambda one: actions.start(one, by=STAFF, at=LATER), {"accepted": "under_way"}),
    "complete": (
        lambda one: actions.complete(one, Report(), by=STAFF, at=LATER),
        {"accepted": "completed", "under_way": "completed"},
    ),
    "in_vain": (
        lambda one: actions.complete(one, Report(outcome="not_home"), by=STAFF, at=LATER),
        {"accepted": "released", "under_way": "released"},
    ),
    "no_show": (
        lambda one: actions.mark_no_show(one, by=STAFF, at=LATER),
        {"accepted": "no_show", "under_way": "no_show"},
    ),
    "undo_complete": (lambda one: actions.undo_complete(one, by=STAFF, at=LATER), {"completed": "accepted"}),
    "undo_ending": (
        lambda one: actions.undo_ending(one, by=STAFF, at=LATER),
        {
            "released": "accepted",
            "no_show": "accepted",
            "withdrawn": "invited",
            "not_approved": "awaiting_approval",
        },
    ),
}


def make_assignment(part, helper, state) -> Assignment:
    """An assignment as it stands in this state, with its part as it stands then."""
    assignment = begin(part, helper, state, Began.INVITATION, made_by=None, at=NOW, expires_at=NEXT_WEEK)
    if state in ("awaiting_approval", "not_approved"):
        assignment.began = Began.CLAIM
    if state in (*HOLDING, "completed", "released", "no_show"):
        assignment.answered_at = NOW
    if state in (*HOLDING, "completed"):
        take_part(part, by=STAFF, at=NOW)
    if state == "under_way":
        start_part(part, by=STAFF, at=NOW)
    if state not in LIVE:
        assignment.ended_at = NOW
    if state == "completed":
        NeedPart.objects.filter(pk=part.pk).update(state="done")
    assignment.save()
    return assignment


@pytest.mark.parametrize("state", AssignmentState.values)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(part, ana, verb, state):
    do, allowed = VERBS[verb]
    assignment = make_assignment(part, ana, state)
    lines = Entry.objects.count()

    if state in allowed:
        do(assignment)
    else:
        with pytest.raises(RefusedError) as refused:
            do(assignment)
        assert str(refused.value.refusal.label)
        assert Entry.objects.count() == lines

    assignment.refresh_from_db()
    assert assignment.state == allowed.get(state, state)


def test_verbs_reach_every_move_of_the_table():
    by_verbs = {(state, to) for _do, allowed in VERBS.values() for state, to in allowed.items()}
    # Expiring is the clock's, and these ways back depend on what the row remembers: both have tests of their own.
    elsewhere = {
        ("invited", "expired"),
        ("withdrawn", "accepted"),
        ("withdrawn", "awaiting_approval"),
        ("released", "awaiting_approval"),
    }

    assert by_verbs | elsewhere == {(state, to) for state, reached in MOVES.items() for to in reached}
    assert set(MOVES) == set(AssignmentState.values)


def test_a_withdrawn_task_comes_back_as_a_task(part, ana):
    accepted = make_assignment(part, ana, "accepted")
    withdrawn = actions.withdraw(accepted, by=STAFF, at=NOW)

    back = actions.undo_ending(withdrawn, by=STAFF, at=LATER)

    assert back.state == "accepted"
    part.refresh_from_db()
    assert (part.state, part.people_taken) == ("taken", 1)


def test_a_claim_taken_back_by_mistake_waits_again(part, ana):
    waiting = make_assignment(part, ana, "awaiting_approval")
    released = actions.hand_back(waiting, by=STAFF, at=NOW)

    assert actions.undo_ending(released, by=STAFF, at=LATER).state == "awaiting_approval"


@pytest.mark.parametrize("state", ["withdrawn", "no_show", "released", "not_approved"])
def test_undoing_has_ten_seconds(part, ana, state):
    assignment = make_assignment(part, ana, state)

    with pytest.raises(RefusedError):
        actions.undo_ending(assignment, by=STAFF, at=NOW + timedelta(seconds=11))


def test_done_can_be_undone_while_the_address_is_still_there(part, ana, group):
    completed = make_assignment(part, ana, "completed")
    grace = timedelta(hours=group.grace_hours)

    with pytest.raises(RefusedError):
        actions.undo_complete(completed, by=STAFF, at=NOW + grace + timedelta(minutes=1))
    assert (
        actions.undo_complete(completed, by=STAFF, at=NOW + grace - timedelta(minutes=1)).state == "accepted"
    )


def test_one_line_of_the_journal_says_who_and_which_fields(part, ana):
    assignment = make_assignment(part, ana, "invited")

    actions.decline(assignment, by=Actor.link(7), at=LATER, note="I am away")

    line = Entry.objects.get(verb="assignment.declined")
    assert (line.actor_kind, line.actor_id, line.subject_id) == ("link", 7, assignment.pk)
    assert line.fields == ["answered_at", "decline_note", "ended_at", "state"]


def test_a_refusal_tells_why_in_words(part, ana):
    assignment = make_assignment(part, ana, "invited")
    close_need(part.need, reason="no_longer_needed", by=STAFF, at=NOW)

    with pytest.raises(RefusedError) as refused:
        actions.accept(assignment, by=STAFF, at=LATER)

    assert refused.value.sentence == "Nobody is being looked for here right now."
