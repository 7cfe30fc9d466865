"""How people and organisations stand, each requirement with its history. A constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from manyhands.apps.groups.models import Group, Membership, MembershipState
from manyhands.apps.people.models import Organisation, OrganisationState, Person, VolunteerState
from manyhands.apps.people.queries import BARE, find_checked_card
from manyhands.apps.vetting.bridge import Subject, day_of, file_of, rule_of
from manyhands.apps.vetting.models import (
    OPEN_STATES,
    AppliesTo,
    Check,
    CheckState,
    Exemption,
    Requirement,
    RequirementFor,
    Stage,
)
from manyhands.core.values.numbers import find_number
from manyhands.core.vetting.standing import HOLDING, Standing, State, standing

ENDING = (State.DUE_SOON, State.GRACE)
LAPSED = (State.LAPSED, State.NOT_MET)
_CONTACT = ("phone", "email", "reach_note")


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement of one subject: where it stands, its checks (the latest first) and what they are spared."""

    requirement: Requirement
    standing: Standing
    checks: Sequence[Check]
    exemption: Exemption | None

    @property
    def links(self) -> list[RequirementFor]:
        """What it is needed for; on the sheet of one subject they come along."""
        return list(self.requirement.needed_for.all())

    @property
    def open_check(self) -> Check | None:
        return next((check for check in self.checks if check.state in OPEN_STATES), None)

    @property
    def holding_check(self) -> Check | None:
        """The yes that it stands on, if it stands on one."""
        met = [check for check in self.checks if check.state == CheckState.MET and check.ended_at is None]
        return met[0] if met and self.standing.state != State.EXEMPT else None

    @property
    def is_asked(self) -> bool:
        """Whether anybody has asked for it, or handed it in; else it is only something that could be."""
        return self.exemption is not None or any(check.state != CheckState.WITHDRAWN for check in self.checks)

    @property
    def waits(self) -> bool:
        return self.open_check is not None and self.open_check.state != CheckState.ASKED


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is asked of one subject, or could be."""

    subject: Subject
    lines: Sequence[Line]

    @property
    def asked(self) -> list[Line]:
        return [line for line in self.lines if line.is_asked]

    @property
    def stages(self) -> list[tuple[Stage, list[Line]]]:
        """In the order of the way in; a stage in which nothing is asked for is left out."""
        found = [(stage, [line for line in self.lines if line.requirement.stage == stage]) for stage in Stage]
        return [(stage, lines) for stage, lines in found if lines]

    def list_in(self, states: Collection[State]) -> list[Line]:
        return [line for line in self.asked if line.standing.state in states]

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.asked if line.waits]

    @property
    def missing(self) -> list[Line]:
        """Asked for, and nothing has come yet."""
        return [line for line in self.list_in([State.MISSING]) if not line.waits]

    def narrowed(self, requirement_ids: Collection[int]) -> "Sheet":
        """Only these requirements, whether asked for or not."""
        return Sheet(self.subject, [line for line in self.lines if line.requirement.pk in requirement_ids])

    @property
    def holds_all(self) -> bool:
        """Also of what nobody has asked them for yet."""
        return all(line.standing.holds for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return all(line.standing.state in HOLDING for line in self.asked)


def list_requirements(group: Group, *, with_inactive: bool = False) -> list[Requirement]:
    """With what each is needed for. Four queries at most."""
    rows = Requirement.objects.filter(group=group)
    rows = rows if with_inactive else rows.filter(is_active=True)
    return list(rows.prefetch_related("needed_for__category", "needed_for__role"))


def find_requirement(group: Group, requirement_id: int) -> Requirement | None:
    found: Requirement | None = Requirement.objects.filter(group=group, pk=requirement_id).first()
    return found


def find_subject(group: Group, key: str) -> Subject | None:
    """By what addresses call them; of a person who was erased there is nothing to check."""
    kind, number = key[:1], find_number(key[1:])
    card: Person | Organisation | None = None
    if number is not None and kind == "p":
        card = find_checked_card(group, number)
    elif number is not None and kind == "o":
        houses = Organisation.objects.filter(group=group, pk=number)
        card = houses.select_related("group", "contact").first()
    return Subject(card) if card else None


def find_check(group: Group, check_id: int) -> Check | None:
    related = (
        "requirement",
        "person__group",
        "organisation__group",
        "organisation__contact",
        "decided_by",
        "group",
    )
    found: Check | None = Check.objects.filter(group=group, pk=check_id).select_related(*related).first()
    return found


def find_exemption(group: Group, exemption_id: int) -> Exemption | None:
    rows = Exemption.objects.filter(group=group, pk=exemption_id)
    found: Exemption | None = rows.select_related(
        "requirement", "person", "organisation__contact", "group"
    ).first()
    return found


def find_check_by_reference(indexes: list[str]) -> Check | None:
    """Whichever group's: a provider knows only its own number. For a task under a system scope."""
    rows = Check.objects.filter(provider_reference_index__in=indexes).exclude(provider_reference_index="")
    found: Check | None = rows.select_related("requirement", "group").first()
    return found


