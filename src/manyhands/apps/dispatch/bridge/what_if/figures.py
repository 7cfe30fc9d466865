"""The figures of an answer as rows of tables: now, and then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.what_if.words import Words, exact_way
from manyhands.apps.needs.states import Urgency

WEIGHT_PER_POINT = 10
_NOTHING = "–"
Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """`now_percent` and `then_percent` are of the longest bar of the row, or of all who are needed."""

    name: str
    now: str
    then: str
    now_percent: int = 0
    then_percent: int = 0

    @property
    def is_different(self) -> bool:
        return self.now != self.then


def figures_of(answer: Mapping[str, Any], words: Words) -> list[Row]:
    """What the sentences say, and what they leave out, in figures."""
    before, after = answer["before"], answer["after"]
    rows: list[tuple[str, Callable[[Figures], float | None], Callable[[Figures], str]]] = [
        (_("People found"), lambda one: one["needs"]["found"], lambda one: str(one["needs"]["found"])),
        (_("People missing"), _missing, lambda one: str(_missing(one))),
        (_("Requests that wait"), lambda one: one["requests_left"], lambda one: str(one["requests_left"])),
        (_("What these matter, added up"), lambda one: one["weight_left"], _points),
        (
            _("Most tasks of one person"),
            lambda one: one["busiest_tasks"],
            lambda one: str(one["busiest_tasks"]),
        ),
        (
            _("People without a task"),
            lambda one: one["people_without"],
            lambda one: str(one["people_without"]),
        ),
        (
            _("How unevenly tasks are spread, from 0 to 1"),
            lambda one: one["gini"],
            lambda one: number_format(round(one["gini"], 2), 2),
        ),
        (
            _("Way, on average"),
            lambda one: one["mean_way_m"],
            lambda one: exact_way(one["mean_way_m"], words.unit) or _NOTHING,
        ),
    ]
    return [_row(name, number, said, before, after) for name, number, said in rows]


def _row(
    name: str,
    number: Callable[[Figures], float | None],
    said: Callable[[Figures], str],
    before: Figures,
    after: Figures,
) -> Row:
    now, then = number(before) or 0, number(after) or 0
    longest = max(now, then) or 1
    return Row(name, said(before), said(after), round(100 * now / longest), round(100 * then / longest))


def _missing(one: Figures) -> int:
    return int(one["needs"]["wanted"] - one["needs"]["found"])


def _points(one: Figures) -> str:
    return number_format(round(one["weight_left"] / WEIGHT_PER_POINT, 1), 1)


def shares_of(answer: Mapping[str, Any], words: Words) -> list[Row]:
    """People found of people needed, by how urgent it is and then by kind of help, where somebody is missing."""
    urgencies = [(str(value), str(label)) for value, label in reversed(Urgency.choices)]
    return [
        *_shares(answer, "by_urgency", urgencies),
        *_shares(answer, "by_kind", sorted(words.kinds.items(), key=lambda one: one[1])),
    ]


def _shares(answer: Mapping[str, Any], by: str, labels: list[tuple[str, str]]) -> list[Row]:
    before, after = answer["before"][by], answer["after"][by]
    return [
        Row(name, _of(before[key]), _of(after[key]), _percent(before[key]), _percent(after[key]))
        for key, name in labels
        if key in before and key in after and _is_telling(before[key], after[key])
    ]


def _is_telling(before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    """Where everybody is found now and then there is nothing to compare."""
    return before["found"] < before["wanted"] or after["found"] < after["wanted"]


def _of(share: Mapping[str, int]) -> str:
    # On one line, however narrow the column.
    return (_("%(found)d of %(wanted)d") % share).replace(" ", "\N{NO-BREAK SPACE}")


def _percent(share: Mapping[str, int]) -> int:
    return round(100 * share["found"] / max(1, share["wanted"]))
