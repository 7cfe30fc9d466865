"""Explanations in words: every code, two languages, two units, and fifty that were read."""

import re

import pytest

from manyhands.core.dispatch.explanation import Code, Explanation, Kind, PassedOver, Remark
from manyhands.core.dispatch.sentences import say, say_details
from manyhands.core.dispatch.sentences.speech import Speech
from tests.core.dispatch.small_town import WORDS, small_town

NAMES = {"v1": "Ana", "v2": "Luis", "v3": "Inés", "p1": "the ride", "p2": "the meal"}
LANGUAGES = ("en", "es")

# One example of each remark about a person, with what is said of it.
ABOUT_PEOPLE = {
    Code.DISTANCE: ({"distance_m": 1_340}, "is 1.5 km away", "está a 1,5 km"),
    Code.REMOTE: ({}, "can help from home", "puede ayudar desde casa"),
    Code.LANGUAGE: ({"common": ("es", "hi")}, "speaks Spanish and हिन्दी", "habla español y हिन्दी"),
    Code.LOAD: (
        {"tasks": 1, "tasks_per_week": 1},
        "has 1 of 1 task this week",
        "tiene 1 de 1 tarea esta semana",
    ),
    Code.WISH: ({}, "fits a wish that we know of", "coincide con un deseo que conocemos"),
    Code.KEPT: ({"told": True}, "has been told of it already", "ya lo sabe"),
    Code.ONLY_ONE: ({}, "is the only one who can do it", "es la única persona que puede hacerlo"),
    Code.OTHER_POOL: ({}, "helps in another group", "ayuda en otro grupo"),
    Code.EXCLUDED: ({}, "cannot be asked for this one", "no puede recibir esta solicitud"),
    Code.PAUSED: ({}, "is taking a break", "está tomando un descanso"),
    Code.SKILL_MISSING: (
        {"missing": ("forms",)},
        "has not said they can: filling in forms",
        "no ha dicho que sabe: filling in forms",
    ),
    Code.REQUIREMENT_NOT_MET: ({}, "is not checked for this yet", "todavía no está verificada para esto"),
    Code.NO_VEHICLE: ({}, "has no car or van", "no tiene carro ni camioneta"),
    Code.NO_COMMON_LANGUAGE: (
        {"needed": ("es", "so")},
        "does not speak Spanish or Somali",
        "no habla español o somalí",
    ),
    Code.START_NOT_KNOWN: ({}, "has not said where they start from", "no ha dicho de dónde sale"),
    Code.TOO_FAR: (
        {"distance_m": 5_500, "radius_m": 4_000},
        "is 5.5 km away but goes up to 4 km",
        "está a 5,5 km, pero va hasta 4 km",
    ),
    Code.NO_TIME: (
        {"weekdays": (0, 1)},
        "does not have the time on Monday or Tuesday",
        "no tiene tiempo el lunes o el martes",
    ),
    Code.FULL: ({"tasks": 3, "tasks_per_week": 3}, "already has 3 of 3", "ya tiene 3 de 3"),
    Code.NEEDED_ELSEWHERE: ({"request_ids": ("p1", "p2")}, "is needed for the ride and the meal", ""),
    Code.HOURS_CLASH: ({}, "has another task at the same hours", "tiene otra tarea a la misma hora"),
    Code.BUSIER_THIS_WEEK: (
        {"tasks": 2, "tasks_per_week": 3},
        "has 2 of 3 with this plan",
        "tiene 2 de 3 con este plan",
    ),
    Code.BUSIER_BEFORE: (
        {"tasks": 5, "than_tasks": 2},
        "has been asked more often lately (5 to 2)",
        "ha ayudado más veces últimamente (5 frente a 2)",
    ),
    Code.SMALLER_LIMIT: (
        {"tasks_per_week": 1, "than_tasks_per_week": 3},
        "can take fewer tasks (1 a week)",
        "puede tomar menos tareas (1 por semana)",
    ),
    Code.FARTHER: (
        {"distance_m": 2_000, "than_m": 300},
        "is farther away (2 km, not less than 0.5 km)",
        "está más lejos (2 km, no menos de 0,5 km)",
    ),
    Code.LESS_WISHED: ({}, "fits less well with what people have told us", ""),
    Code.WEEK_OFF: ({}, "has kept that week free", "ha dejado libre esa semana"),
    Code.LEAD_NEEDED: ({"missing": ("moving",)}, "has not done this before", "no ha hecho esto antes"),
    Code.LESS_FITTING: (
        {},
        "comes after when all that people have told us is counted",
        "queda después al contar todo lo que la gente nos ha dicho",
    ),
    Code.LESS_SAID: (
        {},
        "has told us less about how they can help",
        "nos ha contado menos sobre cómo puede ayudar",
    ),
    Code.OTHER_TOLD: ({"told": True}, "would replace somebody who has been told already", ""),
    Code.AS_GOOD: ({}, "would be just as good, so chance decided", ""),
}


