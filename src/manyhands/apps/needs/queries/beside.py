import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONArray

from manyhands.apps.groups.models import Category, Group, Skill
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.vetting.queries import with_needed
from manyhands.core.equity.priority import Priority, priority_of
from manyhands.storage.json_rows import JsonRows
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
_OF_A_SKILL = ("position", "pk", "key", "names")


@dataclass(frozen=True, slots=True)
class NeedBeside:
    """`skills`: all that the group knows, for sentences that name them."""

    need: Need
    skills: list[Skill]


def find_need_beside(group: Group, reference: str) -> NeedBeside | None:
    """One need as it stands beside a list: without who and where, its parts and their required skills with it.

    One query.
    """
    parts = _PARTS.list(group=group.pk, reference=reference.strip().upper())
    if not parts:
        return None
    need = parts[0].need
    need.group = group
    skills = {skill.pk: skill for skill in _skills(group, parts[0].known_skills or [])}
    for part in parts:
        part.group = group
        known = vars(part.category).setdefault("_prefetched_objects_cache", {})
        required = set(part.skill_ids or [])
        known["required_skills"] = [skill for pk, skill in skills.items() if pk in required]
    give_children([need], "parts", parts, parent="need")
    return NeedBeside(need, list(skills.values()))


def _parts(*, group: Any, reference: Any) -> QuerySet[Any]:
    rows = NeedPart.objects.filter(need__group=group, need__reference=reference)
    required = Category.required_skills.through.objects.filter(category=OuterRef("category"))
    told = with_needed(rows).annotate(
        skill_ids=JsonRows(required, "skill_id", by="category"),
        known_skills=JsonRows(Skill.objects.filter(group=group), JSONArray(*_OF_A_SKILL), by="group"),
    )
    return told.select_related("category", *_RELATED).defer(*_CLOSED).order_by("id")


def _skills(group: Group, rows: list[list[Any]]) -> list[Skill]:
    """In the order of the group's list. SQLite hands JSON inside JSON over as text."""
    found = []
    for position, pk, key, names in sorted(rows, key=lambda row: row[:2]):
        told = json.loads(names) if isinstance(names, str) else names
        found.append(Skill(pk=pk, group=group, key=key, names=told, position=position))
    return found


_PARTS = Prepared(_parts, keeps_plan=True)


def priority_of_need(need: Need, *, at: datetime) -> Priority:
    """Equity stays at its neutral value until there are data about areas."""
    return priority_of(need.urgency, waited_hours=(at - need.asked_at) / timedelta(hours=1))
