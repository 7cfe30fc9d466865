"""The two ways in which somebody is forgotten: they ask for it, or their time is over."""

from datetime import datetime, timedelta

import time_machine

from manyhands.apps.accounts.tasks import forget_old_codes
from manyhands.apps.dispatch.tasks import forget_old_plans
from manyhands.apps.groups.actions import end_membership
from manyhands.apps.groups.models import Group, Membership, MembershipState
from manyhands.apps.messaging.tasks import forget_old_contents
from manyhands.apps.needs.tasks import watch_needs
from manyhands.apps.people.models import Person
from manyhands.apps.places.tasks import forget_old_answers
from manyhands.apps.privacy.actions import erase_person, forget_member
from manyhands.apps.privacy.tasks import forget_daily
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

STAFF = Actor.member(1)
DAILY = (
    watch_needs,
    forget_daily,
    forget_old_contents,
    forget_old_plans,
    forget_old_codes,
    forget_old_answers,
)


def ask_for_it(group: Group, *, at: datetime) -> None:
    """Whoever has an account by their own page, everybody else by staff."""
    with group_scope(group.pk):
        for member in _who_only_help(group):
            forget_member(member, by=Actor.member(member.pk), at=at)
        for person in Person.objects.filter(group=group, anonymised_at__isnull=True):
            erase_person(person, by=STAFF, at=at)


def _who_only_help(group: Group) -> list[Membership]:
    there = [MembershipState.ACTIVE, MembershipState.APPLICANT]
    members = Membership.objects.filter(group=group, state__in=there).prefetch_related("roles")
    return [one for one in members if not {role.key for role in one.roles.all()} - {"volunteer"}]


def let_time_pass(group: Group, *, at: datetime) -> None:
    """Whoever helped leaves; then the daily look comes by, for two years and a month."""
    with group_scope(group.pk):
        for member in _who_only_help(group):
            end_membership(member, by=Actor.member(member.pk), at=at)
    for days in (1, 40, 400, 440, 800, 840):
        with time_machine.travel(at + timedelta(days=days), tick=False):
            for task in DAILY:
                task()
