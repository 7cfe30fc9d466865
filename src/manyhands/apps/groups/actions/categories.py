from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from manyhands.apps.groups.models import Category, Group, MeetingMode, Skill
from manyhands.apps.journal.actions import record
from manyhands.core.privacy.disclosure import DISCLOSABLE
from manyhands.storage.actors import Actor


class UnprotectedCategoryError(ValueError):
    """A kind of help that needs protection cannot be taken without anybody looking."""


@dataclass(frozen=True, slots=True)
class CategoryAnswers:
    """All that a group can say about a kind of help; texts by language."""

    names: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    icon: str = "asterisk"
    disclosure: Sequence[str] = ()
    required_skills: Sequence[str] = ()
    asks_household: bool = False
    needs_vehicle: bool = False
    happens_at_home: bool = True
    is_sensitive: bool = False
    usual_minutes: int = 60
    meeting_mode: str = ""
    leads_needed: int = 0
    shares_vehicle: bool = False


@transaction.atomic
def add_category(group: Group, answers: CategoryAnswers, *, by: Actor, at: datetime) -> Category:
    """A new kind of help, last in the order."""
    categories = Category.objects.filter(group=group)
    last = categories.order_by("-position").values_list("position", flat=True).first()
    category = Category(group=group, key=_free_key(group, answers), position=0 if last is None else last + 1)
    _write(category, answers)
    record("category.added", category, by=by, at=at, fields=CategoryAnswers.__slots__)
    return category


@transaction.atomic
def change_category(category: Category, answers: CategoryAnswers, *, by: Actor, at: datetime) -> Category:
    _write(category, answers)
    record("category.changed", category, by=by, at=at, fields=CategoryAnswers.__slots__)
    return category


@transaction.atomic
def switch_category(category: Category, *, is_active: bool, by: Actor, at: datetime) -> Category:
    """Switched off, nobody can ask for it; what was asked for before goes on."""
    category.is_active = is_active
    category.save(update_fields=["is_active"])
    record("category.switched", category, by=by, at=at, fields=["is_active"])
    return category


@transaction.atomic
def move_category(category: Category, *, earlier: bool, by: Actor, at: datetime) -> None:
    """Past the next one that is switched on, or off, as it is itself; at either end nothing happens."""
    rows = list(Category.objects.filter(group_id=category.group_id).select_for_update())
    here = next(index for index, row in enumerate(rows) if row.pk == category.pk)
    ahead = range(here - 1, -1, -1) if earlier else range(here + 1, len(rows))
    there = next((index for index in ahead if rows[index].is_active == category.is_active), None)
    if there is None:
        return
    rows.insert(there, rows.pop(here))
    for position, row in enumerate(rows):
        row.position = position
    Category.objects.bulk_update(rows, ["position"])
    record("category.moved", category, by=by, at=at, fields=["position"])


def _write(category: Category, answers: CategoryAnswers) -> None:
    if answers.is_sensitive and answers.meeting_mode == MeetingMode.OPEN_CLAIM:
        raise UnprotectedCategoryError
    for name in CategoryAnswers.__slots__:
        if name != "required_skills":
            setattr(category, name, getattr(answers, name))
    category.names, category.hints = dict(answers.names), dict(answers.hints)
    category.disclosure = [name for name in answers.disclosure if name in DISCLOSABLE]
    category.save()
    category.required_skills.set(
        Skill.objects.filter(group_id=category.group_id, key__in=answers.required_skills)
    )


def _free_key(group: Group, answers: CategoryAnswers) -> str:
    base = slugify(next((name for name in answers.names.values() if name), ""))[:30] or "kind"
    taken = set(Category.objects.filter(group=group).values_list("key", flat=True))
    numbers = range(2, len(taken) + 3)
    return next(key for key in [base, *(f"{base}-{number}" for number in numbers)] if key not in taken)
