"""Registered with `privacy`: what this app forgets by the clocks, and which cards it still needs."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from manyhands.apps.dispatch.models import Assignment, BoardPresence, PartnerAsk, WhatIf
from manyhands.apps.dispatch.states import LIVE, LIVE_ASKS
from manyhands.apps.groups.models import Group
from manyhands.apps.privacy.actions import register_forgetting, register_use_of_cards
from manyhands.apps.privacy.queries import live_holds
from manyhands.core.privacy.retention import lasts
from manyhands.storage.fields import sealed


def register_clocks() -> None:
    register_use_of_cards(_helps_now)
    register_use_of_cards(_is_asked_by_partners)
    register_forgetting("tasks", _forget_words)
    register_forgetting("what_ifs", _forget_what_ifs)
    register_forgetting("presence", _forget_presence)
    register_forgetting("partner_asks", _forget_partner_asks)


def _helps_now() -> Exists:
    return Exists(Assignment.objects.filter(helper=OuterRef("pk"), state__in=LIVE))


def _is_asked_by_partners() -> Exists:
    return Exists(PartnerAsk.objects.filter(helper=OuterRef("pk"), state__in=LIVE_ASKS))


@transaction.atomic
def _forget_words(group: Group, *, at: datetime) -> int:
    """What was written about a task whose request is forgotten. That somebody helped stays with them."""
    old: QuerySet[Any] = Assignment.objects.filter(group=group, part__need__forgotten_at__isnull=False)
    told = old.annotate(kept_note=sealed("note"), kept_decline=sealed("decline_note"))
    held = live_holds(at=at).filter(person=OuterRef("helper"))
    rows = told.exclude(kept_note="", kept_decline="").exclude(Exists(held)).values("pk")
    return Assignment.objects.filter(pk__in=rows).update(note="", decline_note="")


@transaction.atomic
def _forget_what_ifs(group: Group, *, at: datetime) -> int:
    return WhatIf.objects.filter(group=group, asked_at__lte=at - lasts("what_ifs")).delete()[0]


@transaction.atomic
def _forget_presence(group: Group, *, at: datetime) -> int:
    return BoardPresence.objects.filter(group=group, seen_at__lte=at - lasts("presence")).delete()[0]


@transaction.atomic
def _forget_partner_asks(group: Group, *, at: datetime) -> int:
    """As long as a card or task in the other group came of one, it is still needed to end them there."""
    over = Q(answered_at__isnull=False) | Q(expires_at__isnull=False) | Q(asked_at__isnull=True)
    old = PartnerAsk.objects.filter(over, group=group, card_number__isnull=True).exclude(state__in=LIVE_ASKS)
    return old.filter(proposed_at__lte=at - timedelta(days=group.keep_at_most_days)).delete()[0]
