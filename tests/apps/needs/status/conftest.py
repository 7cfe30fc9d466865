from datetime import timedelta

import pytest
import time_machine

from manyhands.apps.needs.models import Need
from tests.apps.needs.asking import NOON, Asker


@pytest.fixture
def now():
    """An hour after the request was sent."""
    with time_machine.travel(NOON + timedelta(hours=1), tick=False) as clock:
        yield clock


@pytest.fixture
def own(group, scope, now) -> str:
    """The address of a neighbour's own page."""
    with time_machine.travel(NOON, tick=False):
        page = Asker(group, more={"details": "No eggs, please.", "adult": "2", "diets": "halal"}).ask()
    return page.context["status_url"].removeprefix("http://localhost:8000")


@pytest.fixture
def need(own) -> Need:
    return Need.objects.select_related("group", "person", "place").get()
