"""Reads of needs, each with a constant number of SQL queries."""

from manyhands.apps.needs.queries.desk import (
    Desk,
    count_desks,
    find_need,
    find_similar_needs,
    list_needs,
    search_needs,
)
from manyhands.apps.needs.queries.watch import list_not_confirmed, list_untaken

__all__ = [
    "Desk",
    "count_desks",
    "find_need",
    "find_similar_needs",
    "list_needs",
    "list_not_confirmed",
    "list_untaken",
    "search_needs",
]
