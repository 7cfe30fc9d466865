"""Why nobody was found, in words, and what would help."""

from collections.abc import Callable, Mapping

from manyhands.core.dispatch.explanation import Code, Remark
from manyhands.core.dispatch.sentences.speech import Speech

_MOST_NAMES = 3
Sentence = Callable[[Speech, Remark], str]


def main_reason(speech: Speech, remark: Remark) -> str:
    """Return the sentence about what stands in the way."""
    return _SENTENCES[remark.code](speech, remark)


def _too_few(speech: Speech, remark: Remark) -> str:
    could, needed = remark.number("could"), remark.number("needed")
    return speech.ngettext(
        "This needs %(needed)d people, and %(could)d person can do it.",
        "This needs %(needed)d people, and %(could)d people can do it.",
        could,
        needed=needed,
        could=could,
    )


def _full_elsewhere(speech: Speech, remark: Remark) -> str:
    people, matter = remark.number("people"), remark.facts.get("matter")
    if matter == "more":
        return speech.ngettext(
            "%(people)d person could, but is full with requests that matter more.",
            "%(people)d people could, but all are full with requests that matter more.",
            people,
            people=people,
        )
    if matter == "as_much":
        return speech.ngettext(
            "%(people)d person could, but is full with requests that matter at least as much.",
            "%(people)d people could, but all are full with requests that matter at least as much.",
            people,
            people=people,
        )
    return speech.ngettext(
        "%(people)d person could, but is full with requests that matter more when all are taken together.",
        "%(people)d people could, but all are full with requests that matter more when all are taken together.",
        people,
        people=people,
    )


def _hours_taken(speech: Speech, remark: Remark) -> str:
    people = remark.number("people")
    return speech.ngettext(
        "%(people)d person could, but has another task at the same hours.",
        "%(people)d people could, but have other tasks at the same hours.",
        people,
        people=people,
    )


def _nobody(speech: Speech, remark: Remark) -> str:
    """Return "Nobody within reach has a car or van and is free on Tuesday."."""
    what = speech.all_of([_meets(speech, Code(code), remark) for code in remark.texts("because")])
    among = remark.facts.get("among")
    if among:
        sentence = _AMONG[Code(str(among))](speech, remark) % {"what": what}
    else:
        sentence = speech.gettext("Nobody %(what)s.", what=what)
    if not remark.flag("of_askable"):
        return sentence
    return speech.gettext(
        "Of those who can be asked now, %(nobody)s", nobody=sentence[:1].lower() + sentence[1:]
    )


def _among_free(speech: Speech, remark: Remark) -> str:
    days = speech.days(remark.numbers("weekdays"))
    pattern = speech.gettext("Nobody who is free on %(days)s %(what)s.")
    return (
        pattern % {"days": days, "what": "%(what)s"}
        if days
        else speech.gettext("Nobody who is free then %(what)s.")
    )


def _among_speakers(speech: Speech, remark: Remark) -> str:
    languages = speech.languages(remark.texts("languages"), is_choice=True)
    pattern = speech.gettext("Nobody who speaks %(languages)s %(what)s.")
    return pattern % {"languages": languages, "what": "%(what)s"}


def _among_leads(speech: Speech, remark: Remark) -> str:
    if remark.texts("experience"):
        return speech.gettext("Nobody who has done this before %(what)s.")
    return speech.gettext("Nobody who can take the others along %(what)s.")


_AMONG: Mapping[Code, Sentence] = {
    Code.TOO_FAR: lambda speech, _: speech.gettext("Nobody within reach %(what)s."),
    Code.FULL: lambda speech, _: speech.gettext("Nobody with time left this week %(what)s."),
    Code.NO_TIME: _among_free,
    Code.REQUIREMENT_NOT_MET: lambda speech, _: speech.gettext("Nobody who is checked for this %(what)s."),
    Code.LEAD_NEEDED: _among_leads,
    Code.NO_VEHICLE: lambda speech, _: speech.gettext("Nobody with a car or van %(what)s."),
    Code.NO_COMMON_LANGUAGE: _among_speakers,
    Code.SKILL_MISSING: lambda speech, _: speech.gettext("Nobody who knows how %(what)s."),
}


