"""When a new plan is due by itself: something has changed, or the night has come."""

from dataclasses import dataclass
from datetime import datetime

from manyhands.apps.dispatch.actions.plans.run import request_run
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.inputs import open_parts_to_plan, plans_by_itself
from manyhands.apps.dispatch.queries.plans.nights import is_night, tonight_since
from manyhands.apps.dispatch.states import RunCause
from manyhands.apps.groups.models import Group
from manyhands.apps.places.models import Place
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from manyhands.web.jobs import after_commit_once, enqueue

PLANNER = Actor.system("plan")
AFTER_CHANGE = "manyhands.apps.dispatch.tasks.plan_after_change"


def note_change(group_id: int) -> None:
    """Who helps whom may have changed. After the commit, and once, however much has changed in a transaction.

    A worker killed in between loses it: the plan of the night catches up.
    """
    after_commit_once(_Change(group_id))


def note_moved_place(place: Place, _at: datetime) -> None:
    """Registered with `places`: where somebody is, or starts from, was found or corrected."""
    note_change(place.group_id)


@dataclass(frozen=True, slots=True)
class _Change:
    group_id: int

    def __call__(self) -> None:
        """Groups that plan on demand only are not kept busy."""
        with group_scope(self.group_id):
            group = Group.objects.filter(pk=self.group_id).first()
            if group is not None and plans_by_itself(group):
                enqueue(AFTER_CHANGE, group.pk)


def request_after_change(group: Group, *, by: Actor, at: datetime) -> Run | None:
    if not plans_by_itself(group) or not open_parts_to_plan(group).exists():
        return None
    return request_run(group, cause=RunCause.CHANGE, by=by, at=at)


def request_nightly(group: Group, *, by: Actor, at: datetime) -> Run | None:
    """Once in the group's own night, where somebody is being looked for."""
    if not is_night(group.zone, at=at):
        return None
    planned = Run.objects.filter(group=group, cause=RunCause.NIGHTLY, requested_at__gt=tonight_since(at))
    if planned.exists() or not open_parts_to_plan(group).exists():
        return None
    return request_run(group, cause=RunCause.NIGHTLY, by=by, at=at)
