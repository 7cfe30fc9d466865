from datetime import datetime, timedelta
from typing import Any

from django.db.models import FloatField, Func

from manyhands.core.equity.priority import WAITING_MOST, WAITING_PER_DAY


class PriorityInSql(Func):
    """Urgency × waiting of a need, as `core.equity.priority` has it while equity is neutral for all.

    Written out by itself: Django takes longer to write the same out of seventeen `When`s than the database takes to
    sort ten thousand rows by it.
    """

    def __init__(self, at: datetime) -> None:
        super().__init__("urgency", "asked_at", output_field=FloatField())
        self.at = at

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        (urgency, _none), (asked_at, _nothing) = map(compiler.compile, self.get_source_expressions())
        days = range(round((WAITING_MOST - 1) / WAITING_PER_DAY), 0, -1)
        steps = " ".join(f"WHEN {asked_at} <= %s THEN {1 + WAITING_PER_DAY * day}" for day in days)
        moments = [self.at - timedelta(days=day) for day in days]
        adapt = connection.ops.adapt_datetimefield_value
        return f"({urgency} * CASE {steps} ELSE 1.0 END)", [adapt(moment) for moment in moments]
