"""Why nobody was found, word for word: one and many, in both languages."""

import pytest

from manyhands.core.dispatch.explanation import Code, Explanation, Kind, Remark
from manyhands.core.dispatch.sentences import say

WORDS = {"cooking": "cooking", "forms": "filling in forms"}


def said(code, facts):
    """One reason, in English and in Spanish."""
    explanation = Explanation(kind=Kind.UNMET, request_id="p1", remarks=(Remark(code=code, facts=facts),))
    return tuple(say(explanation, language=language, names={}, words=WORDS) for language in ("en", "es"))


@pytest.mark.parametrize(
    ("code", "facts", "english", "spanish"),
    [
        (
            Code.PLACE_NOT_KNOWN,
            {},
            "Nobody can be found before we know where this is.",
            "No podemos buscar a nadie hasta saber dónde es.",
        ),
        (
            Code.NOBODY_IN_GROUP,
            {},
            "Nobody has joined to help yet.",
            "Todavía no se ha apuntado nadie para ayudar.",
        ),
        (
            Code.EVERYBODY_PAUSED,
            {},
            "Everybody who helps is taking a break.",
            "Todas las personas que ayudan se están tomando un descanso.",
        ),
        (
            Code.EVERYBODY_FULL,
            {},
            "Everybody who helps has no time left this week, or is taking a break.",
            "Nadie de quienes ayudan tiene más tiempo esta semana, o se están tomando un descanso.",
        ),
        (
            Code.NOT_WORTH_IT,
            {},
            "Somebody could, but the weights of this plan count the effort more than the request.",
            "Alguien podría, pero los pesos de este plan cuentan el esfuerzo más que la solicitud.",
        ),
        (
            Code.TOO_FEW_PEOPLE,
            {"needed": 3, "could": 1},
            "This needs 3 people, and 1 person can do it.",
            "Hacen falta 3 personas, y puede hacerlo 1 persona.",
        ),
        (
            Code.TOO_FEW_PEOPLE,
            {"needed": 5, "could": 2},
            "This needs 5 people, and 2 people can do it.",
            "Hacen falta 5 personas, y pueden hacerlo 2 personas.",
        ),
        (
            Code.HOURS_TAKEN,
            {"people": 1},
            "1 person could, but has another task at the same hours.",
            "1 persona podría, pero tiene otra tarea a la misma hora.",
        ),
        (
            Code.HOURS_TAKEN,
            {"people": 4},
            "4 people could, but have other tasks at the same hours.",
            "4 personas podrían, pero tienen otras tareas a la misma hora.",
        ),
        (
            Code.FULL_ELSEWHERE,
            {"people": 1, "matter": "more"},
            "1 person could, but is full with requests that matter more.",
            "1 persona podría, pero tiene la semana llena con solicitudes que importan más.",
        ),
        (
            Code.FULL_ELSEWHERE,
            {"people": 2, "matter": "more"},
            "2 people could, but all are full with requests that matter more.",
            "2 personas podrían, pero todas tienen la semana llena con solicitudes que importan más.",
        ),
        (
            Code.FULL_ELSEWHERE,
            {"people": 1, "matter": "as_much"},
            "1 person could, but is full with requests that matter at least as much.",
            "1 persona podría, pero tiene la semana llena con solicitudes que importan al menos igual.",
        ),
        (
            Code.FULL_ELSEWHERE,
            {"people": 2, "matter": "as_much"},
            "2 people could, but all are full with requests that matter at least as much.",
            "2 personas podrían, pero todas tienen la semana llena con solicitudes que importan al menos igual.",
        ),
        (
            Code.FULL_ELSEWHERE,
            {"people": 1, "matter": "together"},
            "1 person could, but is full with requests that matter more when all are taken together.",
            "1 persona podría, pero tiene la semana llena con solicitudes que en conjunto importan más.",
        ),
        (
            Code.FULL_ELSEWHERE,
            {"people": 2, "matter": "together"},
            "2 people could, but all are full with requests that matter more when all are taken together.",
            "2 personas podrían, pero todas tienen la semana llena con solicitudes que en conjunto importan más.",
        ),
    ],
)
def test_what_stands_in_the_way_of_everybody(code, facts, english, spanish):
    assert said(code, facts) == (english, spanish)


