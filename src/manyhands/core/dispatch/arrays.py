"""A problem from numpy arrays, or from anything that numpy can read as a column."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from manyhands.core.dispatch.checks import DTYPES, EVERY_SLOT
from manyhands.core.dispatch.problem import (
    PLACED,
    REMOTE,
    Ids,
    Int32,
    PairTable,
    Places,
    Problem,
    ProblemError,
    RequestTable,
    Vocabulary,
    VolunteerTable,
)

Columns: TypeAlias = Mapping[str, ArrayLike]

EVERY_LANGUAGE: Final = 2**64 - 1

_REQUEST_DEFAULTS: Final = {
    "pool": 0,
    "x_m": 0,
    "y_m": 0,
    "need_mask": 0,
    "language_mask": EVERY_LANGUAGE,
    "slot_mask": EVERY_SLOT,
    "weight": 1,
    "quantity": 1,
    "lead_mask": 0,
    "leads": 0,
}
_VOLUNTEER_DEFAULTS: Final = {
    "pool": 0,
    "x_m": 0,
    "y_m": 0,
    "have_mask": 0,
    "language_mask": EVERY_LANGUAGE,
    "slot_mask": EVERY_SLOT,
    "capacity": 1,
    "recent": 0,
    "malus": 0,
}
_NO_WORDS: Final = Vocabulary()


def from_arrays(
    *,
    requests: Columns,
    volunteers: Columns,
    blocked: ArrayLike = (),
    blocked_why: ArrayLike = (),
    preferences: ArrayLike = (),
    published: ArrayLike = (),
    places: Places | None = None,
    vocabulary: Vocabulary = _NO_WORDS,
) -> Problem:
    """Return a problem from columns by the names of ``RequestTable`` and ``VolunteerTable``.

    Only ``id`` must be given. What is left out is what asks for nothing and forbids nothing: pool 0,
    no skill, no leads, every language and slot, weight and quantity 1, a capacity of one task, no load, no
    malus. ``where`` is PLACED if coordinates are given and REMOTE if not; ``radius_m`` must be given
    with coordinates, and is negative (nobody knows where) without; ``tasks_per_week`` is the
    capacity, at least 1.

    Args:
        requests: columns of n values each.
        volunteers: columns of m values each.
        blocked: rows of (request row, volunteer row).
        blocked_why: a reason for each of them.
        preferences: rows of (request row, volunteer row, cost in units of 10 m).
        published: rows of (request row, volunteer row).
        places: degrees of all rows, where they are known.
        vocabulary: what the bits of the masks mean.

    Raises:
        ProblemError: when a column is unknown, missing, of another length, or a value in it cannot
            be; the message names the row.

    >>> problem = from_arrays(
    ...     requests={"id": ["r1"], "x_m": [0], "y_m": [0], "quantity": [2]},
    ...     volunteers={"id": ["v1"], "x_m": [300], "y_m": [0], "radius_m": [4_000]},
    ... )
    >>> len(problem.requests), problem.volunteers.capacity.tolist()
    (1, [1])
    >>> from_arrays(requests={"id": ["r1"], "quantity": [0]}, volunteers={"id": []})
    Traceback (most recent call last):
    ...
    manyhands.core.dispatch.tables.ProblemError: request 'r1' (row 0): quantity must be 1 or more, not 0
    """
    wishes = _rows_of("preferences", preferences, 3)
    return Problem(
        requests=_request_table(requests),
        volunteers=_volunteer_table(volunteers),
        blocked=_rows_of("blocked", blocked, 2),
        blocked_why=_whole("blocked_why", blocked_why, np.int8, None),
        preferences=PairTable(pairs=wishes[:, :2].copy(), cost=wishes[:, 2].copy()),
        published=_rows_of("published", published, 2),
        places=places,
        vocabulary=vocabulary,
    )


def _request_table(given: Columns) -> RequestTable:
    """Return the requests with every column there."""
    ids = _ids("request", given)
    _check_names("request", given, {*_REQUEST_DEFAULTS, "id", "where"})
    _check_coordinates("request", given)
    where = PLACED if "x_m" in given or "y_m" in given else REMOTE
    columns = _filled("request", ids, given, _REQUEST_DEFAULTS | {"where": where})
    return RequestTable(id=ids, **columns)


def _volunteer_table(given: Columns) -> VolunteerTable:
    """Return the volunteers with every column there."""
    ids = _ids("volunteer", given)
    _check_names("volunteer", given, {*_VOLUNTEER_DEFAULTS, "id", "radius_m", "tasks_per_week"})
    _check_coordinates("volunteer", given)
    if "x_m" in given and "radius_m" not in given:
        raise ProblemError("volunteers: radius_m must be given with x_m and y_m")
    columns = _filled("volunteer", ids, given, _VOLUNTEER_DEFAULTS | {"radius_m": -1})
    per_week = given.get("tasks_per_week", columns["capacity"].clip(min=1))
    columns["tasks_per_week"] = _whole("tasks_per_week", per_week, np.int16, ids, kind="volunteer")
    return VolunteerTable(id=ids, **columns)


def _filled(kind: str, ids: Ids, given: Columns, defaults: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """Return each column as it was given, or full of its default."""
    return {
        name: (
            _whole(name, given[name], DTYPES[name], ids, kind=kind)
            if name in given
            else np.full(len(ids), default, dtype=DTYPES[name])
        )
        for name, default in defaults.items()
    }


def _ids(kind: str, given: Columns) -> Ids:
    """Return ids as texts or as whole numbers of 64 bits."""
    if "id" not in given:
        raise ProblemError(f"{kind}s: there must be a column called id")
    ids = np.asarray(given["id"])
    if not ids.size:
        return np.empty(0, dtype=np.int64)
    if ids.dtype.kind in "iu":
        return ids.astype(np.int64)
    texts = [text for text in ids.ravel().tolist() if isinstance(text, str) and text.strip()]
    if len(texts) != ids.size:
        raise ProblemError(f"{kind}s: every id must be a whole number, or every id a text that is not empty")
    return np.array(texts)


def _check_names(kind: str, given: Columns, known: set[str]) -> None:
    """Refuse a column that nobody reads: most likely its name is mistyped."""
    if unknown := sorted(given.keys() - known):
        raise ProblemError(f"{kind}s: there is no column called {', '.join(unknown)}")


def _rows_of(name: str, rows: ArrayLike, width: int) -> Int32:
    """Return rows of so many whole numbers."""
    array = np.asarray(rows)
    if not array.size:
        return np.empty((0, width), dtype=np.int32)
    if array.ndim != 2 or array.shape[1] != width:  # noqa: PLR2004  rows and columns
        raise ProblemError(f"{name} must be rows of {width} whole numbers, not of shape {array.shape}")
    return _whole(name, array.ravel(), np.int32, None).reshape(-1, width)


def _whole(
    name: str,
    values: ArrayLike,
    dtype: type[np.signedinteger[Any] | np.unsignedinteger[Any]],
    ids: Ids | None,
    *,
    kind: str = "",
) -> NDArray[Any]:
    """Return values as whole numbers of a type, refusing what is not finite, not whole or too large."""
    column = np.asarray(values)
    if not column.size:
        return np.empty(column.shape, dtype=dtype)
    limits = np.iinfo(dtype)
    if column.dtype.kind not in "iufb":
        raise ProblemError(_say_no_number(name, values, limits, ids, kind))
    if column.dtype.kind == "f":
        # Comparing as floats is exact enough: no column of 64 bits is ever given as floats.
        wrong = ~np.isfinite(column) | (column < limits.min) | (column > limits.max)
        wrong |= ~wrong & (np.rint(column) != column) & (name not in {"x_m", "y_m"})
    else:
        wrong = (column < limits.min) | (column > limits.max)
    if wrong.any():
        row = int(np.flatnonzero(wrong.ravel())[0])
        owner = f"{kind} {ids[row].item()!r} (row {row})" if ids is not None and row < len(ids) else name
        raise ProblemError(
            f"{owner}: {name} must be a whole number from {limits.min} to {limits.max}, "
            f"not {column.ravel()[row]}"
        )
    return (np.rint(column) if column.dtype.kind == "f" else column).astype(dtype)


def _say_no_number(name: str, values: ArrayLike, limits: "np.iinfo[Any]", ids: Ids | None, kind: str) -> str:
    """Return what is said of a column of which something is no number that fits: which row, and what is there."""
    given = list(values) if isinstance(values, list | tuple) else np.asarray(values).ravel().tolist()
    row = next((row for row, value in enumerate(given) if not _is_number_within(value, limits)), None)
    if row is None or ids is None or row >= len(ids):
        return f"{kind}s: {name} must be numbers".lstrip("s: ")
    return (
        f"{kind} {ids[row].item()!r} (row {row}): {name} must be a number from {limits.min} to {limits.max}, "
        f"not {given[row]!r}"
    )


def _is_number_within(value: object, limits: "np.iinfo[Any]") -> bool:
    """Say whether a value is a number that a column holds; numpy makes texts of all where one is a text."""
    return isinstance(value, int | float | np.number) and bool(limits.min <= value <= limits.max)


def _check_coordinates(kind: str, given: Columns) -> None:
    """Refuse half a place: the other half would be 0 m, where nobody is."""
    if ("x_m" in given) != ("y_m" in given):
        there, absent = ("x_m", "y_m") if "x_m" in given else ("y_m", "x_m")
        raise ProblemError(f"{kind}s: {absent} must be given with {there}")
