"""Who can help Rosa on Monday morning? Runs with the core alone: no database, no server.

python examples/who_can_help.py
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from manyhands.core.dispatch.ranking import RankedCandidate, Standing, rank
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.privacy.cells import cell_centre, search_cell
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots

LANSING = ZoneInfo("America/Detroit")
WEEKDAY_MORNINGS = WeekSlots.from_pairs((weekday, 3) for weekday in range(5))
EVENINGS = WeekSlots.from_pairs((weekday, 6) for weekday in range(7))

HEADINGS = {
    Standing.CAN_HELP: "Can be asked: who has said their times first, then the nearest and least busy",
    Standing.OVER_OWN_LIMIT: "Would be over their own limit",
    Standing.CANNOT_HELP: "Cannot help this time",
}


def near(lon: float, lat: float) -> Point:
    """Return the centre of the cell around a place: the engine never sees the place itself."""
    return cell_centre(search_cell(Point(lon, lat)))


REQUEST = RequestRecord(
    id="groceries for Rosa",
    pool="east-side",
    point=near(-84.5300, 42.7360),
    required_skills={"shopping"},
    languages={"es"},
    window=TimeWindow(
        datetime(2026, 3, 9, 9, tzinfo=LANSING),
        datetime(2026, 3, 9, 12, tzinfo=LANSING),
    ),
    minutes=60,
    needs_vehicle=True,
)

VOLUNTEERS = [
    VolunteerRecord(
        id="Ana",
        pool="east-side",
        point=near(-84.5420, 42.7330),
        skills={"shopping"},
        languages={"es", "en"},
        week_slots=WEEKDAY_MORNINGS,
        radius_m=5_000,
        capacity_per_week=3,
        load_this_week=1,
        has_vehicle=True,
    ),
    VolunteerRecord(
        id="Luis",
        pool="east-side",
        point=near(-84.5340, 42.7350),
        skills={"shopping", "cooking"},
        languages={"es"},
        week_slots=WEEKDAY_MORNINGS,
        radius_m=3_000,
        capacity_per_week=3,
        load_this_week=3,
        has_vehicle=True,
    ),
    VolunteerRecord(
        id="Mina",
        pool="east-side",
        point=near(-84.5390, 42.7400),
        skills={"shopping"},
        languages={"es", "ar"},
        radius_m=4_000,
        capacity_per_week=2,
        has_vehicle=True,
    ),
    VolunteerRecord(
        id="Tom",
        pool="east-side",
        point=near(-84.6100, 42.7000),
        skills={"shopping"},
        languages={"en"},
        week_slots=EVENINGS,
        radius_m=4_000,
        capacity_per_week=5,
        has_vehicle=True,
    ),
]


def describe(candidate: RankedCandidate) -> str:
    """Return one line about a volunteer: how far, what it costs, and what speaks against it."""
    away = "distance not known" if candidate.distance_m is None else f"{candidate.distance_m} m away"
    remarks = [
        f"\n{' ' * 10}{name}: {verdict.reason}"
        + "".join(f", {fact} {value}" for fact, value in verdict.facts.items())
        for name, verdict in {**candidate.failures, **candidate.unknowns}.items()
    ]
    return f"    {candidate.volunteer_id:<6}{away}, cost {candidate.cost}{''.join(remarks)}"


def main() -> None:
    """Print everybody, in the order in which a coordinator would see them."""
    context = MatchContext(at=datetime(2026, 3, 7, 15, tzinfo=UTC), zone=LANSING)
    candidates = rank(REQUEST, VOLUNTEERS, context)
    for standing, heading in HEADINGS.items():
        print(heading)
        for candidate in candidates:
            if candidate.standing is standing:
                print(describe(candidate))


if __name__ == "__main__":
    main()
