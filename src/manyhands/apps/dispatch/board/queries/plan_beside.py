"""What the plan that counts says of one part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    FilteredRelation,
    JSONField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from manyhands.apps.dispatch.board.queries.needs import latest_run
from manyhands.apps.dispatch.models import Run, UnmetPart
from manyhands.apps.dispatch.queries.asking.how_many import Answers, answers_of, counts_of, pace_of, since
from manyhands.apps.dispatch.states import ProposalState
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.prepared import Prepared

_ANSWER = "answer"
_COUNTS = ("yes", "no", "silent")
_OF_THE_PLAN = {
    "finished": "finished_at",
    "prices": "prices",
    "changes": "changes",
    "missed": "missed__pk",
    "reason": "missed__explanation",
    "line": "line__pk",
    "helper": "line__helper_id",
    "why": "line__explanation",
}
_EMPTY: Mapping[str, Any] = {
    "finished": DateTimeField(),
    "prices": JSONField(),
    "changes": JSONField(),
    "missed": BigIntegerField(),
    "reason": JSONField(),
    "line": BigIntegerField(),
    "why": JSONField(),
}
_ROW = ("told_as", *(f"told_{name}" for name in _OF_THE_PLAN), *_COUNTS)
_HELPER = _ROW.index("told_helper")


class Line(NamedTuple):
    """A proposal that nobody has decided."""

    pk: int
    helper_id: int
    explanation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanBeside:
    """Nothing where there is no plan. `unmet`: it found too few people. `answers`: for how many are asked at once."""

    finished_at: datetime | None = None
    prices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    changes: list[Mapping[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unmet: UnmetPart | None = None
    answers: Answers | None = None


def read_plan_beside(part: NeedPart, *, at: datetime) -> PlanBeside:
    """One query: the plan, with a row for each proposal, and what people have answered where several may be asked."""
    asks_several = pace_of(part).asks_several
    rows = _PLAN.list(asks_several, group=part.group_id, part=part.pk, **(since(at) if asks_several else {}))
    answers = {
        row[_HELPER]: counts_of(dict(zip(_COUNTS, row[-3:], strict=True)))
        for row in rows
        if row[0] == _ANSWER
    }
    told = [row[1:-3] for row in rows if row[0] != _ANSWER]
    if not told:
        return PlanBeside(answers=answers)
    finished_at, prices, changes, unmet_id, unmet, *_first = told[0]
    return PlanBeside(
        finished_at,
        prices,
        changes,
        sorted(Line(*row[5:]) for row in told if row[5] is not None),
        UnmetPart(pk=unmet_id, part=part, explanation=unmet) if unmet_id else None,
        answers,
    )


def _plan(asks_several: bool, *, group: Any, part: Any, **since: Any) -> QuerySet[Any, Any]:
    proposed = Q(proposals__part=part, proposals__state=ProposalState.OPEN)
    found = Run.objects.filter(pk__in=latest_run(group)).annotate(
        line=FilteredRelation("proposals", condition=proposed),
        missed=FilteredRelation("unmet", condition=Q(unmet__part=part)),
    )
    said = {f"told_{name}": F(field) for name, field in _OF_THE_PLAN.items()}
    rows = found.order_by().annotate(
        told_as=Value("plan", CharField()), **said, **dict.fromkeys(_COUNTS, Value(0))
    )
    plan = rows.values_list(*_ROW)
    return plan.union(_answers(group, since), all=True) if asks_several else plan


def _answers(group: Any, since: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """In the same columns as the plan."""
    nothing = {f"told_{name}": Cast(Value(None), field) for name, field in _EMPTY.items()}
    rows = answers_of(group=group, **since).annotate(
        told_as=Value(_ANSWER, CharField()), told_helper=F("helper_id"), **nothing
    )
    return rows.order_by().values_list(*_ROW)


_PLAN = Prepared(_plan, keeps_plan=True)
