"""The card of a member: the one they help with, else one that is kept only so that they can be checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Person

BARE = Q(user__isnull=False, volunteer__isnull=True, organisations__isnull=True)
"""Stands for an account alone: nobody who helps, and no organisation."""


def cards_of_members(group: Group, members: Sequence[Membership]) -> Mapping[int, int]:
    """By the id of a member, the person that they are. One query."""
    helping = Q(volunteer__membership__in=[member.pk for member in members])
    bare = BARE & Q(user__in=[member.user_id for member in members])
    rows = _cards(helping | bare, group).values_list("volunteer__membership", "user_id", "pk")
    found = [(member_id, user_id, pk) for member_id, user_id, pk in rows.order_by("-pk")]
    bare_of = {user_id: pk for member_id, user_id, pk in found if member_id is None}
    helping_of = {member_id: pk for member_id, _user_id, pk in found if member_id is not None}
    own = {member.pk: bare_of[member.user_id] for member in members if member.user_id in bare_of}
    return own | helping_of


def find_card_of(member: Membership) -> Person | None:
    rows = _cards(Q(volunteer__membership=member), member.group_id).select_related("volunteer", "group")
    found: Person | None = rows.first() or find_bare_card(member)
    return found


def find_checked_card(group: Group, person_id: int) -> Person | None:
    """One that checks may be tied to: of somebody who helps, or of a member."""
    rows = _cards(Q(volunteer__isnull=False) | BARE, group).filter(pk=person_id)
    found: Person | None = rows.select_related("group", "volunteer").first()
    return found


def find_bare_card(member: Membership) -> Person | None:
    rows = _cards(BARE & Q(user=member.user_id), member.group_id).select_related("volunteer", "group")
    found: Person | None = rows.order_by("pk").first()
    return found


def _cards(which: Q, group: Group | int) -> QuerySet[Any]:
    return Person.objects.filter(which, group=group, anonymised_at=None)
