"""Open requests near a place, a page at a time, for programs.

Each page goes on after the sort keys of the last row of the one before: what comes in or goes out meanwhile moves
nothing. Where somebody asks from is taken as the middle of a cell of some kilometres, so asking from many places that
lie close together tells no more than asking from one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.bridge.records import Helper, point_of
from manyhands.apps.dispatch.queries.open_list.choices import Choice, Wish, all_open, open_to, wished_for
from manyhands.apps.dispatch.queries.open_list.heaps import list_heaps
from manyhands.apps.dispatch.queries.open_list.parts import SHOWN
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.core.privacy.cells import search_cell, uncounted_cell
from manyhands.core.values.point import Point, distance_m

NOWHERE_M = 10**9
_NEVER = Value(datetime(9999, 1, 1, tzinfo=UTC))
_KEYS = {
    "urgent": ("-urgency", "due", "pk"),
    "soonest": ("due", "-urgency", "pk"),
    "longest": ("listed", "pk"),
}
_KEYS_IN_CELL = ("-urgency", "pk")


@dataclass(frozen=True, slots=True)
class NearPage:
    rows: list[NeedPart] = field(default_factory=list)
    away_m: dict[str, int] = field(default_factory=dict)
    """By public cell; empty when nobody said near what."""
    last: list[Any] | None = None
    """The sort keys of the last row, when there is more after it."""


def open_for(group: Group, helper: Helper | None, *, sees_all: bool, at: datetime) -> Choice | None:
    """None for a member who has not said how they help: nothing is theirs to choose yet."""
    if sees_all:
        return all_open(group)
    return open_to(group, helper, at=at) if helper else None


def list_open_near(
    choice: Choice | None, wish: Wish, near: Point | None, after: Sequence[Any], *, at_most: int
) -> NearPage:
    """In two queries. `after` are the keys of the last row that was given; `wish.order` may be "nearest"."""
    if choice is None:
        return NearPage()
    heaps = [heap for heap in list_heaps(choice, wish) if heap.wished and wish.kind in ("", heap.key)]
    away_m = _distances(near, {heap.cell for heap in heaps})
    counts: Counter[str] = Counter()
    for heap in heaps:
        if near is None or wish.within_m is None or away_m[heap.cell] <= wish.within_m:
            counts[heap.cell] += heap.wished
    parts = choice.rows().filter(
        wished_for(**wish.of_rows()), **({"category__key": wish.kind} if wish.kind else {})
    )
    parts = parts.annotate(due=Coalesce("due_at", _NEVER), listed=Coalesce("listed_at", _NEVER))
    parts = parts.select_related("need__place", "category").only(*SHOWN)
    if near is not None and wish.order == "nearest":
        keys: tuple[str, ...] = ("away", "cell", *_KEYS_IN_CELL)
        rows = _nearest(parts, counts, away_m, after, at_most)
    else:
        keys = _KEYS.get(wish.order, _KEYS["urgent"])
        found = parts.filter(_after(keys, after), public_cell__in=counts)
        rows = list(found.order_by(*keys)[: at_most + 1])
    shown = rows[:at_most]
    last = [_value(shown[-1], key, away_m) for key in keys] if len(rows) > at_most else None
    return NearPage(shown, away_m, last)


def _distances(near: Point | None, cells: set[str]) -> dict[str, int]:
    if near is None:
        return {}
    here = point_of(uncounted_cell(search_cell(near)))
    points = {cell: point_of(cell) for cell in cells}
    return {
        cell: NOWHERE_M if point is None or here is None else round(distance_m(here, point))
        for cell, point in points.items()
    }


def _nearest(
    parts: QuerySet[NeedPart],
    counts: Counter[str],
    away_m: dict[str, int],
    after: Sequence[Any],
    at_most: int,
) -> list[NeedPart]:
    """Read only the cells that hold the page: the one it begins in, and the next ones until there are enough."""
    place = (int(after[0]), str(after[1])) if after else (-1, "")
    ahead = sorted((away_m[cell], cell) for cell in counts)
    cells, held = [], 0
    for away, cell in ahead:
        if (away, cell) > place and held <= at_most:
            cells.append(cell)
            held += counts[cell]
    here = Q(public_cell=place[1]) & _after(_KEYS_IN_CELL, after[2:]) if after else Q(pk__in=[])
    ranks = [When(public_cell=cell, then=Value(rank)) for rank, cell in enumerate(cells)]
    rank = Case(*ranks, default=Value(-1), output_field=IntegerField()) if ranks else F("pk") * 0
    return list(parts.filter(here | Q(public_cell__in=cells)).order_by(rank, *_KEYS_IN_CELL)[: at_most + 1])


def _after(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come later than these keys, one key after the other."""
    if not values:
        return Q()
    later, same = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        name = key.removeprefix("-")
        told = datetime.fromisoformat(value) if name in ("due", "listed") else value
        later |= same & Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": told})
        same &= Q(**{name: told})
    return later


def _value(row: Any, key: str, away_m: dict[str, int]) -> Any:
    name = key.removeprefix("-")
    if name == "away":
        return away_m[row.public_cell]
    value = row.public_cell if name == "cell" else getattr(row, name)
    return value.isoformat() if isinstance(value, datetime) else value
