"""What is said of one person and of those beside them, word for word in both languages."""

import pytest

from manyhands.core.dispatch.explanation import Code, Explanation, Kind, PassedOver, Remark
from manyhands.core.dispatch.sentences import say, say_details
from manyhands.core.dispatch.sentences.speech import Speech

NAMES = {"v1": "Ana", "v2": "Luis", "v3": "Inés", "p1": "the ride", "p2": "the meal", "p3": "the call"}


def why(*remarks, kind=Kind.NOT_CHOSEN, volunteer_id="v1", **more):
    """The answer to why it is this person, or not."""
    return Explanation(kind=kind, request_id="p1", volunteer_id=volunteer_id, remarks=remarks, **more)


def said(explanation, **how):
    """An answer in English and in Spanish."""
    return tuple(say(explanation, language=language, names=NAMES, **how) for language in ("en", "es"))


def speech(language, *, unit="km", words=None):
    """How something is said."""
    return Speech(language, names=NAMES, words=words or {}, unit=unit)


@pytest.mark.parametrize(
    ("code", "facts", "english", "spanish"),
    [
        (
            Code.LOAD,
            {"tasks": 0, "tasks_per_week": 3},
            "has no task yet this week",
            "todavía no tiene tareas esta semana",
        ),
        (
            Code.LOAD,
            {"tasks": 0, "in_plan": 1},
            "gets 1 task in this plan",
            "recibe 1 tarea en este plan",
        ),
        (
            Code.LOAD,
            {"tasks": 3, "in_plan": 2, "later": True},
            "gets 2 tasks in this plan",
            "recibe 2 tareas en este plan",
        ),
        (Code.LOAD, {"tasks": 1}, "has 1 task this week", "tiene 1 tarea esta semana"),
        (Code.LOAD, {"tasks": 2}, "has 2 tasks this week", "tiene 2 tareas esta semana"),
        (
            Code.LOAD,
            {"tasks": 1, "tasks_per_week": 3},
            "has 1 of 3 tasks this week",
            "tiene 1 de 3 tareas esta semana",
        ),
        (
            Code.LOAD,
            {"tasks": 0, "later": True},
            "has no task yet in the week of this request",
            "todavía no tiene tareas en la semana de esta solicitud",
        ),
        (
            Code.LOAD,
            {"tasks": 1, "later": True},
            "has 1 task in the week of this request",
            "tiene 1 tarea en la semana de esta solicitud",
        ),
        (
            Code.LOAD,
            {"tasks": 2, "later": True},
            "has 2 tasks in the week of this request",
            "tiene 2 tareas en la semana de esta solicitud",
        ),
        (
            Code.LOAD,
            {"tasks": 1, "tasks_per_week": 1, "later": True},
            "has 1 of 1 task in the week of this request",
            "tiene 1 de 1 tarea en la semana de esta solicitud",
        ),
        (
            Code.LOAD,
            {"tasks": 1, "tasks_per_week": 4, "later": True},
            "has 1 of 4 tasks in the week of this request",
            "tiene 1 de 4 tareas en la semana de esta solicitud",
        ),
        (
            Code.FULL,
            {"tasks": 2, "tasks_per_week": 0},
            "takes no more tasks this week",
            "no toma más tareas esta semana",
        ),
        (
            Code.FULL,
            {"tasks": 0, "tasks_per_week": 2, "later": True},
            "takes no more tasks in the week of this request",
            "no toma más tareas en la semana de esta solicitud",
        ),
        (
            Code.FULL,
            {"tasks": 2, "tasks_per_week": 3, "later": True},
            "already has 2 of 3",
            "ya tiene 2 de 3",
        ),
        (
            Code.BUSIER_THIS_WEEK,
            {"tasks": 1},
            "has 1 task with this plan",
            "tiene 1 tarea con este plan",
        ),
        (
            Code.BUSIER_THIS_WEEK,
            {"tasks": 2},
            "has 2 tasks with this plan",
            "tiene 2 tareas con este plan",
        ),
        (
            Code.SMALLER_LIMIT,
            {"tasks_per_week": 2},
            "can take fewer tasks (2 a week)",
            "puede tomar menos tareas (2 por semana)",
        ),
        (
            Code.SKILL_MISSING,
            {"missing": ("unheard of",)},
            "has not said they can do this",
            "no ha dicho que sabe hacerlo",
        ),
        (
            Code.LEAD_NEEDED,
            {"missing": ()},
            "has no car or van for all to go together",
            "no tiene carro ni camioneta para ir en grupo",
        ),
        (
            Code.NO_COMMON_LANGUAGE,
            {},
            "speaks none of the languages asked for",
            "no habla ninguno de los idiomas que se piden",
        ),
        (
            Code.NO_TIME,
            {"weekdays": ()},
            "usually has no time then",
            "normalmente no tiene tiempo entonces",
        ),
        (
            Code.DISTANCE,
            {"distance_m": 100, "same_zip": True},
            "is in the same ZIP code",
            "está en el mismo código postal",
        ),
        (Code.DISTANCE, {"distance_m": 100}, "is less than 0.5 km away", "está a menos de 0,5 km"),
        (Code.KEPT, {}, "was proposed in the plan before too", "ya estaba en el plan anterior"),
        (
            Code.OTHER_TOLD,
            {},
            "would replace somebody whom the plan before proposed",
            "ocuparía el lugar de alguien del plan anterior",
        ),
        (
            Code.OTHER_TOLD,
            {"told": True},
            "would replace somebody who has been told already",
            "ocuparía el lugar de alguien que ya lo sabe",
        ),
        (
            Code.TOO_FAR,
            {"distance_m": 4_100, "radius_m": 4_000},
            "is a little farther away than they go (4 km)",
            "está un poco más lejos de lo que va (4 km)",
        ),
        (
            Code.FARTHER,
            {"distance_m": 2_100, "than_m": 1_900},
            "is a little farther away",
            "está un poco más lejos",
        ),
        (
            Code.NEEDED_ELSEWHERE,
            {"request_ids": ("p1", "p2")},
            "is needed for the ride and the meal",
            "hace falta para the ride y the meal",
        ),
        (
            Code.NEEDED_ELSEWHERE,
            {"request_ids": ("p1", "p2", "p3")},
            "is needed for 3 other requests",
            "hace falta para otras 3 solicitudes",
        ),
        (
            Code.NEEDED_ELSEWHERE,
            {"request_ids": ("p1", "p7")},
            "is needed for 2 other requests",
            "hace falta para otras 2 solicitudes",
        ),
        (
            Code.NEEDED_ELSEWHERE,
            {"request_ids": ("p7",)},
            "is needed for another request",
            "hace falta para otra solicitud",
        ),
        (
            Code.LESS_WISHED,
            {},
            "fits less well with what people have told us",
            "coincide menos con lo que nos han dicho",
        ),
        (
            Code.AS_GOOD,
            {},
            "would be just as good, so chance decided",
            "serviría igual de bien, así que decidió el azar",
        ),
    ],
)
def test_what_is_said_of_somebody(code, facts, english, spanish):
    assert said(why(Remark(code=code, facts=facts))) == (f"Ana {english}.", f"Ana {spanish}.")


