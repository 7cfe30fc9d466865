"""A question "what if" as it is kept, and as the engine takes it. Nothing here loads a solver."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from manyhands.apps.dispatch.bridge.planning.question import Question, WhatIfQuestion
from manyhands.apps.dispatch.bridge.records import languages_of, point_of
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import BANDS_PER_DAY, WeekSlots

Asked = Mapping[str, Any]


class Ask(StrEnum):
    """What can be asked about; the values of each are those that its form gives."""

    PERSON = "one_more_person"
    """vehicle, weekday (0 for Monday; None for any), area (its name; nothing for the middle), kind, language, tasks"""
    RADIUS = "radius"
    """at_least_m"""
    TASK = "one_more_task"
    """tasks"""
    MORE_WITH = "more_with"
    """what ("vehicle", "skill" or "language"), code, people"""
    STYLE = "another_style"
    """style"""
    NEEDS_LESS = "kind_needs_less"
    """kind, without"""


def what_if_question(
    asked: Asked, question: Question, parts: Mapping[str, NeedPart], group: Group
) -> WhatIfQuestion:
    """`parts` by the ids of the question's requests, with category, need and place loaded."""
    kinds = {key: part.category.key for key, part in parts.items()}
    values = {name: value for name, value in asked.items() if name != "ask"}
    if asked["ask"] == Ask.PERSON:
        values = _newcomer(asked, question, parts, kinds) | {"languages": _languages(asked, group)}
    urgencies = {key: str(part.urgency) for key, part in parts.items()}
    return WhatIfQuestion(question, str(asked["ask"]), values, kinds, urgencies)


def _newcomer(
    asked: Asked, question: Question, parts: Mapping[str, NeedPart], kinds: Mapping[str, str]
) -> dict[str, Any]:
    """They know what the kind of help takes that they come for, or everything that is asked for."""
    for_kind = [one for one in question.requests if asked["kind"] in ("", kinds[one.id])]
    return {
        "point": middle_of(part for part in parts.values() if _area_of(part) == asked["area"]),
        "has_vehicle": bool(asked["vehicle"]),
        "week_slots": None if asked["weekday"] is None else _day(int(asked["weekday"])),
        "skills": frozenset(code for one in for_kind for code in one.required_skills),
        "requirements_met": frozenset(code for one in for_kind for code in one.requirements),
        "tasks_per_week": int(asked["tasks"]),
    }


def _languages(asked: Asked, group: Group) -> frozenset[str]:
    """Those of the group, and the one they are looked for."""
    return languages_of([*(group.languages or ["en"]), asked["language"]])


def _day(weekday: int) -> WeekSlots:
    return WeekSlots.from_pairs((weekday, band) for band in range(BANDS_PER_DAY))


def _area_of(part: NeedPart) -> str:
    return part.need.place.area_name if part.need.place else ""


def middle_of(parts: Iterable[NeedPart]) -> Point | None:
    """The middle of public cells, so that nobody's home can be told from an answer."""
    cells = sorted({part.need.place.public_cell for part in parts if part.need.place})
    points = [point for cell in cells if (point := point_of(cell)) is not None]
    if not points:
        return None
    return Point(
        sum(point.lon for point in points) / len(points), sum(point.lat for point in points) / len(points)
    )
