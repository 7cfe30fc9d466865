"""What runs by itself: asking whether a need is still needed, the alarm for what nobody took, and forgetting
what was begun and never sent, and what has been kept for long enough.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import for_each_group
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.actions import tell, tell_staff
from manyhands.apps.needs.actions import mark_still_needed_asked
from manyhands.apps.needs.actions.ask import tell_staff_of
from manyhands.apps.needs.actions.drafts import forget_old_drafts
from manyhands.apps.needs.actions.forget import forget_when_due
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries import list_not_confirmed, list_untaken
from manyhands.apps.needs.queries.retention import list_due_to_forget
from manyhands.apps.needs.queries.watch import find_new_need
from manyhands.apps.privacy.actions import make_link
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

CLOCK = Actor.system("clock")


def watch_needs(after: int = 0) -> None:
    """For every group: ask neighbours whom nobody has heard of for long, and tell staff what is due and untaken."""
    for_each_group(watch_needs, _watch, after=after)


def _watch(group: Group) -> None:
    watch_group(group, at=timezone.now())


def watch_group(group: Group, *, at: datetime) -> None:
    with group_scope(group.pk):
        for need in list_not_confirmed(group, at=at):
            ask_still_needed(need, at=at)
        for need in list_untaken(group, at=at):
            raise_alarm(need, at=at)
        forget_old_drafts(group, at=at)
        for need in list_due_to_forget(group, at=at):
            forget_when_due(need, by=CLOCK, at=at)


def tell_staff_of_new(group_id: int, need_id: int) -> None:
    """A public request has come in; written as a job in the transaction that stored it."""
    with group_scope(group_id):
        need = find_new_need(need_id)
        if need is not None:
            tell_staff_of(need, by=CLOCK, at=timezone.now())


@transaction.atomic
def ask_still_needed(need: Need, *, at: datetime) -> None:
    token = make_link(
        need.group,
        LinkPurpose.NEED_STATUS,
        need.pk,
        need.person,
        expires_at=at + timedelta(days=need.group.keep_at_most_days),
        by=CLOCK,
        at=at,
    )
    context = {
        "reference": need.reference,
        "status_url": settings.PUBLIC_URL + reverse("needs:status", args=[token]),
    }
    tell(
        need.person, "still_needed", context=context, about=need, dedup=at.date().isoformat(), by=CLOCK, at=at
    )
    mark_still_needed_asked(need, by=CLOCK, at=at)


def raise_alarm(need: Need, *, at: datetime) -> None:
    """Once per need and due time: a need that is put off to another day may alarm again."""
    context = {
        "reference": need.reference,
        "url": settings.PUBLIC_URL + group_path(need.group, "needs:detail", reference=need.reference),
    }
    due = need.due_at.isoformat() if need.due_at else ""
    tell_staff(
        need.group, "nobody_took", "needs.triage", context=context, about=need, dedup=due, by=CLOCK, at=at
    )