@pytest.mark.parametrize(
    ("needed", "english", "spanish"),
    [
        (
            ("moving",),
            "Ana has done this before, as one of them must have.",
            "Ana ya lo ha hecho antes, como hace falta de alguien del grupo.",
        ),
        (
            (),
            "Ana has the car or van in which all can go.",
            "Ana tiene el carro o la camioneta en que caben todas las personas.",
        ),
    ],
)
def test_why_somebody_leads(needed, english, spanish):
    assert said(why(Remark(code=Code.LEADS, facts={"needed": needed}), kind=Kind.CHOSEN)) == (
        english,
        spanish,
    )


def test_those_who_are_nearer_are_named_with_the_reason():
    others = (
        PassedOver(
            volunteer_id="v2",
            distance_m=400,
            reason=Remark(code=Code.FULL, facts={"tasks": 3, "tasks_per_week": 3}),
        ),
        PassedOver(
            volunteer_id="v3",
            distance_m=1_000,
            reason=Remark(code=Code.TOO_FAR, facts={"distance_m": 1_000, "radius_m": 500}),
        ),
        PassedOver(volunteer_id="v9", distance_m=1_100, reason=Remark(code=Code.PAUSED)),
    )
    explanation = why(
        Remark(code=Code.DISTANCE, facts={"distance_m": 2_000}), kind=Kind.CHOSEN, passed_over=others
    )

    english, spanish = said(explanation)
    assert english == (
        "Ana is 2 km away. Luis is nearer (less than 0.5 km) but already has 3 of 3. "
        "Inés is nearer (1 km) but goes up to 0.5 km. Somebody is nearer (1 km) but is taking a break."
    )
    assert spanish == (
        "Ana está a 2 km. Luis está más cerca (menos de 0,5 km), pero ya tiene 3 de 3. "
        "Inés está más cerca (1 km), pero va hasta 0,5 km. Alguien está más cerca (1 km), pero está tomando un "
        "descanso."
    )
    assert say_details(explanation, language="es", names=NAMES, unit="mi") == [
        "está a 1 mi",
        "Luis está más cerca (menos de 0,5 mi), pero ya tiene 3 de 3.",
        "Inés está más cerca (0,5 mi), pero va hasta menos de 0,5 mi.",
        "Alguien está más cerca (0,5 mi), pero está tomando un descanso.",
    ]