def about(*remarks, kind=Kind.NOT_CHOSEN, **more):
    """An explanation with these remarks."""
    return Explanation(kind=kind, request_id="p1", volunteer_id="v1", remarks=remarks, **more)


def speech(language="en", unit="km"):
    """How something is said."""
    return Speech(language, names=NAMES, words={}, unit=unit)


@pytest.mark.parametrize("code", ABOUT_PEOPLE)
def test_what_is_said_of_a_person(code):
    facts, english, spanish = ABOUT_PEOPLE[code]
    explanation = about(Remark(code=code, facts=facts))

    assert say(explanation, language="en", names=NAMES, words=WORDS) == f"Ana {english}."
    if spanish:
        assert say(explanation, language="es", names=NAMES, words=WORDS) == f"Ana {spanish}."
    assert say_details(explanation, language="en", names=NAMES, words=WORDS) == [english]


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        (Code.LOAD, {"tasks": 0, "tasks_per_week": 3}, "has no task yet this week"),
        (Code.LOAD, {"tasks": 0, "tasks_per_week": 3, "in_plan": 2}, "gets 2 tasks in this plan"),
        (Code.LEAD_NEEDED, {}, "has no car or van for all to go together"),
        (Code.LOAD, {"tasks": 1}, "has 1 task this week"),
        (Code.KEPT, {}, "was proposed in the plan before too"),
        (Code.OTHER_TOLD, {}, "would replace somebody whom the plan before proposed"),
        (Code.DISTANCE, {"distance_m": 0, "same_zip": True}, "is in the same ZIP code"),
        (Code.FARTHER, {"distance_m": 2_100, "than_m": 1_900}, "is a little farther away"),
        (
            Code.TOO_FAR,
            {"distance_m": 4_100, "radius_m": 4_000},
            "is a little farther away than they go (4 km)",
        ),
        (Code.LOAD, {"tasks": 2}, "has 2 tasks this week"),
        (Code.FULL, {"tasks": 0, "tasks_per_week": 0}, "takes no more tasks this week"),
        (Code.FULL, {"tasks": 1}, "takes no more tasks this week"),
        (Code.BUSIER_THIS_WEEK, {"tasks": 2}, "has 2 tasks with this plan"),
        (Code.NO_TIME, {"weekdays": ()}, "usually has no time then"),
        (Code.NO_TIME, {"weekdays": (0, 1, 2, 3)}, "usually has no time then"),
        (Code.SKILL_MISSING, {"missing": ("unknown",)}, "has not said they can do this"),
        (Code.NO_COMMON_LANGUAGE, {}, "speaks none of the languages asked for"),
        (Code.NEEDED_ELSEWHERE, {"request_ids": ("p7",)}, "is needed for another request"),
        (Code.NEEDED_ELSEWHERE, {"request_ids": ("p1", "p2", "p7")}, "is needed for 3 other requests"),
    ],
)
def test_what_is_not_known_is_not_made_up(code, facts, said):
    assert say(about(Remark(code=code, facts=facts)), language="en", names=NAMES) == f"Ana {said}."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code in Code if code not in {Code.LACKS, Code.FAILING}])
