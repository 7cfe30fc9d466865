"""Everybody who could take a task, as bare rows, with what they carry and what is known between them and a request.

One query, whatever the group holds. Names stay sealed until somebody reads them.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

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
from django.db.models.functions import Cast, Coalesce

from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.dispatch.bridge.records import WEEKS_LOOKED_BACK, Load, moment_of, monday_of, week_around
from manyhands.apps.dispatch.bridge.rows import HelperRow
from manyhands.apps.dispatch.queries.asking.pairs import neighbours_of
from manyhands.apps.dispatch.queries.people.leads import has_done
from manyhands.apps.dispatch.queries.people.load import dated
from manyhands.apps.dispatch.queries.plans.inputs import invited_since
from manyhands.apps.dispatch.states import ASKED_WITHIN
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
from manyhands.storage.prepared import Prepared

_NO = Value(False, BooleanField())
_HELPING = (VolunteerState.ACTIVE, VolunteerState.PAUSED)


class _Form(NamedTuple):
    """What makes one query another: how many skills are asked about, and whether it is asked who can lead."""

    skills: int
    leads: bool


def list_rows(part: NeedPart, *, name: str = "", at: datetime) -> list[HelperRow]:
    """Active volunteers, those on a break among them, and organisations that help; `name` leaves out all others."""
    skills = list(part.category.required_skills.all())
    form = _Form(len(skills), bool(leads_of(part).experience))
    values = _values(part, at=at) | {f"skill_{nth}": skill.pk for nth, skill in enumerate(skills)}
    found = _search(form, part, name, **values) if name else _ROWS.list(form, **values)
    return [_row(row, part, [skill.key for skill in skills]) for row in found]


def _values(part: NeedPart, *, at: datetime) -> dict[str, Any]:
    begin, end = week_around(moment_of(part, at=at), part.group)
    return {
        "group": part.group_id,
        "category": part.category_id,
        "neighbours": neighbours_of(part.need),
        "monday": monday_of(part, at=at),
        "begin": begin,
        "end": end,
        "long_ago": begin - timedelta(weeks=WEEKS_LOOKED_BACK),
        "lately": at - ASKED_WITHIN,
    }


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
    "row_public_cell": Coalesce("start_place__public_cell", Value("")),
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
    "row_public_cell": Coalesce("place__public_cell", Value("")),
}


def _everybody(form: _Form, *, group: Any, **values: Any) -> QuerySet[Any, Any]:
    return _both(form, _volunteers(group), _organisations(group), group=group, **values)


def _search(form: _Form, part: NeedPart, name: str, **values: Any) -> QuerySet[Any, Any]:
    """Made anew for each search: it is done in words."""
    named = persons_named(part.group, name)
    volunteers = _volunteers(part.group).filter(person__in=named)
    organisations = _organisations(part.group).filter(Q(name__icontains=name) | Q(contact__in=named))
    return _both(form, volunteers, organisations, **values)


def _volunteers(group: Any) -> QuerySet[Any]:
    return Volunteer.objects.filter(group=group, state__in=_HELPING)


def _organisations(group: Any) -> QuerySet[Any]:
    return Organisation.objects.filter(group=group, state=OrganisationState.ACTIVE, can_help=True)


def _both(
    form: _Form, volunteers: QuerySet[Any], organisations: QuerySet[Any], **values: Any
) -> QuerySet[Any, Any]:
    own = _columns(form, volunteers, "person", _OF_VOLUNTEERS, **values)
    return own.union(_columns(form, organisations, "contact", _OF_ORGANISATIONS, **values), all=True)


def _columns(
    form: _Form,
    cards: QuerySet[Any],
    person: str,
    columns: dict[str, Any],
    *,
    group: Any,
    category: Any,
    monday: Any,
    **values: Any,
) -> QuerySet[Any, Any]:
    """The cards as tuples; their columns are named alike, so that the rows of both fit under each other."""
    person_id = OuterRef(f"{person}_id")
    between = {name: values[name] for name in ("neighbours", "begin", "end", "long_ago", "lately")}
    found = {**columns, **_between(group, person_id, **between)}
    # Organisations have somebody every week.
    weeks = WeekOff.objects.filter(volunteer_id=OuterRef("pk"), monday=monday)
    found["row_week_off"] = Exists(weeks) if cards.model is Volunteer else _NO
    found["row_leads"] = has_done(group, category, person_id) if form.leads else _NO
    owner = "volunteer_id" if cards.model is Volunteer else "organisation_id"
    known = cards.model.skills.through.objects.filter(**{owner: OuterRef("pk")})
    for nth in range(form.skills):
        found[f"row_skill_{nth}"] = Exists(known.filter(skill=values[f"skill_{nth}"]))
    return cards.order_by().annotate(**found).values_list(*found)


def _between(
    group: Any, person_id: OuterRef, *, neighbours: Any, begin: Any, end: Any, long_ago: Any, lately: Any
) -> dict[str, Any]:
    carried = dated(helper_id=person_id)
    apart = BlockedPair.objects.filter(neighbour__in=neighbours, helper_id=person_id)
    return {
        "row_this_week": _count(carried.filter(on__gte=begin, on__lt=end)),
        "row_recent": _count(carried.filter(on__gte=long_ago, on__lt=begin)),
        "row_times": _count(invited_since(group, lately).filter(helper_id=person_id)),
        "row_apart": Exists(apart),
    }


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(
        Subquery(rows.order_by().values("helper_id").annotate(many=Count("pk")).values("many")), 0
    )


_ROWS = Prepared(_everybody, keeps_plan=True)
