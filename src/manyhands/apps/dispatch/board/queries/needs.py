"""The list of the board: requests with something to do, with what the plan proposes for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.board.queries.filters import BoardFilter, Order, Show
from manyhands.apps.dispatch.board.queries.priority import PriorityInSql, steps_of_waiting
from manyhands.apps.dispatch.bridge.board_rows import Named
from manyhands.apps.dispatch.models import Assignment, Proposal, Run, UnmetPart
from manyhands.apps.dispatch.states import AssignmentState, ProposalState, RunState
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.models import JournalHead
from manyhands.apps.journal.queries import get_cursor
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.queries import search_needs
from manyhands.apps.needs.queries.beside import priority_of_need
from manyhands.apps.needs.queries.over import time_over
from manyhands.apps.needs.states import NeedState, PartState, is_time_over
from manyhands.storage.prepared import Prepared, give_children

NEEDS_A_PAGE = 25
# As many as are printed at once: six sheets of paper.
NEEDS_PRINTED = 200
TO_DO = (NeedState.NEW, NeedState.TRIAGED, NeedState.OPEN)
ASKED = (AssignmentState.INVITED, AssignmentState.AWAITING_APPROVAL)
NEW = (NeedState.NEW, NeedState.TRIAGED)

# What a row says, and the ids that hold it together: each column more costs its share of a millisecond.
_SHOWN = (
    "group_id", "reference", "state", "urgency", "when_kind", "starts_at", "due_at", "asked_at", "language",
    "place__kind", "place__area_name", "household__size", "owner__display_name", "organisation__name",
)  # fmt: skip
_SHOWN_PARTS = (
    "group_id", "need_id", "state", "people_needed", "category__key", "category__names", "category__icon",
)  # fmt: skip
_NAMES = ("part__need_id", "organisation__name", "helper__name")


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of the list. `cursor`: up to which line of the journal it is true; `head`: the hash of that line, where
    it was read.
    """

    needs: list[Need]
    total: int
    number: int
    cursor: int
    proposals: dict[int, list[Named]] = field(default_factory=dict)
    """By the need's id: whom the plan proposes for it."""
    size: int = NEEDS_A_PAGE
    head: bytes = b""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    def asked(self, need: Need) -> int:
        """How many have been asked, or have come forward, and wait for an answer."""
        return sum(getattr(part, "asked", None) or 0 for part in need.parts.all())


def list_board(
    group: Group, chosen: BoardFilter, *, member: Membership, size: int = NEEDS_A_PAGE, at: datetime
) -> BoardPage:
    """Two queries for a page that is not empty, whatever the group holds."""
    if chosen.search:
        matches = search_needs(group, chosen.search)
        return BoardPage(matches, len(matches), 1, get_cursor(group.pk), _proposals_for(matches, group))
    form = _Form(chosen.show, chosen.order, (chosen.page - 1) * size, size)
    said = {"kind": chosen.kind, "urgency": chosen.urgency}
    values = {name: value for name, value in said.items() if value}
    found = _NEEDS.list(form, group=group.pk, member=member.pk, at=at, steps=steps_of_waiting(at), **values)
    needs = sorted(found, key=lambda need: _place_of(need, chosen.order, at=at))
    if not needs:
        return BoardPage([], 0, 1, get_cursor(group.pk))
    for need in needs:
        need.group = group
    rows = _PARTS.list(group=group.pk, needs=[need.pk for need in needs])
    give_children(needs, "parts", {part.pk: part for part in rows}.values(), parent="need")
    too_late = {need.pk for need in needs if is_time_over(need, at=at)}
    proposals = _by_need(line for line in _proposed_in(rows) if line[0] not in too_late)
    first = needs[0]
    return BoardPage(needs, first.total, chosen.page, first.cursor, proposals, size, bytes(first.head or b""))


def list_asked(needs: list[Need]) -> dict[int, list[Named]]:
    """By the need's id: everybody who has been asked, or has come forward, and waits for an answer. One query."""
    return _by_need(_ASKED.list(needs=[need.pk for need in needs]))


def _asked(*, needs: Any) -> QuerySet[Any]:
    rows = Assignment.objects.filter(part__need__in=needs, state__in=ASKED)
    return rows.order_by("made_at", "pk").values_list(*_NAMES)


