"""Gates: nodes that one unit can pass, written as rows and columns of the flow that the kernels know.

A gate is a place for one (a column of ``volunteers``) and its keeper (a row of ``requests`` that wants one). While
nothing passes, the keeper is at home, in the place. What passes takes the place, and the keeper has to go on to where
the gate leads: the unit has passed, and no second one can. So the searches need to know nothing of gates.

Hours are gates. Where somebody's tasks clash, each of their hours becomes a gate that leads to them, and each pair
that could be at few hours only a gate that leads to these: the label of the pair's place is the volunteer's price
where one of its hours is free, and the least it takes to free one where none is. Nobody else's arcs grow. A request
is done by somebody once, though it may want several people and they may be free at several of its hours: the pair is
a gate too.

Held true besides what ``flow`` holds: a keeper is at home or one place further, a gate's price is never below that of
whom it leads to.

Time: one look at each arc to lay the gates out, then the searches of ``settling`` for what was lost.

Source: A. Orden, "The transhipment problem", Management Science 2 (1956).
"""

from typing import NamedTuple

import numpy as np

from manyhands.core.dispatch.hours import place_most
from manyhands.core.dispatch.kernels.augment import NEVER_SORTED, drop_helper
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    FROM,
    LOAD,
    PRICE,
    SERVED,
    UNSERVED,
    VIA,
    WASTE,
    Flow,
)
from manyhands.core.dispatch.kernels.heap import LARGEST_VALUE
from manyhands.core.dispatch.kernels.release import drop_task
from manyhands.core.dispatch.kernels.rows import LARGEST_KEY
from manyhands.core.dispatch.problem import Int64, UInt64
from manyhands.core.values.week_slots import SLOT_COUNT


class Gates(NamedTuple):
    """A flow, and what its rows and columns mean.

    Attributes:
        flow: with all gates in it.
        stands_for: for each column the volunteer that it leads to, who may be itself.
        slots: for each row of requests the hours that suit; nothing where it does not matter.
        floor: for each column what no price goes below: what a first task of the volunteer costs.
        hours: rows of (column, volunteer, slot) of the gates that are hours.
    """

    flow: Flow
    stands_for: Int64
    slots: UInt64
    floor: Int64
    hours: Int64


def begin_gates(flow: Flow, slots: UInt64) -> Gates:
    """Return a flow without gates, in which everybody can do something."""
    volunteers = np.arange(len(flow.volunteers))
    floor = flow.marginal[flow.volunteers[:, FIRST_TASK]]
    return Gates(flow, volunteers, slots, floor, np.empty((0, 3), dtype=np.int64))


def add_gates(gates: Gates, counts: Int64, targets: Int64, stands_for: Int64, slots: UInt64) -> Gates:
    """Return the flow with more gates, whose keepers are at home; nothing leads to them yet.

    Each begins with the price of the volunteer behind it, so that what leads to the volunteer may be led
    through it and nothing else changes.

    Args:
        gates: what is added to.
        counts: how many columns each gate leads to.
        targets: these columns, gate by gate.
        stands_for: the volunteer behind each gate.
        slots: the hours that suit each keeper.
    """
    flow, floor = gates.flow, gates.floor[stands_for]
    count, columns, rows = len(stands_for), len(flow.volunteers), len(flow.requests)
    home = columns + np.arange(count)
    ends = len(flow.cost) + np.cumsum(counts + 1)
    arcs = np.insert(targets, np.cumsum(counts) - counts, home)
    keys = np.minimum(np.repeat(floor, counts + 1), LARGEST_KEY)
    nothing = np.zeros(len(arcs), dtype=np.int32)
    prices = flow.volunteers[stands_for, PRICE]
    places = np.zeros((count, 8), dtype=np.int64)
    places[:, PRICE], places[:, FROM], places[:, LOAD], places[:, CAPACITY] = prices, -1, 1, 1
    places[:, FIRST_TASK] = len(flow.task) + np.arange(count)
    keepers = np.zeros((count, 8), dtype=np.int64)
    keepers[:, DUAL], keepers[:, VIA], keepers[:, SERVED], keepers[:, WASTE] = prices, -1, 1, NEVER_SORTED
    keepers[:, FIRST_HELPER] = len(flow.helper) + np.arange(count)
    # Dearer than any request, whose costs add up to less: a keeper never goes without.
    keepers[:, UNSERVED] = LARGEST_VALUE
    one = np.ones(count, dtype=np.int64)
    return Gates(
        flow=Flow(
            begin=np.concatenate([flow.begin, ends - counts - 1]),
            end=np.concatenate([flow.end, ends]),
            volunteer=np.concatenate([flow.volunteer, arcs.astype(np.int32)]),
            cost=np.concatenate([flow.cost, nothing]),
            key=np.concatenate([flow.key, keys.astype(np.int32)]),
            marginal=np.concatenate([flow.marginal, 0 * one]),
            task=np.concatenate([flow.task, (rows + np.arange(count)).astype(np.int32)]),
            task_cost=np.concatenate([flow.task_cost, 0 * one]),
            helper=np.concatenate([flow.helper, home.astype(np.int32)]),
            volunteers=np.concatenate([flow.volunteers, places]),
            requests=np.concatenate([flow.requests, keepers]),
            quantity=np.concatenate([flow.quantity, one]),
        ),
        stands_for=np.concatenate([gates.stands_for, stands_for]),
        slots=np.concatenate([gates.slots, slots]),
        floor=np.concatenate([gates.floor, floor]),
        hours=gates.hours,
    )


