"""What groups that share ask of this one's people, for staff."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.bridge.planning.inputs import Busy, hours_of
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.states import LIVE_ASKS, AskState
from manyhands.apps.groups.models import Group, PoolMembership
from manyhands.apps.groups.queries import list_partners
from manyhands.apps.people.models import Person

# Whether it is done only the other group knows.
LENT_SHOWN_FOR = timedelta(days=2)


def list_open_asks(group: Group) -> list[PartnerAsk]:
    """For staff: what groups that share at this moment ask, most of all what nobody has decided."""
    partners = list_partners(group)
    if not partners:
        return []
    rows = PartnerAsk.objects.filter(
        group=group, asking_group__in=partners, state__in=[*LIVE_ASKS, AskState.ACCEPTED, AskState.RELEASED]
    )
    return list(rows.select_related("asking_group", "helper", "group").order_by("-proposed_at", "-pk"))


def list_lent_tasks(person: Person, *, at: datetime) -> list[PartnerAsk]:
    """What somebody does for groups that share, until its time is over. One query."""
    rows = PartnerAsk.objects.filter(helper=person, state=AskState.ACCEPTED)
    dated = rows.annotate(on=Coalesce("due_at", "starts_at", "answered_at"))
    wanted = dated.filter(on__gte=at - LENT_SHOWN_FOR).select_related("asking_group", "group")
    return list(wanted.order_by("on", "pk"))


def lent_between(group: Group, begin: datetime, end: datetime) -> list[Busy]:
    """Who of this group does something for another, and when: it counts in their week like a task here. One query."""
    rows = PartnerAsk.objects.filter(group=group, state=AskState.ACCEPTED)
    dated = rows.annotate(on=Coalesce("starts_at", "due_at", "answered_at"))
    return [_busy(ask, ask.on) for ask in dated.filter(on__gte=begin, on__lt=end)]


def asked_of(group: Group, *, at: datetime) -> list[Busy]:
    """What others are asking this group's people, who may say yes. One query."""
    rows = PartnerAsk.objects.filter(group=group, state__in=LIVE_ASKS)
    return [_busy(ask, max(ask.starts_at or ask.due_at or at, at)) for ask in rows]


def _busy(ask: PartnerAsk, on: datetime) -> Busy:
    return Busy(ask.helper_id, on, hours_of(ask.when_kind, ask.starts_at, ask.minutes))


def count_asks_to_decide(group: Group) -> int:
    """One query."""
    return undecided_asks(group).count()


def undecided_asks(group: Any) -> QuerySet[PartnerAsk]:
    """What nobody here has decided yet, of groups that share at this moment."""
    live = PoolMembership.across_groups.filter(left_at__isnull=True)
    shared = live.filter(pool__in=live.filter(group=group).values("pool"), group=OuterRef("asking_group"))
    return PartnerAsk.objects.filter(Exists(shared), group=group, state=AskState.PROPOSED)
