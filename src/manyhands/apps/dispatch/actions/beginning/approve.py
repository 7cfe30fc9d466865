"""What the plan proposes is decided: people are asked, or "not this one"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.invite import check_time, send_invitation
from manyhands.apps.dispatch.actions.beginning.reoffer import ask_next_best
from manyhands.apps.dispatch.actions.helping.undo import undo_asking
from manyhands.apps.dispatch.actions.hold import why_not_available
from manyhands.apps.dispatch.actions.moving import lock_part
from manyhands.apps.dispatch.actions.plans.run import request_run
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.asking.how_many import pace_of
from manyhands.apps.dispatch.queries.asking.pairs import count_unanswered, live_on
from manyhands.apps.dispatch.queries.asking.who_can import judge_helper
from manyhands.apps.dispatch.queries.plans.inputs import asked_lately
from manyhands.apps.dispatch.queries.plans.runs import find_open_twin, list_open_proposals
from manyhands.apps.dispatch.states import UNDO_FOR, Began, ProposalState, Refusal, RunCause
from manyhands.apps.groups.actions import take_turn
from manyhands.apps.groups.models import Group, MeetingMode, Membership
from manyhands.apps.journal.actions import record, recorded_together
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.storage.actors import Actor

State = ProposalState


@dataclass(frozen=True, slots=True)
class Approval:
    """Whom the plan has asked now, and the lines that are no longer true, each with the reason."""

    asked: list[Assignment] = field(default_factory=list)
    stale: list[tuple[Proposal, Refusal]] = field(default_factory=list)


@transaction.atomic
def approve_proposals(
    proposals: Sequence[Proposal], *, made_by: Membership | None, by: Actor, at: datetime
) -> Approval:
    """Ask the people of these lines. Each line is looked at anew: people may have changed since the plan was made."""
    approval = Approval()
    if not proposals:
        return approval
    # One approval after another in a group: nobody is asked twice for what two dispatchers approve at once.
    group = take_turn(proposals[0].group_id)
    with recorded_together():
        # In the order of the needs: two who take several locks take them in the same order.
        for proposal in sorted(proposals, key=lambda one: (one.part.need_id, one.part_id, one.pk)):
            try:
                asked = _ask(proposal, group, made_by=made_by, by=by, at=at)
            except RefusedError as refused:
                approval.stale.append((proposal, refused.refusal))
                _mark_stale(proposal, refused.refusal, made_by=made_by, by=by, at=at)
            else:
                approval.asked.append(asked)
    return approval


def _ask(
    proposal: Proposal, group: Group, *, made_by: Membership | None, by: Actor, at: datetime
) -> Assignment:
    part = lock_part(proposal.part_id)
    line = _as_it_is_now(proposal)
    _check_still_true(line, part, group, at=at)
    assignment = send_invitation(
        part, _helper_of(line), Began.PLAN, made_by=made_by, by=by, at=at, why=line.explanation
    )
    _decide(line, State.APPROVED, made_by, at=at, assignment=assignment)
    record("proposal.approved", line, by=by, at=at, fields=["state"])
    return assignment


def _as_it_is_now(proposal: Proposal) -> Proposal:
    """The line itself; or the same pair in a newer plan, made while somebody was looking at the older one."""
    related = ("helper", "volunteer__person", "volunteer__start_place", "organisation__contact")
    fresh: Proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related(*related).get(pk=proposal.pk)
    )
    if fresh.state == State.REPLACED:
        fresh = find_open_twin(fresh) or fresh
    if fresh.state == State.REPLACED:
        raise RefusedError(Refusal.CHANGED)
    if fresh.state != State.OPEN:
        raise RefusedError(Refusal.DECIDED)
    return fresh


def _check_still_true(line: Proposal, part: NeedPart, group: Group, *, at: datetime) -> None:
    if part.state != PartState.OPEN:
        raise RefusedError(why_not_available(part))
    check_time(part, at=at)
    if live_on(part).filter(helper_id=line.helper_id).exists():
        raise RefusedError(Refusal.ALREADY)
    if count_unanswered(part) >= part.people_needed - part.people_taken:
        raise RefusedError(Refusal.SOMEBODY_ASKED)
    check_asked_seldom(line.helper_id, group, at=at)
    failures = judge_helper(part, _helper_of(line), at=at).failures.keys()
    if failures == {"capacity"}:
        raise RefusedError(Refusal.OVER_THEIR_LIMIT)
    if failures:
        raise RefusedError(Refusal.NOT_POSSIBLE_NOW)


def check_asked_seldom(helper_id: int, group: Group, *, at: datetime) -> None:
    """By plan and by itself nobody is asked more often than the group wants; staff may, who see how often it was."""
    if asked_lately(group, at=at, helper_id=helper_id).get(helper_id, 0) >= group.invitations_per_week:
        raise RefusedError(Refusal.ASKED_TOO_OFTEN)


def _helper_of(line: Proposal) -> Helper:
    card = line.volunteer or line.organisation
    if card is None:  # the database does not allow it
        raise LookupError("A proposal without a helper.")
    return Helper(card)


def _mark_stale(
    proposal: Proposal, refusal: Refusal, *, made_by: Membership | None, by: Actor, at: datetime
) -> None:
    if refusal in (Refusal.DECIDED, Refusal.CHANGED):
        return
    line = find_open_twin(proposal) or proposal
    _decide(line, State.STALE, made_by, at=at)
    record("proposal.stale", line, by=by, at=at, fields=["state"])


def _decide(
    line: Proposal,
    state: str,
    decided_by: Membership | None,
    *,
    at: datetime,
    assignment: Assignment | None = None,
) -> None:
    line.state, line.decided_by, line.decided_at, line.assignment = state, decided_by, at, assignment
    line.save(update_fields=["state", "decided_by", "decided_at", "assignment"])


@transaction.atomic
def undo_approval(proposals: Collection[Proposal], *, by: Actor, at: datetime) -> None:
    """Take the invitations back before anybody hears of them; the lines can be decided again. All or nothing."""
    approved = Proposal.objects.filter(pk__in=[one.pk for one in proposals], state=State.APPROVED)
    lines = approved.exclude(assignment=None).select_related("assignment")
    # In the order in which they were asked: two who take several locks take them in the same order.
    asked = [line.assignment for line in lines.order_by("part__need_id", "part_id", "pk")]
    if len(asked) < len(proposals):
        raise RefusedError(Refusal.TOO_LATE)
    with recorded_together():
        for assignment in asked:
            undo_asking(assignment, by=by, at=at)


@transaction.atomic
def dismiss_proposal(
    proposal: Proposal, *, by: Actor, at: datetime, decided_by: Membership | None
) -> Proposal:
    """Not this one: these two are not proposed to each other again for this request, and the plan is made anew."""
    take_turn(proposal.group_id)
    line = _as_it_is_now(proposal)
    _decide(line, State.DISMISSED, decided_by, at=at)
    record("proposal.dismissed", line, by=by, at=at, fields=["state"])
    request_run(line.group, cause=RunCause.CHANGE, by=by, at=at)
    return line


@transaction.atomic
def undo_dismissal(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """It may be proposed again. Where a newer plan has been made meanwhile, yet another will think of it."""
    fresh: Proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    is_in_time = fresh.decided_at is not None and at <= fresh.decided_at + UNDO_FOR
    if fresh.state != State.DISMISSED or not is_in_time:
        raise RefusedError(Refusal.TOO_LATE)
    newer = Proposal.objects.filter(group_id=fresh.group_id, run_id__gt=fresh.run_id)
    fresh.state = State.REPLACED if newer.exists() else State.OPEN
    fresh.decided_at = fresh.decided_by = None
    fresh.save(update_fields=["state", "decided_at", "decided_by"])
    record("proposal.reopened", fresh, by=by, at=at, fields=["state"])
    request_run(fresh.group, cause=RunCause.CHANGE, by=by, at=at)
    return fresh


@transaction.atomic
def ask_automatically(run: Run, *, by: Actor, at: datetime) -> Approval:
    """Where the group, or the kind of help, wants it so, the plan asks without anybody approving.

    For what is urgent several are asked at once: whoever says yes first has it.
    """
    lines = [line for line in list_open_proposals(run) if _is_automatic(line, run.group)]
    approval = approve_proposals(lines, made_by=None, by=by, at=at)
    for part_id in sorted({one.part_id for one in approval.asked if pace_of(one.part).asks_several}):
        ask_next_best(part_id, by=by, at=at)
    if any(refusal == Refusal.ASKED_TOO_OFTEN for _, refusal in approval.stale):
        # The next plan leaves them out from the start.
        request_run(run.group, cause=RunCause.CHANGE, by=by, at=at)
    return approval


def _is_automatic(line: Proposal, group: Group) -> bool:
    return bool(line.part.category.mode_for(group) == MeetingMode.AUTOMATIC)
