"""A plan from the wish for one to its rows: asked for, taken by a worker, stored once."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from manyhands.apps.dispatch.actions.plans.history import (
    DECIDED,
    drop_undecided_inputs,
    inputs_of,
    was_anybody_forgotten,
)
from manyhands.apps.dispatch.bridge.planning.answer import Answer, proposals_of, summary_of, unmet_of
from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.queries.plans.inputs import PlanInputs
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
from manyhands.apps.dispatch.states import (
    RUN_ATTEMPTS,
    RUN_LEASE,
    ProposalState,
    RunCause,
    RunFailure,
    RunState,
)
from manyhands.apps.groups.actions import take_turn
from manyhands.apps.groups.models import Group, MeetingMode, Membership
from manyhands.apps.journal.actions import record
from manyhands.core.privacy.retention import lasts
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

WORK = "manyhands.apps.dispatch.tasks.make_plan"
ASK = "manyhands.apps.dispatch.tasks.ask_by_itself"
KEEP_RUNS_FOR = lasts("plans")


@transaction.atomic
def request_run(
    group: Group, *, cause: str, by: Actor, at: datetime, requested_by: Membership | None = None
) -> Run:
    """A plan is wanted. Whoever asks while one waits gets that one: it has not read anything yet."""
    waiting = Run.objects.filter(group=group, state=RunState.WAITING).first()
    if waiting is not None:
        return _wanted_by(waiting, cause, requested_by)
    try:
        with transaction.atomic():
            run: Run = Run.objects.create(
                group=group, cause=cause, requested_at=at, requested_by=requested_by
            )
    except IntegrityError:
        # Somebody else was quicker, in this very moment.
        there: Run = Run.objects.filter(group=group).order_by("-pk")[0]
        return there
    record("run.requested", run, by=by, at=at, fields=["state"])
    enqueue(WORK, group.pk)
    return run


def _wanted_by(run: Run, cause: str, requested_by: Membership | None) -> Run:
    """A person who asks should find their name on it, whatever asked before."""
    if cause == RunCause.REQUESTED and run.cause != RunCause.REQUESTED:
        run.cause, run.requested_by = cause, requested_by
        run.save(update_fields=["cause", "requested_by"])
    return run


@transaction.atomic
def take_run(group: Group, *, by: Actor, at: datetime) -> Run | None:
    """The run that a worker may work out now: one whose worker is gone, else the one that waits; None otherwise.

    The number of attempts is the lease: who comes back after another has taken over finds another number.
    """
    take_turn(group.pk)
    running = Run.objects.filter(group=group, state=RunState.RUNNING).first()
    if running is not None:
        if not _is_abandoned(running, at=at):
            return None
        if running.attempts < RUN_ATTEMPTS:
            return _begin(running, by=by, at=at)
        _end(running, RunFailure.INTERRUPTED, by=by, at=at)
    waiting = Run.objects.filter(group=group, state=RunState.WAITING).first()
    return _begin(waiting, by=by, at=at) if waiting else None


def _is_abandoned(run: Run, *, at: datetime) -> bool:
    return run.started_at is None or at >= run.started_at + RUN_LEASE


def _begin(run: Run, *, by: Actor, at: datetime) -> Run:
    run.state, run.started_at, run.attempts, run.progress_percent = RunState.RUNNING, at, run.attempts + 1, 0
    run.save(update_fields=["state", "started_at", "attempts", "progress_percent"])
    record("run.started", run, by=by, at=at, fields=["state"])
    return run


def tell_progress(run: Run, percent: int) -> None:
    """Outside any transaction: whoever waits for the plan sees it move."""
    mine = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
    mine.update(progress_percent=min(99, percent))


def finish_run(run: Run, inputs: PlanInputs, answer: Answer, *, by: Actor, at: datetime) -> Run | None:
    """Store the plan, whole and once; None when another worker has taken the run over. Unproven plans are not kept."""
    # Laid out before anybody is kept waiting: it takes longer than all that is written.
    return _store(run, inputs, answer, inputs_of(inputs.question, answer), by=by, at=at)


@transaction.atomic
def _store(run: Run, inputs: PlanInputs, answer: Answer, kept: str, *, by: Actor, at: datetime) -> Run | None:
    group = take_turn(run.group_id)
    mine = _locked(run)
    if mine is None:
        return None
    certificate = answer["certificate"]
    mine.certificate, mine.input_hash = certificate, certificate.get("input_hash", "")
    mine.weights, mine.cursor = asdict(inputs.question.weights), inputs.cursor
    if not certificate["is_feasible"] or certificate.get("problems"):
        return _end(mine, RunFailure.NOT_PROVEN, by=by, at=at)
    earlier = Proposal.objects.filter(group_id=run.group_id, state=ProposalState.OPEN)
    earlier.update(state=ProposalState.REPLACED, decided_at=at)
    proposals = Proposal.objects.bulk_create(proposals_of(mine, inputs.parts, inputs.helpers, answer, at=at))
    question, spared = inputs.question, inputs.spared
    unmet = unmet_of(mine, inputs.parts, answer, question, spared, elsewhere=inputs.elsewhere, at=at)
    UnmetPart.objects.bulk_create(unmet)
    mine.summary, mine.prices = summary_of(inputs.question, answer, len(inputs.resting)), answer["prices"]
    mine.changes = list(answer.get("changes", []))
    mine.inputs = "" if was_anybody_forgotten(group, since=inputs.cursor) else kept
    mine.state, mine.finished_at, mine.progress_percent, mine.failure = RunState.DONE, at, 100, ""
    mine.save()
    drop_undecided_inputs(mine)
    record("run.done", mine, by=by, at=at, fields=["state"])
    if any(_is_automatic(inputs, proposal) for proposal in proposals):
        enqueue(ASK, mine.group_id, mine.pk)
    _let_next_begin(mine)
    return mine


def _is_automatic(inputs: PlanInputs, proposal: Proposal) -> bool:
    part = inputs.parts[f"p{proposal.part_id}"]
    return bool(part.category.mode_for(part.group) == MeetingMode.AUTOMATIC)


@transaction.atomic
def fail_run(run: Run, failure: RunFailure, *, by: Actor, at: datetime) -> Run | None:
    """There is no plan this time; the one before stays."""
    mine = _locked(run)
    return _end(mine, failure, by=by, at=at) if mine else None


def _locked(run: Run) -> Run | None:
    rows = Run.objects.select_for_update(of=("self",)).filter(state=RunState.RUNNING, attempts=run.attempts)
    found: Run | None = rows.filter(pk=run.pk).first()
    return found


def _end(run: Run, failure: RunFailure, *, by: Actor, at: datetime) -> Run:
    run.state, run.failure, run.finished_at = RunState.FAILED, failure.value, at
    run.save()
    record("run.failed", run, by=by, at=at, fields=["state", "failure"])
    _let_next_begin(run)
    return run


def _let_next_begin(run: Run) -> None:
    """The job of a run that waited for this one has found it running and gone: it needs another."""
    if Run.objects.filter(group_id=run.group_id, state=RunState.WAITING).exists():
        enqueue(WORK, run.group_id)


@transaction.atomic
def forget_old_runs(group: Group, *, at: datetime) -> int:
    """After two months only what somebody decided is kept: what people were asked, and "not this one"."""
    latest = find_latest_run(group)
    old = Run.objects.filter(group=group, finished_at__lt=at - KEEP_RUNS_FOR)
    ids = list(old.exclude(pk=latest.pk if latest else None).values_list("pk", flat=True))
    Proposal.objects.filter(run_id__in=ids).exclude(state__in=DECIDED).delete()
    UnmetPart.objects.filter(run_id__in=ids).delete()
    decided = Proposal.objects.filter(run_id=OuterRef("pk"))
    Run.objects.filter(pk__in=ids).update(inputs="")
    deleted, _ = Run.objects.filter(pk__in=ids).filter(~Exists(decided)).delete()
    return int(deleted)
