"""A home cannot be found by whoever knows all homes and the rule: `make check-location` tries it at length."""

import pytest
from django.utils import timezone

from tests.location.attack import Attack
from tests.location.towns import Homes, invented

pytestmark = pytest.mark.django_db


def test_no_home_is_found_in_a_suburb():
    homes = Homes(invented("suburb", seed=1))

    found = Attack(homes, targets=6, seed=1, at=timezone.now()).run()

    assert not found.problems, "\n".join(found.problems)
    assert min(found.left) >= 50
    assert min(found.left_after_two_days) >= 50
    assert found.outputs > 50
