"""Both plans are made in a process of its own, as every plan is."""

import logging

from django.utils import timezone

from manyhands.apps.dispatch.bridge.planning.process import WHAT_IF_CHILD, PlanFailedError, work_out
from manyhands.apps.dispatch.bridge.what_if.question import what_if_question
from manyhands.apps.dispatch.models import WhatIf
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.states import RunFailure
from manyhands.apps.dispatch.what_if.actions import begin_what_if, fail_what_if, finish_what_if
from manyhands.apps.groups.models import Group
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

logger = logging.getLogger(__name__)
PLANNER = Actor.system("planner")


def answer_what_if(group_id: int, asked_id: int) -> None:
    with group_scope(group_id):
        asked = begin_what_if(asked_id, by=PLANNER, at=timezone.now())
        if asked is None:
            return
        try:
            _answer(asked, Group.objects.get(pk=group_id))
        except PlanFailedError as error:
            logger.error("what if %s of group %s: %s", asked_id, group_id, error)  # noqa: TRY400 - the child has said more
            fail_what_if(asked_id, error.failure, by=PLANNER, at=timezone.now())
        except ValueError:
            logger.exception("what if %s of group %s: a row that cannot be planned with", asked_id, group_id)
            fail_what_if(asked_id, RunFailure.PROBLEM, by=PLANNER, at=timezone.now())


def _answer(asked: WhatIf, group: Group) -> None:
    inputs = read_inputs(group, with_chosen=True, at=timezone.now())
    question = what_if_question(asked.question, inputs.question, inputs.parts, group)
    answer = work_out(question, on_progress=lambda _percent: None, module=WHAT_IF_CHILD)
    finish_what_if(asked.pk, answer, by=PLANNER, at=timezone.now())