def _by_need(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    for need_id, *names in rows:
        found.setdefault(need_id, []).append(Named(*names))
    return found


class _Form(NamedTuple):
    """What makes the query of one page of the list another than that of the next."""

    show: str
    order: str
    first: int
    size: int


def _needs(form: _Form, *, group: Any, at: Any, steps: Any, **values: Any) -> QuerySet[Any]:
    wanted = Need.objects.filter(shown_in(form.show, group, at=at, **values), group=group)
    ordered = wanted.order_by(*_order(form.order, steps)).values("pk")
    rows = Need.objects.filter(pk__in=ordered[form.first : form.first + form.size])
    related = rows.select_related("place", "household", "owner", "organisation")
    return related.only(*_SHOWN).annotate(
        total=_count_of(wanted), cursor=cursor_of(group), head=head_of(group)
    )


def shown_in(show: str, group: Any, *, member: Any, at: Any, kind: Any = None, urgency: Any = None) -> Q:
    """What a view of the board holds: also for whoever says beside it how many those are."""
    in_hand = Q(follow_up_at__isnull=True) | Q(follow_up_at__lte=at)
    piles = {
        Show.TO_DO: Q(state__in=TO_DO) & in_hand,
        Show.NEW: Q(state__in=NEW) & in_hand,
        Show.OPEN: Q(state=NeedState.OPEN) & in_hand,
        Show.MINE: Q(state__in=TO_DO, owner=member),
        Show.UNMET: Q(state=NeedState.OPEN, pk__in=unmet_of(group, at=at).values("part__need")),
        Show.OVERDUE: Q(state__in=TO_DO) & in_hand & time_over(at),
        Show.LATER: Q(state__in=TO_DO, follow_up_at__gt=at),
    }
    shown = piles[Show(show)]
    if kind is not None:
        shown &= Q(pk__in=NeedPart.objects.filter(category__key=kind).values("need"))
    return shown if urgency is None else shown & Q(urgency=urgency)


def unmet_of(group: Any, *, at: Any) -> QuerySet[UnmetPart]:
    """The parts for which the plan has found nobody, nobody has been asked since, and it is not too late."""
    asked_since = Assignment.objects.filter(
        part=OuterRef("part"), state__in=ASKED, made_at__gt=OuterRef("run__finished_at")
    )
    still_open = UnmetPart.objects.filter(run__in=latest_run(group), part__state=PartState.OPEN)
    return still_open.exclude(Exists(asked_since)).exclude(time_over(at, of="part__"))


def latest_run(group: Any) -> QuerySet[Any]:
    """The id of the plan that counts, to be asked for inside another query."""
    done = Run.objects.filter(group=group, state=RunState.DONE)
    return done.order_by("-finished_at", "-pk").values("pk")[:1]


def _order(order: str, steps: Any) -> tuple[Any, ...]:
    if order == Order.OLDEST:
        return "asked_at", "id"
    if order == Order.DUE:
        return F("due_at").asc(nulls_last=True), "asked_at", "id"
    return PriorityInSql(steps).desc(), "asked_at", "id"


def _place_of(need: Need, order: str, *, at: datetime) -> tuple[Any, ...]:
    """The same order for the rows of one page: cheaper here than asked of the database twice."""
    if order == Order.OLDEST:
        return need.asked_at, need.pk
    if order == Order.DUE:
        return need.due_at is None, need.due_at or at, need.asked_at, need.pk
    return -priority_of_need(need, at=at).value, need.asked_at, need.pk


def _parts(*, group: Any, needs: Any) -> QuerySet[Any]:
    """With whom plans propose for them: a row for each proposal, one where there is none."""
    proposed = Q(proposals__state=ProposalState.OPEN)
    names = {"line_organisation": F("line__organisation__name"), "line_helper": F("line__helper__name")}
    waiting = Assignment.objects.filter(part=OuterRef("pk"), state__in=ASKED).order_by()
    asked = Subquery(waiting.values("part").annotate(many=Count("pk")).values("many"))
    parts = NeedPart.objects.filter(need__in=needs).select_related("category").only(*_SHOWN_PARTS)
    told = parts.annotate(asked=asked, line=FilteredRelation("proposals", condition=proposed))
    of_latest = {"latest_run": Subquery(latest_run(group)), "line_run": F("line__run_id")}
    return told.annotate(**of_latest, **names).order_by("id", "line__pk")


def _proposed_in(rows: list[Any]) -> list[tuple[Any, ...]]:
    return [
        (row.need_id, row.line_organisation, row.line_helper)
        for row in rows
        if row.line_run is not None and row.line_run == row.latest_run and row.state == PartState.OPEN
    ]


def _count_of(rows: QuerySet[Any]) -> Any:
    return Subquery(rows.order_by().values("group").annotate(many=Count("pk")).values("many"))


def cursor_of(group: Any) -> Any:
    head = JournalHead.objects.filter(group_id=group).values("last_number")[:1]
    return Coalesce(Subquery(head), Value(0))


def head_of(group: Any) -> Subquery:
    return Subquery(JournalHead.objects.filter(group_id=group).values("last_hash")[:1])


def _proposals_for(needs: list[Need], group: Group) -> dict[int, list[Named]]:
    return _by_need(_PROPOSALS.list(group=group.pk, needs=[need.pk for need in needs]))


def _proposals(*, group: Any, needs: Any) -> QuerySet[Any]:
    rows = Proposal.objects.filter(
        run__in=latest_run(group), state=ProposalState.OPEN, part__need__in=needs, part__state=PartState.OPEN
    )
    return rows.order_by("part_id", "pk").values_list(*_NAMES)


_ASKED = Prepared(_asked)
_NEEDS, _PARTS, _PROPOSALS = Prepared(_needs), Prepared(_parts), Prepared(_proposals)
