"""An explanation as people read it."""

from collections.abc import Collection, Mapping

from manyhands.core.dispatch.explanation import Code, Explanation, Kind, PassedOver, Remark
from manyhands.core.dispatch.sentences import nobody
from manyhands.core.dispatch.sentences.counts import failing
from manyhands.core.dispatch.sentences.people import clause, speaks_of_person
from manyhands.core.dispatch.sentences.speech import Speech

_NO_WORDS: Mapping[str, str] = {}


def say(
    explanation: Explanation,
    *,
    language: str,
    names: Mapping[str, str],
    unit: str = "km",
    words: Mapping[str, str] = _NO_WORDS,
    main_languages: Collection[str] = (),
) -> str:
    """Return an explanation in plain words, ready to show: a sentence, or a few short ones.

    It never says who is kept apart from whom.

    Args:
        explanation: what is said.
        language: the reader's language; English where there is no translation.
        names: names of volunteers and requests by their ids; a request's name is one that can stand
            after "is needed for", such as "the ride on Tuesday". Whoever has none is "somebody".
        unit: "km" or "mi".
        words: names of skills (and of languages, where the reader knows others) by their codes.
        main_languages: languages that go without saying in this group.

    Raises:
        ValueError: when the unit is another one.

    >>> from manyhands.core.dispatch.explanation import Remark
    >>> why = Explanation(
    ...     kind=Kind.CHOSEN,
    ...     request_id="p1",
    ...     volunteer_id="v1",
    ...     remarks=(Remark(code=Code.DISTANCE, facts={"distance_m": 1_240}),),
    ... )
    >>> say(why, language="en", names={"v1": "Ana"})
    'Ana is 1 km away.'
    """
    speech = Speech(language, names=names, words=words, unit=unit)
    if explanation.kind is Kind.UNMET:
        return " ".join(_unmet(speech, explanation))
    if explanation.kind is Kind.CHOSEN:
        remarks = _telling(explanation, main_languages)
        others = [_passed_over(speech, other) for other in explanation.passed_over]
        return " ".join([_of_person(speech, explanation.volunteer_id, remarks), *others])
    return " ".join(_not_chosen(speech, explanation))


def say_details(
    explanation: Explanation,
    *,
    language: str,
    names: Mapping[str, str],
    unit: str = "km",
    words: Mapping[str, str] = _NO_WORDS,
) -> list[str]:
    """Return the same and more as short facts, one to a line; the arguments are those of ``say``."""
    speech = Speech(language, names=names, words=words, unit=unit)
    details = [clause(speech, remark) for remark in explanation.remarks if speaks_of_person(remark)]
    if explanation.kind is Kind.UNMET:
        details = [failing(speech, remark) for remark in explanation.remarks if remark.code is Code.FAILING]
    details += [_passed_over(speech, other) for other in explanation.passed_over]
    if explanation.people_missing:
        missing = explanation.people_missing
        details.append(
            speech.ngettext(
                "%(people)d person is still missing",
                "%(people)d people are still missing",
                missing,
                people=missing,
            )
        )
    return details


def _telling(explanation: Explanation, main_languages: Collection[str]) -> list[Remark]:
    """Return the remarks of a sentence: a language that everybody speaks says nothing."""
    remarks = []
    for remark in explanation.remarks:
        common = set(remark.texts("common"))
        if remark.code is not Code.LANGUAGE or not common & set(main_languages):
            remarks.append(remark)
    return remarks


def _of_person(speech: Speech, volunteer_id: str | None, remarks: list[Remark]) -> str:
    """Return "Ana is 1.2 km away, speaks Spanish and has 1 of 3 tasks this week."."""
    what = speech.all_of([clause(speech, remark) for remark in remarks])
    return speech.gettext("%(name)s %(what)s.", name=speech.name(volunteer_id), what=what)


def _passed_over(speech: Speech, other: PassedOver) -> str:
    """Return "Luis is nearer (0.4 km) but already has 3 of 3."."""
    reason = other.reason
    if reason.code is Code.TOO_FAR:
        # The way has just been told.
        what = speech.gettext("goes up to %(radius)s", radius=speech.distance(reason.number("radius_m")))
    else:
        what = clause(speech, reason)
    return speech.gettext(
        "%(name)s is nearer (%(distance)s) but %(what)s.",
        name=speech.name(other.volunteer_id),
        distance=speech.distance(other.distance_m),
        what=what,
    )


def _not_chosen(speech: Speech, explanation: Explanation) -> list[str]:
    """Return what stands between the two, or what it would cost everybody."""
    about = [remark for remark in explanation.remarks if speaks_of_person(remark)]
    name = speech.name(explanation.volunteer_id)
    more, leave = explanation.find(Code.COSTS_MORE), explanation.find(Code.WOULD_LEAVE)
    if explanation.find(Code.PLACE_NOT_KNOWN):
        return [nobody.main_reason(speech, Remark(code=Code.PLACE_NOT_KNOWN))]
    if more is None and leave is None:
        return [_of_person(speech, explanation.volunteer_id, about)]
    if about:
        what = speech.all_of([clause(speech, remark) for remark in about])
        sentences = [speech.gettext("%(name)s could do it but %(what)s.", name=name, what=what)]
    else:
        sentences = [speech.gettext("%(name)s could do it.", name=name)]
    if leave is not None:
        sentences.append(_would_leave(speech, leave))
    if more is not None:
        sentences.append(_costs_more(speech, more))
    return sentences


def _costs_more(speech: Speech, remark: Remark) -> str:
    """Return what it would cost everybody, as a way."""
    distance = speech.distance(remark.number("more_m"))
    if remark.flag("at_least"):
        return speech.gettext(
            "For everybody together it would cost at least as much as going %(distance)s more.",
            distance=distance,
        )
    return speech.gettext(
        "For everybody together it would cost as much as going %(distance)s more.", distance=distance
    )


def _would_leave(speech: Speech, remark: Remark) -> str:
    """Return which requests would then be short of somebody."""
    requests = speech.known_names(remark.texts("request_ids"))
    if requests:
        return speech.gettext(
            "Then somebody would be missing for %(requests)s.", requests=speech.all_of(requests)
        )
    number = max(1, len(remark.texts("request_ids")))
    return speech.ngettext(
        "Then somebody would be missing for another request.",
        "Then somebody would be missing for other requests.",
        number,
    )


def _unmet(speech: Speech, explanation: Explanation) -> list[str]:
    """Return why nobody was found, then the easiest thing that would help."""
    main = [nobody.main_reason(speech, explanation.remarks[0])] if explanation.remarks else []
    helps = explanation.find(Code.WOULD_IF)
    if helps:
        return [*main, nobody.relaxation(speech, helps)]
    newcomer = explanation.find(Code.ONE_MORE)
    return [*main, nobody.one_more(speech, newcomer)] if newcomer else main
