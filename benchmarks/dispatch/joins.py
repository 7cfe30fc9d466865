"""Feasible pairs by what one would install for it: a join of dataframes, and a tree of places.

Both know what the index knows: pools are looked at apart, and a request is looked for among those who have the rarest
thing that it requires. Both answer with the same pairs in the same order, which a case checks.
"""

from typing import Final

import numpy as np

from manyhands.core.dispatch.candidates import Arcs
from manyhands.core.dispatch.candidates.preferences import find_preferences
from manyhands.core.dispatch.problem import PLACED, REMOTE, Int32, Int64, Problem

CELL_M: Final = 24_000
"""The side of a cell for which the join was quickest: with 4 km it takes twice as long, many being in many."""
CELLS_ACROSS: Final = 1 << 16
NEEDS: Final = 64
ROWS_AT_ONCE: Final = 1 << 23
"""The tree answers with lists of objects; more at a time would not fit beside them."""


def by_join(problem: Problem) -> Arcs:
    """A polars join on pool, rarest requirement and cell, then the rules as filters."""
    import polars as pl

    rarest = _rarest(problem)
    requests = pl.DataFrame(
        {"request": np.arange(len(problem.requests), dtype=np.int32)}
        | _shared_columns(problem.requests)
        | {"need": problem.requests.need_mask, "where": problem.requests.where, "rarest": rarest}
    )
    volunteers = _offers(problem)
    placed = requests.filter(pl.col("where") == PLACED).with_columns(cell=_cell(pl.col("x"), pl.col("y")))
    near = _spread(volunteers).lazy().join(placed.lazy(), on=["pool", "rarest", "cell"])
    east, north = pl.col("x_right") - pl.col("x"), pl.col("y_right") - pl.col("y")
    metres = (east.cast(pl.Float64) ** 2 + north.cast(pl.Float64) ** 2).sqrt().round(0, mode="half_to_even")
    remote = requests.filter(pl.col("where") == REMOTE)
    far = volunteers.lazy().join(remote.lazy(), on=["pool", "rarest"])
    kept = pl.concat(
        [
            near.filter(_rules()).with_columns(metres=metres).filter(pl.col("metres") <= pl.col("radius")),
            far.filter(_rules()).with_columns(metres=pl.lit(0.0)),
        ],
        how="diagonal",
    )
    blocked = pl.LazyFrame(problem.blocked, schema=["request", "volunteer"])
    found = (
        kept.select("request", "volunteer", pl.col("metres").cast(pl.Int32))
        .join(blocked, on=["request", "volunteer"], how="anti")
        .sort("request", "volunteer")
        .collect()
    )
    return _as_arcs(problem, *(found[name].to_numpy() for name in ("request", "volunteer", "metres")))


