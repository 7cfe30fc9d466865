"""What those must have who lead others in a task."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from manyhands.apps.needs.models import NeedPart

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Leads:
    """How many of those who are needed lead, and what each of them must have. `experience` is the key of a kind of
    help, empty when it takes none.
    """

    count: int = 0
    experience: str = ""
    vehicle: bool = False

    def can_be(self, experience: AbstractSet[str], *, has_vehicle: bool) -> bool:
        return (not self.experience or self.experience in experience) and (has_vehicle or not self.vehicle)


@dataclass(frozen=True, slots=True)
class LeadsLeft:
    """How many of those who lead are still to be found, and who can: ids of people."""

    missing: int = 0
    able: AbstractSet[int] = frozenset()

    def among(self, person_ids: Iterable[int]) -> list[int]:
        return [person_id for person_id in person_ids if person_id in self.able]


NOBODY_LEADS = LeadsLeft()


def leads_of(part: NeedPart) -> Leads:
    """One person alone leads nobody. Where a car is shared it is a lead's: then there is at least one."""
    if part.people_needed < _SEVERAL:
        return Leads()
    vehicle = part.category.needs_vehicle and part.category.shares_vehicle
    experienced = min(part.leads_needed, part.people_needed)
    return Leads(
        count=max(experienced, int(vehicle)),
        experience=part.category.key if experienced else "",
        vehicle=vehicle,
    )
