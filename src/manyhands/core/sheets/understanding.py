"""What a table means: which column is which field, how sure we are, and what is missing."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from manyhands.core.sheets.cells.dates import find_day_first
from manyhands.core.sheets.contents import (
    CLEAR_SHARE,
    TELLING,
    find_field_by_content,
    share_like,
)
from manyhands.core.sheets.fields import ESSENTIAL, OWN_FIELDS, Kind, fields_of
from manyhands.core.sheets.headings import How, find_field
from manyhands.core.sheets.problems import Problem, noted, refused
from manyhands.core.sheets.tables import Table

#: How sure we are of a column that only its answers speak for.
BY_CONTENT: Final = 0.6
#: A second column for the same field must be at least this sure to be used too.
SECOND_COLUMN: Final = 0.75
#: Fields whose columns people exchange by mistake, and whose answers can tell.
SWAPPABLE: Final = frozenset({*TELLING, "name", "address"})
DATE_FIELDS: Final = ("submitted", "needed_by")


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it was understood as; ``field`` is ``None`` for one left out."""

    index: int
    label: str
    field: str | None = None
    confidence: float = 0.0
    how: How | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of a table, to be shown before anything is taken from it.

    * ``columns``: every column in its order;
    * ``missing``: what is essential and in no column (keys of ``fields.ESSENTIAL``);
    * ``looks_like``: the kind of sheet that its headings speak for;
    * ``day_first``: for each column of dates, whether the day comes before the month;
    * ``problems``: everything to be said, in the order of its weight.
    """

    kind: Kind
    columns: tuple[Column, ...]
    missing: tuple[str, ...] = ()
    looks_like: Kind | None = None
    day_first: Mapping[int, bool] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def columns_of(self, key: str) -> tuple[Column, ...]:
        """Return the columns of one field, the surest first."""
        found = [column for column in self.columns if column.field == key]
        return tuple(sorted(found, key=lambda column: (-column.confidence, column.index)))


def understand(table: Table, kind: Kind = "needs", *, day_first_if_unclear: bool = False) -> Understanding:
    r"""Return what the columns of a table mean, for a sheet of this kind.

    Where every date of a column can be read both ways, the month is taken to come first, as in
    the United States, unless ``day_first_if_unclear``; either way it is noted.

    >>> from manyhands.core.sheets.tables import read_table
    >>> table = read_table(b"Nombre,Tel\xe9fono,Que necesita?,Shoe size\nAna,517 555 0100,comida,38")
    >>> meaning = understand(table)
    >>> [(column.label, column.field) for column in meaning.columns]
    [('Nombre', 'name'), ('Teléfono', 'phone'), ('Que necesita?', 'category'), ('Shoe size', None)]
    >>> meaning.missing
    ()
    """
    columns = [_by_heading(table, index, kind) for index in range(len(table.headings))]
    columns = _by_content(table, columns, kind)
    columns, swaps = _put_right(table, columns)
    columns = _without_doubts(columns, kind)
    looks_like = find_kind(table.headings)
    missing = _missing(columns, kind)
    orders = {
        column: find_day_first(table.column(column.index))
        for column in columns
        if column.field in DATE_FIELDS
    }
    day_first = {
        column.index: day_first_if_unclear if order is None else order for column, order in orders.items()
    }
    problems = (
        *_wrong_kind(looks_like, kind),
        *(refused(f"missing_{what}") for what in missing),
        *swaps,
        *_strange_columns(table, columns, swaps),
        *(
            noted(f"{_order_name(day_first=day_first_if_unclear)}_assumed", heading=column.label)
            for column, order in orders.items()
            if order is None
        ),
        *table.notes,
    )
    return Understanding(kind, tuple(columns), missing, looks_like, day_first, problems)


def find_kind(headings: Sequence[str]) -> Kind | None:
    """Return the kind of sheet that most headings speak for, or ``None`` if it is a tie.

    >>> find_kind(["Name", "Phone", "What do you need?", "Urgency"])
    'needs'
    >>> find_kind(["Name", "Phone", "Availability", "Do you have a car?"])
    'volunteers'
    >>> find_kind(["Name", "Phone"]) is None
    True
    """
    needs, volunteers = (_count_own(headings, kind) for kind in ("needs", "volunteers"))
    if needs == volunteers:
        return None
    return "needs" if needs > volunteers else "volunteers"


def _count_own(headings: Sequence[str], kind: Kind) -> int:
    own = {known.key for known in OWN_FIELDS[kind]}
    matches = [find_field(heading, kind) for heading in headings]
    return len({match.field.key for match in matches if match is not None} & own)


def _order_name(*, day_first: bool) -> str:
    return "day_first" if day_first else "month_first"


def _by_heading(table: Table, index: int, kind: Kind) -> Column:
    label = table.label(index)
    match = find_field(table.headings[index], kind)
    if match is None:
        return Column(index, label)
    return Column(index, label, match.field.key, match.confidence, match.how)


def _by_content(table: Table, columns: list[Column], kind: Kind) -> list[Column]:
    """Give unnamed columns the field their answers show, where no column has it yet."""
    taken = {column.field for column in columns}
    known = {known.key for known in fields_of(kind)}
    result = []
    for column in columns:
        if column.field is None and not table.headings[column.index]:
            key = find_field_by_content(table.column(column.index))
            if key in known and key not in taken:
                taken.add(key)
                column = replace(column, field=key, confidence=BY_CONTENT, how="content")  # noqa: PLW2901
        result.append(column)
    return result


def _put_right(table: Table, columns: list[Column]) -> tuple[list[Column], list[Problem]]:
    """Exchange two columns of which each plainly holds the other's answers."""
    result, swaps = list(columns), []
    candidates = [column for column in columns if column.field in SWAPPABLE]
    for first, second in itertools.combinations(candidates, 2):
        if first.field != second.field and _hold_each_other(table, first, second):
            result[first.index] = replace(first, field=second.field, how="content")
            result[second.index] = replace(second, field=first.field, how="content")
            swaps.append(noted("columns_swapped", first=first.label, second=second.label))
    return result, swaps