def test_every_code_can_be_said(code, language):
    facts = {"because": str(Code.TOO_FAR), "people": 2, "volunteer_ids": ("v1", "v2"), "needed_m": 6_000}
    kind = Kind.UNMET if code in list(Code)[list(Code).index(Code.PLACE_NOT_KNOWN) :] else Kind.NOT_CHOSEN
    if code is Code.NOBODY:
        facts = {"among": "", "because": (str(Code.TOO_FAR),)}
    remarks = [Remark(code=code, facts=facts)]
    if code is Code.ONE_MORE:
        remarks = [Remark(code=code, facts={"people": 2, "vehicle": True})]
    if code in {Code.WOULD_IF, Code.ONE_MORE}:
        remarks.insert(0, Remark(code=Code.NOBODY, facts={"among": "", "because": (str(Code.TOO_FAR),)}))

    sentence = say(about(*remarks, kind=kind), language=language, names=NAMES)

    assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ0-9].*\.", sentence)
    assert "None" not in sentence


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"people": 1, "requirements": ("childcare",), "weekdays": (1,)},
            "1 more person who is checked for this (childcare clearance) and is free on Tuesday could do it.",
        ),
        (
            {"people": 2, "skills": ("cooking",), "vehicle": True},
            "2 more people of whom each has a car or van and can do this (cooking) could do it.",
        ),
        ({"people": 1, "skills": ("unheard of",)}, "1 more person who can do this could do it."),
    ],
)
def test_what_somebody_new_would_have_to_bring(facts, said):
    nobody = Remark(code=Code.NOBODY, facts={"among": "", "because": (str(Code.TOO_FAR),)})
    explanation = about(nobody, Remark(code=Code.ONE_MORE, facts=facts), kind=Kind.UNMET)
    words = {"childcare": "childcare clearance", "cooking": "cooking"}

    assert say(explanation, language="en", names=NAMES, words=words).endswith(said)


@pytest.mark.parametrize(
    ("matter", "people", "said"),
    [
        ("more", 3, "3 people could, but all are full with requests that matter more."),
        ("as_much", 3, "3 people could, but all are full with requests that matter at least as much."),
        (
            "together",
            1,
            "1 person could, but is full with requests that matter more when all are taken together.",
        ),
    ],
)
def test_how_much_the_others_matter(matter, people, said):
    remark = Remark(code=Code.FULL_ELSEWHERE, facts={"people": people, "matter": matter})

    assert say(about(remark, kind=Kind.UNMET), language="en", names=NAMES) == said


@pytest.mark.parametrize(
    "among", ["too_far", "full", "no_time", "requirement_not_met", "no_vehicle", "skill_missing"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_among_whom_nobody_was_found(among, language):
    facts = {"among": among, "because": ("no_common_language", "paused"), "languages": ("es",)}
    sentence = say(
        about(Remark(code=Code.NOBODY, facts=facts), kind=Kind.UNMET), language=language, names=NAMES
    )

    ends = {
        "en": "speaks Spanish and is around just now.",
        "es": "habla español y está disponible estos días.",
    }
    begins = {"en": "Nobody ", "es": "Nadie "}
    assert sentence.startswith(begins[language])
    assert sentence.endswith(ends[language])
    assert len(sentence) > len(begins[language] + ends[language])


def test_among_those_who_speak_a_language():
    facts = {"among": "no_common_language", "because": ("no_time",), "languages": ("es",), "weekdays": (5,)}
    remark = Remark(code=Code.NOBODY, facts=facts)

    said = [say(about(remark, kind=Kind.UNMET), language=language, names=NAMES) for language in LANGUAGES]

    assert said == [
        "Nobody who speaks Spanish is free on Saturday.",
        "Nadie que hable español tiene tiempo el sábado.",
    ]


@pytest.mark.parametrize(
    ("experience", "language", "said"),
    [
        (("moving",), "en", "Nobody who has done this before is free on Saturday."),
        ((), "en", "Nobody who can take the others along is free on Saturday."),
        (("moving",), "es", "Nadie que haya hecho esto antes tiene tiempo el sábado."),
        ((), "es", "Nadie que pueda llevar a las demás personas tiene tiempo el sábado."),
    ],
)
def test_among_those_who_could_lead(experience, language, said):
    facts = {"among": "lead_needed", "because": ("no_time",), "experience": experience, "weekdays": (5,)}

    remark = Remark(code=Code.NOBODY, facts=facts)

    assert say(about(remark, kind=Kind.UNMET), language=language, names=NAMES) == said


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        (Code.LOAD, {"tasks": 0}, "has no task yet in the week of this request"),
        (Code.LOAD, {"tasks": 1}, "has 1 task in the week of this request"),
        (Code.LOAD, {"tasks": 2}, "has 2 tasks in the week of this request"),
        (Code.LOAD, {"tasks": 1, "tasks_per_week": 3}, "has 1 of 3 tasks in the week of this request"),
        (Code.FULL, {"tasks": 0}, "takes no more tasks in the week of this request"),
        (Code.FULL, {"tasks": 3, "tasks_per_week": 3}, "already has 3 of 3"),
    ],
)
def test_what_is_told_of_a_later_week_is_told_as_that_week(code, facts, said):
    remark = Remark(code=code, facts={**facts, "later": True})

    assert say(about(remark), language="en", names=NAMES) == f"Ana {said}."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "For everybody together it would cost as much as going 2 km more."),
        ({"at_least": True}, "For everybody together it would cost at least as much as going 2 km more."),
    ],
)
def test_what_it_would_cost_is_told_as_the_least_where_no_more_is_known(facts, said):
    explanation = about(Remark(code=Code.COSTS_MORE, facts={"more_m": 2_000, **facts}))

    assert say(explanation, language="en", names=NAMES) == f"Ana could do it. {said}"


