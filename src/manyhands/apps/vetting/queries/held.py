"""What kinds of help ask for, and who holds it today: the few columns that a plan, a list or a claim needs.

Codes are the keys of requirements. What is asked of people is not asked of organisations, and the other way round. A
kind that needs protection and asks something of one of them only is closed to the other: nobody comes in by the door
that has been forgotten.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONArray
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Group, translated
from manyhands.apps.vetting.bridge import day_of
from manyhands.apps.vetting.models import AppliesTo, Check, CheckState, Exemption, RequirementFor
from manyhands.storage.json_rows import JsonRows
from manyhands.storage.prepared import Prepared

ONLY_PEOPLE = "only_people"
ONLY_ORGANISATIONS = "only_organisations"
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Needed:
    """By the id of a category, the codes that it asks for; the rest is what tells who holds them."""

    of_category: Mapping[int, frozenset[str]] = field(default_factory=dict)
    of_people: frozenset[str] = NOTHING
    of_organisations: frozenset[str] = NOTHING
    grace_days: Mapping[int, int] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[str, dict[str, str]] = field(default_factory=dict)

    def by(self, category_id: int) -> frozenset[str]:
        return self.of_category.get(category_id, NOTHING)

    def names_in(self, language: str) -> dict[str, str]:
        """What the codes are called, for whoever is told what is missing."""
        return {
            ONLY_PEOPLE: _("only people, not organisations"),
            ONLY_ORGANISATIONS: _("only organisations"),
            **{code: translated(names, language) or code for code, names in self.names.items()},
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What everybody holds, by the ids of people and of organisations."""

    people: Mapping[int, frozenset[str]] = field(default_factory=dict)
    organisations: Mapping[int, frozenset[str]] = field(default_factory=dict)
    needed: Needed = field(default_factory=Needed)

    def by_person(self, person_id: int) -> frozenset[str]:
        if not self.needed.of_category:
            return NOTHING
        spared = self.needed.of_organisations | {ONLY_PEOPLE}
        return self.people.get(person_id, NOTHING) | spared

    def by_organisation(self, organisation_id: int) -> frozenset[str]:
        if not self.needed.of_category:
            return NOTHING
        spared = self.needed.of_people | {ONLY_ORGANISATIONS}
        return self.organisations.get(organisation_id, NOTHING) | spared


def needed_in(group: Group, category_ids: Iterable[int] | None = None) -> Needed:
    """What kinds of help ask for: all of the group's, or these. One query."""
    if category_ids is None:
        return _needed(_ALL.list(group=group))
    ids = sorted(set(category_ids))
    return _needed(_SOME.list(categories=ids)) if ids else Needed()


def with_needed(parts: QuerySet[Any]) -> QuerySet[Any]:
    """Parts of needs that bring with them what their kind of help asks for: `needed_by_part` asks no more."""
    return parts.annotate(checks_needed=needed_rows("category"))


def needed_rows(category: str) -> JsonRows:
    """What `needed_by_part` and `needed_by_rows` read, brought along with rows that point at a kind of help."""
    rows = active_links().filter(category=OuterRef(category))
    return JsonRows(rows, JSONArray(*_NEEDED_COLUMNS), by="category")


def needed_by_rows(rows: Iterable[Any]) -> Needed:
    """What all of these ask for together. No query."""
    return _needed(tuple(one) for row in rows for one in _told(row))


def needed_by_part(part: Any) -> Needed:
    """What the kind of help of one part asks for. One query at most."""
    if not hasattr(part, "checks_needed"):
        return needed_in(part.group, [part.category_id])
    return _needed(tuple(row) for row in _told(part))


def _told(row: Any) -> list[list[Any]]:
    # SQLite hands JSON inside JSON over as text.
    return [[*one[:-1], _plain(one[-1])] for one in row.checks_needed or ()]


