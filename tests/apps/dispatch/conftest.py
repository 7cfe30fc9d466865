"""A group in which volunteers choose by themselves, a need for groceries, and Ana, who could bring them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

# A Wednesday morning in Lansing.
NOW = datetime(2026, 3, 11, 14, tzinfo=UTC)
STAFF = Actor.system("test")

# What a neighbour told us, in words that appear nowhere else: canaries.
SECRETS = {
    "address": "1417 Canary Lane",
    "name": "Wilhelmina",
    "surname": "Featherstonehaugh",
    "phone": "+15175550199",
    "details": "The cat is called Moriarty",
    "access_notes": "Side door, ring twice",
    "diets": "No shellfish",
}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def wednesday(time_machine) -> None:
    """The clock stands still where everything else happens."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting_mode() -> str:
    """Tests of another way name theirs in a fixture of the same name."""
    return "open_claim"


@pytest.fixture
def group(db, meeting_mode):
    group = make_group(meeting_mode=meeting_mode, at=NOW)
    with group_scope(group.pk):
        yield group


@pytest.fixture
def need(group):
    return make_need(group, summary="Groceries for four", details="No eggs, please", at=NOW)


@pytest.fixture
def part(need) -> NeedPart:
    return NeedPart.objects.select_related("need", "category", "group").get(need=need)


@pytest.fixture
def ana(group) -> Helper:
    return Helper(make_volunteer(group, "Ana Ruiz", at=NOW))


@pytest.fixture
def luis(group) -> Helper:
    return Helper(make_volunteer(group, "Luis Gomez", zip_code="48911", at=NOW))


@pytest.fixture
def secret_need(group):
    """A request full of things that nobody may see too early."""
    need = make_need(
        group,
        name=f"{SECRETS['name']} {SECRETS['surname']}",
        address=SECRETS["address"],
        details=SECRETS["details"],
        summary="Groceries for four",
        household=AskedHousehold(size=4, diets=SECRETS["diets"]),
        at=NOW,
    )
    type(need.person).objects.filter(pk=need.person_id).update(phone=SECRETS["phone"])
    return need


@pytest.fixture
def secret_part(secret_need) -> NeedPart:
    return NeedPart.objects.select_related("need", "category", "group").get(need=secret_need)


@pytest.fixture
def volunteer_client(group) -> tuple[Client, Helper]:
    """Ana with an account."""
    membership = make_member(group, (), name="Ana R.", at=NOW)
    client = Client()
    sign_in(client, membership.user)
    return client, Helper(make_volunteer(group, "Ana Ruiz", membership=membership, at=NOW))


@pytest.fixture
def staff_client(group) -> Client:
    client = Client()
    sign_in(client, make_member(group, ("coordinator",), name="Rosa M.", at=NOW).user)
    return client


@pytest.fixture
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)