class Opened(NamedTuple):
    """What came of giving some volunteers each hour once.

    Attributes:
        gates: the flow, with gates for their hours.
        columns: who has lost a task: their prices may be too high for the room they have.
        lost: rows that have lost a unit, once for each; they want as much less until they are served again.
    """

    gates: Gates
    columns: Int64
    lost: Int64


class _Narrow(NamedTuple):
    """The arcs to strict volunteers at few hours: where they are, whose, and the hours that suit both."""

    at: Int64
    row: Int64
    volunteer: Int64
    common: UInt64


def open_hours(gates: Gates, clashing: Int64, own: UInt64) -> Opened:
    """Give these volunteers each hour once. As many of their tasks as fit stay where they are.

    Args:
        gates: a flow of least cost, with keys that hold however far prices fall.
        clashing: volunteers whose tasks do not fit into different hours; never the same one again.
        own: the hours that suit each volunteer.
    """
    narrow = _find_narrow(gates, clashing, own)
    pair, slot = _list_bits(narrow.common)
    keys, hour = np.unique(narrow.volunteer[pair] * SLOT_COUNT + slot, return_inverse=True)
    pairs, columns, rows = len(narrow.at), len(gates.flow.volunteers), len(gates.flow.requests)
    owner = keys // SLOT_COUNT
    opened = add_gates(
        gates,
        counts=np.concatenate([np.bincount(pair, minlength=pairs), np.ones(len(keys), dtype=np.int64)]),
        targets=np.concatenate([columns + pairs + hour, owner]),
        stands_for=np.concatenate([narrow.volunteer, owner]),
        slots=np.zeros(pairs + len(keys), dtype=np.uint64),
    )
    flow = opened.flow
    flow.volunteer[narrow.at] = columns + np.arange(pairs)
    hours = np.column_stack([columns + pairs + np.arange(len(keys)), owner, keys % SLOT_COUNT])
    changed, lost = set(clashing.tolist()), []
    for gate, volunteer, taken in _place(gates.flow, narrow, clashing):
        task = int(narrow.row[gate])
        if taken is None:
            lost.append(task)
            flow.quantity[task] -= 1
            drop_task(flow, volunteer, task)
            drop_helper(flow, task, volunteer)
        else:
            hour_gate = pairs + int(np.searchsorted(keys, volunteer * SLOT_COUNT + taken))
            _lead_through(flow, task, volunteer, (gate, hour_gate), (columns, rows))
    for task in sorted(set(lost)):
        lost += _withdraw(flow, task, changed)
    return Opened(
        opened._replace(hours=np.concatenate([gates.hours, hours])),
        np.array(sorted(changed), dtype=np.int64),
        np.array(lost, dtype=np.int64),
    )


def _find_narrow(gates: Gates, clashing: Int64, own: UInt64) -> _Narrow:
    """Return the arcs to these volunteers that must pass an hour.

    With at least as many hours to choose from as the volunteer has tasks, whatever the others take, one is left.
    """
    flow = gates.flow
    is_strict = np.zeros(len(flow.volunteers), dtype=np.bool_)
    is_strict[clashing] = True
    at = np.flatnonzero(is_strict[flow.volunteer])
    row, volunteer = np.searchsorted(flow.begin, at, side="right") - 1, flow.volunteer[at].astype(np.int64)
    common = gates.slots[row] & own[volunteer]
    narrow = np.bitwise_count(common) < flow.volunteers[volunteer, CAPACITY]
    return _Narrow(at[narrow], row[narrow], volunteer[narrow], common[narrow])


