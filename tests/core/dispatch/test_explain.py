"""Why, why not and why nobody, in towns that fit on a screen, with the exact sentences in two languages."""

from datetime import timedelta

import pytest

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.explain import Code, Explainer, Explanation, Kind, Said, explain
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.sentences import say
from manyhands.core.dispatch.solvers import solve
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import SATURDAY_MORNING, context, request, town, volunteer

NAMES = {"A": "Ana", "L": "Luis", "I": "Inés", "N": "the ride", "M": "the meal"}
TUESDAY = WeekSlots.from_pairs((1, band) for band in range(8))
MONDAY = WeekSlots.from_pairs((0, band) for band in range(8))


class Drawn:
    """A drawn town with its plan; N and M ask, every other letter helps."""

    def __init__(self, drawing, *, weights=None, metres=100, about=None, **changes):
        points = town(drawing, metres_per_character=metres)
        asked, helping = [], []
        for letter, point in points.items():
            special = changes.get(letter, {})
            if letter in "NM":
                asked.append(request(**{"id": letter, "point": point, "is_remote": False} | special))
            else:
                helping.append(volunteer(**{"id": letter, "point": point} | special))
        about = about or context()
        self.problem = from_records(asked, helping, about)
        weights = weights or Weights()
        self.arcs = find_candidates(self.problem)
        self.plan = solve(self.problem, self.arcs, weights=weights)
        said = Said(at=about.at, volunteers={one.id: one for one in helping})
        self.explainer = Explainer(self.problem, self.arcs, self.plan, weights, said=said)

    def says(self, request_id, volunteer_id=None, *, language="en", unit="km", **words):
        """The sentence that answers one question, by way of JSON."""
        explanation = self.explainer.explain(request_id, volunteer_id)
        again = Explanation.from_json(explanation.as_json())
        assert again == explanation
        return say(again, language=language, names=NAMES, unit=unit, **words)


def test_the_nearer_one_is_full():
    drawn = Drawn(
        "L...N...........A",
        N={"languages": {"es"}},
        A={"languages": {"es", "en"}, "load_this_week": 1},
        L={"languages": {"es"}, "load_this_week": 3},
        metres=200,
    )

    assert drawn.says("N", "A") == (
        "Ana is 2.5 km away, speaks Spanish, has 1 of 3 tasks this week and is the only one who can do it. "
        "Luis is nearer (1 km) but already has 3 of 3."
    )
    assert drawn.says("N", "A", language="es", unit="mi") == (
        "Ana está a 1,5 mi, habla español, tiene 1 de 3 tareas esta semana y es la única persona que puede "
        "hacerlo. Luis está más cerca (menos de 0,5 mi), pero ya tiene 3 de 3."
    )


def test_the_nearer_one_has_more_to_do():
    drawn = Drawn("L...N.....A", L={"load_this_week": 2, "recent_load": 2}, metres=410)

    assert drawn.says("N", "A") == (
        "Ana is 2.5 km away, speaks English and has no task yet this week. "
        "Luis is nearer (1.5 km) but has 2 of 3 with this plan."
    )
    assert drawn.says("N", "A", main_languages=["en"]) == (
        "Ana is 2.5 km away and has no task yet this week. Luis is nearer (1.5 km) but has 2 of 3 with this plan."
    )


def test_the_nearer_one_has_helped_more_before():
    drawn = Drawn("L...N.....A", L={"recent_load": 4}, metres=410)

    assert "Luis is nearer (1.5 km) but has been asked more often lately (4 to 0)." in drawn.says("N", "A")


@pytest.mark.rule("skills")
def test_the_nearer_one_is_needed_elsewhere():
    drawn = Drawn(
        "M..L..N...........A",
        M={"required_skills": {"cooking"}},
        L={"skills": {"cooking"}, "capacity_per_week": 1},
        A={"radius_m": 9_000},
    )

    assert drawn.says("N", "A", main_languages=["en"]) == (
        "Ana is 1 km away and has no task yet this week. "
        "Luis is nearer (less than 0.5 km) but is needed for the meal."
    )
    assert drawn.says("N", "L") == (
        "Luis could do it but is needed for the meal. Then somebody would be missing for the meal."
    )
    assert drawn.says("N", "L", language="es") == (
        "Luis podría hacerlo, pero hace falta para the meal. Entonces faltaría alguien para the meal."
    )


