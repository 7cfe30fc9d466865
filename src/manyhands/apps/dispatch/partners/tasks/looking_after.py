"""Asks whose time is over, and what was copied of people where groups share no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.actions import (
    SHARER,
    end_card,
    expire_ask,
    forget_card_number,
    withdraw_ask,
)
from manyhands.apps.dispatch.partners.queries import is_sharing_with, list_asks_with_card
from manyhands.apps.dispatch.states import LIVE_ASKS, AskState
from manyhands.apps.groups.models import Group
from manyhands.storage.scope import group_scope, system_scope


def look_after_asks() -> None:
    """Those whose time is over, and those of groups that share no longer, with the cards that came of them."""
    at = timezone.now()
    with system_scope("look after asks of partners"):
        rows = PartnerAsk.objects.filter(Q(state__in=LIVE_ASKS) | Q(card_number__isnull=False))
        group_ids = sorted(set(rows.values_list("group_id", flat=True)))
    for group in Group.objects.filter(pk__in=group_ids).order_by("pk"):
        with group_scope(group.pk):
            _look_after(group, at=at)
        _forget_what_was_copied(group, at=at)


def _look_after(group: Group, *, at: datetime) -> None:
    live = PartnerAsk.objects.filter(group=group, state__in=LIVE_ASKS).select_related(
        "group", "asking_group", "helper"
    )
    for ask in live.order_by("pk"):
        if not is_sharing_with(group, ask.asking_group_id):
            withdraw_ask(ask, by=SHARER, at=at)
        elif ask.state == AskState.ASKED and ask.expires_at is not None and ask.expires_at <= at:
            expire_ask(ask, by=SHARER, at=at)


def _forget_what_was_copied(group: Group, *, at: datetime) -> None:
    """Groups that share no more know nothing more of each other's people. Both groups' rows or none."""
    with group_scope(group.pk):
        over = [
            (ask, ask.card_number)
            for ask in list_asks_with_card(group)
            if ask.card_number is not None and not is_sharing_with(group, ask.asking_group_id)
        ]
    for ask, card_number in over:
        with transaction.atomic():
            with group_scope(ask.asking_group_id):
                is_gone = end_card(card_number, by=SHARER, at=at)
            if is_gone:
                with group_scope(group.pk):
                    forget_card_number(ask, by=SHARER, at=at)