@pytest.mark.parametrize(
    ("because", "facts", "english", "spanish"),
    [
        ("excluded", {}, "can be asked for this one", "puede recibir esta solicitud"),
        ("paused", {}, "is around just now", "está disponible estos días"),
        ("week_off", {}, "is around that week", "está disponible esa semana"),
        ("lead_needed", {"experience": ("moving",)}, "has done this before", "ha hecho esto antes"),
        (
            "lead_needed",
            {},
            "has a car or van for all to go together",
            "tiene carro o camioneta para ir en grupo",
        ),
        ("skill_missing", {}, "has said they can do this", "ha dicho que sabe hacerlo"),
        (
            "skill_missing",
            {"skills": ("unheard of",)},
            "has said they can do this",
            "ha dicho que sabe hacerlo",
        ),
        (
            "skill_missing",
            {"skills": ("cooking", "forms")},
            "has said they can do this (cooking and filling in forms)",
            "ha dicho que sabe hacerlo (cooking y filling in forms)",
        ),
        ("requirement_not_met", {}, "is checked for this", "tiene la verificación necesaria"),
        (
            "requirement_not_met",
            {"requirements": ("reference",)},
            "is checked for this",
            "tiene la verificación necesaria",
        ),
        ("no_vehicle", {}, "has a car or van", "tiene carro o camioneta"),
        ("no_common_language", {}, "speaks the language asked for", "habla el idioma que se pide"),
        (
            "no_common_language",
            {"languages": ("es", "so")},
            "speaks Spanish or Somali",
            "habla español o somalí",
        ),
        ("start_not_known", {}, "has said where they start from", "ha dicho de dónde sale"),
        ("too_far", {}, "is within reach", "está lo bastante cerca"),
        ("full", {}, "has time left this week", "tiene tiempo esta semana"),
        ("no_time", {}, "is free then", "tiene tiempo entonces"),
        ("no_time", {"weekdays": (0, 1, 2, 3)}, "is free then", "tiene tiempo entonces"),
        (
            "no_time",
            {"weekdays": (0, 2, 4)},
            "is free on Monday, Wednesday or Friday",
            "tiene tiempo el lunes, el miércoles o el viernes",
        ),
    ],
)
def test_what_nobody_meets(because, facts, english, spanish):
    facts = {"among": "", "because": (because,), **facts}

    assert said(Code.NOBODY, facts) == (f"Nobody {english}.", f"Nadie {spanish}.")


@pytest.mark.parametrize(
    ("among", "facts", "english", "spanish"),
    [
        ("too_far", {}, "Nobody within reach", "Nadie que esté cerca"),
        ("full", {}, "Nobody with time left this week", "Nadie que tenga tiempo esta semana"),
        ("no_time", {}, "Nobody who is free then", "Nadie que tenga tiempo entonces"),
        (
            "no_time",
            {"weekdays": (0, 6)},
            "Nobody who is free on Monday or Sunday",
            "Nadie que tenga tiempo el lunes o el domingo",
        ),
        ("requirement_not_met", {}, "Nobody who is checked for this", "Nadie con la verificación necesaria"),
        (
            "lead_needed",
            {},
            "Nobody who can take the others along",
            "Nadie que pueda llevar a las demás personas",
        ),
        (
            "lead_needed",
            {"experience": ("moving",)},
            "Nobody who has done this before",
            "Nadie que haya hecho esto antes",
        ),
        ("no_vehicle", {}, "Nobody with a car or van", "Nadie con carro o camioneta"),
        (
            "no_common_language",
            {"languages": ("ne", "my")},
            "Nobody who speaks Nepali or Burmese",
            "Nadie que hable nepalí o birmano",
        ),
        ("skill_missing", {}, "Nobody who knows how", "Nadie que sepa hacerlo"),
    ],
)
def test_among_whom_nobody_meets_what_is_left(among, facts, english, spanish):
    """Several things are each named: nobody meets all of them at once."""
    facts = {"among": among, "because": ("excluded", "paused", "week_off"), **facts}

    assert said(Code.NOBODY, facts) == (
        f"{english} can be asked for this one, is around just now and is around that week.",
        f"{spanish} puede recibir esta solicitud, está disponible estos días y está disponible esa semana.",
    )


@pytest.mark.parametrize(
    ("among", "english", "spanish"),
    [
        (
            "",
            "Of those who can be asked now, nobody has a car or van.",
            "De quienes pueden recibir la solicitud ahora, nadie tiene carro o camioneta.",
        ),
        (
            "full",
            "Of those who can be asked now, nobody with time left this week has a car or van.",
            "De quienes pueden recibir la solicitud ahora, nadie que tenga tiempo esta semana tiene carro o camioneta.",
        ),
    ],
)
def test_where_those_with_a_break_are_left_aside_it_is_said(among, english, spanish):
    facts = {"among": among, "because": ("no_vehicle",), "of_askable": True}

    assert said(Code.NOBODY, facts) == (english, spanish)
