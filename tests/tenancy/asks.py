"""One request as somebody makes it, and whom it may concern."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.addresses import VISITOR
from tests.tenancy.tenants import BOTH, Tenant

GET, POST = "GET", "POST"
ANYBODYS = ("public", "")


@dataclass(frozen=True)
class Guest:
    """Who asks: with the cookies of a role in one group, or with the token of a program."""

    tenant: Tenant
    name: str
    program: str = ""

    def groups(self, tenants: list[Tenant]) -> frozenset[int]:
        """The groups that this guest belongs to."""
        if self.name == VISITOR and not self.program:
            return frozenset()
        number = self.tenant.number
        if self.name == BOTH:
            return frozenset({number, tenants[number % len(tenants)].number})
        return frozenset({number})

    def __str__(self) -> str:
        return f"{self.name or 'program ' + self.program} of {self.tenant.number}"


@dataclass(frozen=True)
class Ask:
    route: str
    access: str
    method: str
    path: str
    guest: Guest
    # What is done: for the report, and to compare somebody else's with nobody's.
    case: str
    body: Mapping[str, Any] = field(default_factory=dict)
    # Whose slug or token stands in the address.
    slug_of: int = 0
    token_of: int = 0

    def may_see(self, tenants: list[Tenant]) -> frozenset[int]:
        own = self.guest.groups(tenants)
        if self.token_of:
            return own | {self.token_of}
        return own & {self.slug_of} if self.slug_of else own

    def may_change(self, tenants: list[Tenant]) -> frozenset[int]:
        if self.slug_of and self.access == "public":
            return frozenset({self.slug_of})
        return self.may_see(tenants)

    def __str__(self) -> str:
        body = f" with {dict(self.body)}" if self.body else ""
        return f"{self.method} {self.path} ({self.route}, {self.case}) as {self.guest}{body}"