def test_whoever_is_nearer_but_was_never_in_question_is_not_named():
    drawn = Drawn("L...N...I.........A", N={"required_skills": {"cooking"}}, A={"skills": {"cooking"}})

    assert "nearer" not in drawn.says("N", "A")


def test_help_from_home_has_no_way():
    drawn = Drawn("N......A", N={"is_remote": True})

    assert drawn.says("N", "A", main_languages=["en"]) == (
        "Ana can help from home, has no task yet this week and is the only one who can do it."
    )


def test_a_promise_is_kept():
    asked, helping = request(id="N"), volunteer(id="A")
    problem = from_records(
        [asked], [helping], context(), published=[("N", "A")], preferences=[("N", "A", -50)]
    )
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    why = explain(problem, arcs, plan, Weights(), "N", "A")
    told = Said(at=context().at, told=frozenset({("N", "A")}))

    assert why.find(Code.WISH)
    assert "told" not in say(why, language="en", names={"A": "Ana"})
    known = explain(problem, arcs, plan, Weights(), "N", "A", said=told)
    assert say(known, language="en", names={"A": "Ana"}).endswith(
        "has been told of it already and is the only one who can do it."
    )


def test_only_the_first_of_two_tasks_is_told_as_the_first():
    drawn = Drawn("N.A...M", A={"capacity_per_week": 3})

    first, second = drawn.says("N", "A"), drawn.says("M", "A")

    assert "has no task yet this week" in first
    assert "has no task yet" not in second
    assert "gets 2 tasks in this plan" in second


# --- why not ------------------------------------------------------------------------------------


def test_why_not_somebody_who_breaks_rules():
    drawn = Drawn(
        "N...A" + "." * 50 + "L",
        N={"needs_vehicle": True, "week_slots": TUESDAY},
        A={"has_vehicle": True},
        L={"week_slots": MONDAY},
    )

    assert drawn.says("N", "L") == (
        "Luis has no car or van, is 5.5 km away but goes up to 4 km and does not have the time on Tuesday."
    )
    assert drawn.says("N", "L", language="es") == (
        "Luis no tiene carro ni camioneta, está a 5,5 km, pero va hasta 4 km y no tiene tiempo el martes."
    )


def test_only_what_somebody_lacks_is_told():
    asked = {"needs_vehicle": True, "required_skills": {"cooking"}, "requirements": {"reference"}}
    drawn = Drawn(
        "N.A.L.I",
        N=asked,
        A={"skills": {"cooking"}, "requirements_met": {"reference"}},
        L={"has_vehicle": True, "requirements_met": {"reference"}},
        I={"has_vehicle": True, "skills": {"cooking"}},
    )

    assert [drawn.says("N", one, words={"cooking": "cooking"}) for one in "ALI"] == [
        "Ana has no car or van.",
        "Luis has not said they can: cooking.",
        "Inés is not checked for this yet.",
    ]


def test_why_not_somebody_whose_only_task_is_another_where_nobody_is_found():
    drawn = Drawn("N.L.M", L={"capacity_per_week": 1}, M={"weight": 9})

    assert drawn.explainer.explain("N", "L").remarks[0].code is Code.NEEDED_ELSEWHERE
    assert drawn.says("N", "L").startswith("Luis could do it but is needed for the meal.")


def test_why_not_somebody_who_speaks_another_language():
    drawn = Drawn(
        "N.A.L", N={"languages": {"es", "so"}}, A={"languages": {"es"}}, L={"languages": {"en", "fr"}}
    )

    assert drawn.says("N", "L") == "Luis does not speak Spanish or Somali."


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param("blocked", marks=pytest.mark.rule("not_blocked")),
        pytest.param("declined", marks=pytest.mark.rule("not_declined_before")),
    ],
)
def test_nobody_learns_who_is_kept_apart(listed):
    """Kept apart and declined before read the same, and neither is offered as a reason elsewhere."""
    drawn = Drawn("L...N.......A", about=context(**{listed: {("N", "L")}}))

    assert drawn.says("N", "L") == "Luis cannot be asked for this one."
    assert drawn.says("N", "L", language="es") == "Luis no puede recibir esta solicitud."
    assert "Luis" not in drawn.says("N", "A")