def test_many_are_counted_and_few_are_named():
    def who(people, *ids):
        facts = {"because": "no_vehicle", "people": people, "volunteer_ids": ids}
        nobody = Remark(code=Code.NOBODY, facts={"among": "", "because": ("no_vehicle",)})
        explanation = about(nobody, Remark(code=Code.WOULD_IF, facts=facts), kind=Kind.UNMET)
        return say(explanation, language="es", names=NAMES).removeprefix("Nadie tiene carro o camioneta. ")

    assert who(1, "v1") == "Ana podría hacerlo con carro o camioneta."
    assert who(2, "v1", "v3") == "Ana e Inés podrían hacerlo con carro o camioneta."
    assert who(9, "v1", "v2", "v3") == "9 personas podrían hacerlo con carro o camioneta."
    assert who(1, "v9") == "1 persona podría hacerlo con carro o camioneta."


def test_what_keeps_how_many():
    remarks = [
        Remark(code=Code.FAILING, facts={"because": "no_vehicle", "people": 1}),
        Remark(code=Code.FAILING, facts={"because": "too_far", "people": 12}),
    ]
    explanation = about(*remarks, kind=Kind.UNMET, people_missing=2)

    assert say_details(explanation, language="en", names=NAMES) == [
        "1 person has no car or van",
        "it is too far for 12 people",
        "2 people are still missing",
    ]


def test_somebody_without_a_name_is_somebody():
    other = PassedOver(volunteer_id="v8", distance_m=300, reason=Remark(code=Code.FULL))
    explanation = about(Remark(code=Code.REMOTE), kind=Kind.CHOSEN, passed_over=(other,))

    assert say(explanation, language="en", names={}) == (
        "Somebody can help from home. Somebody is nearer (less than 0.5 km) but takes no more tasks this week."
    )


@pytest.mark.parametrize(
    ("distance_m", "kilometres", "miles"),
    [
        (0, "less than 0.5 km", "less than 0.5 mi"),
        (499, "less than 0.5 km", "less than 0.5 mi"),
        (500, "0.5 km", "less than 0.5 mi"),
        (1_000, "1 km", "0.5 mi"),
        (1_740, "1.5 km", "1 mi"),
        (9_740, "9.5 km", "6 mi"),
        (9_760, "10 km", "6 mi"),
        (17_400, "17 km", "11 mi"),
    ],
)
def test_distances(distance_m, kilometres, miles):
    assert speech().distance(distance_m) == kilometres
    assert speech(unit="mi").distance(distance_m) == miles


@pytest.mark.parametrize(("distance_m", "said"), [(4_000, "4 km"), (4_001, "4.5 km"), (10_001, "11 km")])
def test_a_distance_that_must_be_enough_is_rounded_up(distance_m, said):
    assert speech().distance(distance_m, at_least=True) == said


def test_lists_in_spanish_are_softened():
    assert speech("es").all_of(["Ana", "Inés"]) == "Ana e Inés"
    assert speech("es").all_of(["Ana", "Hielo"]) == "Ana y Hielo"
    assert speech("es").one_of(["español", "oromo"]) == "español u oromo"
    assert speech("en").all_of(["Ana", "Inés", "Luis"]) == "Ana, Inés and Luis"


