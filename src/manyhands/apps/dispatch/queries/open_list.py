"""What volunteers may choose from: everything that depends on place is computed from public cells.

A filter or an order by distance is a set, or an order, of public cells: whoever asks again and again from
moving places learns which cell a request is in, which they are shown anyway, and nothing more.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from manyhands.apps.dispatch.bridge.records import Helper, point_of
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.policies import ClaimMode, claim_mode
from manyhands.apps.dispatch.states import LIVE, AssignmentState
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.models import NeedPart
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


@dataclass(frozen=True, slots=True)
class OpenPart:
    part: NeedPart
    distance_m: int | None
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class OpenList:
    rows: list[OpenPart] = field(default_factory=list)
    count: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def list_claimable_categories(group: Group, helper: Helper) -> list[Category]:
    """The kinds that volunteers may choose by themselves, and for which this one has what it takes."""
    skills = helper.card.skills.through.objects.filter(**{_owner(helper): helper.card.pk}).values("skill_id")
    missing = Category.required_skills.through.objects.filter(category_id=OuterRef("pk")).exclude(
        skill_id__in=skills
    )
    rows = Category.objects.filter(~Exists(missing), group=group, is_active=True)
    return [row for row in rows if claim_mode(row, group) != ClaimMode.NONE]


def _owner(helper: Helper) -> str:
    return "volunteer_id" if helper.volunteer else "organisation_id"


def list_open_parts(
    group: Group, helper: Helper, categories: list[Category], wish: Wish, *, page: int
) -> OpenList:
    """One page of what this helper may choose. Two queries, whatever the size of the group."""
    parts = _wished(_open_to(group, helper, categories), wish)
    counts = dict(parts.order_by().values_list("public_cell").annotate(count=Count("pk")))
    away_m = _distances(helper, list(counts))
    if wish.within_m is not None:
        counts = {cell: count for cell, count in counts.items() if _is_within(cell, away_m, wish.within_m)}
        parts = parts.filter(public_cell__in=counts)
    total = sum(counts.values())
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = _page_of(parts, counts, away_m, wish, (page - 1) * PAGE)
    by_id = {category.pk: category for category in categories}
    shown = [_row(part, by_id[part.category_id], group, away_m) for part in rows]
    return OpenList(shown, total, page)


def is_open_to(part: NeedPart, helper: Helper) -> bool:
    """Whether one part is on this helper's list now; what is not, they are not shown at all."""
    categories = list_claimable_categories(part.group, helper)
    return _open_to(part.group, helper, categories).filter(pk=part.pk).exists()


def _row(part: NeedPart, category: Category, group: Group, away_m: dict[str, int]) -> OpenPart:
    part.category, part.group = category, group
    distance = away_m.get(part.public_cell) if category.happens_at_home else None
    return OpenPart(part, distance, claim_mode(category, group) == ClaimMode.APPROVAL)


def _open_to(group: Group, helper: Helper, categories: list[Category]) -> QuerySet[NeedPart]:
    """Not those of neighbours they are kept apart from, nor what they have answered or hold already."""
    apart = BlockedPair.objects.filter(helper=helper.person)
    blocked = apart.filter(
        Q(neighbour_id=OuterRef("need__person_id")) | Q(neighbour_id=OuterRef("need__asked_by_id"))
    )
    said_no = Assignment.objects.filter(
        helper=helper.person, state=AssignmentState.DECLINED, part__need_id=OuterRef("need_id")
    )
    holds = Assignment.objects.filter(helper=helper.person, state__in=LIVE, part_id=OuterRef("pk"))
    mine: QuerySet[NeedPart] = NeedPart.objects.filter(group=group, is_listed=True, category__in=categories)
    return mine.filter(~Exists(blocked), ~Exists(said_no), ~Exists(holds))


def _wished(parts: QuerySet[NeedPart], wish: Wish) -> QuerySet[NeedPart]:
    if wish.kind:
        parts = parts.filter(category__key=wish.kind)
    if wish.before:
        parts = parts.filter(Q(due_at__lt=wish.before) | Q(starts_at__lt=wish.before))
    if wish.language:
        parts = parts.filter(language=wish.language)
    if wish.urgency:
        parts = parts.filter(urgency__gte=wish.urgency)
    return parts


def _distances(helper: Helper, cells: list[str]) -> dict[str, int]:
    """From the middle of the helper's own public cell to the middles of the others."""
    here = point_of(helper.start_place.public_cell if helper.start_place else "")
    if here is None:
        return {}
    points = {cell: point_of(cell) for cell in cells}
    return {cell: round(distance_m(here, point)) for cell, point in points.items() if point is not None}


def _is_within(cell: str, away_m: dict[str, int], within_m: int) -> bool:
    """What is not on the map yet is near nowhere; who has said no place to start from leaves nothing out."""
    return not away_m or away_m.get(cell, within_m + 1) <= within_m


def _page_of(
    parts: QuerySet[NeedPart], counts: dict[str, int], away_m: dict[str, int], wish: Wish, start: int
) -> list[NeedPart]:
    order = ORDERS.get(wish.order, ANY_ORDER)
    if wish.order == "nearest" and away_m:
        cells, start = _cells_from(counts, away_m, start)
        parts = parts.filter(public_cell__in=cells)
        order = (_rank_of(cells), *order)
    return list(parts.select_related("need__place").only(*_SHOWN).order_by(*order)[start : start + PAGE])


# What the list shows, and the ids that hold it together: nothing encrypted is read, let alone decrypted.
_SHOWN = (
    "group_id", "category_id", "state", "people_needed", "people_taken", "minutes", "public_cell", "language",
    "urgency", "starts_at", "due_at", "listed_at", "need__reference", "need__summary", "need__place__area_name",
)  # fmt: skip


def _cells_from(counts: dict[str, int], away_m: dict[str, int], start: int) -> tuple[list[str], int]:
    """The nearest cells that together hold the page that begins at `start`, and where in them it begins."""
    nearest = sorted(counts, key=lambda cell: (away_m.get(cell, 10**9), cell))
    cells, passed, held = [], 0, 0
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
