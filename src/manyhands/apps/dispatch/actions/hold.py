"""Somebody has the task now, or has it no longer: the part, the grant and everybody concerned follow."""

from datetime import datetime, timedelta

from manyhands.apps.dispatch.actions.moving import check_move, lock_helper, move
from manyhands.apps.dispatch.actions.questions import take_question_back
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import (
    plan_reminder,
    take_word_back,
    tell_helper,
    tell_neighbour,
)
from manyhands.apps.dispatch.bridge.disclosure import fields_on_acceptance
from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.pairs import is_kept_apart, is_theirs
from manyhands.apps.dispatch.queries.assignments.checked import is_checked
from manyhands.apps.dispatch.queries.people.leads import can_lead, is_place_for_a_lead
from manyhands.apps.dispatch.queries.people.load import load_of
from manyhands.apps.dispatch.states import GRANT_REASON, AssignmentState, Refusal
from manyhands.apps.needs.actions import PartNotAvailableError, release_part, start_part, take_part
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.apps.people.models import VolunteerState
from manyhands.apps.privacy.actions import close_grants, open_grant
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

State = AssignmentState
FOLLOW = "manyhands.apps.dispatch.partners.tasks.follow_lent_task"


def take_hold(
    assignment: Assignment,
    verb: str,
    *,
    even_over_limit: bool,
    by: Actor,
    at: datetime,
    tell_neighbour_at: datetime | None = None,
    is_news: bool = True,
) -> None:
    """The helper of a locked assignment has the task now. Exactly as many can as the part needs.

    The neighbour is told, unless it is no news to them because they never heard of the change before.
    """
    part = assignment.part
    check_move(assignment, State.ACCEPTED)
    check_may_take(assignment, even_over_limit=even_over_limit, at=at)
    try:
        assignment.part = part = _with_loaded(take_part(part, by=by, at=at), part)
    except PartNotAvailableError as error:
        raise RefusedError(why_not_available(part)) from error
    move(assignment, State.ACCEPTED, verb, by=by, at=at, answered_at=at, ended_at=None)
    open_door(assignment, by=by, at=at)
    if part.state == PartState.TAKEN:
        _part_is_full(part, by=by, at=at)
    elif leads_of(part).count:
        _thank_who_cannot_lead(part, by=by, at=at)
    if is_news:
        tell_neighbour(assignment, "helper_found", by=by, at=at, not_before=tell_neighbour_at)
    plan_reminder(assignment, by=by, at=at)


def _with_loaded(fresh: NeedPart, loaded: NeedPart) -> NeedPart:
    """`take_part` reads the part anew; what hangs on it was loaded with the lock and has not changed."""
    fresh.category, fresh.group = loaded.category, loaded.group
    return fresh


def check_may_take(assignment: Assignment, *, even_over_limit: bool, at: datetime) -> None:
    lock_helper(assignment.helper_id)
    need, helper_id = assignment.part.need, assignment.helper_id
    if is_theirs(need, helper_id, assignment.organisation_id) or is_kept_apart(need, helper_id):
        raise RefusedError(Refusal.NOT_FOR_YOU)
    if not is_checked(assignment, at=at):
        raise RefusedError(Refusal.NOT_CHECKED)
    if not may_have_a_place(assignment):
        raise RefusedError(Refusal.LEAD_NEEDED)
    if even_over_limit:
        return
    limit = (assignment.volunteer or assignment.organisation).tasks_per_week  # type: ignore[union-attr]
    if load_of(assignment.helper_id, assignment.part, at=at).this_week >= limit:
        raise RefusedError(Refusal.OVER_LIMIT)


def may_have_a_place(assignment: Assignment) -> bool:
    """Whether a place is left for them: the last ones may be for people who can lead the others."""
    part = assignment.part
    return not is_place_for_a_lead(part) or can_lead(part, assignment.helper_id, assignment.volunteer)


def why_not_available(part: NeedPart) -> Refusal:
    return Refusal.TAKEN if part.state in (PartState.TAKEN, PartState.UNDER_WAY) else Refusal.NOT_OPEN


def open_door(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """From now on the helper sees what the kind of help opens."""
    open_grant(
        assignment.group,
        viewer=assignment.helper,
        subject=assignment.part.need.person,
        fields=fields_on_acceptance(assignment.part),
        reason_kind=GRANT_REASON,
        reason_id=assignment.pk,
        by=by,
        at=at,
    )


def shut_door(assignment: Assignment, *, by: Actor, at: datetime, grace: timedelta = timedelta(0)) -> None:
    close_grants(
        assignment.group, reason_kind=GRANT_REASON, reason_id=assignment.pk, by=by, at=at, grace=grace
    )


def let_go(
    assignment: Assignment, to_state: str, verb: str, *, by: Actor, at: datetime, **changes: object
) -> None:
    """The helper of a locked assignment has the task no longer: it is offered again at once."""
    move(assignment, to_state, verb, by=by, at=at, ended_at=at, **changes)
    release_part(assignment.part, by=by, at=at)
    shut_door(assignment, by=by, at=at)
    take_word_back(assignment, ["task_reminder"], by=by, at=at)
    tell_own_group(assignment)


def tell_own_group(assignment: Assignment) -> None:
    """Of somebody whom another group has lent that group follows, in a job, whether they still have the task."""
    if assignment.volunteer is not None and assignment.volunteer.state == VolunteerState.PARTNER:
        enqueue(FOLLOW, assignment.group_id, assignment.pk)


def mark_part_under_way(part: NeedPart, *, by: Actor, at: datetime) -> None:
    """The first of those who hold it has set out; while more are being looked for, the part stays open."""
    if part.state == PartState.TAKEN:
        start_part(part, by=by, at=at)


def _part_is_full(part: NeedPart, *, by: Actor, at: datetime) -> None:
    """Nobody else is needed: take the other invitations back and answer those who had come forward."""
    if Assignment.objects.filter(part=part, state=State.UNDER_WAY).exists():
        mark_part_under_way(part, by=by, at=at)
    for other in _waiting_for(part):
        dismiss(other, by=by, at=at)


def _thank_who_cannot_lead(part: NeedPart, *, by: Actor, at: datetime) -> None:
    """Once only places for leads are left, nobody who cannot have one goes on waiting for it."""
    if not is_place_for_a_lead(part):
        return
    for other in _waiting_for(part):
        if not can_lead(part, other.helper_id, other.volunteer):
            dismiss(other, by=by, at=at)


def _waiting_for(part: NeedPart) -> list[Assignment]:
    """Those who were asked or have come forward."""
    waiting = Assignment.objects.filter(part=part, state__in=[State.INVITED, State.AWAITING_APPROVAL])
    related = ("group", "helper", "volunteer__start_place", "organisation__place")
    others = list(waiting.select_related(*related).order_by("pk"))
    for other in others:
        other.part = part
    return others


def dismiss(other: Assignment, *, by: Actor, at: datetime) -> None:
    """Somebody who was asked, or waits for a yes, is not needed any more; they hear of it if they had heard before."""
    if other.state == State.AWAITING_APPROVAL:
        move(other, State.NOT_APPROVED, "assignment.not_approved", by=by, at=at, ended_at=at)
        tell_helper(other, "claim_not_approved", by=by, at=at)
        return
    take_question_back(other, by=by, at=at)
