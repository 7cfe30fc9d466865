"""Once a day: what has been kept for long enough is forgotten, group by group; then what belongs to no group."""

import logging
from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from manyhands.apps.groups.actions import forget_account_in_no_group, forget_idle_accounts
from manyhands.apps.groups.models import Group
from manyhands.apps.privacy.actions import forget_what_is_due
from manyhands.core.privacy.retention import lasts
from manyhands.storage.actors import Actor
from manyhands.storage.forgetting import forget_keys_and_buckets
from manyhands.storage.scope import group_scope, system_scope
from manyhands.web.jobs import forget_old_jobs

CLOCK = Actor.system("clock")
logger = logging.getLogger(__name__)


def forget_daily() -> None:
    at = timezone.now()
    # Read whole, not by cursor: enqueuing a job closes the connection on which a cursor would still be open.
    for group in Group.objects.order_by("id"):
        try:
            with group_scope(group.pk):
                forget_what_is_due(group, by=CLOCK, at=at)
        except Exception:
            # One group's trouble must not keep the others' people for longer.
            logger.exception("forgetting what group %s has kept long enough", group.pk)
    forget_of_no_group(at=at)


def forget_of_no_group(*, at: datetime) -> None:
    forget_keys_and_buckets(keys_before=at - lasts("once"), buckets_before=at - lasts("limits"))
    forget_old_jobs(before=at - lasts("jobs"))
    Session.objects.filter(expire_date__lt=at).delete()
    with system_scope("accounts"):
        forget_idle_accounts(before=at - lasts("accounts"))


def forget_account(user_id: int) -> None:
    with system_scope("accounts"):
        forget_account_in_no_group(user_id)
