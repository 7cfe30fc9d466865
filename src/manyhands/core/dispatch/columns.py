"""A problem from records: what people have said, and what is assumed where they have not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates.exact import find_too_short
from manyhands.core.dispatch.problem import (
    DECLINED,
    KEPT_APART,
    NOWHERE,
    PLACED,
    REMOTE,
    TOO_SHORT,
    Places,
    Problem,
    ProblemError,
)
from manyhands.core.dispatch.projection import project
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.dispatch.words import Words
from manyhands.core.values.week_slots import WeekSlots

UNSAID_COST: Final = 100
"""What each thing that a volunteer has not said counts against them, in units of 10 m: a way of 1 km."""

_ALWAYS: Final = WeekSlots.always()


def from_records(
    requests: Iterable[RequestRecord],
    volunteers: Iterable[VolunteerRecord],
    context: MatchContext,
    *,
    default_radius_m: int = 5_000,
    published: Iterable[tuple[str, str]] = (),
    preferences: Iterable[tuple[str, str, int]] = (),
) -> Problem:
    """Return the problem that records describe; one row each, in the order given.

    What a volunteer has not said is assumed, and counts a little against them (``UNSAID_COST``):
    they speak every language, always have time, and go ``default_radius_m`` far. Nothing is assumed
    about vehicles: who has not said does not have one. A limit that is not said is one task a week.
    Without a place a volunteer can only help at a distance; a request without a place that is not
    remote can be met by nobody. A pause, and a week that somebody has kept free, is a capacity of 0.

    The slots are those of one week. Requests of different weeks belong into different pools, each
    with the volunteers as they are in that week: (pool, id) tells volunteers apart.

    Args:
        requests: each id once.
        volunteers: each id once in its pool.
        context: the moment, the time zone, and the pairs that must not be made.
        default_radius_m: how far somebody is assumed to go who has not said, 0 or more.
        published: (request id, volunteer id) of pairs of an earlier plan, told or only proposed.
        preferences: (request id, volunteer id, cost in units of 10 m), besides the wishes of the context; a
            wish for costs less than 0. The last one about a pair counts.
            Pairs of somebody who is not among the records are left out, here and in the others.

    Raises:
        ProblemError: when an id is given twice, a number does not fit its column, or a pool asks for
            more different skills, checks or languages than a mask has bits.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> from manyhands.core.values.point import Point
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", point=Point(-84.5553, 42.7336), needs_vehicle=True)
    >>> driver = VolunteerRecord(id="v1", pool="east", point=Point(-84.5553, 42.7426), has_vehicle=True)
    >>> problem = from_records([request], [driver], context)
    >>> problem.vocabulary.needs, problem.volunteers.malus.tolist(), problem.volunteers.radius_m.tolist()
    (((('vehicle', 'vehicle'),),), [300], [5000])
    """
    asked, helping = list(requests), list(volunteers)
    if default_radius_m < 0:
        raise ProblemError(f"default_radius_m must be 0 or more, not {default_radius_m}")
    words = Words(asked, helping)
    places = _places(asked, helping)
    rows = _Rows(asked, helping)
    blocked = [(*pair, KEPT_APART) for pair in rows.list_pairs(context.blocked)]
    blocked += [(*pair, DECLINED) for pair in rows.list_pairs(context.declined)]
    wished = [*sorted(context.wishes), *preferences]
    wishes = {rows.find_pair(one, other): cost for one, other, cost in wished}
    problem = from_arrays(
        requests=_request_columns(asked, words, context),
        volunteers=_volunteer_columns(helping, words, context, default_radius_m),
        blocked=[pair[:2] for pair in blocked],
        blocked_why=[pair[2] for pair in blocked],
        preferences=[(*pair, cost) for pair, cost in wishes.items() if pair is not None],
        published=rows.list_pairs(published),
        places=places,
        vocabulary=words.vocabulary,
    )
    return _without_short_windows(_on_map(problem, places), asked, helping, context)


def _request_columns(
    requests: Sequence[RequestRecord], words: Words, context: MatchContext
) -> dict[str, NDArray[Any]]:
    """Return the columns of the requests, without their places."""
    return {
        "id": np.array([request.id for request in requests], dtype=np.str_),
        "pool": _column((words.number[request.pool] for request in requests), np.int64),
        "where": _column((_where(request) for request in requests), np.int64),
        "need_mask": _column((words.needs_of(request) for request in requests), np.uint64),
        "language_mask": _column((words.languages_asked(request) for request in requests), np.uint64),
        "slot_mask": _column((_slots(request, context) for request in requests), np.uint64),
        "weight": _column((request.weight for request in requests), np.int64),
        "quantity": _column((request.quantity for request in requests), np.int64),
        "lead_mask": _column((words.lead_needs_of(request) for request in requests), np.uint64),
        "leads": _column((request.leads for request in requests), np.int64),
    }


def _volunteer_columns(
    volunteers: Sequence[VolunteerRecord], words: Words, context: MatchContext, default_radius_m: int
) -> dict[str, NDArray[Any]]:
    """Return the columns of the volunteers, without their places."""
    languages = (words.languages_of(volunteer.pool, volunteer.languages) for volunteer in volunteers)
    slots = ((volunteer.week_slots or _ALWAYS).mask for volunteer in volunteers)
    return {
        "id": np.array([volunteer.id for volunteer in volunteers], dtype=np.str_),
        "pool": _column((words.number[volunteer.pool] for volunteer in volunteers), np.int64),
        "have_mask": _column((words.have_of(volunteer) for volunteer in volunteers), np.uint64),
        "language_mask": _column(languages, np.uint64),
        "slot_mask": _column(slots, np.uint64),
        "radius_m": _column((_radius_m(volunteer, default_radius_m) for volunteer in volunteers), np.int64),
        "capacity": _column((_capacity(volunteer, context) for volunteer in volunteers), np.int64),
        "tasks_per_week": _column((_tasks_per_week(volunteer) for volunteer in volunteers), np.int64),
        "recent": _column((one.recent_load + one.load_this_week for one in volunteers), np.int64),
        "malus": _column((_malus(volunteer) for volunteer in volunteers), np.int64),
    }


def _column(
    values: Iterable[int], dtype: type[np.signedinteger[Any] | np.unsignedinteger[Any]]
) -> NDArray[Any]:
    """Return numbers as a column."""
    return np.fromiter(values, dtype=dtype)


def _where(request: RequestRecord) -> int:
    """Return where a request happens."""
    if request.is_remote:
        return REMOTE
    return NOWHERE if request.point is None else PLACED


def _slots(request: RequestRecord, context: MatchContext) -> int:
    """Return the slots that suit and lie in the window; those of the window if the two do not meet.

    In that case nobody who has said when they have time can help, which the exact check finds; with
    somebody who has not said it is between the two people.
    """
    if request.window is None:
        return request.week_slots.mask
    touched = WeekSlots.touched_by(request.window, context.zone).mask
    return touched & request.week_slots.mask or touched


def _radius_m(volunteer: VolunteerRecord, default_radius_m: int) -> int:
    """Return how far a volunteer goes; -1 without a place to start from."""
    if volunteer.point is None:
        return -1
    return default_radius_m if volunteer.radius_m is None else volunteer.radius_m


def _tasks_per_week(volunteer: VolunteerRecord) -> int:
    """Return what a volunteer can do in a week; who has not said can do little."""
    return max(1, volunteer.capacity_per_week or 0)


def _capacity(volunteer: VolunteerRecord, context: MatchContext) -> int:
    """Return how many more tasks a volunteer can be given."""
    is_paused = volunteer.paused_until is not None and volunteer.paused_until > context.at
    if is_paused or volunteer.is_week_off:
        return 0
    limit = 1 if volunteer.capacity_per_week is None else volunteer.capacity_per_week
    return max(0, limit - volunteer.load_this_week)


def _malus(volunteer: VolunteerRecord) -> int:
    """Return what counts against a volunteer for what they have not said."""
    unsaid = (
        not volunteer.languages,
        not volunteer.week_slots,
        volunteer.point is not None and volunteer.radius_m is None,
    )
    return UNSAID_COST * sum(unsaid)


def _places(requests: Sequence[RequestRecord], volunteers: Sequence[VolunteerRecord]) -> Places:
    """Return the degrees of every record, NaN without a place."""
    ours, theirs = [one.point for one in requests], [one.point for one in volunteers]
    nan = float("nan")
    return Places(
        request_lon=np.array([nan if point is None else point.lon for point in ours], dtype=np.float64),
        request_lat=np.array([nan if point is None else point.lat for point in ours], dtype=np.float64),
        volunteer_lon=np.array([nan if point is None else point.lon for point in theirs], dtype=np.float64),
        volunteer_lat=np.array([nan if point is None else point.lat for point in theirs], dtype=np.float64),
    )


def _on_map(problem: Problem, places: Places) -> Problem:
    """Return the problem with the degrees projected to metres, pool by pool."""
    requests, volunteers = problem.requests, problem.volunteers
    x_m, y_m = project(
        np.concatenate([places.request_lon, places.volunteer_lon]),
        np.concatenate([places.request_lat, places.volunteer_lat]),
        np.concatenate([requests.pool, volunteers.pool]),
    )
    split = len(requests)
    return replace(
        problem,
        requests=replace(requests, x_m=x_m[:split], y_m=y_m[:split]),
        volunteers=replace(volunteers, x_m=x_m[split:], y_m=y_m[split:]),
    )


def _without_short_windows(
    problem: Problem,
    requests: Sequence[RequestRecord],
    volunteers: Sequence[VolunteerRecord],
    context: MatchContext,
) -> Problem:
    """Return the problem without the pairs that share a slot, but too little of the exact window."""
    short = find_too_short(problem, requests, volunteers, context)
    why = np.full(len(short), TOO_SHORT, dtype=np.int8)
    return replace(
        problem,
        blocked=np.concatenate([problem.blocked, short]),
        blocked_why=np.concatenate([problem.blocked_why, why]),
    )


class _Rows:
    """Where the records of ids are: a volunteer is looked for in the request's own pool."""

    def __init__(self, requests: Sequence[RequestRecord], volunteers: Sequence[VolunteerRecord]) -> None:
        self.request = {request.id: (row, request.pool) for row, request in enumerate(requests)}
        self.volunteer = {(one.pool, one.id): row for row, one in enumerate(volunteers)}

    def find_pair(self, request_id: str, volunteer_id: str) -> tuple[int, int] | None:
        """Return the rows of a pair, or None when one of the two is not there."""
        row, pool = self.request.get(request_id, (-1, ""))
        other = self.volunteer.get((pool, volunteer_id))
        return None if other is None else (row, other)

    def list_pairs(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        """Return the rows of those pairs of which both are there, sorted, each once."""
        found = {self.find_pair(*pair) for pair in pairs}
        return sorted(pair for pair in found if pair is not None)
