"""Rows of another table with each row of a query, where a query of their own would be one more."""

from typing import Any

from django.db.models import Aggregate, JSONField, QuerySet, Subquery


class _Gathered(Aggregate):
    """All values as one list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


class JsonRows(Subquery):
    """One `column` of `rows`, which are alike in `by`, as a list; None where there are none.

    Only for what JSON can hold, and for few rows: they come anew with each row of the query around them.
    """

    output_field = JSONField()

    def __init__(self, rows: QuerySet[Any, Any], column: Any, *, by: str) -> None:
        super().__init__(rows.order_by().values(by).annotate(gathered=_Gathered(column)).values("gathered"))
