from django.db import models

from manyhands.apps.dispatch.states import RunFailure, RunState
from manyhands.apps.groups.models import Membership
from manyhands.storage.managers import GroupScopedModel


class WhatIf(GroupScopedModel):
    """A question of an organiser: what would be different if? Answered on a copy; nothing is changed by it."""

    question = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)
    failure = models.CharField(max_length=40, choices=RunFailure.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["group", "-asked_at"], name="what_if_latest")]

    class Privacy:
        staff = ("question", "state", "asked_at", "asked_by", "answered_at", "answer", "failure")
