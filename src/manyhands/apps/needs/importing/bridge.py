"""From a row of a sheet to what `receive_need` takes."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.actions import Asked
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.states import Source, Urgency, WhenKind
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import ReachBy
from manyhands.apps.places.actions import ON_THE_PHONE, ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.core.sheets import Local, NeedRow, RowResult

URGENCIES = {"now": Urgency.TODAY, "days": Urgency.DAYS, "week": Urgency.WEEK, "whenever": Urgency.WHENEVER}
LONGEST_DETAILS = 2000
LONGEST_NOTE = 300
REACHING = ("phone", "email", "contact")
# Every group has it, and cannot take it away.
OTHER = "other"


def local_habits(group: Group, at: datetime) -> Local:
    """How dates, numbers and distances are written where the group is."""
    return Local(
        region=group.phone_region,
        zone=group.zone,
        written_on=at.astimezone(group.zone).date(),
        unit=group.distance_unit,
    )


def asked_from_row(
    row: NeedRow, categories: Mapping[str, Category], group: Group, unread: Mapping[str, Mapping[str, str]]
) -> Asked:
    """`unread`: the cells that nobody could make sense of, by field and heading; they are kept as they were typed."""
    kinds = dict.fromkeys(kind.kind if kind.kind in categories else OTHER for kind in row.asked)
    due_at = (
        datetime.combine(row.needed_by + timedelta(days=1), time.min, tzinfo=group.zone).astimezone(UTC)
        if row.needed_by
        else None
    )
    return Asked(
        categories=[categories[key] for key in kinds],
        contact=_contact(row, group, unread),
        place=_place(row),
        source=Source.SHEET,
        household=AskedHousehold(size=row.household.size) if row.household else None,
        details=_details(row, unread)[:LONGEST_DETAILS],
        urgency=URGENCIES.get(row.urgency or "", Urgency.WEEK),
        when_kind=WhenKind.BY_DAY if due_at else WhenKind.ANY,
        due_at=due_at,
        asked_at=row.submitted,
    )


def unread_cells(result: RowResult[NeedRow]) -> dict[str, dict[str, str]]:
    """What stands in the cells of a row that could not be read."""
    cells: dict[str, dict[str, str]] = {}
    for said in result.problems:
        if said.problem.severity == "refused" and result.raw.get(said.column):
            cells.setdefault(said.field, {})[said.column] = result.raw[said.column]
    return cells


def _contact(row: NeedRow, group: Group, unread: Mapping[str, Mapping[str, str]]) -> Contact:
    phone = (row.person.phone.e164 or row.person.phone.raw) if row.person.phone else ""
    email = row.person.email or ""
    language = next((code for code in row.person.languages if code in group.languages), "")
    return Contact(
        name=row.person.name[:120],
        phone=phone[:40],
        email=email,
        reach_note=", ".join(text for name in REACHING for text in unread.get(name, {}).values())[
            :LONGEST_NOTE
        ],
        reach_by=ReachBy.EMAIL if email and not phone else ReachBy.CALL,
        language=language or (group.languages or ["en"])[0],
    )


def _place(row: NeedRow) -> ToldPlace:
    zip_code = row.place.zip.code if row.place.zip else ""
    parts = [row.place.address, row.place.area]
    text = ", ".join(part for part in parts if part)
    if text:
        return ToldPlace(kind=PlaceKind.ADDRESS, text=text, zip_code=zip_code, position=row.place.position)
    if zip_code or row.place.position:
        return ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code, position=row.place.position)
    return ON_THE_PHONE


def _details(row: NeedRow, unread: Mapping[str, Mapping[str, str]]) -> str:
    """What the sheet said, what has no field of its own, and what could not be read."""
    others_unread = [
        f"{heading}: {text}"
        for name, cells in unread.items()
        if name not in REACHING
        for heading, text in cells.items()
    ]
    others = [kind.label for kind in row.asked if kind.kind == OTHER and kind.label]
    return "\n".join(part for part in [row.details, ", ".join(others), row.notes, *others_unread] if part)
