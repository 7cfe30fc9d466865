"""Several people are asked at once about what is urgent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.approve import approve_proposals
from manyhands.apps.dispatch.actions.beginning.invite import invite
from manyhands.apps.dispatch.actions.plans.changes import note_change
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, list_open_proposals
from manyhands.apps.dispatch.states import Began, Refusal
from manyhands.apps.groups.models import Membership
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.actors import Actor


@transaction.atomic
def ask_together(
    part: NeedPart, helpers: Sequence[Helper], *, made_by: Membership | None, by: Actor, at: datetime
) -> list[Assignment]:
    """Whom the plan proposes among them is asked by its line, so that it is decided; the others are the next best, and
    for whoever says no the next best is asked in turn.

    One who cannot be asked is refused together with all: staff see it and choose again.
    """
    if not helpers:
        raise RefusedError(Refusal.NOBODY)
    run = find_latest_run(part.group)
    persons = {helper.person.pk for helper in helpers}
    lines = [
        line
        for line in (list_open_proposals(run) if run else [])
        if line.part_id == part.pk and line.helper_id in persons
    ]
    approval = approve_proposals(lines, made_by=made_by, by=by, at=at)
    if approval.stale:
        raise RefusedError(approval.stale[0][1])
    asked_by_plan = {line.helper_id for line in lines}
    others = [helper for helper in helpers if helper.person.pk not in asked_by_plan]
    if not others:
        return approval.asked
    asked = invite(part, others, began=Began.PLAN, made_by=made_by, by=by, at=at)
    # The plan has proposed none of these.
    note_change(part.group_id)
    return [*approval.asked, *asked]