def _leads(speech: Speech, remark: Remark) -> str:
    if remark.texts("experience"):
        return speech.gettext("has done this before")
    return speech.gettext("has a car or van for all to go together")


def _meets(speech: Speech, code: Code, remark: Remark) -> str:
    """Return what it is to meet a rule: "has a car or van"."""
    if code is Code.NO_TIME:
        days = speech.days(remark.numbers("weekdays"))
        return speech.gettext("is free on %(days)s", days=days) if days else speech.gettext("is free then")
    if code is Code.NO_COMMON_LANGUAGE and remark.texts("languages"):
        languages = speech.languages(remark.texts("languages"), is_choice=True)
        return speech.gettext("speaks %(languages)s", languages=languages)
    if code is Code.SKILL_MISSING and (skills := speech.words_for(remark.texts("skills"))):
        return speech.gettext("has said they can do this (%(skills)s)", skills=skills)
    plain = {
        Code.EXCLUDED: speech.gettext("can be asked for this one"),
        Code.PAUSED: speech.gettext("is around just now"),
        Code.WEEK_OFF: speech.gettext("is around that week"),
        Code.LEAD_NEEDED: _leads(speech, remark),
        Code.SKILL_MISSING: speech.gettext("has said they can do this"),
        Code.REQUIREMENT_NOT_MET: speech.gettext("is checked for this"),
        Code.NO_VEHICLE: speech.gettext("has a car or van"),
        Code.NO_COMMON_LANGUAGE: speech.gettext("speaks the language asked for"),
        Code.START_NOT_KNOWN: speech.gettext("has said where they start from"),
        Code.TOO_FAR: speech.gettext("is within reach"),
        Code.FULL: speech.gettext("has time left this week"),
    }
    return plain[code]


def relaxation(speech: Speech, remark: Remark) -> str:
    """Return what would help: "Ana could do it by going 6 km instead of 4 km."."""
    people, code = remark.number("people"), Code(str(remark.facts["because"]))
    who = _who(speech, remark)
    if code is Code.TOO_FAR:
        return _farther(speech, remark, who)
    patterns = {
        Code.FULL: speech.ngettext(
            "%(who)s could do it by taking one task more than planned this week.",
            "%(who)s could do it by taking one task more than planned this week.",
            people,
        ),
        Code.NO_TIME: speech.ngettext(
            "%(who)s could do it at another time.", "%(who)s could do it at another time.", people
        ),
        Code.REQUIREMENT_NOT_MET: speech.ngettext(
            "%(who)s could do it after being checked for it.",
            "%(who)s could do it after being checked for it.",
            people,
        ),
        Code.LEAD_NEEDED: _without_a_lead(speech, remark, people),
        Code.NO_VEHICLE: speech.ngettext(
            "%(who)s could do it with a car or van.", "%(who)s could do it with a car or van.", people
        ),
        Code.NO_COMMON_LANGUAGE: speech.ngettext(
            "%(who)s could do it with somebody who interprets.",
            "%(who)s could do it with somebody who interprets.",
            people,
        ),
        Code.SKILL_MISSING: speech.ngettext(
            "%(who)s could do it if somebody showed how.",
            "%(who)s could do it if somebody showed how.",
            people,
        ),
    }
    return patterns[code] % {"who": who}


def _without_a_lead(speech: Speech, remark: Remark, people: int) -> str:
    if remark.texts("experience"):
        return speech.ngettext(
            "If it need not be somebody who has done this before, %(who)s could do it.",
            "If it need not be somebody who has done this before, %(who)s could do it.",
            people,
        )
    return speech.ngettext(
        "If all can get there by themselves, %(who)s could do it.",
        "If all can get there by themselves, %(who)s could do it.",
        people,
    )


