from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Func, IntegerField, Value

from manyhands.core.equity.priority import WAITING_MOST, WAITING_PER_DAY

# Multiplied by so much they are whole numbers, which a database sorts faster than fractions.
_WHOLE = 10
_DAYS = range(round((WAITING_MOST - 1) / WAITING_PER_DAY), 0, -1)


def steps_of_waiting(at: datetime) -> list[datetime]:
    """Whoever has asked before one of these counts for more, the longest ago first."""
    return [at - timedelta(days=day) for day in _DAYS]


class PriorityInSql(Func):
    """Urgency × waiting of a need in tenths, as `core.equity.priority` has it while equity is neutral for all.

    `steps`: see `steps_of_waiting`; as moments, or as places for them in a prepared query.
    """

    def __init__(self, steps: Iterable[Any]) -> None:
        moments = [
            Value(step, DateTimeField()) if isinstance(step, datetime) else step
            for step, _day in zip(steps, _DAYS, strict=False)
        ]
        super().__init__("urgency", "asked_at", *moments, output_field=IntegerField())

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        (urgency, _none), (asked_at, _nothing), *steps = map(compiler.compile, self.get_source_expressions())
        sql, params = _factor(asked_at, steps, 0, len(steps))
        return f"({urgency} * {sql})", params


def _factor(asked_at: str, steps: list[Any], first: int, last: int) -> tuple[str, list[Any]]:
    """What waiting counts for between two steps. Halved and halved again: thousands of rows are sorted by it, and
    each is compared with four moments instead of with sixteen.
    """
    if first == last:
        days = _DAYS[first] if first < len(_DAYS) else 0
        return str(round(_WHOLE * (1 + WAITING_PER_DAY * days))), []
    middle = (first + last) // 2
    moment, params = steps[middle]
    longer, of_longer = _factor(asked_at, steps, first, middle)
    less, of_less = _factor(asked_at, steps, middle + 1, last)
    sql = f"CASE WHEN {asked_at} <= {moment} THEN {longer} ELSE {less} END"
    return sql, [*params, *of_longer, *of_less]
