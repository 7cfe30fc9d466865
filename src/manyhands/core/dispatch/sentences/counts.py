"""How many people one rule keeps from a request, as short facts."""

from collections.abc import Callable, Mapping

from manyhands.core.dispatch.explanation import Code, Remark
from manyhands.core.dispatch.sentences.speech import Speech


def failing(speech: Speech, remark: Remark) -> str:
    """Return "3 people have no car or van"."""
    people = remark.number("people")
    return _FORMS[Code(str(remark.facts["because"]))](speech, people) % {"people": people}


_FORMS: Mapping[Code, Callable[[Speech, int], str]] = {
    Code.OTHER_POOL: lambda speech, people: speech.ngettext(
        "%(people)d person helps in another group", "%(people)d people help in another group", people
    ),
    Code.EXCLUDED: lambda speech, people: speech.ngettext(
        "%(people)d person cannot be asked for this one",
        "%(people)d people cannot be asked for this one",
        people,
    ),
    Code.PAUSED: lambda speech, people: speech.ngettext(
        "%(people)d person is taking a break", "%(people)d people are taking a break", people
    ),
    Code.WEEK_OFF: lambda speech, people: speech.ngettext(
        "%(people)d person has kept that week free", "%(people)d people have kept that week free", people
    ),
    Code.SKILL_MISSING: lambda speech, people: speech.ngettext(
        "%(people)d person has not said they can do this",
        "%(people)d people have not said they can do this",
        people,
    ),
    Code.REQUIREMENT_NOT_MET: lambda speech, people: speech.ngettext(
        "%(people)d person is not checked for this yet",
        "%(people)d people are not checked for this yet",
        people,
    ),
    Code.NO_VEHICLE: lambda speech, people: speech.ngettext(
        "%(people)d person has no car or van", "%(people)d people have no car or van", people
    ),
    Code.LEAD_NEEDED: lambda speech, people: speech.ngettext(
        "%(people)d person cannot lead the others", "%(people)d people cannot lead the others", people
    ),
    Code.NO_COMMON_LANGUAGE: lambda speech, people: speech.ngettext(
        "%(people)d person does not speak the language",
        "%(people)d people do not speak the language",
        people,
    ),
    Code.START_NOT_KNOWN: lambda speech, people: speech.ngettext(
        "%(people)d person has not said where they start from",
        "%(people)d people have not said where they start from",
        people,
    ),
    Code.TOO_FAR: lambda speech, people: speech.ngettext(
        "it is too far for %(people)d person", "it is too far for %(people)d people", people
    ),
    Code.NO_TIME: lambda speech, people: speech.ngettext(
        "%(people)d person usually has no time then",
        "%(people)d people usually have no time then",
        people,
    ),
    Code.FULL: lambda speech, people: speech.ngettext(
        "%(people)d person has no time left this week",
        "%(people)d people have no time left this week",
        people,
    ),
}
