"""Two groups that share, a request that one cannot meet, and somebody of the other who could."""

import pytest

from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.tasks import plan_pool
from manyhands.apps.groups.models import SharingPool
from tests.apps.dispatch.conftest import NOW
from tests.apps.dispatch.lending import only_ask, plan
from tests.apps.dispatch.test_elsewhere import share
from tests.worlds import make_group, make_need, make_volunteer

NEIGHBOUR, STREET, DETAILS = "Wilhelmina Featherstonehaugh", "1417 Canary Lane", "The cat is called Moriarty"
LENT, SURNAME = "Zebulon Quagmire", "Quagmire"


@pytest.fixture(autouse=True)
def _wednesday(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def east(db):
    return make_group("Eastside", meeting_mode="dispatch", at=NOW)


@pytest.fixture
def holt(db):
    return make_group("Holt Helpers", meeting_mode="dispatch", at=NOW)


@pytest.fixture
def need(east):
    return make_need(east, name=NEIGHBOUR, address=STREET, details=DETAILS, at=NOW)


@pytest.fixture
def zeb(holt):
    return make_volunteer(holt, LENT, at=NOW)


@pytest.fixture
def ask(east, holt, need, zeb) -> PartnerAsk:
    """Both have planned, each for itself, and then together."""
    share(east, holt)
    plan(east)
    plan_pool(SharingPool.objects.get().pk)
    return only_ask(holt)
