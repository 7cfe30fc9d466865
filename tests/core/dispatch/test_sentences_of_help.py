"""What would help where nobody was found, and how many a rule keeps away, word for word in both languages."""

import pytest

from manyhands.core.dispatch.explanation import Code, Explanation, Kind, Remark
from manyhands.core.dispatch.sentences import say, say_details

NAMES = {"v1": "Ana", "v2": "Luis", "v3": "Inés", "v4": "Omar"}
WORDS = {"cooking": "cooking", "reference": "reference"}
NOBODY_NEAR = Remark(code=Code.NOBODY, facts={"among": "", "because": ("too_far",)})
NEAR = {"en": "Nobody is within reach. ", "es": "Nadie está lo bastante cerca. "}


def unmet(*remarks, missing=0):
    """The answer to why nobody was found."""
    return Explanation(kind=Kind.UNMET, request_id="p1", remarks=remarks, people_missing=missing)


def helps(code, facts, *, unit="km"):
    """What would help where nobody is near enough, in English and in Spanish."""
    explanation = unmet(NOBODY_NEAR, Remark(code=code, facts=facts))
    return tuple(
        say(explanation, language=language, names=NAMES, words=WORDS, unit=unit).removeprefix(near)
        for language, near in NEAR.items()
    )


@pytest.mark.parametrize(
    ("because", "facts", "english", "spanish_of_one", "spanish_of_many"),
    [
        (
            "full",
            {},
            "{who} could do it by taking one task more than planned this week.",
            "{who} podría hacerlo con una tarea más de lo previsto esta semana.",
            "{who} podrían hacerlo con una tarea más de lo previsto esta semana.",
        ),
        (
            "no_time",
            {},
            "{who} could do it at another time.",
            "{who} podría hacerlo en otro momento.",
            "{who} podrían hacerlo en otro momento.",
        ),
        (
            "requirement_not_met",
            {},
            "{who} could do it after being checked for it.",
            "{who} podría hacerlo después de la verificación.",
            "{who} podrían hacerlo después de la verificación.",
        ),
        (
            "lead_needed",
            {},
            "If all can get there by themselves, {who} could do it.",
            "Si cada quien puede llegar por su cuenta, {who} podría hacerlo.",
            "Si cada quien puede llegar por su cuenta, {who} podrían hacerlo.",
        ),
        (
            "lead_needed",
            {"experience": ("moving",)},
            "If it need not be somebody who has done this before, {who} could do it.",
            "Si no hace falta haber hecho esto antes, {who} podría hacerlo.",
            "Si no hace falta haber hecho esto antes, {who} podrían hacerlo.",
        ),
        (
            "no_vehicle",
            {},
            "{who} could do it with a car or van.",
            "{who} podría hacerlo con carro o camioneta.",
            "{who} podrían hacerlo con carro o camioneta.",
        ),
        (
            "no_common_language",
            {},
            "{who} could do it with somebody who interprets.",
            "{who} podría hacerlo con alguien que interprete.",
            "{who} podrían hacerlo con alguien que interprete.",
        ),
        (
            "skill_missing",
            {},
            "{who} could do it if somebody showed how.",
            "{who} podría hacerlo si alguien le enseña cómo.",
            "{who} podrían hacerlo si alguien les enseña cómo.",
        ),
        (
            "too_far",
            {"needed_m": 5_600, "radius_m": 4_000},
            "{who} could do it by going 6 km instead of 4 km.",
            "{who} podría hacerlo si va hasta 6 km en vez de 4 km.",
            "{who} podrían hacerlo si van hasta 6 km en vez de 4 km.",
        ),
        (
            "too_far",
            {"needed_m": 5_600},
            "{who} could do it by going up to 6 km.",
            "{who} podría hacerlo si va hasta 6 km.",
            "{who} podrían hacerlo si van hasta 6 km.",
        ),
        (
            "too_far",
            {"needed_m": 4_001, "radius_m": 4_000},
            "{who} could do it by going a little farther than planned.",
            "{who} podría hacerlo si va un poco más lejos de lo previsto.",
            "{who} podrían hacerlo si van un poco más lejos de lo previsto.",
        ),
        (
            # What is needed reads as 4.5 km, and so does how far they go.
            "too_far",
            {"needed_m": 4_450, "radius_m": 4_400},
            "{who} could do it by going a little farther than planned.",
            "{who} podría hacerlo si va un poco más lejos de lo previsto.",
            "{who} podrían hacerlo si van un poco más lejos de lo previsto.",
        ),
    ],
)
def test_what_would_help_one_and_many(because, facts, english, spanish_of_one, spanish_of_many):
    one = {"because": because, "people": 1, "volunteer_ids": ("v1",), **facts}
    two = one | {"people": 2, "volunteer_ids": ("v1", "v2")}

    assert helps(Code.WOULD_IF, one) == (english.format(who="Ana"), spanish_of_one.format(who="Ana"))
    assert helps(Code.WOULD_IF, two) == (
        english.format(who="Ana and Luis"),
        spanish_of_many.format(who="Ana y Luis"),
    )


