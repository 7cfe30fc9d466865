"""What every table must hold before a plan is made from it: checked once, in whole columns."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.tables import (
    KEPT_APART,
    NOWHERE,
    PLACED,
    TOO_SHORT,
    Ids,
    Int8,
    Int32,
    PairTable,
    Places,
    ProblemError,
    RequestTable,
    VolunteerTable,
    columns_of,
)
from manyhands.core.values.week_slots import SLOT_COUNT

EVERY_SLOT: Final = (1 << SLOT_COUNT) - 1
EVERY_BIT: Final = 2**64 - 1

DTYPES: Final[dict[str, type[np.signedinteger[Any] | np.unsignedinteger[Any]]]] = {
    "pool": np.int32,
    "x_m": np.int32,
    "y_m": np.int32,
    "where": np.int8,
    "need_mask": np.uint64,
    "have_mask": np.uint64,
    "language_mask": np.uint64,
    "slot_mask": np.uint64,
    "weight": np.int32,
    "quantity": np.int16,
    "lead_mask": np.uint64,
    "leads": np.int16,
    "radius_m": np.int32,
    "capacity": np.int16,
    "tasks_per_week": np.int16,
    "recent": np.int16,
    "malus": np.int32,
}
"""The type of each column; ``id`` holds texts or whole numbers of 64 bits."""


def check_requests(table: RequestTable) -> None:
    """Refuse a request that cannot be."""
    _check_columns("request", table)
    _check_unique("request", table.id)
    _refuse("request", table, table.pool < 0, "pool must be 0 or more", "pool")
    _refuse("request", table, table.quantity < 1, "quantity must be 1 or more", "quantity")
    _refuse("request", table, table.weight < 1, "weight must be 1 or more", "weight")
    where = (table.where < PLACED) | (table.where > NOWHERE)
    _refuse("request", table, where, "where must be PLACED, REMOTE or NOWHERE", "where")
    _check_leads(table)
    _check_slots("request", table)


def check_volunteers(table: VolunteerTable) -> None:
    """Refuse a volunteer that cannot be."""
    _check_columns("volunteer", table)
    _refuse("volunteer", table, table.pool < 0, "pool must be 0 or more", "pool")
    order = np.lexsort((table.id, table.pool))
    pool, ids = table.pool[order], table.id[order]
    twice = np.flatnonzero((ids[1:] == ids[:-1]) & (pool[1:] == pool[:-1]))
    if len(twice):
        rows = order[twice[0] : twice[0] + 2]
        raise ProblemError(
            f"volunteer {_shown(ids[twice[0]])} is given more than once in one pool (rows {rows[0]} and {rows[1]})"
        )
    for name, least in (("capacity", 0), ("tasks_per_week", 1), ("recent", 0), ("malus", 0)):
        _refuse("volunteer", table, getattr(table, name) < least, f"{name} must be {least} or more", name)
    _check_slots("volunteer", table)


def check_pairs(name: str, pairs: Int32, shape: tuple[int, int]) -> None:
    """Refuse pairs of rows that are not there."""
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype != np.int32:  # noqa: PLR2004  a pair
        raise ProblemError(f"{name} must be rows of (request row, volunteer row) as 32-bit whole numbers")
    outside = np.flatnonzero((pairs < 0).any(axis=1) | (pairs >= np.array(shape)).any(axis=1))
    if len(outside):
        row = int(outside[0])
        raise ProblemError(
            f"{name}, row {row}: there is no pair {tuple(pairs[row].tolist())} "
            f"among {shape[0]} requests and {shape[1]} volunteers"
        )


def check_wishes(wishes: PairTable, shape: tuple[int, int]) -> None:
    """Refuse wishes without a cost, and two about one pair."""
    check_pairs("preferences", wishes.pairs, shape)
    if wishes.cost.dtype != np.int32 or wishes.cost.shape != (len(wishes.pairs),):
        raise ProblemError(f"preferences: {len(wishes.pairs)} pairs, but costs of shape {wishes.cost.shape}")
    keys = wishes.pairs[:, 0].astype(np.int64) * shape[1] + wishes.pairs[:, 1]
    kept, counts = np.unique(keys, return_counts=True)
    if (counts > 1).any():
        pair = divmod(int(kept[counts > 1][0]), shape[1])
        raise ProblemError(f"preferences: the pair {pair} is given more than once")


def check_blocked(blocked: Int32, why: Int8) -> None:
    """Refuse blocked pairs whose reasons are missing or unknown."""
    if why.shape != (len(blocked),):
        raise ProblemError(f"blocked: {len(blocked)} pairs, but reasons of shape {why.shape}")
    unknown = np.flatnonzero((why < KEPT_APART) | (why > TOO_SHORT))
    if len(unknown):
        raise ProblemError(f"blocked, row {unknown[0]}: {why[unknown[0]]} is not a reason")


def check_places(places: Places, requests: RequestTable, volunteers: VolunteerTable) -> None:
    """Refuse a row that should have a place and has none."""
    for kind, table, placed, lon, lat in (
        ("request", requests, requests.where == PLACED, places.request_lon, places.request_lat),
        ("volunteer", volunteers, volunteers.radius_m >= 0, places.volunteer_lon, places.volunteer_lat),
    ):
        for name, degrees, most in (("longitude", lon, 180), ("latitude", lat, 90)):
            if degrees.shape != (len(table),):
                raise ProblemError(f"{kind}s: {len(table)} rows, but {name}s of shape {degrees.shape}")
            # A NaN is not within any range, so it is caught as well.
            outside = np.flatnonzero(placed & ~(np.abs(degrees) <= most))
            if len(outside):
                row = int(outside[0])
                raise ProblemError(
                    f"{_named(kind, table, row)}: {name} must be from -{most} to {most}, not {degrees[row]}"
                )


def check_words(
    needs: Sequence[int], languages: Sequence[int], requests: RequestTable, volunteers: VolunteerTable
) -> None:
    """Refuse bits that no word stands for.

    Args:
        needs, languages: how many words each pool has; without any nobody has said what the bits mean.
        requests, volunteers: the tables; a volunteer may speak languages that nobody asks for.
    """
    if needs:
        _check_bits("request", requests, "need_mask", needs)
        _check_bits("request", requests, "lead_mask", needs)
        _check_bits("volunteer", volunteers, "have_mask", needs)
    if languages:
        _check_bits("request", requests, "language_mask", languages)


def _check_bits(kind: str, table: RequestTable | VolunteerTable, name: str, words: Sequence[int]) -> None:
    """Refuse a row with a bit beyond the words of its pool, unless all its bits are there."""
    nameless = table.pool >= len(words)
    _refuse(kind, table, nameless, f"pool must be one of the {len(words)} that have words", "pool")
    known = np.array([(1 << count) - 1 for count in words], dtype=np.uint64)[table.pool]
    mask = getattr(table, name)
    rows = np.flatnonzero(((mask & ~known) != 0) & (mask != np.uint64(EVERY_BIT)))
    if len(rows):
        row = int(rows[0])
        bit = int(mask[row] & ~known[row]).bit_length()
        raise ProblemError(
            f"{_named(kind, table, row)}: {name} has bit {bit}, but only {words[table.pool[row]]} "
            f"have a meaning in pool {table.pool[row]}"
        )


def _check_leads(table: RequestTable) -> None:
    """Refuse more leads than people, and leads who need nothing that others do not."""
    _refuse("request", table, table.leads < 0, "leads must be 0 or more", "leads")
    too_many = table.leads > table.quantity
    _refuse("request", table, too_many, "leads must be no more than quantity", "leads")
    without = (table.leads > 0) & (table.lead_mask == 0)
    _refuse("request", table, without, "lead_mask must have a bit where leads is not 0", "lead_mask")


def _check_columns(kind: str, table: RequestTable | VolunteerTable) -> None:
    """Refuse columns of different lengths or of another type than declared."""
    columns = columns_of(table)
    for name in (column.name for column in fields(table)):
        column = columns[name]
        if column.ndim != 1 or len(column) != len(table):
            raise ProblemError(f"{kind}s: {len(table)} ids, but {name} of shape {column.shape}")
        right = column.dtype.kind == "U" or column.dtype == np.int64
        if name != "id":
            right = column.dtype == DTYPES[name]
        if not right:
            raise ProblemError(f"{kind}s: {name} cannot be of type {column.dtype}")


def _check_unique(kind: str, ids: Ids) -> None:
    """Refuse an id that is given twice."""
    order = np.argsort(ids, kind="stable")
    twice = np.flatnonzero(ids[order[1:]] == ids[order[:-1]])
    if len(twice):
        rows = order[twice[0] : twice[0] + 2]
        raise ProblemError(
            f"{kind} {_shown(ids[rows[0]])} is given more than once (rows {rows[0]} and {rows[1]})"
        )


def _check_slots(kind: str, table: RequestTable | VolunteerTable) -> None:
    """Refuse bits beyond the 56 slots of a week."""
    beyond = table.slot_mask > np.uint64(EVERY_SLOT)
    _refuse(kind, table, beyond, "slot_mask must have no bit beyond the 56th", "slot_mask")


def _refuse(
    kind: str, table: RequestTable | VolunteerTable, wrong: NDArray[np.bool_], rule: str, column: str
) -> None:
    """Raise when a row is wrong, naming the first."""
    rows = np.flatnonzero(wrong)
    if len(rows):
        row = int(rows[0])
        raise ProblemError(f"{_named(kind, table, row)}: {rule}, not {getattr(table, column)[row]}")


def _named(kind: str, table: RequestTable | VolunteerTable, row: int) -> str:
    """Return how a row is called in a message."""
    return f"{kind} {_shown(table.id[row])} (row {row})"


def _shown(identifier: object) -> str:
    """Return an id as its owner would write it."""
    return repr(identifier.item() if isinstance(identifier, np.generic) else identifier)
