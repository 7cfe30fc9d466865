"""What volunteers may choose from: everything that depends on place is computed from public cells.

A filter or an order by distance is a set, or an order, of public cells: whoever asks again and again from
moving places learns which cell a request is in, which they are shown anyway, and nothing more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    F,
    IntegerField,
    QuerySet,
    Value,
    When,
)

from manyhands.apps.dispatch.bridge.cells import way_m
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.policies import ClaimMode, claim_mode
from manyhands.apps.dispatch.queries.open_list.choices import Choice, Wish, open_to, wished_for
from manyhands.apps.dispatch.queries.open_list.heaps import Heap, HeapForm, split
from manyhands.apps.groups.models import Group, translated
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.prepared import Prepared

PAGE = 20
ANY_ORDER = ("-urgency", F("due_at").asc(nulls_last=True), "listed_at", "pk")
ORDERS = {
    "nearest": ANY_ORDER,
    "urgent": ANY_ORDER,
    "soonest": (F("due_at").asc(nulls_last=True), "-urgency", "pk"),
    "longest": ("listed_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class OpenPart:
    part: NeedPart
    distance_m: int | None
    needs_approval: bool
    url: str


@dataclass(frozen=True, slots=True)
class OpenList:
    rows: list[OpenPart] = field(default_factory=list)
    count: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def kinds_of(heaps: list[Heap], language: str) -> list[tuple[str, str]]:
    """The kinds that somebody asks for, as choices."""
    told = {heap.key: heap.names for heap in heaps}
    names = {key: translated(one, language) or key for key, one in told.items()}
    return sorted(names.items(), key=lambda kind: kind[1].casefold())


def list_open_parts(
    choice: Choice, group: Group, helper: Helper, heaps: list[Heap], wish: Wish, *, page: int
) -> OpenList:
    """One page of them, in one query more."""
    away_m = distances_from(helper, heaps)
    rows, total, page = page_of(choice, heaps, away_m, wish, page=page)
    return OpenList([_row(part, group, away_m) for part in rows], total, page)


def page_of(
    choice: Choice, heaps: list[Heap], away_m: dict[str, int], wish: Wish, *, page: int
) -> tuple[list[NeedPart], int, int]:
    """(rows, how many there are on all pages, the page that it is)."""
    wished = list_wished(heaps, away_m, wish)
    total = sum(heap.wished for heap in wished)
    page = min(max(1, page), max(1, -(-total // PAGE)))
    return (_page_of(choice, wished, away_m, wish, (page - 1) * PAGE) if total else []), total, page


def list_wished(heaps: list[Heap], away_m: dict[str, int], wish: Wish) -> list[Heap]:
    """The heaps in which there is something to show: what the list and the map have in common."""
    return [heap for heap in heaps if heap.wished and _is_wished(heap, away_m, wish)]


def is_open_to(part: NeedPart, helper: Helper, *, at: datetime) -> bool:
    """Whether one part is on this helper's list now; what is not, they are not shown at all."""
    return open_to(part.group, helper, at=at).rows().filter(pk=part.pk).exists()


def _row(part: NeedPart, group: Group, away_m: dict[str, int]) -> OpenPart:
    part.group = group
    distance = away_m.get(part.public_cell) if part.category.happens_at_home else None
    needs_approval = claim_mode(part.category, group) == ClaimMode.APPROVAL
    return OpenPart(part, distance, needs_approval, group_path(group, "dispatch:take", part_id=part.pk))


def _is_wished(heap: Heap, away_m: dict[str, int], wish: Wish) -> bool:
    """What is not on the map yet is near nowhere; who has said no place to start from leaves nothing out."""
    if wish.kind and heap.key != wish.kind:
        return False
    if wish.cell and not (heap.cell == wish.cell and heap.is_somewhere):
        return False
    is_anywhere = wish.within_m is None or not away_m
    return is_anywhere or away_m.get(heap.cell, 10**9) <= (wish.within_m or 0)