def test_what_it_would_cost_everybody():
    drawn = Drawn("A.N............L", weights=Weights(load=0))

    assert drawn.says("N", "L") == (
        "Luis could do it but is farther away (1.5 km, not less than 0.5 km). "
        "For everybody together it would cost as much as going 1 km more."
    )
    assert drawn.says("N", "L", language="es", unit="mi") == (
        "Luis podría hacerlo, pero está más lejos (1 mi, no menos de 0,5 mi). "
        "Para todas las personas juntas costaría tanto como recorrer 0,5 mi más."
    )


def test_somebody_just_as_good():
    drawn = Drawn("A.N.L")
    other = "L" if drawn.plan.pairs[0, 1] == 0 else "A"

    assert drawn.says("N", other) == f"{NAMES[other]} would be just as good, so chance decided."


def test_a_pause_is_told_from_a_full_week():
    drawn = Drawn("L.N.A", L={"paused_until": SATURDAY_MORNING + timedelta(days=9)})

    assert drawn.says("N", "L") == "Luis is taking a break."
    unsaid = explain(drawn.problem, drawn.arcs, drawn.plan, Weights(), "N", "L")
    assert unsaid.find(Code.FULL)


# --- nobody -------------------------------------------------------------------------------------


@pytest.mark.rule("availability", "distance", "vehicle")
def test_nobody_with_a_van_is_near_enough():
    drawn = Drawn(
        "AL..N" + "." * 50 + "I",
        N={"needs_vehicle": True, "week_slots": TUESDAY},
        L={"has_vehicle": True, "week_slots": MONDAY},
        I={"has_vehicle": True},
    )

    assert drawn.says("N") == (
        "Nobody within reach has a car or van and is free on Tuesday. "
        "Inés could do it by going 5.5 km instead of 4 km."
    )
    assert drawn.says("N", language="es") == (
        "Nadie que esté cerca tiene carro o camioneta y tiene tiempo el martes. "
        "Inés podría hacerlo si va hasta 5,5 km en vez de 4 km."
    )


def test_those_who_cannot_be_asked_are_left_aside():
    drawn = Drawn(
        "AL..N",
        N={"needs_vehicle": True, "languages": {"so"}},
        A={"has_vehicle": True, "languages": {"so"}, "paused_until": SATURDAY_MORNING + timedelta(days=9)},
    )

    assert drawn.says("N") == (
        "Of those who can be asked now, nobody has a car or van. "
        "1 more person who has a car or van and speaks Somali could do it."
    )
    assert drawn.says("N", language="es") == (
        "De quienes pueden recibir la solicitud ahora, nadie tiene carro o camioneta. "
        "1 persona más que tiene carro o camioneta y habla somalí podría hacerlo."
    )


def test_all_are_full_with_what_matters_more():
    drawn = Drawn("M.A.N", M={"weight": 4}, A={"capacity_per_week": 1})

    assert drawn.says("N") == "1 person could, but is full with requests that matter more."
    assert drawn.says("N", language="es") == (
        "1 persona podría, pero tiene la semana llena con solicitudes que importan más."
    )


def test_all_are_full_with_what_matters_as_much():
    drawn = Drawn("M.A..N", A={"capacity_per_week": 1})

    assert drawn.says("N") == "1 person could, but is full with requests that matter at least as much."


def test_all_said_no_more_tasks():
    drawn = Drawn("A.N.L", A={"load_this_week": 3}, L={"load_this_week": 4})

    assert drawn.says("N") == "Everybody who helps has no time left this week, or is taking a break."


def test_everybody_pauses():
    pause = {"paused_until": SATURDAY_MORNING + timedelta(days=9)}
    drawn = Drawn("A.N.L", A=pause, L=pause)

    assert drawn.says("N") == "Everybody who helps is taking a break."
    assert drawn.says("N", language="es") == "Todas las personas que ayudan se están tomando un descanso."


def test_nobody_has_joined():
    assert Drawn("N").says("N") == "Nobody has joined to help yet."