def test_a_language_without_a_catalogue_is_said_in_english():
    assert say(about(Remark(code=Code.PAUSED)), language="fr", names=NAMES) == "Ana is taking a break."


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unit"):
        speech(unit="furlong")


@pytest.mark.parametrize("stored", [{"code": "no such code"}, {"code": "load", "tasks": {"a": 1}}])
def test_what_was_never_stored_is_refused(stored):
    with pytest.raises(ValueError, match=r"no such code|a fact cannot be"):
        Remark.from_json(stored)


@pytest.fixture(scope="module", params=[1, 2, 3])
def read_town(request):
    """A town with well over fifty proposals; they were printed once and read."""
    return small_town(request.param, requests=75, volunteers=55)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["km", "mi"])
def test_what_fifty_proposals_say(read_town, language, unit):
    explanations = read_town.explainer.explain_all()
    assert sum(one.kind is Kind.CHOSEN for one in explanations) >= 50

    for explanation in explanations:
        sentence = say(explanation, language=language, names=read_town.names, words=WORDS, unit=unit)

        assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ0-9].*[^ .,]\.", sentence), sentence
        assert not re.search(r"None|%|\b[pv]\d|\d{5}|  |\(\)|_| [.,]", sentence), sentence
        assert sentence.count("(") == sentence.count(")")
        assert len(sentence) <= 420


def test_the_numbers_are_those_of_the_tables(read_town):
    volunteers = {one.id: one for one in read_town.volunteers}
    distances = {
        (str(read_town.problem.requests.id[request]), str(read_town.problem.volunteers.id[volunteer])): int(
            way
        )
        for request, volunteer, way in zip(
            read_town.arcs.request, read_town.arcs.volunteer, read_town.arcs.distance_m, strict=True
        )
    }
    for explanation in read_town.explainer.explain_all():
        if explanation.kind is not Kind.CHOSEN:
            continue
        load, way = explanation.find(Code.LOAD), explanation.find(Code.DISTANCE)
        record = volunteers[explanation.volunteer_id]
        assert load.number("tasks") == record.load_this_week
        assert load.facts.get("tasks_per_week") == record.capacity_per_week
        if way:
            assert way.number("distance_m") == distances[explanation.request_id, explanation.volunteer_id]
        for other in explanation.passed_over:
            assert other.distance_m < way.number("distance_m")


@pytest.mark.parametrize(
    ("day", "english", "spanish"),
    [
        (0, "Monday", "el lunes"),
        (1, "Tuesday", "el martes"),
        (2, "Wednesday", "el miércoles"),
        (3, "Thursday", "el jueves"),
        (4, "Friday", "el viernes"),
        (5, "Saturday", "el sábado"),
        (6, "Sunday", "el domingo"),
    ],
)
def test_every_day_of_the_week(day, english, spanish):
    explanation = about(Remark(code=Code.NO_TIME, facts={"weekdays": (day,)}))

    assert say(explanation, language="en", names=NAMES) == f"Ana does not have the time on {english}."
    assert say(explanation, language="es", names=NAMES) == f"Ana no tiene tiempo {spanish}."


@pytest.mark.parametrize(
    ("needed", "sentence"),
    [
        (("moving",), "Ana has done this before, as one of them must have."),
        ((), "Ana has the car or van in which all can go."),
    ],
)
def test_why_somebody_leads(needed, sentence):
    explanation = about(Remark(code=Code.LEADS, facts={"needed": needed}), kind=Kind.CHOSEN)

    assert say(explanation, language="en", names=NAMES) == sentence


def test_what_it_would_take_is_said_with_what_stands_in_the_way():
    farther = Remark(code=Code.FARTHER, facts={"distance_m": 2_000, "than_m": 300})
    more = Remark(code=Code.COSTS_MORE, facts={"more_m": 1_000})

    assert say(about(farther, more), language="en", names=NAMES) == (
        "Ana could do it but is farther away (2 km, not less than 0.5 km). "
        "For everybody together it would cost as much as going 1 km more."
    )
    assert say(about(more), language="en", names=NAMES).startswith("Ana could do it. For everybody")


def test_before_a_place_is_known_nobody_is_compared():
    nowhere = Remark(code=Code.PLACE_NOT_KNOWN)

    assert say(about(nowhere), language="en", names=NAMES) == (
        "Nobody can be found before we know where this is."
    )
