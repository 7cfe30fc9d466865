"""One number for everything that was asked, so that a plan can be checked again later."""

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import Int64, Problem, RequestTable, VolunteerTable, columns_of

if TYPE_CHECKING:
    from hashlib import _Hash as Hash


def hash_input(problem: Problem, weights: Weights) -> str:
    """Return the SHA-256 of the canonical columns and the weights, as 64 hexadecimal digits.

    Rows are taken in the order of pool and id, pairs in the order of their rows: the same question
    has the same number in whatever order it was put.
    """
    digest = sha256(repr(weights).encode())
    request_place = _hash_table(digest, problem.requests)
    volunteer_place = _hash_table(digest, problem.volunteers)
    why = problem.blocked_why if problem.blocked_why is not None else np.zeros(len(problem.blocked), np.int8)
    lists = {
        "blocked": (problem.blocked, why.astype(np.int64)),
        "preferences": (problem.preferences.pairs, problem.preferences.cost.astype(np.int64)),
        "published": (problem.published, np.zeros(len(problem.published), np.int64)),
    }
    for name, (pairs, notes) in lists.items():
        rows = np.stack([request_place[pairs[:, 0]], volunteer_place[pairs[:, 1]], notes], axis=1)
        ordered = np.unique(rows, axis=0)
        digest.update(f"{name} {len(ordered)}".encode())
        digest.update(np.ascontiguousarray(ordered, dtype="<i8").tobytes())
    return digest.hexdigest()


def _hash_table(digest: "Hash", table: RequestTable | VolunteerTable) -> Int64:
    """Add a table's columns in canonical order, and return the place of each row in it."""
    order = np.lexsort((table.id, table.pool))
    for name, column in columns_of(table).items():
        digest.update(f"{name} {len(column)}".encode())
        if column.dtype.kind == "U":
            digest.update("\0".join(column[order].tolist()).encode())
        else:
            # One width for all: a column may be narrower on another day.
            wide = "<u8" if column.dtype.kind == "u" else "<i8"
            digest.update(np.ascontiguousarray(column[order], dtype=wide).tobytes())
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places
