"""Three requests, four people, one plan: the best for everybody together, proven and explained.

Runs with the core alone: no database, no server.

python examples/plan_a_week.py
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from manyhands.core.dispatch import certify, find_candidates, from_records, solve
from manyhands.core.dispatch.explain import Explainer
from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.dispatch.sentences import say
from manyhands.core.equity.priority import priority_of
from manyhands.core.values.point import Point

PEOPLE = {"ana": "Ana", "luis": "Luis", "mina": "Mina", "tom": "Tom"}
NAMES = {
    "en": PEOPLE
    | {"ride": "a ride to dialysis", "groceries": "groceries for Rosa", "letter": "reading a letter"},
    "es": PEOPLE
    | {"ride": "un viaje a diálisis", "groceries": "la compra de Rosa", "letter": "leer una carta"},
}

REQUESTS = [
    RequestRecord(
        id="ride",
        pool="east",
        point=Point(-84.52, 42.74),
        needs_vehicle=True,
        weight=priority_of(4, waited_hours=5).weight,
    ),
    RequestRecord(
        id="groceries",
        pool="east",
        point=Point(-84.53, 42.736),
        languages={"es"},
        weight=priority_of(3, waited_hours=50).weight,
    ),
    RequestRecord(
        id="letter",
        pool="east",
        point=Point(-84.55, 42.73),
        languages={"vi"},
        weight=priority_of(1, waited_hours=20).weight,
    ),
]
VOLUNTEERS = [
    VolunteerRecord(
        id="ana",
        pool="east",
        point=Point(-84.53, 42.745),
        languages={"es", "en"},
        radius_m=4_000,
        capacity_per_week=3,
        load_this_week=0,
        has_vehicle=False,
    ),
    VolunteerRecord(
        id="luis",
        pool="east",
        point=Point(-84.529, 42.735),
        languages={"es"},
        radius_m=8_000,
        capacity_per_week=2,
        load_this_week=1,
        has_vehicle=True,
    ),
    VolunteerRecord(
        id="mina",
        pool="east",
        point=Point(-84.57, 42.71),
        languages={"en"},
        radius_m=2_000,
        capacity_per_week=2,
        has_vehicle=True,
    ),
    VolunteerRecord(
        id="tom",
        pool="east",
        point=Point(-84.54, 42.74),
        languages={"en"},
        radius_m=4_000,
        capacity_per_week=1,
        load_this_week=1,
        has_vehicle=True,
    ),
]


def main() -> None:
    """Make the plan, prove it, and say why."""
    context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    problem = from_records(REQUESTS, VOLUNTEERS, context)
    arcs, weights = find_candidates(problem), weights_of("balanced")
    plan = solve(problem, arcs, weights=weights)

    certificate = certify(problem, arcs, plan, weights)
    print(f"{len(plan.pairs)} of {len(REQUESTS)} requests met; proven best: {certificate.is_optimal}")

    explainer = Explainer(problem, arcs, plan, weights)
    for explanation in explainer.explain_all():
        helper = PEOPLE.get(explanation.volunteer_id, "nobody yet")
        print(f"\n{NAMES['en'][explanation.request_id]}: {helper}")
        for language, names in NAMES.items():
            print(f"    {say(explanation, language=language, names=names, unit='km')}")
    print("\nWhy not Luis for the groceries?")
    why_not = explainer.explain("groceries", "luis")
    print(f"    {say(why_not, language='en', names=NAMES['en'], unit='km')}")


if __name__ == "__main__":
    main()