@pytest.mark.rule("distance")
def test_the_place_is_not_known():
    drawn = Drawn("N.A", N={"point": None})

    assert drawn.says("N") == "Nobody can be found before we know where this is."
    assert drawn.says("N", "A") == "Nobody can be found before we know where this is."


def test_it_takes_more_people_than_there_are():
    drawn = Drawn("A.N.L", N={"quantity": 5})

    assert drawn.says("N") == "This needs 5 people, and 2 people can do it."
    assert drawn.says("N", language="es") == "Hacen falta 5 personas, y pueden hacerlo 2 personas."
    assert drawn.explainer.explain("N").people_missing == 3


def test_the_hours_are_taken():
    hour = WeekSlots.from_pairs([(1, 3)])
    drawn = Drawn("M.A.N", M={"week_slots": hour, "weight": 3}, N={"week_slots": hour})

    assert drawn.says("N") == "1 person could, but has another task at the same hours."
    assert drawn.says("N", "A") == "Ana has another task at the same hours."


def test_weights_of_nothing_ask_nobody():
    drawn = Drawn("A..........N", weights=Weights(unserved=0))

    assert drawn.explainer.explain("N").remarks[0].code is Code.NOT_WORTH_IT


@pytest.mark.parametrize(
    ("need", "person", "sentence"),
    [
        pytest.param(
            {},
            {"radius_m": 199},
            "Nobody is within reach. Ana could do it by going a little farther than planned.",
            marks=pytest.mark.rule("distance"),
        ),
        pytest.param(
            {"week_slots": TUESDAY},
            {"week_slots": MONDAY},
            "Nobody is free on Tuesday. Ana could do it at another time.",
            marks=pytest.mark.rule("availability"),
        ),
        pytest.param(
            {"languages": {"so"}},
            {"languages": {"es"}},
            "Nobody speaks Somali. Ana could do it with somebody who interprets.",
            marks=pytest.mark.rule("language"),
        ),
        pytest.param(
            {"needs_vehicle": True},
            {},
            "Nobody has a car or van. Ana could do it with a car or van.",
            marks=pytest.mark.rule("vehicle"),
        ),
        pytest.param(
            {"requirements": {"reference"}},
            {},
            "Nobody is checked for this. Ana could do it after being checked for it.",
            marks=pytest.mark.rule("requirements"),
        ),
        pytest.param(
            {"required_skills": {"cooking"}},
            {},
            "Nobody has said they can do this (cooking). Ana could do it if somebody showed how.",
            marks=pytest.mark.rule("skills"),
        ),
    ],
)
def test_the_one_rule_that_stands_in_the_way(need, person, sentence):
    assert Drawn("A.N", N=need, A=person).says("N", words={"cooking": "cooking"}) == sentence


@pytest.mark.rule("distance")
def test_one_more_task_than_planned():
    drawn = Drawn("A.N" + "." * 90 + "L", A={"load_this_week": 3})

    assert drawn.says("N") == (
        "Nobody with time left this week is within reach. "
        "Ana could do it by taking one task more than planned this week."
    )


def test_a_newcomer_needs_no_car_where_none_is_asked_for():
    drawn = Drawn("N.L", N={"required_skills": {"cooking"}, "languages": {"es"}})

    assert "1 more person who can do this and speaks Spanish could do it." in drawn.says("N")


def test_a_pause_is_nobodys_to_lift():
    drawn = Drawn("A.N" + "." * 99 + "L", A={"paused_until": SATURDAY_MORNING + timedelta(days=9)})

    assert all(
        remark.facts["because"] != Code.PAUSED
        for remark in drawn.explainer.explain("N").remarks
        if remark.code is Code.WOULD_IF
    )


def test_who_is_not_there():
    explainer = Drawn("A.N").explainer

    with pytest.raises(LookupError, match="no request 'X'"):
        explainer.explain("X")
    with pytest.raises(LookupError, match="no volunteer 'X'"):
        explainer.explain("N", "X")


@pytest.mark.rule("distance")
def test_all_at_once():
    drawn = Drawn("A.N" + "." * 99 + "M")

    kinds = [(one.kind, one.request_id, one.volunteer_id) for one in drawn.explainer.explain_all()]

    assert kinds == [(Kind.CHOSEN, "N", "A"), (Kind.UNMET, "M", None)]
