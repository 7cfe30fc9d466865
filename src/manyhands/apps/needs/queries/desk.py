"""What staff see: the desks that needs lie on, one need with all its parts, and "have we got this already?"."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import NeedState
from manyhands.apps.people.queries import find_persons_by_name, find_persons_by_phone

ALARM_WITHIN = timedelta(hours=24)


class Desk(StrEnum):
    """Piles on the staff's table; a need lies on one or more."""

    NEW = "new"
    MINE = "mine"
    FOLLOW_UP = "follow_up"
    ALARM = "alarm"
    OPEN = "open"
    UNDER_WAY = "under_way"
    CLOSED = "closed"


def list_needs(
    group: Group, desk: str, *, at: datetime, member: Membership | None = None, category_key: str = ""
) -> QuerySet[Any]:
    """The needs on one desk, most urgent and longest waiting first; page it before reading."""
    rows = Need.objects.filter(group=group).filter(_on_desk(desk, at=at, member=member))
    if category_key:
        rows = rows.filter(Exists(NeedPart.objects.filter(need=OuterRef("pk"), category__key=category_key)))
    order = ["-closed_at"] if desk == Desk.CLOSED else ["-urgency", "asked_at", "id"]
    return (
        rows.select_related("person", "place", "household", "owner", "organisation")
        .prefetch_related("parts__category")
        .order_by(*order)
    )


def count_desks(group: Group, *, at: datetime, member: Membership | None = None) -> dict[str, int]:
    """How many needs lie on each desk, in one query."""
    desks = {
        desk.value: Count("pk", filter=_on_desk(desk, at=at, member=member))
        for desk in Desk
        if desk != "closed"
    }
    return dict(Need.objects.filter(group=group).exclude(state=NeedState.CLOSED).aggregate(**desks))


def _on_desk(desk: str, *, at: datetime, member: Membership | None) -> Q:
    live = ~Q(state__in=[NeedState.DRAFT, NeedState.CLOSED])
    in_hand = Q(follow_up_at__isnull=True) | Q(follow_up_at__lte=at)
    conditions = {
        Desk.NEW: Q(state__in=[NeedState.NEW, NeedState.TRIAGED]) & in_hand,
        Desk.MINE: live & Q(owner=member) & Q(owner__isnull=False),
        Desk.FOLLOW_UP: live & Q(follow_up_at__lte=at),
        Desk.ALARM: Q(state__in=[NeedState.NEW, NeedState.TRIAGED, NeedState.OPEN])
        & Q(due_at__lte=at + ALARM_WITHIN),
        Desk.OPEN: Q(state=NeedState.OPEN) & in_hand,
        Desk.UNDER_WAY: Q(state__in=[NeedState.ASSIGNED, NeedState.IN_PROGRESS]),
        Desk.CLOSED: Q(state=NeedState.CLOSED),
    }
    return conditions[Desk(desk)]


def find_need(group: Group, reference: str) -> Need | None:
    rows = Need.objects.filter(group=group, reference=reference.strip().upper())
    rows = rows.select_related("group", "person", "asked_by", "organisation", "household", "place", "owner")
    return rows.prefetch_related(
        "parts__category", "notes__author", "contact_attempts__member", "moves"
    ).first()


def search_needs(group: Group, text: str, *, at_most: int = 50) -> list[Need]:
    """By reference, telephone number or name; encrypted fields are found by their blind indexes."""
    found = find_need(group, text)
    if found:
        return [found]
    persons = find_persons_by_phone(group, text) or find_persons_by_name(group, text, at_most=at_most)
    rows = Need.objects.filter(Q(person__in=persons) | Q(asked_by__in=persons), group=group)
    rows = rows.select_related("person", "place", "household", "owner", "organisation")
    return list(rows.prefetch_related("parts__category").order_by("-asked_at")[:at_most])


def find_similar_needs(group: Group, *, phone: str = "", name: str = "", zip_code: str = "") -> list[Need]:
    """Needs not yet closed that look like the one being typed: the same phone, or the same name and place."""
    persons = find_persons_by_phone(group, phone) if phone else []
    same = Q(person__in=persons) | Q(asked_by__in=persons)
    namesakes = find_persons_by_name(group, name) if len(name.strip()) > 2 else []  # noqa: PLR2004
    if namesakes:
        nearby = Q(place__zip_code__startswith=zip_code[:5]) if zip_code else Q()
        same |= Q(person__in=namesakes) & nearby
    if not persons and not namesakes:
        return []
    rows = Need.objects.filter(same, group=group).exclude(state=NeedState.CLOSED)
    rows = rows.select_related("person", "place", "household", "owner", "organisation")
    return list(rows.prefetch_related("parts__category").order_by("-asked_at")[:5])
