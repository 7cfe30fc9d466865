from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, FloatField, Func, Value

from manyhands.core.equity.priority import WAITING_MOST, WAITING_PER_DAY

_DAYS = range(round((WAITING_MOST - 1) / WAITING_PER_DAY), 0, -1)


def steps_of_waiting(at: datetime) -> list[datetime]:
    """Whoever has asked before one of these counts for more, the longest ago first."""
    return [at - timedelta(days=day) for day in _DAYS]


class PriorityInSql(Func):
    """Urgency × waiting of a need, as `core.equity.priority` has it while equity is neutral for all.

    `steps`: see `steps_of_waiting`; as moments, or as places for them in a prepared query.
    """

    def __init__(self, steps: Iterable[Any]) -> None:
        moments = [
            Value(step, DateTimeField()) if isinstance(step, datetime) else step
            for step, _day in zip(steps, _DAYS, strict=False)
        ]
        super().__init__("urgency", "asked_at", *moments, output_field=FloatField())

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        (urgency, _none), (asked_at, _nothing), *steps = map(compiler.compile, self.get_source_expressions())
        cases = " ".join(
            f"WHEN {asked_at} <= {moment} THEN {1 + WAITING_PER_DAY * day}"
            for (moment, _params), day in zip(steps, _DAYS, strict=True)
        )
        return f"({urgency} * CASE {cases} ELSE 1.0 END)", [
            param for _sql, params in steps for param in params
        ]