def one_more(speech: Speech, remark: Remark) -> str:
    """Return "One more person who has a car or van and is free on Tuesday could do it."."""
    codes = (
        (Code.NO_VEHICLE, remark.flag("vehicle")),
        (Code.REQUIREMENT_NOT_MET, remark.texts("requirements")),
        (Code.SKILL_MISSING, remark.texts("skills")),
        (Code.NO_COMMON_LANGUAGE, remark.texts("languages")),
        (Code.NO_TIME, remark.numbers("weekdays")),
    )
    people = remark.number("people", 1)
    what = speech.all_of([_meets_as_newcomer(speech, code, remark) for code, is_asked in codes if is_asked])
    return speech.ngettext(
        "%(people)d more person who %(what)s could do it.",
        "%(people)d more people of whom each %(what)s could do it.",
        people,
        people=people,
        what=what,
    )


def _meets_as_newcomer(speech: Speech, code: Code, remark: Remark) -> str:
    """Return what a newcomer must meet, a check by its name where the speaker knows one."""
    named = speech.words_for(remark.texts("requirements"))
    if code is Code.REQUIREMENT_NOT_MET and named:
        return speech.gettext("is checked for this (%(checks)s)", checks=named)
    if code is Code.SKILL_MISSING:
        skills = speech.words_for(remark.texts("skills"))
        return (
            speech.gettext("can do this (%(skills)s)", skills=skills)
            if skills
            else speech.gettext("can do this")
        )
    return _meets(speech, code, remark)


def _farther(speech: Speech, remark: Remark, who: str) -> str:
    people = remark.number("people")
    needed = speech.distance(remark.number("needed_m"), at_least=True)
    radius = speech.distance(remark.number("radius_m")) if "radius_m" in remark.facts else ""
    if radius in {needed, speech.distance(remark.number("needed_m"))}:
        return speech.ngettext(
            "%(who)s could do it by going a little farther than planned.",
            "%(who)s could do it by going a little farther than planned.",
            people,
            who=who,
        )
    if not radius:
        return speech.ngettext(
            "%(who)s could do it by going up to %(needed)s.",
            "%(who)s could do it by going up to %(needed)s.",
            people,
            who=who,
            needed=needed,
        )
    return speech.ngettext(
        "%(who)s could do it by going %(needed)s instead of %(radius)s.",
        "%(who)s could do it by going %(needed)s instead of %(radius)s.",
        people,
        who=who,
        needed=needed,
        radius=radius,
    )


def _who(speech: Speech, remark: Remark) -> str:
    """Return the names of a few, the number of many."""
    people = remark.number("people")
    names = speech.known_names(remark.texts("volunteer_ids"))
    if names and people == len(names) <= _MOST_NAMES:
        return speech.all_of(names)
    return speech.ngettext("%(people)d person", "%(people)d people", people, people=people)


_SENTENCES: Mapping[Code, Sentence] = {
    Code.PLACE_NOT_KNOWN: lambda speech, _: speech.gettext(
        "Nobody can be found before we know where this is."
    ),
    Code.NOBODY_IN_GROUP: lambda speech, _: speech.gettext("Nobody has joined to help yet."),
    Code.EVERYBODY_PAUSED: lambda speech, _: speech.gettext("Everybody who helps is taking a break."),
    Code.EVERYBODY_FULL: lambda speech, _: speech.gettext(
        "Everybody who helps has no time left this week, or is taking a break."
    ),
    Code.TOO_FEW_PEOPLE: _too_few,
    Code.FULL_ELSEWHERE: _full_elsewhere,
    Code.HOURS_TAKEN: _hours_taken,
    Code.NOT_WORTH_IT: lambda speech, _: speech.gettext(
        "Somebody could, but the weights of this plan count the effort more than the request."
    ),
    Code.NOBODY: _nobody,
}