def _plain(names: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(names) if isinstance(names, str) else names
    return found


def held_for(needed: Needed, *, group: Group, at: datetime) -> Held:
    """Who holds any of it on the group's day. One query; none where nothing is asked for."""
    return _held(needed, day_of(group, at), _EVERYBODY)


def held_by_person(needed: Needed, person_id: int, *, group: Group, at: datetime) -> frozenset[str]:
    """One query; none where nothing is asked for."""
    return _held(needed, day_of(group, at), _PERSON, person=person_id).by_person(person_id)


def held_by_organisation(
    needed: Needed, organisation_id: int, *, group: Group, at: datetime
) -> frozenset[str]:
    held = _held(needed, day_of(group, at), _ORGANISATION, organisation=organisation_id)
    return held.by_organisation(organisation_id)


def met_by(
    needed: Needed, person_id: int, organisation_id: int | None, *, group: Group, at: datetime
) -> frozenset[str]:
    """As whom somebody would take a task: for an organisation, or by themselves."""
    if organisation_id is not None:
        return held_by_organisation(needed, organisation_id, group=group, at=at)
    return held_by_person(needed, person_id, group=group, at=at)


_NEEDED_COLUMNS = (
    "category_id", "requirement_id", "requirement__key", "requirement__applies_to", "requirement__grace_days",
    "category__is_sensitive", "requirement__names",
)  # fmt: skip


def _all(*, group: Any) -> QuerySet[Any, Any]:
    return active_links().filter(group=group).values_list(*_NEEDED_COLUMNS)


def _some(*, categories: Any) -> QuerySet[Any, Any]:
    return active_links().filter(category_id__in=categories).values_list(*_NEEDED_COLUMNS)


def active_links() -> QuerySet[Any]:
    """What kinds of help ask for at present."""
    return RequirementFor.objects.filter(requirement__is_active=True, category__isnull=False)


_ALL, _SOME = Prepared(_all, keeps_plan=True), Prepared(_some, keeps_plan=True)


def _needed(rows: Iterable[Sequence[Any]]) -> Needed:
    of: dict[int, dict[str, set[str]]] = defaultdict(lambda: {side: set() for side in AppliesTo.values})
    sensitive, grace, codes, named = set(), {}, {}, {}
    for category_id, requirement_id, key, side, grace_days, is_sensitive, names in rows:
        of[category_id][side].add(key)
        grace[requirement_id], codes[requirement_id], named[key] = grace_days, key, names
        sensitive |= {category_id} if is_sensitive else set()
    return Needed(
        of_category={
            pk: _closed(sides[AppliesTo.PERSON], sides[AppliesTo.ORGANISATION], pk in sensitive)
            for pk, sides in of.items()
        },
        of_people=frozenset(key for sides in of.values() for key in sides[AppliesTo.PERSON]),
        of_organisations=frozenset(key for sides in of.values() for key in sides[AppliesTo.ORGANISATION]),
        grace_days=grace,
        codes=codes,
        names=named,
    )


def _closed(people: set[str], organisations: set[str], is_sensitive: bool) -> frozenset[str]:
    codes = frozenset(people | organisations)
    if not is_sensitive or (people and organisations):
        return codes
    return codes | {ONLY_PEOPLE if people else ONLY_ORGANISATIONS}


def _held(needed: Needed, on: date, prepared: Prepared, **whose: int) -> Held:
    if not needed.codes:
        return Held(needed=needed)
    earliest = on - timedelta(days=max(needed.grace_days.values()))
    rows = prepared.list(requirements=list(needed.codes), on=on, earliest=earliest, **whose)
    people: dict[int, set[str]] = defaultdict(set)
    organisations: dict[int, set[str]] = defaultdict(set)
    for kind, requirement_id, person_id, organisation_id, until in rows:
        grace = needed.grace_days[requirement_id] if kind == "check" else 0
        if until is None or until >= on - timedelta(days=grace):
            holder = people[person_id] if person_id else organisations[organisation_id]
            holder.add(needed.codes[requirement_id])
    return Held(_frozen(people), _frozen(organisations), needed)


def list_held(person_ids: Iterable[int], grace_days: Mapping[int, int], *, on: date) -> set[tuple[int, int]]:
    """Which of these people hold which of these requirements, by their ids. One query."""
    earliest = on - timedelta(days=max(grace_days.values()))
    rows = _both(Q(person_id__in=list(person_ids)), list(grace_days), on, earliest)
    found = set()
    for kind, requirement_id, person_id, _organisation_id, until in rows:
        grace = grace_days[requirement_id] if kind == "check" else 0
        if until is None or until >= on - timedelta(days=grace):
            found.add((person_id, requirement_id))
    return found


def _frozen(found: Mapping[int, set[str]]) -> dict[int, frozenset[str]]:
    return {pk: frozenset(codes) for pk, codes in found.items()}


def _everybody(*, requirements: Any, on: Any, earliest: Any) -> QuerySet[Any, Any]:
    return _both(Q(), requirements, on, earliest)


def _of_person(*, requirements: Any, on: Any, earliest: Any, person: Any) -> QuerySet[Any, Any]:
    return _both(Q(person_id=person), requirements, on, earliest)


def _of_organisation(*, requirements: Any, on: Any, earliest: Any, organisation: Any) -> QuerySet[Any, Any]:
    return _both(Q(organisation_id=organisation), requirements, on, earliest)


def _both(whose: Q, requirements: Any, on: Any, earliest: Any) -> QuerySet[Any, Any]:
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=earliest)
    met = Check.objects.filter(
        whose, lasting, state=CheckState.MET, ended_at__isnull=True, valid_from__lte=on
    )
    spared = Exemption.objects.filter(whose, ended_at__isnull=True, until__gte=on).order_by()
    checks = met.filter(requirement_id__in=requirements).order_by()
    exemptions = spared.filter(requirement_id__in=requirements)
    return _columns(checks, "check", "valid_until").union(
        _columns(exemptions, "exemption", "until"), all=True
    )


def _columns(rows: QuerySet[Any], kind: str, until: str) -> QuerySet[Any, Any]:
    named = rows.annotate(row_kind=Value(kind, CharField()), row_until=Cast(F(until), DateField()))
    return named.values_list("row_kind", "requirement_id", "person_id", "organisation_id", "row_until")


_EVERYBODY = Prepared(_everybody)
_PERSON, _ORGANISATION = Prepared(_of_person, keeps_plan=True), Prepared(_of_organisation, keeps_plan=True)
