"""Reads across the whole group: its journal, and who reads contact details."""

from manyhands.apps.reporting.queries.lines import (
    LINES_PER_PAGE,
    NEIGHBOURS,
    PROGRAM,
    Narrowing,
    list_doers,
    list_lines,
    names_for,
)
from manyhands.apps.reporting.queries.reading import Day, list_days_of, list_unusual_days

__all__ = [
    "LINES_PER_PAGE",
    "NEIGHBOURS",
    "PROGRAM",
    "Day",
    "Narrowing",
    "list_days_of",
    "list_doers",
    "list_lines",
    "list_unusual_days",
    "names_for",
]
