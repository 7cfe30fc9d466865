"""Random worlds, small enough that every plan can be tried."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import strategies as st

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import RequestRecord, VolunteerRecord
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import SLOT_COUNT, WeekSlots
from tests.core.dispatch.worlds import SATURDAY_MORNING, context

POOLS = st.sampled_from(["east", "west"])
LANGUAGES = st.frozensets(st.sampled_from(["en", "es", "so"]), max_size=2)
POINTS = st.none() | st.builds(Point, st.floats(-84.6, -84.5), st.floats(42.7, 42.76))
SLOTS = st.integers(1, 2**SLOT_COUNT - 1).map(WeekSlots)
WINDOWS = st.none() | st.builds(
    lambda quarters, length: TimeWindow(
        datetime(2026, 3, 9, tzinfo=UTC) + timedelta(minutes=15 * quarters),
        datetime(2026, 3, 9, tzinfo=UTC) + timedelta(minutes=15 * (quarters + length)),
    ),
    st.integers(0, 600),
    st.integers(1, 60),
)

weights = st.sampled_from(
    [
        Weights(),
        Weights(load=4_000),
        Weights(load=0),
        Weights(travel=0, preference=3),
        Weights(unserved=200),
        Weights(unserved=0, load=0, travel=0, switch=0, preference=0),
    ]
)


@st.composite
def request_records(draw):
    """A few requests with everything that can be said of them."""
    count = draw(st.integers(0, 4))
    led = st.fixed_dictionaries(
        {
            "quantity": st.integers(1, 2),
            "leads": st.integers(0, 1),
            "lead_experience": st.sampled_from(["moving", "roofs"]),
            "lead_has_vehicle": st.booleans(),
        }
    )
    return [
        RequestRecord(
            id=f"r{number}",
            pool=draw(POOLS),
            point=draw(POINTS),
            is_remote=draw(st.booleans()),
            required_skills=draw(st.frozensets(st.sampled_from(["cook", "drive"]), max_size=1)),
            requirements=draw(st.frozensets(st.sampled_from(["reference"]))),
            languages=draw(LANGUAGES),
            window=draw(WINDOWS),
            week_slots=draw(st.just(WeekSlots.always()) | SLOTS),
            needs_vehicle=draw(st.booleans()),
            minutes=draw(st.integers(1, 400)),
            **draw(st.just({}) | led),
        )
        for number in range(count)
    ]


@st.composite
def volunteer_records(draw):
    """A few volunteers, of whom some have not said everything."""
    count = draw(st.integers(0, 4))
    return [
        VolunteerRecord(
            id=f"v{number}",
            pool=draw(POOLS),
            point=draw(POINTS),
            skills=draw(st.frozensets(st.sampled_from(["cook", "drive", "sing"]))),
            requirements_met=draw(st.frozensets(st.sampled_from(["reference"]))),
            experience=draw(st.frozensets(st.sampled_from(["moving", "roofs"]))),
            languages=draw(LANGUAGES),
            week_slots=draw(st.none() | st.just(WeekSlots.never()) | SLOTS),
            radius_m=draw(st.none() | st.integers(0, 9_000)),
            capacity_per_week=draw(st.none() | st.integers(0, 3)),
            load_this_week=draw(st.integers(0, 2)),
            recent_load=draw(st.integers(0, 3)),
            paused_until=draw(st.sampled_from([None, SATURDAY_MORNING, datetime(2026, 4, 1, tzinfo=UTC)])),
            is_week_off=draw(st.sampled_from([False, False, True])),
            has_vehicle=draw(st.sampled_from([None, False, True])),
        )
        for number in range(count)
    ]


@st.composite
def contexts(draw):
    """A few pairs that must not be made, some of people who are not there."""
    pairs = st.frozensets(
        st.tuples(st.sampled_from(["r0", "r1", "r9"]), st.sampled_from(["v0", "v1", "v9"])), max_size=2
    )
    return context(blocked=draw(pairs), declined=draw(pairs))


@st.composite
def problems(draw, *, most_requests=4, most_volunteers=4, pools=2, slots=3, most_leads=2):
    """Requests and volunteers in a square of 5 km, with all that a problem may hold; often too few hands."""
    requests, volunteers = (
        draw(st.sampled_from([most, most, most - 1, 1, 0])) for most in (most_requests, most_volunteers)
    )

    def column(count, least, most):
        return chosen(count, st.integers(least, most))

    def chosen(count, values):
        return draw(st.lists(values, min_size=count, max_size=count))

    def ids(count):
        return np.array(draw(st.permutations(range(100, 110)))[:count], dtype=np.int64)

    pairs = st.tuples(st.integers(0, max(0, requests - 1)), st.integers(0, max(0, volunteers - 1)))
    some_pairs = st.frozensets(pairs, max_size=3 if requests and volunteers else 0)
    quantities = column(requests, 1, 3)
    leads = chosen(requests, st.sampled_from([0, 0, min(1, most_leads), most_leads]))
    return from_arrays(
        requests={
            "id": ids(requests),
            "pool": chosen(requests, st.sampled_from([0, 0, 0, pools - 1])),
            "x_m": column(requests, 0, 5_000),
            "y_m": column(requests, 0, 5_000),
            "where": column(requests, 0, 1),
            "slot_mask": column(requests, 1, 2**slots - 1),
            "weight": column(requests, 1, 5),
            "quantity": quantities,
            "lead_mask": [3 if few else 0 for few in leads],
            "leads": [min(pair) for pair in zip(leads, quantities, strict=True)],
        },
        volunteers={
            "id": ids(volunteers),
            "pool": chosen(volunteers, st.sampled_from([0, 0, 0, pools - 1])),
            "x_m": column(volunteers, 0, 5_000),
            "y_m": column(volunteers, 0, 5_000),
            "radius_m": chosen(volunteers, st.sampled_from([7_000, 7_000, 2_500, 0, -1])),
            "slot_mask": column(volunteers, 1, 2**slots - 1),
            "capacity": chosen(volunteers, st.sampled_from([2, 3, 1, 0])),
            "tasks_per_week": column(volunteers, 1, 3),
            "recent": column(volunteers, 0, 3),
            "malus": column(volunteers, 0, 100),
            "have_mask": chosen(volunteers, st.sampled_from([3, 1, 0])),
        },
        blocked=sorted(draw(some_pairs)),
        published=sorted(draw(some_pairs)),
        preferences=[(*pair, draw(st.integers(-400, 400))) for pair in sorted(draw(some_pairs))],
    )
