"""How many requests of which kind lie in which public cell, of those that somebody may choose from."""

import json
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONArray

from manyhands.apps.dispatch.queries.open_list.choices import Choice, Wish, wished_for
from manyhands.storage.prepared import Prepared


class Heap(NamedTuple):
    """Requests of one kind in one public cell: all of them, and those that are wished for; `latest` is one of them.

    `closed`: the parts that lie there too and are not to be shown, so that whoever reads the heap leaves them out.
    """

    cell: str
    key: str
    names: dict[str, str]
    is_somewhere: bool
    total: int
    wished: int
    latest: int = 0
    kind_id: int = 0
    closed: frozenset[int] = frozenset()


def list_heaps(choice: Choice, wish: Wish) -> list[Heap]:
    """Everything that is open to somebody, by kind and public cell, in one query."""
    if "group" not in choice.values:
        return []
    heaps = _HEAPS if choice.everything is None else _HEAPS_OF_ONE_INDEX
    rows = heaps.list(HeapForm.of(choice), choice.shape, **choice.values, **wish.of_rows())
    kinds: dict[int, tuple[str, dict[str, str], bool]] = {}
    closed: dict[tuple[int, str], dict[int, tuple[bool, int]]] = {}
    for kind_id, told, cell, total, wished, latest in rows:
        if told == _CLOSED:
            closed.setdefault((kind_id, cell), {})[total] = bool(wished), latest
        elif told:
            kinds[kind_id] = _kind(told)
    return [
        heap
        for kind_id, told, cell, *counts in rows
        if not told and kind_id in kinds
        if (heap := _heap(kind_id, kinds[kind_id], cell, counts, closed.get((kind_id, cell)))).total
    ]


def _heap(
    kind_id: int,
    kind: tuple[str, dict[str, str], bool],
    cell: str,
    counts: list[int],
    closed: dict[int, tuple[bool, int]] | None,
) -> Heap:
    """`closed`: by part, whether it was counted as wished for, and its need. Each way may name it again."""
    total, wished, latest = counts
    if not closed:
        return Heap(cell, *kind, total, wished, latest, kind_id)
    wished -= sum(is_wished for is_wished, _need_id in closed.values())
    if latest in {need_id for _is_wished, need_id in closed.values()}:
        latest = 0
    return Heap(cell, *kind, total - len(closed), wished, latest, kind_id, frozenset(closed))


def _kind(told: str) -> tuple[str, dict[str, str], bool]:
    key, names, is_somewhere = json.loads(told)
    # SQLite hands JSON inside JSON over as text.
    return key, json.loads(names) if isinstance(names, str) else names, bool(is_somewhere)


class _Total(Count):
    """A number in every database: Django makes one of it again, for hundreds of rows on every page."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


class HeapForm(NamedTuple):
    """What makes the query of one choice another than that of the next: see `Choice`."""

    everything: Any
    kinds: Any
    closed: Any

    @classmethod
    def of(cls, choice: Choice) -> "HeapForm":
        return cls(choice.everything or choice.build, choice.kinds, choice.closed)


def _heaps(form: HeapForm, shape: tuple[Any, ...], **values: Any) -> QuerySet[Any]:
    """Counted by the columns of one index, in its order; kinds, and what is closed to this one, come beside that.

    To ask of each of thousands of rows whether it is one of the few that are closed would cost more than to count it.
    """
    wished, of_choice = split(values)
    is_wished = wished_for(**wished)
    parts = form.everything(*shape, **of_choice).order_by().values("public_cell", "category_id")
    counts = {"row_total": _Total("need_id"), "row_wished": _Total("need_id", filter=is_wished)}
    heaps = parts.annotate(row_kind=Value("", TextField()), **counts, row_latest=Max("need_id"))
    kinds = form.kinds(*shape, **of_choice).order_by().annotate(row_kind=_KIND, **_NO_HEAP)
    closed = [
        _closed(rows, to_part, wished_for(**wished, of=to_part))
        for rows, to_part in form.closed(*shape, **of_choice)
    ]
    return heaps.values_list("category_id", "row_kind", "public_cell", *counts, "row_latest").union(
        kinds.values_list("pk", "row_kind", *_NO_HEAP), *closed, all=True
    )


def _closed(rows: QuerySet[Any], to_part: str, is_wished: Q) -> QuerySet[Any]:
    """One row for each part, in the columns of the heaps."""
    one: Any = Value(1, IntegerField())
    if is_wished:
        one = Case(When(is_wished, then=one), default=Value(0), output_field=IntegerField())
    of_part = {name: F(f"{to_part}{name}") for name in ("category_id", "public_cell", "id", "need_id")}
    named = {f"closed_{name}": column for name, column in of_part.items()}
    told = rows.order_by().annotate(row_kind=Value(_CLOSED, TextField()), row_wished=one, **named)
    return told.values_list(
        "closed_category_id", "row_kind", "closed_public_cell", "closed_id", "row_wished", "closed_need_id"
    )


# Stands where a kind would be told, and is none.
_CLOSED = "-"
_KIND = Cast(JSONArray("key", "names", "happens_at_home"), TextField())
_NO_HEAP = {
    "row_cell": Value("", CharField()),
    "row_total": Value(0, IntegerField()),
    "row_wished": Value(0, IntegerField()),
    "row_latest": Value(0, BigIntegerField()),
}


# What is open to somebody is counted by the one index that holds it, in any group.
_HEAPS, _HEAPS_OF_ONE_INDEX = Prepared(_heaps), Prepared(_heaps, keeps_plan=True)


def split(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what is wished for, what makes the choice)"""
    wished = {name: value for name, value in values.items() if name in _OF_ROWS}
    return wished, {name: value for name, value in values.items() if name not in _OF_ROWS}


_OF_ROWS = ("before", "language", "urgency")
