"""One evening in a small group: a request comes, somebody says no, somebody yes, somebody falls ill.

The plan is the best there is after each of these, which is proven in the end, and only those concerned hear of it.
Runs with the core alone: no database, no server.

python examples/one_evening_online.py
"""

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from manyhands.core import dispatch
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.privacy.cells import cell_centre, search_cell
from manyhands.core.values.point import Point

CONTEXT = MatchContext(at=datetime(2026, 3, 7, 23, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))


def near(lon: float, lat: float) -> Point:
    """Return the centre of the cell around a place: the engine never sees the place itself."""
    return cell_centre(search_cell(Point(lon, lat)))


def request(name: str, lon: float, lat: float, *, skill: str = "", weight: int = 10) -> RequestRecord:
    """Return a request for one person."""
    skills = {skill} if skill else set()
    return RequestRecord(
        id=name, pool="east", point=near(lon, lat), required_skills=skills, languages={"en"}, weight=weight
    )


def volunteer(name: str, lon: float, lat: float, *, skill: str = "", a_week: int = 1) -> VolunteerRecord:
    """Return somebody who goes 5 km."""
    return VolunteerRecord(
        id=name,
        pool="east",
        point=near(lon, lat),
        skills={skill} if skill else set(),
        languages={"en"},
        radius_m=5_000,
        capacity_per_week=a_week,
    )


REQUESTS = [
    request("groceries for Rosa", -84.530, 42.736),
    request("a lift for Tom", -84.545, 42.730),
]
ANA = volunteer("Ana", -84.531, 42.735, skill="cooking")
VOLUNTEERS = [
    ANA,
    volunteer("Luis", -84.546, 42.731),
    volunteer("Mina", -84.552, 42.738, a_week=2),
]


def tell(what: str, delta: "dispatch.Delta") -> None:
    """Print what somebody has done and what it changes."""
    print(what)
    for name, volunteer_id in delta.broken:
        told = " (they had been told)" if (name, volunteer_id) in delta.published_broken else ""
        print(f"    no longer  {volunteer_id}: {name}{told}")
    for name, volunteer_id in delta.made:
        print(f"    now        {volunteer_id}: {name}")
    for name, missing in delta.unmet.items():
        print(f"    {'nobody yet: ' + str(name) if missing else 'complete:   ' + str(name)}")
    if not delta:
        print("    nothing changes for anybody")


def main() -> None:
    """Live through the evening."""
    # Three people need no compiled engine: the first time on a machine that takes half a minute. With thousands, leave
    # this line out.
    os.environ.setdefault("NUMBA_DISABLE_JIT", "1")
    morning = dispatch.Engine.from_records(REQUESTS, VOLUNTEERS, CONTEXT)
    published = [(str(name), str(volunteer_id)) for name, volunteer_id in morning.pairs()]
    print("The plan everybody has been told of")
    for name, volunteer_id in published:
        print(f"    {volunteer_id}: {name}")

    weights = dispatch.Weights(switch=300)
    engine = dispatch.Engine.from_records(REQUESTS, VOLUNTEERS, CONTEXT, published=published, weights=weights)
    tell("18:10  A warm meal is needed, and only Ana cooks", engine.insert(meal()))
    names = ", ".join(str(one.volunteer_id) for one in engine.invitations("groceries for Rosa", 2))
    print(f"18:11  Whom to invite to the groceries, best for everybody first: {names}")
    tell("18:30  Ana says yes to the meal", engine.freeze("a warm meal", "Ana"))
    tell("18:40  Luis cannot drive Tom", engine.decline("a lift for Tom", "Luis"))
    tell("19:15  Luis falls ill", engine.set_volunteer(volunteer("Luis", -84.546, 42.731, a_week=0)))
    tell("20:00  Rosa's son has done the groceries", engine.cancel("groceries for Rosa"))

    problem = engine.problem()
    certificate = dispatch.certify(problem, dispatch.find_candidates(problem), engine.plan(), weights)
    best = "is the best there is, which is proven" if certificate.is_optimal else "is not proven best"
    print(
        f"22:00  What is left to agree on {best}; people still missing: {certificate.counts['people_missing']}"
    )


def meal() -> RequestRecord:
    """Return the request that comes in the evening."""
    return request("a warm meal", -84.533, 42.733, skill="cooking", weight=40)


if __name__ == "__main__":
    main()
