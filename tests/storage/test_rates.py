"""Rate limits: so many at once, then so many a minute."""

from datetime import timedelta

import pytest
from django.utils import timezone

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