def _hold_each_other(table: Table, first: Column, second: Column) -> bool:
    if first.field not in TELLING and second.field not in TELLING:
        return False
    here, there = table.column(first.index), table.column(second.index)
    return _fits(here, second.field) and _fits(there, first.field)


def _fits(cells: list[str], key: str | None) -> bool:
    """Whether nearly all answers look like the field; of prose: whether they look like none."""
    if key is not None and key in TELLING:
        share = share_like(cells, key)
        return share is not None and share >= CLEAR_SHARE
    return any(cells) and not any(share_like(cells, other) for other in TELLING)


def _without_doubts(columns: list[Column], kind: Kind) -> list[Column]:
    """Leave out further columns for a field that are much less sure than the first."""
    joined = {known.key for known in fields_of(kind) if known.joins}
    best: dict[str, Column] = {}
    for column in columns:
        if column.field is not None:
            present = best.get(column.field)
            if present is None or column.confidence > present.confidence:
                best[column.field] = column
    return [
        column
        if column.field is None
        or column.field in joined
        or column is best[column.field]
        or column.confidence >= SECOND_COLUMN
        else Column(column.index, column.label)
        for column in columns
    ]


def _missing(columns: list[Column], kind: Kind) -> tuple[str, ...]:
    present = {column.field for column in columns}
    return tuple(what for what, keys in ESSENTIAL[kind].items() if not present & set(keys))


def _wrong_kind(looks_like: Kind | None, kind: Kind) -> list[Problem]:
    if looks_like is None or looks_like == kind:
        return []
    return [refused(f"looks_like_{looks_like}")]


def _strange_columns(table: Table, columns: list[Column], swaps: list[Problem]) -> list[Problem]:
    """Point at columns that hold clearly something else than their heading says."""
    if swaps:
        return []
    strange = []
    for column in columns:
        if column.field in {"email", "phone"} and column.how != "content":
            other = find_field_by_content(table.column(column.index))
            if other not in {None, column.field}:
                strange.append(noted("content_differs", heading=column.label))
    return strange
