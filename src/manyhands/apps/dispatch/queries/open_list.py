"""What volunteers may choose from: everything that depends on place is computed from public cells.

A filter or an order by distance is a set, or an order, of public cells: whoever asks again and again from
moving places learns which cell a request is in, which they are shown anyway, and nothing more.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from manyhands.apps.dispatch.bridge.records import Helper, point_of
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.policies import ClaimMode, claim_mode, claimable_modes
from manyhands.apps.dispatch.states import LIVE, AssignmentState
from manyhands.apps.groups.models import Category, Group, translated
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import BlockedPair
from manyhands.core.values.point import distance_m

PAGE = 20
ANY_ORDER = ("-urgency", F("due_at").asc(nulls_last=True), "listed_at", "pk")
ORDERS = {
    "nearest": ANY_ORDER,
    "urgent": ANY_ORDER,
    "soonest": (F("due_at").asc(nulls_last=True), "-urgency", "pk"),
    "longest": ("listed_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a volunteer filters and sorts by, as the address bar says it."""

    kind: str = ""
    within_m: int | None = None
    before: datetime | None = None
    language: str = ""
    urgency: int | None = None
    order: str = "nearest"
    cell: str = ""


@dataclass(frozen=True, slots=True)
class OpenPart:
    part: NeedPart
    distance_m: int | None
    needs_approval: bool
    url: str


class Heap(NamedTuple):
    """Requests of one kind in one public cell: all of them, and those that are wished for."""

    cell: str
    key: str
    names: str
    is_somewhere: bool
    total: int
    wished: int


@dataclass(frozen=True, slots=True)
class OpenList:
    rows: list[OpenPart] = field(default_factory=list)
    count: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def list_heaps(parts: QuerySet[NeedPart], wish: Wish) -> list[Heap]:
    """Everything that is open to somebody, by kind and public cell, in one query."""
    grouped = parts.order_by().values_list(
        "public_cell", "category__key", _NAMES, "category__happens_at_home"
    )
    rows = grouped.annotate(count=Count("pk"), wished=Count("pk", filter=wished_for(wish)))
    return [Heap(*row) for row in rows]


# As text: read once for each kind, not once for each heap.
_NAMES = Cast("category__names", TextField())


def kinds_of(heaps: list[Heap], language: str) -> list[tuple[str, str]]:
    """The kinds that somebody asks for, as choices."""
    texts = {heap.key: heap.names for heap in heaps}
    names = {key: translated(json.loads(text), language) or key for key, text in texts.items()}
    return sorted(names.items(), key=lambda kind: kind[1].casefold())


def list_open_parts(
    parts: QuerySet[NeedPart], group: Group, helper: Helper, heaps: list[Heap], wish: Wish, *, page: int
) -> OpenList:
    """One page of them, in one query more."""
    away_m = distances_from(helper, heaps)
    rows, total, page = page_of(parts, heaps, away_m, wish, page=page)
    return OpenList([_row(part, group, away_m) for part in rows], total, page)


def page_of(
    parts: QuerySet[NeedPart], heaps: list[Heap], away_m: dict[str, int], wish: Wish, *, page: int
) -> tuple[list[NeedPart], int, int]:
    """(rows, how many there are on all pages, the page that it is)."""
    counts: Counter[str] = Counter()
    for heap in list_wished(heaps, away_m, wish):
        counts[heap.cell] += heap.wished
    total = counts.total()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    parts = parts.filter(wished_for(wish))
    if wish.kind:
        parts = parts.filter(category__key=wish.kind)
    if wish.cell:
        parts = parts.filter(category__happens_at_home=True)
    return (_page_of(parts, counts, away_m, wish, (page - 1) * PAGE) if total else []), total, page


def list_wished(heaps: list[Heap], away_m: dict[str, int], wish: Wish) -> list[Heap]:
    """The heaps in which there is something to show: what the list and the map have in common."""
    return [heap for heap in heaps if heap.wished and _is_wished(heap, away_m, wish)]


def is_open_to(part: NeedPart, helper: Helper) -> bool:
    """Whether one part is on this helper's list now; what is not, they are not shown at all."""
    return open_to(part.group, helper).filter(pk=part.pk).exists()