def read_sheet(subject: Subject, *, at: datetime) -> Sheet:
    """Every active requirement that fits them. Six queries at most."""
    fitting = [one for one in list_requirements(subject.group) if one.applies_to == subject.applies_to]
    return _sheet(
        subject, fitting, _rows(Check, subject), _rows(Exemption, subject), day_of(subject.group, at)
    )


def read_asked(subject: Subject, *, at: datetime) -> list[Line]:
    """What has been asked of them or handed in, without what it is needed for. Three queries."""
    fitting = Requirement.objects.filter(
        group=subject.group, is_active=True, applies_to=subject.applies_to
    ).order_by("position", "pk")
    checks, spared = _rows(Check, subject), _rows(Exemption, subject)
    return _sheet(subject, fitting, checks, spared, day_of(subject.group, at)).asked


def _rows(model: Any, subject: Subject) -> list[Any]:
    rows = model.objects.filter(**subject.columns)
    return list(
        _live(rows) if model is Exemption else rows.select_related("decided_by").order_by("-asked_at", "-pk")
    )


def _live(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(ended_at__isnull=True).select_related("given_by")


def list_sheets(group: Group, *, at: datetime) -> list[Sheet]:
    """Everybody of whom anything has been asked, or who is spared something. Five queries at most."""
    requirements = list(Requirement.objects.filter(group=group, is_active=True))
    active = [one.pk for one in requirements]
    checks: dict[Any, list[Check]] = defaultdict(list)
    rows = Check.objects.filter(group=group, requirement__in=active).exclude(state=CheckState.WITHDRAWN)
    for check in rows.defer("note", "provider_reference").order_by("-asked_at", "-pk"):
        checks[check.person_id, check.organisation_id].append(check)
    exemptions: dict[Any, list[Exemption]] = defaultdict(list)
    spared = Exemption.objects.filter(group=group, requirement__in=active, ended_at__isnull=True)
    for exemption in spared.defer("reason"):
        exemptions[exemption.person_id, exemption.organisation_id].append(exemption)
    subjects = _subjects(group, {*checks, *exemptions})
    sides = {
        side: [one for one in requirements if one.applies_to == side]
        for side in (AppliesTo.PERSON, AppliesTo.ORGANISATION)
    }
    on = day_of(group, at)
    return [
        _sheet(subject, sides[subject.applies_to], checks[key], exemptions[key], on)
        for key, subject in subjects.items()
    ]


def _subjects(group: Group, keys: Iterable[tuple[int | None, int | None]]) -> dict[Any, Subject]:
    """Without those who have left or were erased: they are asked for nothing. Whoever stopped helping and has a role
    that needs a check stays.
    """
    people = {person for person, _organisation in keys if person}
    organisations = {organisation for _person, organisation in keys if organisation}
    members = Membership.objects.filter(state=MembershipState.ACTIVE, user=OuterRef("user"))
    asking = RequirementFor.objects.filter(requirement__is_active=True, role__isnull=False)
    helps = Q(volunteer__isnull=False) & ~Q(volunteer__state=VolunteerState.LEFT)
    has_role = Q(Exists(members.filter(roles__in=asking.values("role"))))
    persons = Person.objects.filter(
        helps | has_role | (BARE & Q(Exists(members))), group=group, pk__in=people, anonymised_at=None
    )
    found: dict[Any, Subject] = {(one.pk, None): Subject(one) for one in persons.defer(*_CONTACT)}
    if organisations:
        houses = Organisation.objects.filter(group=group, pk__in=organisations)
        for one in houses.exclude(state=OrganisationState.LEFT).select_related("contact"):
            found[None, one.pk] = Subject(one)
    return found


def _sheet(
    subject: Subject,
    requirements: Iterable[Requirement],
    checks: Iterable[Check],
    exemptions: Iterable[Exemption],
    on: date,
) -> Sheet:
    of: dict[int, list[Check]] = defaultdict(list)
    for check in checks:
        of[check.requirement_id].append(check)
    spared: Mapping[int, Exemption] = {one.requirement_id: one for one in exemptions}
    return Sheet(subject, [_line(one, of[one.pk], spared.get(one.pk), on) for one in requirements])


def _line(requirement: Requirement, checks: Sequence[Check], exemption: Exemption | None, on: date) -> Line:
    for check in checks:
        check.requirement = requirement
    now = standing(rule_of(requirement), file_of(checks, exemption), on)
    return Line(requirement, now, checks, exemption)
