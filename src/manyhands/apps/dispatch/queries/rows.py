"""Everybody who could take a task, as bare rows, with what they carry and what is known between them and a request.

One query, whatever the group holds. Names stay sealed until somebody reads them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.dispatch.bridge.records import WEEKS_LOOKED_BACK, Load, moment_of, monday_of, week_around
from manyhands.apps.dispatch.bridge.rows import HelperRow
from manyhands.apps.dispatch.queries.leads import has_done
from manyhands.apps.dispatch.queries.load import dated
from manyhands.apps.dispatch.queries.pairs import neighbours_of
from manyhands.apps.dispatch.queries.planning import invited_lately
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import (
    BlockedPair,
    Organisation,
    OrganisationState,
    Vehicle,
    Volunteer,
    VolunteerState,
    WeekOff,
)
from manyhands.apps.people.queries import persons_named
from manyhands.storage.fields import sealed

_NO = Value(False, BooleanField())
_HELPING = (VolunteerState.ACTIVE, VolunteerState.PAUSED)


def list_rows(part: NeedPart, *, name: str = "", at: datetime) -> list[HelperRow]:
    """Active volunteers, those on a break among them, and organisations that help; `name` leaves out all others."""
    skills = list(part.category.required_skills.all())
    volunteers = Volunteer.objects.filter(group=part.group, state__in=_HELPING)
    organisations = Organisation.objects.filter(
        group=part.group, state=OrganisationState.ACTIVE, can_help=True
    )
    if name:
        named = persons_named(part.group, name)
        volunteers = volunteers.filter(person__in=named)
        organisations = organisations.filter(Q(name__icontains=name) | Q(contact__in=named))
    asked_about = [skill.pk for skill in skills]
    rows = _columns(volunteers, "person", _OF_VOLUNTEERS, part, asked_about, at=at).union(
        _columns(organisations, "contact", _OF_ORGANISATIONS, part, asked_about, at=at), all=True
    )
    return [_row(row, part, [skill.key for skill in skills]) for row in rows]


def _row(row: tuple[Any, ...], part: NeedPart, skills: list[str]) -> HelperRow:
    ours = row[: len(row) - len(skills)]
    kind, pk, *facts, this_week, recent, times, is_kept_apart, is_week_off, leads = ours
    answers = zip(skills, row[len(row) - len(skills) :], strict=True)
    known = frozenset(key for key, is_known in answers if is_known)
    experience = frozenset([part.category.key] if leads else [])
    between = (Load(this_week, recent), times, bool(is_kept_apart), bool(is_week_off), known, experience)
    return HelperRow(*(f"{kind}{pk}", *facts, *between))


# What the two have in common, in the order of the fields of a row.
_OF_VOLUNTEERS = {
    "row_kind": Value("v", CharField()),
    "row_id": F("pk"),
    "row_person": F("person_id"),
    "row_organisation": Value("", CharField()),
    "row_name": sealed("person__name"),
    "row_state": F("state"),
    "row_languages": F("languages"),
    "row_slots": F("week_slots"),
    "row_radius": F("radius_m"),
    "row_limit": F("tasks_per_week"),
    "row_vehicle": F("vehicle"),
    "row_pause": F("paused_until"),
    "row_asked_at": F("last_asked_at"),
    "row_cell": Coalesce("start_place__search_cell", Value("")),
}
_OF_ORGANISATIONS = _OF_VOLUNTEERS | {
    "row_kind": Value("o", CharField()),
    "row_person": F("contact_id"),
    "row_organisation": F("name"),
    "row_name": sealed("contact__name"),
    "row_vehicle": Value(Vehicle.NONE.value, CharField()),
    "row_pause": Cast(Value(None), DateField()),
    "row_asked_at": Cast(Value(None), DateTimeField()),
    "row_cell": Coalesce("place__search_cell", Value("")),
}


def _columns(
    cards: QuerySet[Any],
    person: str,
    columns: dict[str, Any],
    part: NeedPart,
    skills: Sequence[int],
    *,
    at: datetime,
) -> QuerySet[Any, Any]:
    """The cards as tuples; their columns are named alike, so that the rows of both fit under each other."""
    found = {**columns, **_between(part, OuterRef(f"{person}_id"), at=at)}
    found |= {"row_week_off": _is_week_off(cards, part, at=at), "row_leads": _leads(part, person)}
    owner = "volunteer_id" if cards.model is Volunteer else "organisation_id"
    known = cards.model.skills.through.objects.filter(**{owner: OuterRef("pk")})
    found |= {f"row_skill_{pk}": Exists(known.filter(skill_id=pk)) for pk in skills}
    return cards.order_by().annotate(**found).values_list(*found)


def _is_week_off(cards: QuerySet[Any], part: NeedPart, *, at: datetime) -> Combinable:
    """Organisations have somebody every week."""
    if cards.model is not Volunteer:
        return _NO
    return Exists(WeekOff.objects.filter(volunteer_id=OuterRef("pk"), monday=monday_of(part, at=at)))


def _leads(part: NeedPart, person: str) -> Combinable | Q:
    return has_done(part, OuterRef(f"{person}_id")) if leads_of(part).experience else _NO


def _between(part: NeedPart, person_id: OuterRef, *, at: datetime) -> dict[str, Any]:
    begin, end = week_around(moment_of(part, at=at), part.group)
    long_ago = begin - timedelta(weeks=WEEKS_LOOKED_BACK)
    carried = dated(helper_id=person_id)
    apart = BlockedPair.objects.filter(neighbour_id__in=neighbours_of(part.need), helper_id=person_id)
    return {
        "row_this_week": _count(carried.filter(on__gte=begin, on__lt=end)),
        "row_recent": _count(carried.filter(on__gte=long_ago, on__lt=begin)),
        "row_times": _count(invited_lately(part.group, at=at).filter(helper_id=person_id)),
        "row_apart": Exists(apart),
    }


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(
        Subquery(rows.order_by().values("helper_id").annotate(many=Count("pk")).values("many")), 0
    )
