"""What the plan that counts says of one part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from manyhands.apps.dispatch.board.queries.needs import latest_run
from manyhands.apps.dispatch.models import Run, UnmetPart
from manyhands.apps.dispatch.states import ProposalState
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.prepared import Prepared


class Line(NamedTuple):
    """A proposal that nobody has decided."""

    pk: int
    helper_id: int
    explanation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanBeside:
    """Nothing where there is no plan. `unmet`: it found too few people."""

    finished_at: datetime | None = None
    prices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    changes: list[Mapping[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unmet: UnmetPart | None = None


def read_plan_beside(part: NeedPart) -> PlanBeside:
    """One query: the plan, with a row for each proposal."""
    rows = _PLAN.list(group=part.group_id, part=part.pk)
    if not rows:
        return PlanBeside()
    finished_at, prices, changes, unmet_id, unmet, *_first = rows[0]
    return PlanBeside(
        finished_at,
        prices,
        changes,
        [Line(*row[5:]) for row in rows if row[5] is not None],
        UnmetPart(pk=unmet_id, part=part, explanation=unmet) if unmet_id else None,
    )


def _plan(*, group: Any, part: Any) -> QuerySet[Any, Any]:
    proposed = Q(proposals__part=part, proposals__state=ProposalState.OPEN)
    found = Run.objects.filter(pk__in=latest_run(group)).annotate(
        line=FilteredRelation("proposals", condition=proposed),
        missed=FilteredRelation("unmet", condition=Q(unmet__part=part)),
    )
    said = ("line__pk", "line__helper_id", "line__explanation")
    of_run = ("finished_at", "prices", "changes", "missed__pk", "missed__explanation")
    return found.order_by("line__pk").values_list(*of_run, *said)


_PLAN = Prepared(_plan)