def by_tree(problem: Problem) -> Arcs:
    """A ball tree of each pool's requests that tells who is within reach, then the rules as numpy masks."""
    from sklearn.neighbors import BallTree

    requests, volunteers = problem.requests, problem.volunteers
    found: list[tuple[Int32, Int32, Int32]] = []
    for pool in np.intersect1d(requests.pool, volunteers.pool):
        able = np.flatnonzero((volunteers.pool == pool) & (volunteers.capacity > 0))
        placed = np.flatnonzero((requests.pool == pool) & (requests.where == PLACED))
        remote = np.flatnonzero((requests.pool == pool) & (requests.where == REMOTE))
        if len(placed) and len(able):
            tree = BallTree(np.column_stack([requests.x_m[placed], requests.y_m[placed]]))
            height = max(1, ROWS_AT_ONCE // len(placed))
            for top in range(0, len(able), height):
                people = able[top : top + height]
                starts = np.column_stack([volunteers.x_m[people], volunteers.y_m[people]])
                lists = tree.query_radius(starts, volunteers.radius_m[people] + 0.5)
                near = placed[np.concatenate(lists).astype(np.int64)]
                found.append(_kept(problem, near, np.repeat(people, [len(one) for one in lists])))
        if len(remote) and len(able):
            everybody = np.repeat(remote, len(able)), np.tile(able, len(remote))
            found.append(_kept(problem, *everybody))
    columns = (np.concatenate([part[place] for part in found]) for place in range(3))
    return _as_arcs(problem, *_without_blocked(problem, *columns))


def _rarest(problem: Problem) -> Int64:
    """The number of the required bit that fewest volunteers have; 64 where nothing is required."""
    have = problem.volunteers.have_mask[problem.volunteers.capacity > 0]
    bits = np.uint64(1) << np.arange(NEEDS, dtype=np.uint64)
    holders = np.array([np.count_nonzero(have & bit) for bit in bits])
    rarest = np.full(len(problem.requests), NEEDS, dtype=np.int64)
    for number in np.argsort(-holders, kind="stable").tolist():
        rarest[(problem.requests.need_mask & bits[number]) != 0] = number
    return rarest


def _shared_columns(table: object) -> dict[str, np.ndarray]:
    columns = {"pool": "pool", "x": "x_m", "y": "y_m", "language": "language_mask", "slots": "slot_mask"}
    return {name: getattr(table, column) for name, column in columns.items()}


def _offers(problem: Problem) -> "pl.DataFrame":  # noqa: F821  loaded only where it is measured
    """A row for each thing that somebody with time has, and one for what requires nothing."""
    import polars as pl

    table = problem.volunteers
    able = np.flatnonzero(table.capacity > 0)
    asked = np.unique(_rarest(problem))
    bits = [np.uint64(1) << np.uint64(number) for number in asked.tolist() if number < NEEDS]
    has = np.array(
        [(table.have_mask[able] & bit) != 0 for bit in bits] + [np.ones(len(able), dtype=np.bool_)]
    )
    thing, person = np.nonzero(has)
    people = able[person]
    return pl.DataFrame(
        {"volunteer": people.astype(np.int32), "rarest": np.append(asked[asked < NEEDS], NEEDS)[thing]}
        | {name: column[people] for name, column in _shared_columns(table).items()}
        | {"have": table.have_mask[people], "radius": table.radius_m[people]}
    )


def _spread(offers: "pl.DataFrame") -> "pl.DataFrame":  # noqa: F821
    """Each offer once for each cell that its radius touches."""
    import polars as pl

    across = [
        pl.int_ranges(
            (pl.col(name) - pl.col("radius")).floordiv(CELL_M),
            (pl.col(name) + pl.col("radius")).floordiv(CELL_M) + 1,
        )
        for name in ("x", "y")
    ]
    return (
        offers.filter(pl.col("radius") >= 0)
        .with_columns(across[0].alias("column"), across[1].alias("line"))
        .explode("column")
        .explode("line")
        .with_columns(cell=(pl.col("column").cast(pl.Int64) * CELLS_ACROSS + pl.col("line")))
        .drop("column", "line")
    )


def _cell(x: "pl.Expr", y: "pl.Expr") -> "pl.Expr":  # noqa: F821
    import polars as pl

    return x.floordiv(CELL_M).cast(pl.Int64) * CELLS_ACROSS + y.floordiv(CELL_M)


def _rules() -> "pl.Expr":  # noqa: F821
    import polars as pl

    return (
        ((pl.col("need") & pl.col("have")) == pl.col("need"))
        & ((pl.col("language") & pl.col("language_right")) != 0)
        & ((pl.col("slots") & pl.col("slots_right")) != 0)
    )


def _kept(problem: Problem, request: Int64, volunteer: Int64) -> tuple[Int32, Int32, Int32]:
    """The pairs for which no rule fails, and their metres."""
    requests, volunteers = problem.requests, problem.volunteers
    may = (requests.need_mask[request] & ~volunteers.have_mask[volunteer]) == 0
    may &= (requests.language_mask[request] & volunteers.language_mask[volunteer]) != 0
    may &= (requests.slot_mask[request] & volunteers.slot_mask[volunteer]) != 0
    request, volunteer = request[may], volunteer[may]
    east = requests.x_m[request].astype(np.int64) - volunteers.x_m[volunteer]
    north = requests.y_m[request].astype(np.int64) - volunteers.y_m[volunteer]
    metres = np.where(requests.where[request] == REMOTE, 0, np.rint(np.hypot(east, north))).astype(np.int32)
    near = metres <= np.where(requests.where[request] == REMOTE, 0, volunteers.radius_m[volunteer])
    return request[near].astype(np.int32), volunteer[near].astype(np.int32), metres[near]


def _without_blocked(
    problem: Problem, request: Int32, volunteer: Int32, metres: Int32
) -> tuple[Int32, Int32, Int32]:
    """The pairs that are not blocked, sorted."""
    width = len(problem.volunteers)
    keys = request.astype(np.int64) * width + volunteer
    stays = ~np.isin(keys, problem.blocked[:, 0].astype(np.int64) * width + problem.blocked[:, 1])
    order = np.flatnonzero(stays)[np.argsort(keys[stays], kind="stable")]
    return request[order], volunteer[order], metres[order]


def _as_arcs(problem: Problem, request: Int32, volunteer: Int32, metres: Int32) -> Arcs:
    counts = np.bincount(request, minlength=len(problem.requests))
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Arcs(
        start=start,
        volunteer=volunteer,
        distance_m=metres,
        preference=find_preferences(problem, start, volunteer),
    )