def distances_from(helper: Helper, heaps: list[Heap]) -> dict[str, int]:
    """From the middle of the helper's own public cell to the middles of the others."""
    here = helper.start_place.public_cell if helper.start_place else ""
    ways = {cell: way_m(here, cell) for cell in {heap.cell for heap in heaps}}
    return {cell: way for cell, way in ways.items() if way is not None}


def _page_of(
    choice: Choice, wished: list[Heap], away_m: dict[str, int], wish: Wish, start: int
) -> list[NeedPart]:
    counts: Counter[str] = Counter()
    for heap in wished:
        counts[heap.cell] += heap.wished
    cells = list(counts)
    is_nearest = wish.order == "nearest" and bool(away_m)
    if is_nearest:
        cells, start = _cells_from(counts, away_m, start)
    read = [heap for heap in wished if heap.cell in set(cells)]
    values = choice.values | wish.of_rows()
    values |= {"cells": cells, "kind_ids": sorted({heap.kind_id for heap in read})}
    closed = sorted(frozenset[int]().union(*(heap.closed for heap in read)))
    order = wish.order if wish.order in ORDERS else "urgent"
    form = _PageForm(HeapForm.of(choice), order, start, is_nearest=is_nearest)
    pages = _PAGES if choice.everything is None else _PAGES_OF_ONE_INDEX
    return pages.list(form, choice.shape, **values, **({"closed_ids": closed} if closed else {}))


class _PageForm(NamedTuple):
    """What makes the query of one page another than that of the next."""

    choice: HeapForm
    order: str
    start: int
    is_nearest: bool


def _page(
    form: _PageForm,
    shape: tuple[Any, ...],
    *,
    cells: Any,
    kind_ids: Any,
    closed_ids: Any = None,
    **values: Any,
) -> QuerySet[Any]:
    """Cells, kinds and what is closed as the heaps have them: what was found for those is not looked for again."""
    wished, of_choice = split(values)
    parts = form.choice.everything(*shape, **of_choice).filter(
        wished_for(**wished), public_cell__in=cells, category__in=kind_ids
    )
    if closed_ids is not None:
        parts = parts.exclude(pk__in=closed_ids)
    order: tuple[Any, ...] = ORDERS[form.order]
    if form.is_nearest:
        order = (_rank_of(cells), *order)
    # Sorted by their own columns; what stands beside them is read for those of the page only.
    page = parts.order_by(*order)[form.start : form.start + PAGE]
    shown = NeedPart.objects.filter(pk__in=page.values("pk"))
    return shown.select_related("need__place", "category").only(*SHOWN).order_by(*order)


_PAGES, _PAGES_OF_ONE_INDEX = Prepared(_page), Prepared(_page, keeps_plan=True)


# What the list shows, and the ids that hold it together: nothing encrypted is read, let alone decrypted.
SHOWN = (
    "group_id", "state", "people_needed", "people_taken", "leads_needed", "minutes", "public_cell", "language",
    "urgency", "starts_at", "due_at", "listed_at", "need", "need__when_kind", "need__reference", "need__summary",
    "need__place", "need__place__area_name", "category",
    *(f"category__{name}" for name in (
        "names", "icon", "key", "happens_at_home", "needs_vehicle", "shares_vehicle", "meeting_mode", "is_sensitive",
    )),
)  # fmt: skip


def _cells_from(counts: dict[str, int], away_m: dict[str, int], start: int) -> tuple[list[str], int]:
    """The nearest cells that together hold the page that begins at `start`, and where in them it begins."""
    nearest = sorted(counts, key=lambda cell: (away_m.get(cell, 10**9), cell))
    cells: list[str] = []
    passed = held = 0
    for cell in nearest:
        if passed + counts[cell] <= start and not cells:
            passed += counts[cell]
            continue
        cells.append(cell)
        held += counts[cell]
        if passed + held >= start + PAGE:
            break
    return cells, start - passed


def _rank_of(cells: Iterable[Any]) -> Case:
    ranks = [When(public_cell=cell, then=Value(rank)) for rank, cell in enumerate(cells)]
    return Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
