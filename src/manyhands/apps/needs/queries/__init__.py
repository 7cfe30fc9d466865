"""Reads of needs, each with a constant number of SQL queries."""

from manyhands.apps.needs.queries.beside import find_need_beside
from manyhands.apps.needs.queries.desk import (
    Desk,
    SimilarNeed,
    count_desks,
    find_move,
    find_need,
    find_need_with_all,
    find_similar_needs,
    list_needs,
    search_needs,
)
from manyhands.apps.needs.queries.watch import list_not_confirmed, list_untaken

__all__ = [
    "Desk",
    "SimilarNeed",
    "count_desks",
    "find_move",
    "find_need",
    "find_need_beside",
    "find_need_with_all",
    "find_similar_needs",
    "list_needs",
    "list_not_confirmed",
    "list_untaken",
    "search_needs",
]
