"""Rate limits: so many at once, then so many a minute."""

import sys
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.utils import timezone

from manyhands.apps.accounts.actions.passkeys import ANSWERED
from manyhands.core.privacy.retention import lasts
from manyhands.storage.models import RateBucket
from manyhands.storage.rates import Limit, take

LIMIT = Limit("test", burst=3, per_minute=2)

pytestmark = pytest.mark.django_db


def test_a_burst_passes_and_then_no_more():
    at = timezone.now()

    assert [take(LIMIT, "198.51.100.7", at=at) for _ in range(4)] == [True, True, True, False]


def test_tokens_come_back_with_time_but_never_more_than_the_burst():
    at = timezone.now()
    for _ in range(4):
        take(LIMIT, "198.51.100.7", at=at)

    assert take(LIMIT, "198.51.100.7", at=at + timedelta(seconds=29)) is False
    assert take(LIMIT, "198.51.100.7", at=at + timedelta(seconds=31)) is True
    later = at + timedelta(days=1)
    assert [take(LIMIT, "198.51.100.7", at=later) for _ in range(4)] == [True, True, True, False]


def test_each_subject_has_a_bucket_of_its_own_and_is_not_named_in_it():
    at = timezone.now()
    for _ in range(4):
        take(LIMIT, "198.51.100.7", at=at)

    assert take(LIMIT, "198.51.100.8", at=at) is True
    assert not RateBucket.objects.filter(subject_index__contains="198.51").exists()


def test_a_clock_that_runs_backwards_gives_nothing_away():
    at = timezone.now()
    for _ in range(4):
        take(LIMIT, "198.51.100.7", at=at)

    assert take(LIMIT, "198.51.100.7", at=at - timedelta(hours=1)) is False


def test_a_bucket_is_full_again_before_it_is_forgotten():
    """Else whoever waited for the daily look would get more than their limit."""
    # Every view, with all that it limits.
    import_module(settings.ROOT_URLCONF)
    limits = {
        found
        for name, module in list(sys.modules.items())
        if name.startswith("manyhands.")
        for found in vars(module).values()
        if isinstance(found, Limit)
    }
    # What fills again at no rate counts a thing that ends within minutes: an answer to one question.
    assert {one.action for one in limits if not one.per_minute} == {ANSWERED.action}
    assert len(limits) >= 10
    assert [
        one.action
        for one in limits
        if one.per_minute and timedelta(minutes=one.burst / one.per_minute) > lasts("limits")
    ] == []
