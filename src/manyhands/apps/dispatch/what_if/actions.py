"""A question from the form to its answer: kept, taken by a worker, answered once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.models import WhatIf
from manyhands.apps.dispatch.states import Refusal, RunFailure, RunState
from manyhands.apps.dispatch.what_if.queries import MOST_KEPT, list_unanswered
from manyhands.apps.groups.actions import take_turn
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

WORK = "manyhands.apps.dispatch.what_if.tasks.answer_what_if"
MOST_AT_ONCE = 3


@transaction.atomic
def ask_what_if(
    group: Group, question: Mapping[str, Any], *, by: Actor, at: datetime, asked_by: Membership | None = None
) -> WhatIf:
    """Whoever asks what is being worked out already gets that answer. Only the last few are kept.

    Raises RefusedError when several others are being worked out.
    """
    take_turn(group.pk)
    live = list_unanswered(group, at=at)
    same = next((one for one in live if one.question == question), None)
    if same is not None:
        return same
    if len(live) >= MOST_AT_ONCE:
        raise RefusedError(Refusal.WAIT_FOR_OTHERS)
    asked: WhatIf = WhatIf.objects.create(
        group=group, question=dict(question), asked_at=at, asked_by=asked_by
    )
    record("what_if.asked", asked, by=by, at=at, fields=["state"])
    enqueue(WORK, group.pk, asked.pk)
    kept = WhatIf.objects.filter(group=group).order_by("-asked_at", "-pk").values("pk")[:MOST_KEPT]
    WhatIf.objects.filter(group=group).exclude(pk__in=[row["pk"] for row in kept]).delete()
    return asked


@transaction.atomic
def begin_what_if(asked_id: int, *, by: Actor, at: datetime) -> WhatIf | None:
    """A job that comes twice works it out once more, unless it is answered: nothing is lost by that."""
    asked = _locked(asked_id)
    if asked is not None and asked.state == RunState.WAITING:
        asked.state = RunState.RUNNING
        asked.save(update_fields=["state"])
        record("what_if.started", asked, by=by, at=at, fields=["state"])
    return asked


@transaction.atomic
def finish_what_if(asked_id: int, answer: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    asked = _locked(asked_id)
    if asked is None:
        return
    asked.state, asked.answer, asked.answered_at = RunState.DONE, dict(answer), at
    asked.save(update_fields=["state", "answer", "answered_at"])
    record("what_if.answered", asked, by=by, at=at, fields=["state"])


@transaction.atomic
def fail_what_if(asked_id: int, failure: RunFailure, *, by: Actor, at: datetime) -> None:
    asked = _locked(asked_id)
    if asked is None:
        return
    asked.state, asked.failure, asked.answered_at = RunState.FAILED, failure.value, at
    asked.save(update_fields=["state", "failure", "answered_at"])
    record("what_if.failed", asked, by=by, at=at, fields=["state", "failure"])


def _locked(asked_id: int) -> WhatIf | None:
    rows = WhatIf.objects.select_for_update(of=("self",)).filter(
        state__in=[RunState.WAITING, RunState.RUNNING]
    )
    found: WhatIf | None = rows.filter(pk=asked_id).first()
    return found