@pytest.mark.parametrize(
    ("people", "volunteer_ids", "english", "spanish"),
    [
        (3, ("v1", "v2", "v3"), "Ana, Luis and Inés could", "Ana, Luis e Inés podrían"),
        (4, ("v1", "v2", "v3", "v4"), "4 people could", "4 personas podrían"),
        (2, ("v1", "unheard of"), "2 people could", "2 personas podrían"),
        (2, ("v1",), "2 people could", "2 personas podrían"),
        (1, (), "1 person could", "1 persona podría"),
    ],
)
def test_up_to_three_are_named_if_all_are_known(people, volunteer_ids, english, spanish):
    facts = {"because": "no_vehicle", "people": people, "volunteer_ids": volunteer_ids}

    assert helps(Code.WOULD_IF, facts) == (
        f"{english} do it with a car or van.",
        f"{spanish} hacerlo con carro o camioneta.",
    )


def test_the_way_that_would_help_is_told_in_the_readers_unit():
    facts = {
        "because": "too_far",
        "people": 1,
        "volunteer_ids": ("v1",),
        "needed_m": 9_000,
        "radius_m": 5_000,
    }

    assert helps(Code.WOULD_IF, facts, unit="mi") == (
        "Ana could do it by going 6 mi instead of 3 mi.",
        "Ana podría hacerlo si va hasta 6 mi en vez de 3 mi.",
    )


@pytest.mark.parametrize(
    ("facts", "english", "spanish"),
    [
        (
            {"people": 1, "vehicle": True},
            "1 more person who has a car or van could do it.",
            "1 persona más que tiene carro o camioneta podría hacerlo.",
        ),
        (
            {"people": 2, "vehicle": True},
            "2 more people of whom each has a car or van could do it.",
            "2 personas más, de las que cada una tiene carro o camioneta, podrían hacerlo.",
        ),
        (
            {"vehicle": False, "skills": ("cooking",)},
            "1 more person who can do this (cooking) could do it.",
            "1 persona más que sabe hacerlo (cooking) podría hacerlo.",
        ),
        (
            {"skills": ("unheard of",)},
            "1 more person who can do this could do it.",
            "1 persona más que sabe hacerlo podría hacerlo.",
        ),
        (
            {"requirements": ("reference",)},
            "1 more person who is checked for this (reference) could do it.",
            "1 persona más que tiene la verificación necesaria (reference) podría hacerlo.",
        ),
        (
            {"requirements": ("unheard of",)},
            "1 more person who is checked for this could do it.",
            "1 persona más que tiene la verificación necesaria podría hacerlo.",
        ),
        (
            {"languages": ("es", "vi"), "weekdays": (1,)},
            "1 more person who speaks Spanish or Vietnamese and is free on Tuesday could do it.",
            "1 persona más que habla español o vietnamita y tiene tiempo el martes podría hacerlo.",
        ),
        (
            {
                "weekdays": (5,),
                "languages": ("en",),
                "skills": ("cooking",),
                "requirements": ("reference",),
                "vehicle": True,
            },
            (
                "1 more person who has a car or van, is checked for this (reference), can do this (cooking), "
                "speaks English and is free on Saturday could do it."
            ),
            (
                "1 persona más que tiene carro o camioneta, tiene la verificación necesaria (reference), sabe "
                "hacerlo (cooking), habla inglés y tiene tiempo el sábado podría hacerlo."
            ),
        ),
    ],
)
def test_whom_it_would_take(facts, english, spanish):
    assert helps(Code.ONE_MORE, facts) == (english, spanish)


