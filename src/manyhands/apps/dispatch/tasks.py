"""What runs by itself: invitations whose time is over, and plans."""

import logging
from dataclasses import replace

from django.utils import timezone

from manyhands.apps.dispatch.actions import expire_invitation
from manyhands.apps.dispatch.actions.beginning.approve import ask_automatically
from manyhands.apps.dispatch.actions.beginning.reoffer import ask_next_best
from manyhands.apps.dispatch.actions.lapsed import tell_of_lapsed
from manyhands.apps.dispatch.actions.plans.changes import PLANNER, request_after_change, request_nightly
from manyhands.apps.dispatch.actions.plans.run import (
    KEEP_RUNS_FOR,
    WORK,
    fail_run,
    finish_run,
    forget_old_runs,
    take_run,
    tell_progress,
)
from manyhands.apps.dispatch.bridge.planning.answer import MADE_ANEW, NOTHING_ASKED, Answer
from manyhands.apps.dispatch.bridge.planning.process import PlanFailedError, work_out
from manyhands.apps.dispatch.bridge.planning.question import followed_by
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.assignments.tasks import list_expired, list_groups_with_expired
from manyhands.apps.dispatch.queries.plans.elsewhere import look_elsewhere
from manyhands.apps.dispatch.queries.plans.inputs import PlanInputs, read_inputs
from manyhands.apps.dispatch.queries.plans.nights import (
    list_groups_to_plan_tonight,
    list_groups_with_runs_before,
)
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, find_run, list_groups_to_look_after
from manyhands.apps.dispatch.queries.plans.since import find_since
from manyhands.apps.dispatch.states import RunCause, RunFailure
from manyhands.apps.groups.actions import for_each_group
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import find_pool_membership, list_partners
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope, system_scope
from manyhands.web.jobs import enqueue

logger = logging.getLogger(__name__)
CLOCK = Actor.system("clock")
PLAN_POOL = "manyhands.apps.dispatch.partners.tasks.plan_pool"


def expire_invitations(after: int = 0) -> None:
    with system_scope("expire invitations"):
        late = list_groups_with_expired(at=timezone.now())
    for_each_group(expire_invitations, _expire_invitations, after=after, among=late)


def _expire_invitations(group: Group) -> None:
    """Each in a transaction of its own: one that somebody is answering just now does not hold up the rest."""
    at = timezone.now()
    for late in list_expired(group, at=at):
        expire_invitation(late, by=CLOCK, at=at)


def tell_of_ended_checks(after: int = 0) -> None:
    """Who has a task that they are not checked for any more; those who assign decide."""
    for_each_group(tell_of_ended_checks, _tell_of_ended, after=after)


def _tell_of_ended(group: Group) -> None:
    tell_of_lapsed(group, by=CLOCK, at=timezone.now())


def make_plan(group_id: int) -> None:
    """Work out the plan that waits, in a process of its own. Does nothing where one is being worked out already."""
    with group_scope(group_id):
        group = Group.objects.get(pk=group_id)
        run = take_run(group, by=PLANNER, at=timezone.now())
        planned = _work_out(run, group) if run else None
    if run is None or planned is None:
        return
    inputs = _with_partners(group, *planned)
    with group_scope(group_id):
        finish_run(run, inputs, planned[1], by=PLANNER, at=timezone.now())
        sharing = find_pool_membership(group)
        if sharing is not None:
            enqueue(PLAN_POOL, sharing.pool_id)


def _work_out(run: Run, group: Group) -> tuple[PlanInputs, Answer] | None:
    try:
        inputs = read_inputs(group, at=timezone.now())
        return inputs, _answer(run, group, inputs)
    except PlanFailedError as error:
        logger.error("run %s of group %s: %s", run.pk, group.pk, error)  # noqa: TRY400 - the child has said more
        fail_run(run, error.failure, by=PLANNER, at=timezone.now())
    except ValueError:
        logger.exception("run %s of group %s: a row that cannot be planned with", run.pk, group.pk)
        fail_run(run, RunFailure.PROBLEM, by=PLANNER, at=timezone.now())
    return None


def _with_partners(group: Group, inputs: PlanInputs, answer: Answer) -> PlanInputs:
    """What the group's own people cannot do, somebody of a group that shares perhaps can."""
    partners = list_partners(group) if answer["unmet"] else []
    if not partners:
        return inputs
    with group_scope(group.pk, *(partner.pk for partner in partners)):
        try:
            return replace(inputs, elsewhere=look_elsewhere(inputs, answer, partners))
        except ValueError:
            # A row of theirs must not keep this group from its own plan.
            logger.exception("group %s: a row of a group that shares cannot be planned with", group.pk)
            return inputs


def _answer(run: Run, group: Group, inputs: PlanInputs) -> Answer:
    """By night everything is worked out anew; by day the plan before is kept up to date."""
    if not inputs.question.requests:
        return NOTHING_ASKED
    latest = find_latest_run(group) if run.cause != RunCause.NIGHTLY else None
    since = find_since(latest, inputs)
    answer = work_out(
        followed_by(inputs.question, since) if since else inputs.question,
        on_progress=lambda percent: tell_progress(run, percent),
    )
    return {"changes": [MADE_ANEW] if latest else [], **answer}


def ask_by_itself(group_id: int, run_id: int) -> None:
    """Where the group wants it so, people are asked without anybody approving each line."""
    with group_scope(group_id):
        run = find_run(Group.objects.get(pk=group_id), run_id)
        if run is not None:
            ask_automatically(run, by=PLANNER, at=timezone.now())


def ask_next(group_id: int, part_id: int) -> None:
    """Somebody has said no, or nothing: the next best person is asked."""
    with group_scope(group_id):
        ask_next_best(part_id, by=PLANNER, at=timezone.now())


def plan_after_change(group_id: int) -> None:
    with group_scope(group_id):
        request_after_change(Group.objects.get(pk=group_id), by=PLANNER, at=timezone.now())


def look_after_plans(after: int = 0) -> None:
    """Plans for the night, and those whose worker is gone or whose job was lost."""
    at = timezone.now()
    with system_scope("look after plans"):
        tonight = list_groups_to_plan_tonight(at=at)
        group_ids = list_groups_to_look_after(at=at)
    for group_id in group_ids:
        enqueue(WORK, group_id)
    for_each_group(look_after_plans, _plan_tonight, after=after, among=tonight)


def _plan_tonight(group: Group) -> None:
    request_nightly(group, by=PLANNER, at=timezone.now())


def forget_old_plans(after: int = 0) -> None:
    with system_scope("forget old plans"):
        group_ids = list_groups_with_runs_before(timezone.now() - KEEP_RUNS_FOR)
    for_each_group(forget_old_plans, _forget_old, after=after, among=group_ids)


def _forget_old(group: Group) -> None:
    forget_old_runs(group, at=timezone.now())