@pytest.mark.parametrize(
    ("main_languages", "common", "english"),
    [
        ((), ("en",), "Ana speaks English and can help from home."),
        (("en",), ("en",), "Ana can help from home."),
        (("en",), ("es", "en"), "Ana can help from home."),
        (("en", "fr"), ("es",), "Ana speaks Spanish and can help from home."),
    ],
)
def test_a_language_that_everybody_speaks_says_nothing(main_languages, common, english):
    explanation = why(
        Remark(code=Code.LANGUAGE, facts={"common": common}), Remark(code=Code.REMOTE), kind=Kind.CHOSEN
    )

    assert say(explanation, language="en", names=NAMES, main_languages=main_languages) == english


@pytest.mark.parametrize(
    ("remarks", "english", "spanish"),
    [
        (
            [Remark(code=Code.WOULD_LEAVE, facts={"request_ids": ("p2", "p3")})],
            "Ana could do it. Then somebody would be missing for the meal and the call.",
            "Ana podría hacerlo. Entonces faltaría alguien para the meal y the call.",
        ),
        (
            [Remark(code=Code.WOULD_LEAVE, facts={"request_ids": ("p9",)})],
            "Ana could do it. Then somebody would be missing for another request.",
            "Ana podría hacerlo. Entonces faltaría alguien para otra solicitud.",
        ),
        (
            [Remark(code=Code.WOULD_LEAVE)],
            "Ana could do it. Then somebody would be missing for another request.",
            "Ana podría hacerlo. Entonces faltaría alguien para otra solicitud.",
        ),
        (
            [Remark(code=Code.WOULD_LEAVE, facts={"request_ids": ("p2", "p9")})],
            "Ana could do it. Then somebody would be missing for other requests.",
            "Ana podría hacerlo. Entonces faltaría alguien para otras solicitudes.",
        ),
        (
            [
                Remark(code=Code.BUSIER_BEFORE, facts={"tasks": 5, "than_tasks": 2}),
                Remark(code=Code.LESS_SAID),
                Remark(code=Code.COSTS_MORE, facts={"more_m": 1_500, "at_least": True}),
                Remark(code=Code.WOULD_LEAVE, facts={"request_ids": ("p2",)}),
            ],
            (
                "Ana could do it but has been asked more often lately (5 to 2) and has told us less about how they "
                "can help. Then somebody would be missing for the meal. For everybody together it would cost at "
                "least as much as going 1.5 km more."
            ),
            (
                "Ana podría hacerlo, pero ha ayudado más veces últimamente (5 frente a 2) y nos ha contado menos "
                "sobre cómo puede ayudar. Entonces faltaría alguien para the meal. Para todas las personas juntas "
                "costaría al menos tanto como recorrer 1,5 km más."
            ),
        ),
        (
            [Remark(code=Code.COSTS_MORE, facts={"more_m": 12_400})],
            "Ana could do it. For everybody together it would cost as much as going 12 km more.",
            "Ana podría hacerlo. Para todas las personas juntas costaría tanto como recorrer 12 km más.",
        ),
    ],
)
def test_what_it_would_mean_for_the_others(remarks, english, spanish):
    assert said(why(*remarks)) == (english, spanish)


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("en", "English", "inglés"),
        ("es", "Spanish", "español"),
        ("ar", "Arabic", "árabe"),
        ("fr", "French", "francés"),
        ("ht", "Haitian Creole", "criollo haitiano"),
        ("my", "Burmese", "birmano"),
        ("ne", "Nepali", "nepalí"),
        ("pt", "Portuguese", "portugués"),
        ("ru", "Russian", "ruso"),
        ("so", "Somali", "somalí"),
        ("sw", "Swahili", "suajili"),
        ("vi", "Vietnamese", "vietnamita"),
        ("zh", "Chinese", "chino"),
        ("hi", "हिन्दी", "हिन्दी"),
        ("xx", "xx", "xx"),
    ],
)
def test_languages_are_named_in_the_readers(code, english, spanish):
    assert speech("en").languages([code]) == english
    assert speech("es").languages([code]) == spanish


