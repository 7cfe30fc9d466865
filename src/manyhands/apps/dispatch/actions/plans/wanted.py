"""A plan that somebody asks for."""

from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.plans.run import request_run
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.inputs import plans_anything
from manyhands.apps.dispatch.states import Refusal, RunCause
from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.actors import Actor


@transaction.atomic
def ask_for_plan(group: Group, *, requested_by: Membership, by: Actor, at: datetime) -> Run:
    """Raises RefusedError where no kind of help is planned."""
    if not plans_anything(group):
        raise RefusedError(Refusal.NOTHING_TO_PLAN)
    return request_run(group, cause=RunCause.REQUESTED, requested_by=requested_by, by=by, at=at)
