from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from manyhands.apps.groups.models import Category, Group, Role, Skill
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.vetting.bridge import rule_of
from manyhands.apps.vetting.defaults import SHIPPED
from manyhands.apps.vetting.models import (
    AppliesTo,
    EvidenceViewers,
    Requirement,
    RequirementFor,
    RequirementKind,
    Stage,
)
from manyhands.storage.actors import Actor


@dataclass(frozen=True, slots=True)
class RequirementDetails:
    """What a group says of a requirement. Texts by language; `validity_days` None: it does not end."""

    names: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    kind: str = RequirementKind.OTHER
    applies_to: str = AppliesTo.PERSON
    stage: str = Stage.APPROVAL
    validity_days: int | None = None
    renewal_days: int = 60
    grace_days: int = 30
    agreement_text: Mapping[str, str] = field(default_factory=dict)
    evidence_viewers: str = EvidenceViewers.VETTERS
    is_active: bool = True


@transaction.atomic
def add_requirement(
    group: Group,
    details: RequirementDetails,
    *,
    categories: Sequence[Category] = (),
    roles: Sequence[Role] = (),
    by: Actor,
    at: datetime,
) -> Requirement:
    requirement = Requirement(group=group, key=_free_key(group, details.names), position=_last(group) + 1)
    _write(requirement, details)
    _link(requirement, categories, roles)
    record("requirement.added", requirement, by=by, at=at, fields=RequirementDetails.__slots__)
    run_changes(group.pk)
    return requirement


@transaction.atomic
def change_requirement(
    requirement: Requirement,
    details: RequirementDetails,
    *,
    categories: Sequence[Category],
    roles: Sequence[Role],
    by: Actor,
    at: datetime,
) -> Requirement:
    """A text that has changed is another version: who signed the one before has still signed that."""
    before = {name: getattr(requirement, name) for name in RequirementDetails.__slots__}
    if dict(details.agreement_text) != requirement.agreement_text:
        requirement.agreement_version += 1
    _write(requirement, details)
    RequirementFor.objects.filter(requirement=requirement).delete()
    _link(requirement, categories, roles)
    changed = [name for name, value in before.items() if getattr(requirement, name) != value]
    record("requirement.changed", requirement, by=by, at=at, fields=[*changed, "needed_for"])
    run_changes(requirement.group_id)
    return requirement


@transaction.atomic
def take_shipped_requirements(group: Group, *, by: Actor, at: datetime) -> list[Requirement]:
    """Those that ship and are not there yet, for the kinds of help that ship. What the group has stays as it is."""
    there = set(Requirement.objects.filter(group=group).values_list("key", flat=True))
    kinds = {category.key: category for category in Category.objects.filter(group=group)}
    wanted = [shipped for shipped in SHIPPED if shipped.key not in there]
    first = _last(group) + 1
    rows = Requirement.objects.bulk_create(
        [shipped.as_row(group, position) for position, shipped in enumerate(wanted, start=first)]
    )
    RequirementFor.objects.bulk_create(
        RequirementFor(group=group, requirement=row, category=kinds[key])
        for row, shipped in zip(rows, wanted, strict=True)
        for key in shipped.needed_for
        if key in kinds
    )
    if rows:
        record("requirement.shipped_taken", group, by=by, at=at, fields=["requirements"], group_id=group.pk)
        run_changes(group.pk)
    return list(rows)


def _write(requirement: Requirement, details: RequirementDetails) -> None:
    for name in RequirementDetails.__slots__:
        value = getattr(details, name)
        setattr(requirement, name, dict(value) if isinstance(value, Mapping) else value)
    # What leaves no time to renew is refused.
    rule_of(requirement)
    requirement.save()


def _link(requirement: Requirement, categories: Iterable[Category], roles: Iterable[Role]) -> None:
    about = {"group_id": requirement.group_id, "requirement": requirement}
    RequirementFor.objects.bulk_create(
        [
            *(RequirementFor(category=category, **about) for category in categories),
            *(RequirementFor(role=role, **about) for role in roles),
        ]
    )


def _last(group: Group) -> int:
    last = Requirement.objects.filter(group=group).aggregate(last=Max("position"))["last"]
    return -1 if last is None else int(last)


def _free_key(group: Group, names: Mapping[str, str]) -> str:
    """Not that of a skill either: the plan speaks of both."""
    base = slugify(next(iter(names.values()), ""))[:20].replace("-", "_").strip("_") or "check"
    taken = {
        *Requirement.objects.filter(group=group).values_list("key", flat=True),
        *Skill.objects.filter(group=group).values_list("key", flat=True),
        *(shipped.key for shipped in SHIPPED),
    }
    numbers = range(2, len(taken) + 3)
    return next(key for key in [base, *(f"{base}_{number}" for number in numbers)] if key not in taken)