def test_what_those_who_are_there_could_do_comes_before_somebody_new():
    would = Remark(code=Code.WOULD_IF, facts={"because": "no_time", "people": 1, "volunteer_ids": ("v2",)})
    more = Remark(code=Code.ONE_MORE, facts={"people": 1, "vehicle": True})

    assert say(unmet(NOBODY_NEAR, more, would), language="en", names=NAMES) == (
        "Nobody is within reach. Luis could do it at another time."
    )
    assert say(unmet(), language="en", names=NAMES) == ""


@pytest.mark.parametrize(
    ("because", "english", "spanish"),
    [
        (
            "other_pool",
            ("1 person helps in another group", "2 people help in another group"),
            ("1 persona ayuda en otro grupo", "2 personas ayudan en otro grupo"),
        ),
        (
            "excluded",
            ("1 person cannot be asked for this one", "2 people cannot be asked for this one"),
            ("1 persona no puede recibir esta solicitud", "2 personas no pueden recibir esta solicitud"),
        ),
        (
            "paused",
            ("1 person is taking a break", "2 people are taking a break"),
            ("1 persona se está tomando un descanso", "2 personas se están tomando un descanso"),
        ),
        (
            "week_off",
            ("1 person has kept that week free", "2 people have kept that week free"),
            ("1 persona ha dejado libre esa semana", "2 personas han dejado libre esa semana"),
        ),
        (
            "skill_missing",
            ("1 person has not said they can do this", "2 people have not said they can do this"),
            ("1 persona no ha dicho que sabe hacerlo", "2 personas no han dicho que saben hacerlo"),
        ),
        (
            "requirement_not_met",
            ("1 person is not checked for this yet", "2 people are not checked for this yet"),
            ("1 persona todavía no tiene la verificación", "2 personas todavía no tienen la verificación"),
        ),
        (
            "no_vehicle",
            ("1 person has no car or van", "2 people have no car or van"),
            ("1 persona no tiene carro ni camioneta", "2 personas no tienen carro ni camioneta"),
        ),
        (
            "lead_needed",
            ("1 person cannot lead the others", "2 people cannot lead the others"),
            ("1 persona no puede guiar a las demás", "2 personas no pueden guiar a las demás"),
        ),
        (
            "no_common_language",
            ("1 person does not speak the language", "2 people do not speak the language"),
            ("1 persona no habla el idioma", "2 personas no hablan el idioma"),
        ),
        (
            "start_not_known",
            ("1 person has not said where they start from", "2 people have not said where they start from"),
            ("1 persona no ha dicho de dónde sale", "2 personas no han dicho de dónde salen"),
        ),
        (
            "too_far",
            ("it is too far for 1 person", "it is too far for 2 people"),
            ("está demasiado lejos para 1 persona", "está demasiado lejos para 2 personas"),
        ),
        (
            "no_time",
            ("1 person usually has no time then", "2 people usually have no time then"),
            (
                "1 persona normalmente no tiene tiempo entonces",
                "2 personas normalmente no tienen tiempo entonces",
            ),
        ),
        (
            "full",
            ("1 person has no time left this week", "2 people have no time left this week"),
            ("1 persona no tiene más tiempo esta semana", "2 personas no tienen más tiempo esta semana"),
        ),
    ],
)
def test_how_many_a_rule_keeps_away(because, english, spanish):
    kept_away = [Remark(code=Code.FAILING, facts={"because": because, "people": people}) for people in (1, 2)]
    explanation = unmet(NOBODY_NEAR, *kept_away, missing=0)

    assert tuple(say_details(explanation, language="en", names=NAMES)) == english
    assert tuple(say_details(explanation, language="es", names=NAMES)) == spanish


@pytest.mark.parametrize(
    ("missing", "english", "spanish"),
    [
        (1, "1 person is still missing", "todavía falta 1 persona"),
        (3, "3 people are still missing", "todavía faltan 3 personas"),
    ],
)
def test_how_many_are_still_to_be_found(missing, english, spanish):
    explanation = unmet(NOBODY_NEAR, missing=missing)

    assert say_details(explanation, language="en", names=NAMES) == [english]
    assert say_details(explanation, language="es", names=NAMES) == [spanish]