def test_a_word_of_the_readers_own_goes_before():
    own = {"es": "Castellano", "yua": "Maya"}

    assert speech("en", words=own).languages(["es", "yua", "en"]) == "Castellano, Maya and English"
    assert (
        speech("es", words=own).languages(["en", "es", "yua"], is_choice=True) == "inglés, Castellano o Maya"
    )


@pytest.mark.parametrize(
    ("parts", "both", "either"),
    [
        ([], "", ""),
        (["Ana"], "Ana", "Ana"),
        (["Ana", "Luis"], "Ana y Luis", "Ana o Luis"),
        (["Luis", "Ana", "Inés"], "Luis, Ana e Inés", "Luis, Ana o Inés"),
        (["Luis", "Hilda"], "Luis e Hilda", "Luis o Hilda"),
        (["Luis", "íñigo"], "Luis e íñigo", "Luis o íñigo"),
        (["agua", "hielo"], "agua y hielo", "agua o hielo"),
        (["Ana", "Omar"], "Ana y Omar", "Ana u Omar"),
        (["uno", "Óscar"], "uno y Óscar", "uno u Óscar"),
        (["uno", "hotel"], "uno y hotel", "uno u hotel"),
    ],
)
def test_lists_sound_right_in_spanish(parts, both, either):
    assert (speech("es").all_of(parts), speech("es").one_of(parts)) == (both, either)


def test_lists_in_english_are_never_softened():
    assert speech("en").all_of(["Ana", "Inés"]) == "Ana and Inés"
    assert speech("en").one_of(["Ana", "Luis", "Omar"]) == "Ana, Luis or Omar"


@pytest.mark.parametrize(
    ("distance_m", "kilometres", "miles"),
    [(100, "menos de 0,5 km", "menos de 0,5 mi"), (1_500, "1,5 km", "1 mi"), (2_500, "2,5 km", "1,5 mi")],
)
def test_a_distance_has_the_readers_decimal_mark(distance_m, kilometres, miles):
    assert speech("es").distance(distance_m) == kilometres
    assert speech("es", unit="mi").distance(distance_m) == miles


def test_a_language_is_known_by_any_of_its_tags():
    assert speech("es-MX").gettext("Somebody") == "Alguien"
    assert speech("es_US").all_of(["Ana", "Inés"]) == "Ana e Inés"


def test_an_unknown_unit_is_named():
    with pytest.raises(ValueError, match=r"""^the unit must be "km" or "mi", not 'furlong'$"""):
        speech("en", unit="furlong")
