"""Once a day: what has been kept for long enough is forgotten, group by group; then what belongs to no group."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from manyhands.apps.groups.actions import for_each_group, forget_account_in_no_group, forget_idle_accounts
from manyhands.apps.groups.models import Group
from manyhands.apps.privacy.actions import forget_what_is_due
from manyhands.core.privacy.retention import lasts
from manyhands.storage.actors import Actor
from manyhands.storage.forgetting import forget_keys_and_buckets
from manyhands.storage.scope import system_scope
from manyhands.web.jobs import forget_old_jobs

CLOCK = Actor.system("clock")


def forget_daily(after: int = 0) -> None:
    if for_each_group(forget_daily, _forget, after=after):
        forget_of_no_group(at=timezone.now())


def _forget(group: Group) -> None:
    forget_what_is_due(group, by=CLOCK, at=timezone.now())


def forget_of_no_group(*, at: datetime) -> None:
    forget_keys_and_buckets(keys_before=at - lasts("once"), buckets_before=at - lasts("limits"))
    forget_old_jobs(before=at - lasts("jobs"))
    Session.objects.filter(expire_date__lt=at).delete()
    with system_scope("accounts"):
        forget_idle_accounts(before=at - lasts("accounts"))


def forget_account(user_id: int) -> None:
    with system_scope("accounts"):
        forget_account_in_no_group(user_id)