def _list_bits(masks: UInt64) -> tuple[Int64, Int64]:
    """Return the row and the number of every bit that is set, row by row; few bits take little memory.

    >>> [column.tolist() for column in _list_bits(np.array([0b101, 0b10], dtype=np.uint64))]
    [[0, 0, 1], [0, 2, 1]]
    """
    rows, rest = np.flatnonzero(masks), masks[masks != 0]
    one = np.uint64(1)
    found, bits = [rows[:0]], [rows[:0]]
    while len(rows):
        beyond = rest & (rest - one)
        found.append(rows)
        bits.append(np.bitwise_count((rest ^ beyond) - one).astype(np.int64))
        rows, rest = rows[beyond != 0], beyond[beyond != 0]
    row, bit = np.concatenate(found), np.concatenate(bits)
    order = np.argsort(row, kind="stable")
    return row[order], bit[order]


def _place(flow: Flow, narrow: _Narrow, clashing: Int64) -> list[tuple[int, int, int | None]]:
    """Return the gate of each narrow task, its volunteer, and an hour; None for those that find none."""
    tasks = {one: _tasks(flow, one).tolist() for one in clashing.tolist()}
    rows = np.unique(np.concatenate([np.array(some, dtype=np.int64) for some in tasks.values()]))
    held = np.flatnonzero(np.isin(narrow.row, rows)).tolist()
    gate_of = {(int(narrow.row[gate]), int(narrow.volunteer[gate])): gate for gate in held}
    placed = []
    for volunteer, theirs in tasks.items():
        gates = [gate_of[task, volunteer] for task in theirs if (task, volunteer) in gate_of]
        slots = place_most([int(narrow.common[gate]) for gate in gates])
        placed += [(gate, volunteer, slot) for gate, slot in zip(gates, slots, strict=True)]
    return placed


def _withdraw(flow: Flow, task: int, changed: set[int]) -> list[int]:
    """Take from a row all that it has left, and return it once for each unit it wanted.

    A row that wants several may pay some of its people more than they ask; it would pay too much for what it
    has just lost, and its dual cannot be lowered while it holds the others.
    """
    again = [task] * int(flow.quantity[task])
    first, served = flow.requests[task, FIRST_HELPER], flow.requests[task, SERVED]
    for helper in flow.helper[first : first + served].tolist():
        drop_task(flow, helper, task)
        drop_helper(flow, task, helper)
        changed.add(helper)
    flow.quantity[task] = 0
    return again


def _tasks(flow: Flow, volunteer: int) -> "np.typing.NDArray[np.int32]":
    """Return the rows that a volunteer does."""
    first = flow.volunteers[volunteer, FIRST_TASK]
    return flow.task[first : first + flow.volunteers[volunteer, LOAD]].copy()


def _lead_through(
    flow: Flow, task: int, volunteer: int, new_gates: tuple[int, int], first: tuple[int, int]
) -> None:
    """Let a task of a volunteer pass the gates of its pair and of its hour; their keepers go one place further."""
    (pair_place, hour_place), (pair_keeper, hour_keeper) = (
        [begin + gate for gate in new_gates] for begin in first
    )
    begin = flow.volunteers[volunteer, FIRST_TASK]
    at = begin + int(np.flatnonzero(_tasks(flow, volunteer) == task)[0])
    _put(flow, pair_place, task, int(flow.task_cost[at]))
    _put(flow, hour_place, pair_keeper, 0)
    flow.task[at], flow.task_cost[at] = hour_keeper, 0
    helpers = flow.helper[flow.requests[task, FIRST_HELPER] :][: flow.requests[task, SERVED]]
    helpers[helpers == volunteer] = pair_place
    flow.helper[flow.requests[pair_keeper, FIRST_HELPER]] = hour_place
    flow.helper[flow.requests[hour_keeper, FIRST_HELPER]] = volunteer


def _put(flow: Flow, place: int, task: int, cost: int) -> None:
    """Put a task into the place of a gate."""
    at = flow.volunteers[place, FIRST_TASK]
    flow.task[at], flow.task_cost[at] = task, cost