def _row(part: NeedPart, group: Group, away_m: dict[str, int]) -> OpenPart:
    part.group = group
    distance = away_m.get(part.public_cell) if part.category.happens_at_home else None
    needs_approval = claim_mode(part.category, group) == ClaimMode.APPROVAL
    return OpenPart(part, distance, needs_approval, group_path(group, "dispatch:take", part_id=part.pk))


def open_to(group: Group, helper: Helper) -> QuerySet[NeedPart]:
    """Of the kinds that are theirs to choose; not those of neighbours they are kept apart from, nor their own, nor
    what they have answered or hold already.

    Each condition is a list that is made once, not a question asked of each of two thousand rows.
    """
    parts: QuerySet[NeedPart] = NeedPart.objects.filter(
        group=group,
        is_listed=True,
        category__is_active=True,
        category__meeting_mode__in=claimable_modes(group),
    )
    apart = BlockedPair.objects.filter(helper=helper.person).values("neighbour_id")
    theirs = Q(person=helper.person) | Q(asked_by=helper.person)
    if helper.organisation:
        theirs |= Q(organisation=helper.organisation)
    not_theirs = Need.objects.filter(Q(person_id__in=apart) | Q(asked_by_id__in=apart) | theirs)
    mine = Assignment.objects.filter(helper=helper.person)
    return parts.filter(
        ~Q(category_id__in=_kinds_beyond(helper)),
        ~Q(need_id__in=not_theirs.values("pk")),
        ~Q(need_id__in=mine.filter(state=AssignmentState.DECLINED).values("part__need_id")),
        ~Q(pk__in=mine.filter(state__in=LIVE).values("part_id")),
    )


def _kinds_beyond(helper: Helper) -> QuerySet[Any]:
    """Kinds of help that take a skill which this helper has not told us of."""
    owner = {"volunteer_id" if helper.volunteer else "organisation_id": helper.card.pk}
    theirs: QuerySet[Any] = helper.card.skills.through.objects.filter(**owner).values("skill_id")
    return Category.required_skills.through.objects.exclude(skill_id__in=theirs).values("category_id")


def wished_for(wish: Wish) -> Q:
    """What can be asked of the row itself; kind and distance are asked of the heap."""
    wished = Q()
    if wish.before:
        wished &= Q(due_at__lt=wish.before) | Q(starts_at__lt=wish.before)
    if wish.language:
        wished &= Q(language=wish.language)
    if wish.urgency:
        wished &= Q(urgency__gte=wish.urgency)
    return wished


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
    here = point_of(helper.start_place.public_cell if helper.start_place else "")
    if here is None:
        return {}
    points = {cell: point_of(cell) for cell in {heap.cell for heap in heaps}}
    return {cell: round(distance_m(here, point)) for cell, point in points.items() if point is not None}


def _page_of(
    parts: QuerySet[NeedPart], counts: dict[str, int], away_m: dict[str, int], wish: Wish, start: int
) -> list[NeedPart]:
    order: tuple[Any, ...] = ORDERS.get(wish.order, ANY_ORDER)
    cells = list(counts)
    if wish.order == "nearest" and away_m:
        cells, start = _cells_from(counts, away_m, start)
        order = (_rank_of(cells), *order)
    shown = parts.filter(public_cell__in=cells).select_related("need__place", "category").only(*SHOWN)
    return list(shown.order_by(*order)[start : start + PAGE])


# What the list shows, and the ids that hold it together: nothing encrypted is read, let alone decrypted.
SHOWN = (
    "group_id", "state", "people_needed", "people_taken", "minutes", "public_cell", "language", "urgency", "starts_at",
    "due_at", "listed_at", "need", "need__when_kind", "need__reference", "need__summary", "need__place",
    "need__place__area_name", "category",
    *(f"category__{name}" for name in (
        "names", "icon", "key", "happens_at_home", "needs_vehicle", "meeting_mode", "is_sensitive",
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


def _rank_of(cells: list[str]) -> Case:
    ranks = [When(public_cell=cell, then=Value(rank)) for rank, cell in enumerate(cells)]
    return Case(*ranks, default=Value(len(cells)), output_field=IntegerField())
