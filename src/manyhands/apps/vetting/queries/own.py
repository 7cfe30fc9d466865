"""What a member sees of their own: themselves, and the organisations that they answer for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from manyhands.apps.groups.models import Category, Membership
from manyhands.apps.people.models import Organisation, OrganisationState, Person
from manyhands.apps.people.queries import find_card_of
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.defaults import SHIPPED
from manyhands.apps.vetting.models import Evidence, Requirement
from manyhands.apps.vetting.queries.standings import Sheet, read_sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of help that asks for something, and what of it is missing."""

    name: str
    icon: str
    missing: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.missing


def list_own_subjects(membership: Membership) -> list[Subject]:
    """Also of whoever helps no more, or never has: a role may need a check. Three queries at most."""
    card = find_card_of(membership)
    houses = Organisation.objects.filter(membership=membership).exclude(state=OrganisationState.LEFT)
    there = [card] if card else []
    return [Subject(one) for one in (*there, *houses.select_related("contact", "group").order_by("name"))]


def read_own_sheet(subject: Subject, roles: Collection[int], *, at: datetime) -> Sheet:
    """What they are asked for, or could be: of whoever does not help, only what their roles need."""
    sheet = read_sheet(subject, at=at)
    if not subject.looks_after_only:
        return sheet
    needed = {
        line.requirement.pk for line in sheet.lines if any(link.role_id in roles for link in line.links)
    }
    return sheet.narrowed(needed | {line.requirement.pk for line in sheet.asked})


def list_checks_with_files(subjects: Sequence[Subject]) -> set[int]:
    """The ids of their checks that there is a file of. One query."""
    return set(files_about(subjects).order_by().values_list("check_of", flat=True))


def files_about(subjects: Sequence[Subject]) -> QuerySet[Any]:
    cards = [subject.card for subject in subjects]
    people = [card.pk for card in cards if isinstance(card, Person)]
    houses = [card.pk for card in cards if isinstance(card, Organisation)]
    theirs = Q(check_of__person__in=people) | Q(check_of__organisation__in=houses)
    return Evidence.objects.filter(theirs, removed_at__isnull=True).exclude(stored_as="")


def kinds_open_to(sheet: Sheet) -> list[Kind]:
    """The kinds of help that ask for anything of people like them; none for whoever does not help. No query more."""
    if sheet.subject.looks_after_only:
        return []
    language = get_language() or "en"
    kinds: dict[Category, Kind] = {}
    for line in sheet.lines:
        for category in (link.category for link in line.links):
            if category is not None and category.is_active:
                kind = kinds.setdefault(category, Kind(category.name_in(language), category.icon))
                if not line.standing.holds:
                    kind.missing.append(line.requirement.name_in(language))
    return [kinds[category] for category in sorted(kinds, key=lambda one: (one.position, one.pk))]


def lists_missing_shipped(requirements: Iterable[Requirement]) -> bool:
    """Whether any of those that ship are not there."""
    there = {one.key for one in requirements}
    return any(shipped.key not in there for shipped in SHIPPED)
