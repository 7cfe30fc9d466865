"""What columns tell only roughly is settled from the records: exact windows of time."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.candidates.oracle import find_candidates
from manyhands.core.dispatch.problem import NO_PAIRS, Int32, Int64, Problem, UInt64
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.week_slots import slot_runs

_MICROSECOND: Final = timedelta(microseconds=1)


def find_too_short(
    problem: Problem,
    requests: Sequence[RequestRecord],
    volunteers: Sequence[VolunteerRecord],
    context: MatchContext,
) -> Int32:
    """Return the pairs that share a slot but not an unbroken stretch as long as the task.

    The weekly slots are three hours long: a volunteer who is free until noon shares the slot from 9
    with a window from 11, yet has one hour in it. Only pairs that nothing else speaks against are
    returned, and nobody is who has not said when they have time.

    Args:
        problem: the tables that were made from the records, row by row.
        requests, volunteers: the records in the order of the rows.
        context: whose time zone the weekly slots are meant in.
    """
    windowed = [row for row, request in enumerate(requests) if request.window is not None]
    if not windowed:
        return NO_PAIRS
    arcs = find_candidates(problem)
    has_said = np.array([bool(volunteer.week_slots) for volunteer in volunteers], dtype=np.bool_)
    found = [NO_PAIRS]
    for row in windowed:
        near = arcs.volunteer[arcs.start[row] : arcs.start[row + 1]]
        near = near[has_said[near]]
        short = near[~_is_long_enough(requests[row], problem.volunteers.slot_mask[near], context)]
        found.append(np.column_stack([np.full(len(short), row, dtype=np.int32), short]))
    return np.concatenate(found)


def _is_long_enough(request: RequestRecord, masks: UInt64, context: MatchContext) -> NDArray[np.bool_]:
    """Say of each mask of weekly slots what ``availability.check`` says of it."""
    window = request.window
    if window is None:
        return np.ones(len(masks), dtype=np.bool_)
    needed = min(timedelta(minutes=request.minutes), window.length)
    common = masks & np.uint64(request.week_slots.mask)
    longest: Int64 = np.zeros(len(masks), dtype=np.int64)
    current: Int64 = np.zeros(len(masks), dtype=np.int64)
    for run in slot_runs(window, context.zone):
        is_free = (common >> np.uint64(run.slot) & np.uint64(1)).astype(np.bool_)
        current = np.where(is_free, current + run.length // _MICROSECOND, 0)
        longest = np.maximum(longest, current)
    return np.greater_equal(longest, needed // _MICROSECOND)
