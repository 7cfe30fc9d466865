"""Groups that must know nothing of each other: each a town in which everything has happened, with its own words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.privacy.actions import give_consent
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.programs import Caller
from tests.journeys.addresses import MEMBERS, VISITOR, AddressBook
from tests.journeys.town import Town, make_town
from tests.tenancy.canaries import marks_of, plant
from tests.worlds import make_member, make_user, sign_in

HOST = "localhost"
BOTH = "organiser of two groups"
APPLICANT = "applicant"
# People in the middle of something, and those who are nobody here.
OTHERS = (VISITOR, APPLICANT, "asking", "sent", "inviting", "signing in", BOTH)
GUESTS = (*MEMBERS, *OTHERS)
# What a program may do: all, or one thing.
PROGRAMS = {"all": tuple(PERMISSIONS), "reads": ("needs.read",), "takes": ("tasks.take",)}


@dataclass
class Tenant:
    number: int
    town: Town
    book: AddressBook
    marks: list[bytes]
    partner: Group
    planted: int
    programs: dict[str, str] = field(default_factory=dict)

    @property
    def group(self) -> Group:
        return self.town.group

    @property
    def slug(self) -> str:
        return str(self.group.slug)

    @property
    def values(self) -> dict[str, Any]:
        """What stands in addresses, by the name of the place."""
        town = self.town
        return {
            **self.book._usual(),
            "task_id": town.tasks["accepted"].pk,
            "proposal_id": self.ids["proposal_id"],
            "step": "where",
            "what": "when",
            "section": "languages",
            "status": 404,
            "key": self.ids["key"],
        }

    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def tokens(self) -> dict[str, str]:
        return self.town.tokens


def make_tenants(count: int, *, at: datetime) -> list[Tenant]:
    tenants = [_make_tenant(number, at) for number in range(1, count + 1)]
    for tenant, next_one in zip(tenants, [*tenants[1:], tenants[0]], strict=True):
        _let_somebody_run(tenant, next_one, at)
    return tenants


def _make_tenant(number: int, at: datetime) -> Tenant:
    town = make_town(at)
    group = town.group
    with group_scope(group.pk):
        # A key that no other group has.
        own = Category.objects.filter(group=group, key="errand").first()
        Category.objects.filter(pk=own.pk).update(key=f"errand-{number}")
        partner = town.ids["partner ask"].asking_group
        proposal = town.ids["run"].proposals.get()
    book = AddressBook(town, f"http://{HOST}")
    _add_an_applicant(book)
    _let_a_neighbour_agree(book)
    planted = plant(group, number, at=at)
    plant(partner, number + 5, at=at)
    group.refresh_from_db()
    ids = {"proposal_id": proposal.pk, "key": f"errand-{number}"}
    tenant = Tenant(number, town, book, marks_of(number), partner, planted, ids=ids)
    # Whoever takes tasks by a program has tasks.
    callers = {"all": "organiser", "reads": "organiser", "takes": "volunteer"}
    tenant.programs = {
        name: Caller(town.members[callers[name]], *permissions, at=at).secret
        for name, permissions in PROGRAMS.items()
    }
    return tenant


def _add_an_applicant(book: AddressBook) -> None:
    client = Client(headers={"host": HOST})
    sign_in(client, book.town.ids["applicant"].user)
    book.cookies[APPLICANT] = {name: morsel.value for name, morsel in client.cookies.items()}


def _let_a_neighbour_agree(book: AddressBook) -> None:
    """To something that they may take back on their private page."""
    town = book.town
    with group_scope(town.group.pk):
        consent = give_consent(
            town.needs["open"].person, purpose="request", version="1", text_shown="Agreed.", language="en",
            by=Actor.system("test"), at=town.at,
        )  # fmt: skip
    own = {"token": town.tokens["status open"], "consent_id": consent.pk}
    book.samples["needs:own_take_back"] = [(VISITOR, own)]


def _let_somebody_run(tenant: Tenant, other: Tenant, at: datetime) -> None:
    """One person who may do everything in both: in each they must still see only what is of it."""
    user = make_user(at=at)
    for one in (tenant, other):
        make_member(one.group, ("organiser",), user=user, name="Zoe", at=at)
    client = Client(headers={"host": HOST})
    sign_in(client, user)
    tenant.book.cookies[BOTH] = {name: morsel.value for name, morsel in client.cookies.items()}
