"""What has been kept for as long as the group keeps it."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import Need
from manyhands.apps.privacy.queries import is_held, live_holds


def list_due_to_forget(group: Group, *, at: datetime, at_most: int = 200) -> list[Need]:
    """By the earlier of the group's two clocks: so many days after closing, so many after asking. The oldest first.

    What has to be kept for now is left out.
    """
    closed_long_ago = Q(closed_at__lte=at - timedelta(days=group.keep_closed_days))
    asked_long_ago = Q(asked_at__lte=at - timedelta(days=group.keep_at_most_days))
    held = live_holds(at=at).filter(Q(person=OuterRef("person")) | Q(person=OuterRef("asked_by")))
    about_it = held.filter(Q(need_id__isnull=True) | Q(need_id=OuterRef("pk")))
    due = Need.objects.filter(closed_long_ago | asked_long_ago, group=group, forgotten_at__isnull=True)
    due = due.exclude(Exists(about_it))
    return list(due.select_related("group", "person", "asked_by", "place").order_by("asked_at")[:at_most])


def needs_a_card() -> Exists:
    """Registered with `privacy`: a request that is still kept needs the cards of whoever it is for and who asked."""
    asks = Q(person=OuterRef("pk")) | Q(asked_by=OuterRef("pk"))
    return Exists(Need.objects.filter(asks, forgotten_at__isnull=True))


def is_need_held(need: Need, *, at: datetime) -> bool:
    """Whether this request has to be kept for now, for whichever of the two people in it."""
    cards = filter(None, (need.person, need.asked_by))
    return any(is_held(card, at=at, need_id=need.pk) for card in cards)
