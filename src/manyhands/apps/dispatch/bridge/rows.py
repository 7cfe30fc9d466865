"""Helpers as bare rows, for lists of everybody of whom only a page is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from manyhands.apps.dispatch.bridge.records import Load, languages_of, paused_until, point_of
from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import Vehicle
from manyhands.core.dispatch.records import VolunteerRecord
from manyhands.core.values.names import first_name
from manyhands.core.values.week_slots import WeekSlots
from manyhands.storage.fields import unseal


@dataclass(frozen=True)
class HelperRow:
    """A volunteer, or an organisation with the person who answers for it; `skills` are those that were asked
    about, `experience` the kind of help if they can lead others in it."""

    key: str
    person_id: int
    organisation_name: str
    sealed_name: str
    state: str
    languages: list[str]
    week_slots: int | None
    radius_m: int
    tasks_per_week: int
    vehicle_code: str
    paused_until: date | None
    last_asked_at: datetime | None
    search_cell: str
    public_cell: str
    load: Load
    asked_lately: int
    is_kept_apart: bool
    is_week_off: bool
    skills: frozenset[str]
    experience: frozenset[str]

    @property
    def card_id(self) -> int:
        return int(self.key[1:])

    @property
    def is_organisation(self) -> bool:
        return self.key.startswith("o")

    @cached_property
    def _person_name(self) -> str:
        """Decrypting takes its time: of most rows nobody reads the name."""
        return unseal(self.sealed_name)

    @property
    def name(self) -> str:
        return self.organisation_name if self.is_organisation else self._person_name

    @property
    def called(self) -> str:
        return first_name(self._person_name)

    @property
    def vehicle(self) -> str:
        """A car or a van is worth a word; going on foot is not."""
        return "" if self.vehicle_code in ("", Vehicle.NONE) else str(Vehicle(self.vehicle_code).label)


def record_of_row(row: HelperRow, group: Group, requirements_met: frozenset[str]) -> VolunteerRecord:
    """The same record as `record_of` makes of the whole helper."""
    is_volunteer = not row.is_organisation
    return VolunteerRecord(
        id=row.key,
        pool=str(group.pk),
        point=point_of(row.search_cell),
        skills=row.skills,
        experience=row.experience,
        is_week_off=row.is_week_off,
        requirements_met=requirements_met,
        languages=languages_of(row.languages),
        week_slots=None if row.week_slots is None else WeekSlots(row.week_slots),
        radius_m=row.radius_m,
        capacity_per_week=row.tasks_per_week,
        load_this_week=row.load.this_week,
        recent_load=row.load.recent,
        paused_until=paused_until(row.state, row.paused_until, group) if is_volunteer else None,
        has_vehicle=row.vehicle_code in (Vehicle.CAR, Vehicle.VAN) if is_volunteer else None,
    )
