from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from manyhands.apps.groups.models import Category, Group, Skill
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.core.equity.priority import Priority, priority_of
from manyhands.storage.prepared import Prepared, give_children

_RELATED = tuple(f"need__{name}" for name in ("person", "organisation", "household", "place", "owner"))
# Encrypted, and shown only after a deliberate look, on a page of its own: left closed here.
_CLOSED = tuple(
    f"need__{name}"
    for name in (
        "details", "person__name", "person__phone", "person__email", "person__reach_note", "place__text",
        "place__access_notes", "place__position",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NeedBeside:
    """`skills`: all that the group knows, for sentences that name them."""

    need: Need
    skills: list[Skill]


def find_need_beside(group: Group, reference: str) -> NeedBeside | None:
    """One need as it stands beside a list: without who and where, its parts and their required skills with it.

    Two queries.
    """
    parts = _PARTS.list(group=group.pk, reference=reference.strip().upper())
    if not parts:
        return None
    need = parts[0].need
    need.group = group
    for part in parts:
        part.group = group
    give_children([need], "parts", parts, parent="need")
    return NeedBeside(need, _read_skills(group, parts))


def _parts(*, group: Any, reference: Any) -> QuerySet[Any]:
    rows = NeedPart.objects.filter(need__group=group, need__reference=reference)
    return rows.select_related("category", *_RELATED).defer(*_CLOSED).order_by("id")


def _read_skills(group: Group, parts: list[NeedPart]) -> list[Skill]:
    kinds = sorted({part.category_id for part in parts})
    values = {f"kind_{nth}": kind for nth, kind in enumerate(kinds)}
    skills: list[Skill] = _SKILLS.list(group=group.pk, **values)
    required = {
        kind: [skill for skill in skills if getattr(skill, f"for_{name}")] for name, kind in values.items()
    }
    for part in parts:
        known = vars(part.category).setdefault("_prefetched_objects_cache", {})
        known["required_skills"] = required[part.category_id]
    return skills


def _skills(*, group: Any, **kinds: Any) -> QuerySet[Any]:
    needed = Category.required_skills.through.objects.filter(skill=OuterRef("pk"))
    found = {f"for_{name}": Exists(needed.filter(category=kind)) for name, kind in kinds.items()}
    return Skill.objects.filter(group=group).annotate(**found)


_PARTS, _SKILLS = Prepared(_parts), Prepared(_skills)


def priority_of_need(need: Need, *, at: datetime) -> Priority:
    """Equity stays at its neutral value until there are data about areas."""
    return priority_of(need.urgency, waited_hours=(at - need.asked_at) / timedelta(hours=1))
