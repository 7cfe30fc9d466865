"""What staff see: the desks that needs lie on, one need with all its parts, and "have we got this already?"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.models import Need, NeedMove, NeedPart
from manyhands.apps.needs.states import NeedState
from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import find_persons_by_name, find_persons_by_phone

ALARM_WITHIN = timedelta(hours=24)
_FEWEST_LETTERS = 3
_UNTAKEN = (NeedState.NEW, NeedState.TRIAGED, NeedState.OPEN)
_TAKEN = (NeedState.ASSIGNED, NeedState.IN_PROGRESS)


class Desk(StrEnum):
    """Piles on the staff's table; a need lies on one or more."""

    NEW = "new"
    MINE = "mine"
    FOLLOW_UP = "follow_up"
    ALARM = "alarm"
    OPEN = "open"
    UNDER_WAY = "under_way"
    CLOSED = "closed"


_ORDERS = {Desk.CLOSED: ("-closed_at", "id"), Desk.FOLLOW_UP: ("follow_up_at", "id")}


@dataclass(frozen=True, slots=True)
class SimilarNeed:
    """A need that may be the one being typed, and by what it was found."""

    need: Need
    has_same_phone: bool


def list_needs(group: Group, desk: str, *, at: datetime, member: Membership | None = None) -> QuerySet[Any]:
    """The needs on one desk, most urgent and longest waiting first; page it before reading."""
    rows = Need.objects.filter(group=group).filter(_on_desk(desk, at=at, member=member))
    return _for_list(rows).order_by(*_ORDERS.get(Desk(desk), ("-urgency", "asked_at", "id")))


def count_desks(
    group: Group, *, at: datetime, member: Membership | None = None, with_closed: bool = False
) -> dict[str, int]:
    """How many needs lie on each desk, in one query; the closed ones only where they are asked for, being many."""
    desks = [desk for desk in Desk if with_closed or desk != Desk.CLOSED]
    counts = {desk.value: Count("pk", filter=_on_desk(desk, at=at, member=member)) for desk in desks}
    rows = Need.objects.filter(group=group)
    return dict((rows if with_closed else rows.exclude(state=NeedState.CLOSED)).aggregate(**counts))


def _on_desk(desk: str, *, at: datetime, member: Membership | None) -> Q:
    live = ~Q(state__in=[NeedState.DRAFT, NeedState.CLOSED])
    in_hand = Q(follow_up_at__isnull=True) | Q(follow_up_at__lte=at)
    conditions = {
        Desk.NEW: Q(state__in=[NeedState.NEW, NeedState.TRIAGED]) & in_hand,
        Desk.MINE: live & Q(owner=member) & Q(owner__isnull=False),
        Desk.FOLLOW_UP: live & Q(follow_up_at__isnull=False),
        Desk.ALARM: Q(state__in=_UNTAKEN, due_at__lte=at + ALARM_WITHIN)
        | Q(state__in=_TAKEN, due_at__lte=at),
        Desk.OPEN: Q(state=NeedState.OPEN) & in_hand,
        Desk.UNDER_WAY: Q(state__in=_TAKEN),
        Desk.CLOSED: Q(state=NeedState.CLOSED),
    }
    return conditions[Desk(desk)]


def find_need(group: Group, reference: str) -> Need | None:
    """One need, to do something with it."""
    rows = Need.objects.filter(group=group, reference=_as_reference(reference))
    return rows.select_related("group", "person", "asked_by").first()


def find_need_with_all(group: Group, reference: str) -> Need | None:
    """One need with its parts and all that it names, in two queries."""
    rows = Need.objects.filter(group=group, reference=_as_reference(reference))
    rows = rows.select_related("group", "person", "asked_by", "organisation", "household", "place", "owner")
    return rows.prefetch_related(_parts()).first()


def find_move(need: Need, move_id: int) -> NeedMove | None:
    return NeedMove.objects.filter(need=need, pk=move_id).select_related("need").first()


def search_needs(group: Group, text: str, *, at_most: int = 50) -> list[Need]:
    """By reference, telephone number or name; encrypted fields are found by their blind indexes."""
    found = _for_list(Need.objects.filter(group=group, reference=_as_reference(text)))
    if found:
        return list(found)
    persons = find_persons_by_phone(group, text) or find_persons_by_name(group, text, at_most=at_most)
    rows = Need.objects.filter(_asked_by(persons), group=group)
    return list(_for_list(rows).order_by("-asked_at", "id")[:at_most])


def find_similar_needs(
    group: Group, *, phone: str = "", name: str = "", zip_code: str = ""
) -> list[SimilarNeed]:
    """Needs not yet closed that look like the one being typed: the same phone, or the same name and place.

    A first name alone says too little without a place; with one, or with two words, it may be the same person.
    """
    callers = find_persons_by_phone(group, phone) if phone.strip() else []
    namesakes = _namesakes(group, name, zip_code)
    if not callers and not namesakes:
        return []
    same = _asked_by(callers)
    if namesakes:
        nearby = Q(place__zip_code=zip_code.strip()[:5]) if zip_code.strip() else Q()
        same |= Q(person__in=namesakes) & nearby
    rows = Need.objects.filter(same, group=group).exclude(state=NeedState.CLOSED)
    ids = {person.pk for person in callers}
    return [
        SimilarNeed(need, has_same_phone=bool({need.person_id, need.asked_by_id} & ids))
        for need in _for_list(rows).order_by("-asked_at", "id")[:5]
    ]


def _namesakes(group: Group, name: str, zip_code: str) -> list[Person]:
    words = name.split()
    says_enough = len(words) > 1 or bool(zip_code.strip())
    if not says_enough or len(name.strip()) < _FEWEST_LETTERS:
        return []
    return find_persons_by_name(group, name)


def _asked_by(persons: list[Person]) -> Q:
    return Q(person__in=persons) | Q(asked_by__in=persons)


def _for_list(rows: QuerySet[Any]) -> QuerySet[Any]:
    related = ("group", "person", "place", "household", "owner", "organisation")
    return rows.select_related(*related).prefetch_related(_parts())


def _parts() -> "Prefetch[Any]":
    return Prefetch("parts", NeedPart.objects.select_related("category").order_by("id"))


def _as_reference(text: str) -> str:
    """K7-204, however it was written down: k7204, K7 204."""
    letters = re.sub(r"[\s\-–]", "", text).upper()
    return f"{letters[:2]}-{letters[2:]}" if len(letters) == 5 else letters  # noqa: PLR2004
