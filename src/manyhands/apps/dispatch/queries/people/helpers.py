"""Whoever can take a task, found by what forms call them or by their account."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer, VolunteerState
from manyhands.core.values.numbers import find_number
from manyhands.storage.prepared import Prepared

# Encrypted, and not needed for a list: each one left closed saves its share of a millisecond.
_CONTACT = ("name", "phone", "email", "reach_note")
_PLACE = ("text", "access_notes", "position")


def list_helpers(group: Group) -> list[Helper]:
    """Active volunteers, those on a break among them, and organisations that help; without their contact data."""
    volunteers = Volunteer.objects.filter(
        group=group, state__in=[VolunteerState.ACTIVE, VolunteerState.PAUSED]
    )
    organisations = Organisation.objects.filter(group=group, state=OrganisationState.ACTIVE, can_help=True)
    return [
        *_with_skills(volunteers, person="person", place="start_place"),
        *_with_skills(organisations, person="contact", place="place"),
    ]


def _with_skills(cards: QuerySet[Any], *, person: str, place: str) -> list[Helper]:
    """Skills as mere keys: an object for each of everybody's would cost more than all the rest."""
    closed = [*(f"{person}__{name}" for name in _CONTACT), *(f"{place}__{name}" for name in _PLACE)]
    whole = list(cards.select_related(person, place).defer(*closed))
    keys: dict[int, set[str | None]] = defaultdict(set)
    for pk, key in cards.values_list("pk", "skills__key") if whole else ():
        keys[pk].add(key)
    return [Helper(card, frozenset(key for key in keys[card.pk] if key)) for card in whole]


def find_helpers(group: Group, keys: Sequence[str]) -> list[Helper]:
    """The helpers that a form named; what is no key, or of another group, is left out."""
    ids: dict[str, list[int]] = {"v": [], "o": []}
    for key in keys:
        if key[:1] in ids and (number := find_number(key[1:])):
            ids[key[0]].append(number)
    volunteers = _volunteers().filter(group=group, pk__in=ids["v"]) if ids["v"] else []
    organisations = _organisations().filter(group=group, pk__in=ids["o"]) if ids["o"] else []
    return [*map(Helper, volunteers), *map(Helper, organisations)]


def find_helper_of(membership: Membership) -> Helper | None:
    """As what a member takes tasks: as a volunteer, or for the organisation that they answer for."""
    card = _VOLUNTEER.find(membership=membership) or _ORGANISATION.find(membership=membership)
    return Helper(card) if card else None


def _volunteer(*, membership: Any) -> QuerySet[Any]:
    mine = Volunteer.objects.select_related("person", "start_place").filter(membership=membership)
    return mine.exclude(state=VolunteerState.LEFT).order_by("pk")[:1]


def _organisation(*, membership: Any) -> QuerySet[Any]:
    mine = Organisation.objects.select_related("contact", "place").filter(membership=membership)
    return mine.filter(can_help=True).order_by("pk")[:1]


_VOLUNTEER = Prepared(_volunteer, keeps_plan=True)
_ORGANISATION = Prepared(_organisation, keeps_plan=True)


def is_ready(helper: Helper) -> bool:
    """Whether they may take tasks: admitted, and not left."""
    if isinstance(helper.card, Volunteer):
        return helper.card.state in (VolunteerState.ACTIVE, VolunteerState.PAUSED)
    return bool(helper.card.state == OrganisationState.ACTIVE)


def _volunteers() -> QuerySet[Volunteer]:
    rows: QuerySet[Volunteer] = Volunteer.objects.select_related("person", "start_place")
    return rows.prefetch_related("skills")


def _organisations() -> QuerySet[Organisation]:
    rows: QuerySet[Organisation] = Organisation.objects.select_related("contact", "place")
    return rows.prefetch_related("skills")
