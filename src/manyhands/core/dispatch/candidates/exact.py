"""What columns tell only roughly is settled from the records: exact windows of time."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from manyhands.core.dispatch.candidates.find import find_candidates
from manyhands.core.dispatch.problem import NO_PAIRS, Int32, Int64, Problem, UInt64
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.time_window import TimeWindow
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
    windows = {row: request.window for row, request in enumerate(requests) if request.window is not None}
    if not windows:
        return NO_PAIRS
    arcs = find_candidates(problem)
    has_said = np.array([bool(volunteer.week_slots) for volunteer in volunteers], dtype=np.bool_)
    found = [NO_PAIRS]
    for row, window in windows.items():
        near = arcs.volunteer[arcs.start[row] : arcs.start[row + 1]]
        near = near[has_said[near]]
        common = problem.volunteers.slot_mask[near] & np.uint64(requests[row].week_slots.mask)
        needed = min(timedelta(minutes=requests[row].minutes), window.length)
        short = near[_longest_stretch(common, window, context.zone) < needed // _MICROSECOND]
        found.append(np.column_stack([np.full(len(short), row, dtype=np.int32), short]))
    return np.concatenate(found)


def _longest_stretch(masks: UInt64, window: TimeWindow, zone: ZoneInfo) -> Int64:
    """Return ``WeekSlots.longest_stretch`` of each mask, in microseconds."""
    longest = current = np.zeros(len(masks), dtype=np.int64)
    for run in slot_runs(window, zone):
        is_free = (masks >> np.uint64(run.slot) & np.uint64(1)).astype(np.bool_)
        current = np.where(is_free, current + run.length // _MICROSECOND, 0)
        longest = np.maximum(longest, current)
    return longest
