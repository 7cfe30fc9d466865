"""From what stands in the way of a request to the question that is worth asking about it."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from manyhands.apps.dispatch.bridge.what_if.question import Ask, Asked
from manyhands.apps.dispatch.bridge.words.explanations import Stored
from manyhands.core.dispatch.explanation import Code, Explanation, Remark
from manyhands.core.values.lengths import METRES_PER

_USUAL_TASKS = 2
# What may be larger or smaller in questions that are otherwise the same.
_SIZES = {Ask.RADIUS.value: "at_least_m", Ask.MORE_WITH.value: "people"}


@dataclass(frozen=True, slots=True)
class Begun:
    """A question, and the answers with which its form is begun."""

    asked: Asked
    fields: dict[str, str]


def question_about(stored: Stored, *, kind: str, unit: str) -> Begun:
    """The least that would help, if one thing alone would; else one more person for this kind of help."""
    explanation = Explanation.from_json(stored) if stored else None
    remark = explanation.find(Code.WOULD_IF) if explanation else None
    if explanation is None or remark is None:
        return _person(kind, explanation.find(Code.ONE_MORE) if explanation else None)
    code = str(remark.facts["because"])
    if code == Code.TOO_FAR:
        return _farther(remark.number("needed_m"), unit)
    if code == Code.FULL:
        return Begun({"ask": Ask.TASK.value, "tasks": 1}, {"tasks": "1"})
    people = max(1, min(explanation.people_missing, remark.number("people")))
    return _more_with(code, remark, people) or _person(kind, remark)


def most_asked(questions: Iterable[Begun]) -> list[tuple[Begun, int]]:
    """Each question once, with how many ask it, the most frequent first; of several sizes the one in the middle."""
    alike: dict[Hashable, list[Begun]] = defaultdict(list)
    for one in questions:
        size = _SIZES.get(one.asked["ask"])
        alike[tuple((name, value) for name, value in one.asked.items() if name != size)].append(one)
    middle = [(sorted(same, key=_size)[len(same) // 2], len(same)) for same in alike.values()]
    return sorted(middle, key=lambda one: -one[1])


def _size(one: Begun) -> int:
    return int(one.asked.get(_SIZES.get(one.asked["ask"], ""), 0))


def _person(kind: str, remark: Remark | None) -> Begun:
    """Somebody who brings what the remark says is missing."""
    weekdays = remark.numbers("weekdays") if remark else ()
    languages = remark.texts("languages") if remark else ()
    asked: dict[str, Any] = {
        "ask": Ask.PERSON.value,
        "vehicle": bool(remark and remark.flag("vehicle")),
        "weekday": weekdays[0] if weekdays else None,
        "area": "",
        "kind": kind,
        "language": languages[0] if languages else "",
        "tasks": _USUAL_TASKS,
    }
    fields = {
        "vehicle": "yes" if asked["vehicle"] else "",
        "weekday": str(weekdays[0]) if weekdays else "",
        "kind": kind,
        "language": asked["language"],
        "tasks": str(_USUAL_TASKS),
    }
    return Begun(asked, {name: value for name, value in fields.items() if value})


def _farther(needed_m: int, unit: str) -> Begun:
    """In whole kilometres or miles, as the form takes them; never less than it takes."""
    far = max(1, math.ceil(round(needed_m / METRES_PER[unit], 6)))
    return Begun({"ask": Ask.RADIUS.value, "at_least_m": round(far * METRES_PER[unit])}, {"far": str(far)})


def _more_with(code: str, remark: Remark, people: int) -> Begun | None:
    """None for what nobody can be given by asking for it here."""
    languages, skills = remark.texts("languages"), remark.texts("skills")
    found = {
        Code.NO_VEHICLE.value: ("vehicle", ""),
        Code.NO_COMMON_LANGUAGE.value: ("language", languages[0] if languages else ""),
        Code.SKILL_MISSING.value: ("skill", skills[0] if skills else ""),
    }.get(code)
    if found is None or (found[0] != "vehicle" and not found[1]):
        return None
    what, which = found
    asked = {"ask": Ask.MORE_WITH.value, "what": what, "code": which, "people": people}
    return Begun(asked, {"people": str(people), "have": f"{what}:{which}"})
