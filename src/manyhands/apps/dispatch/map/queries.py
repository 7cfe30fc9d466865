"""Requests by public cell: how many, of which kinds. Nothing on a map is finer than what the list says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from manyhands.apps.dispatch.bridge.cells import rim_of
from manyhands.apps.dispatch.queries.open_list.choices import Choice
from manyhands.apps.dispatch.queries.open_list.heaps import Heap
from manyhands.apps.groups.models import Group, translated
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import NeedState, PartState
from manyhands.core.privacy.cells import cell_centre
from manyhands.storage.prepared import Prepared

MOST_WITH_RIMS = 1_500
"""Beyond so many cells a map shows where they are without drawing their hexagons: half a megabyte of corners."""

_UNTAKEN = (PartState.WAITING, PartState.OPEN)
_LOOKED_FOR = (NeedState.NEW, NeedState.TRIAGED, NeedState.OPEN)


@dataclass(slots=True)
class CellsOfMap:
    """Counts by public cell, in the order in which they are met; `elsewhere`: those that are nowhere on a map."""

    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    areas: dict[str, str] = field(default_factory=dict)
    elsewhere: int = 0

    def add(self, heap: Heap, count: int, language: str) -> None:
        if not heap.cell or not heap.is_somewhere:
            self.elsewhere += count
            return
        self.counts[heap.cell] = self.counts.get(heap.cell, 0) + count
        name = translated(heap.names, language) or heap.key
        if name not in self.kinds[heap.cell]:
            self.kinds[heap.cell].append(name)

    def as_json(self) -> dict[str, Any]:
        """Names are said once and meant by their number: a town has few kinds and areas, and many cells."""
        kinds, areas = _Numbers(), _Numbers()
        rows = [self._row(cell, kinds, areas) for cell in self.counts]
        return {"kinds": kinds.names, "areas": areas.names, "cells": rows, "elsewhere": self.elsewhere}

    def _row(self, cell: str, kinds: "_Numbers", areas: "_Numbers") -> list[Any]:
        middle = cell_centre(cell)
        row: list[Any] = [
            cell,
            round(middle.lat, 4),
            round(middle.lon, 4),
            self.counts[cell],
            areas.number(self.areas.get(cell, "")),
            [kinds.number(name) for name in self.kinds[cell]],
        ]
        return [*row, rim_of(cell)] if len(self.counts) <= MOST_WITH_RIMS else row


class _Numbers:
    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


def cells_of(heaps: Iterable[Heap], away_m: dict[str, int], language: str) -> CellsOfMap:
    """Heaps as cells, the nearest first; one query for the names of their areas, as their latest requests have them."""
    found = CellsOfMap()
    latest: dict[str, int] = {}
    for heap in sorted(heaps, key=lambda heap: (away_m.get(heap.cell, 0), heap.cell)):
        found.add(heap, heap.wished, language)
        latest[heap.cell] = max(heap.latest, latest.get(heap.cell, 0))
    names = dict(_AREAS.list(needs=list(latest.values())))
    found.areas = {cell: names.get(need_id) or "" for cell, need_id in latest.items()}
    return found


def _areas(*, needs: Any) -> QuerySet[Any]:
    return Need.objects.filter(pk__in=needs).order_by().values_list("pk", "place__area_name")


_AREAS = Prepared(_areas)


def staff_parts(group: Group) -> Choice:
    """What nobody has taken on yet, new or looked for: the staff's map."""
    return Choice(_untaken, (), {"group": group})


def _untaken(*, group: Any) -> QuerySet[Any]:
    needs = {"need__group": group, "need__state__in": _LOOKED_FOR}
    return NeedPart.objects.filter(group=group, state__in=_UNTAKEN, **needs)
