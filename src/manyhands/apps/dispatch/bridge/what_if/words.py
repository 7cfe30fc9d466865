"""What was asked and what came of it, in the reader's language. Nobody is named: a plan is made of ids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from manyhands.apps.dispatch.bridge.what_if.question import Ask, Asked
from manyhands.apps.dispatch.bridge.words.reasons import language_name
from manyhands.apps.groups.models import PlanStyle
from manyhands.core.values.lengths import METRES_PER
from manyhands.web.words import distance_in_words

_WEEKDAYS = (
    gettext_lazy("on Mondays"),
    gettext_lazy("on Tuesdays"),
    gettext_lazy("on Wednesdays"),
    gettext_lazy("on Thursdays"),
    gettext_lazy("on Fridays"),
    gettext_lazy("on Saturdays"),
    gettext_lazy("on Sundays"),
)
WEEKDAYS = tuple(enumerate(_WEEKDAYS))
WITHOUT = {
    "vehicle": gettext_lazy("a car or van"),
    "skills": gettext_lazy("that somebody has said they can do it"),
    "languages": gettext_lazy("a common language"),
}
_STILL_IN_THE_WAY = {
    "too_far": gettext_lazy("those who could live farther away than they go"),
    "full": gettext_lazy("those who could have no time left this week"),
    "no_time": gettext_lazy("nobody has time then"),
    "requirement_not_met": gettext_lazy("nobody has been checked for it"),
    "no_vehicle": gettext_lazy("nobody who could has a car or van"),
    "no_common_language": gettext_lazy("nobody who could speaks the language"),
    "skill_missing": gettext_lazy("nobody has said they can do it"),
    "lead_needed": gettext_lazy("nobody who could go has led such a task before"),
    "paused": gettext_lazy("those who could are on a break"),
    "week_off": gettext_lazy("those who could keep that week free"),
    "start_not_known": gettext_lazy("those who could have not said where they start from"),
    "excluded": gettext_lazy("those who could cannot be asked for this one"),
    "place_not_known": gettext_lazy("we do not know yet where it is"),
    "nobody_in_group": gettext_lazy("nobody has joined to help yet"),
    "everybody_paused": gettext_lazy("everybody is on a break"),
    "everybody_full": gettext_lazy("nobody has time left this week"),
    "too_few_people": gettext_lazy("too few people can do it"),
    "full_elsewhere": gettext_lazy("those who could are needed for what matters as much or more"),
    "hours_taken": gettext_lazy("those who could have another task at the same hours"),
    "not_worth_it": gettext_lazy("the group's weights count the effort more than the request"),
    "nobody": gettext_lazy("several things are missing at once"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the group calls things: kinds of help and skills by their keys; its unit of length."""

    kinds: Mapping[str, str]
    skills: Mapping[str, str]
    unit: str


@dataclass(frozen=True, slots=True)
class AnswerInWords:
    """`title` first; then what else would be different, and what would still stand in the way."""

    title: str
    lines: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def question_in_words(asked: Asked, words: Words) -> str:
    return _QUESTIONS[Ask(asked["ask"])](asked, words)


def _person(asked: Asked, words: Words) -> str:
    speaks = _("who speaks %(language)s") % {"language": language_name(asked["language"])}
    parts = [
        speaks if asked["language"] else "",
        _("with a car or van") if asked["vehicle"] else "",
        _WEEKDAYS[asked["weekday"]] if asked["weekday"] is not None else "",
        _("for %(kind)s") % {"kind": words.kinds.get(asked["kind"], asked["kind"])} if asked["kind"] else "",
        _("around %(area)s") % {"area": asked["area"]} if asked["area"] else "",
    ]
    who = " ".join(str(part) for part in parts if part)
    text = ngettext(
        "What if one more person %(who)s took %(tasks)d task a week?",
        "What if one more person %(who)s took %(tasks)d tasks a week?",
        asked["tasks"],
    )
    return " ".join((text % {"who": who, "tasks": asked["tasks"]}).split())


def _radius(asked: Asked, words: Words) -> str:
    far = distance_in_words(asked["at_least_m"], words.unit)
    return _("What if everybody went at least %(far)s?") % {"far": far}


def _task(asked: Asked, _words: Words) -> str:
    return ngettext(
        "What if everybody took %(tasks)d task a week more?",
        "What if everybody took %(tasks)d tasks a week more?",
        asked["tasks"],
    ) % {"tasks": asked["tasks"]}


def _more_with(asked: Asked, words: Words) -> str:
    count = {"people": asked["people"]}
    if asked["what"] == "vehicle":
        return (
            ngettext(
                "What if one more of you had a car or van?",
                "What if %(people)d more of you had a car or van?",
                asked["people"],
            )
            % count
        )
    if asked["what"] == "language":
        text = ngettext(
            "What if one more of you spoke %(language)s?",
            "What if %(people)d more of you spoke %(language)s?",
            asked["people"],
        )
        return text % {**count, "language": language_name(asked["code"])}
    text = ngettext(
        "What if one more of you could do this: %(skill)s?",
        "What if %(people)d more of you could do this: %(skill)s?",
        asked["people"],
    )
    return text % {**count, "skill": words.skills.get(asked["code"], asked["code"])}


def _style(asked: Asked, _words: Words) -> str:
    return _("What if the plan looked at this first? %(style)s") % {"style": PlanStyle(asked["style"]).label}


def _needs_less(asked: Asked, words: Words) -> str:
    kind, what = words.kinds.get(asked["kind"], asked["kind"]), WITHOUT[asked["without"]]
    return _("What if this did not take %(what)s: %(kind)s?") % {"kind": kind, "what": what}


_QUESTIONS: Mapping[Ask, Callable[[Asked, Words], str]] = {
    Ask.PERSON: _person,
    Ask.RADIUS: _radius,
    Ask.TASK: _task,
    Ask.MORE_WITH: _more_with,
    Ask.STYLE: _style,
    Ask.NEEDS_LESS: _needs_less,
}


def answer_in_words(answer: Mapping[str, Any], words: Words) -> AnswerInWords:
    before, after = answer["before"], answer["after"]
    if not before["needs"]["wanted"]:
        return AnswerInWords(_("Nobody is looked for right now, so there is nothing to compare."))
    if before == after and not answer["better"]:
        return AnswerInWords(_("Nothing would be different."), reasons=_reasons(answer))
    lines = [_busiest(before, after), _without(before, after), *_way(before, after, words.unit)]
    return AnswerInWords(_title(answer), lines, _reasons(answer))


def _title(answer: Mapping[str, Any]) -> str:
    before, after = answer["before"]["needs"]["found"], answer["after"]["needs"]["found"]
    facts = {"before": before, "after": after, "wanted": answer["after"]["needs"]["wanted"]}
    if after == before:
        if answer["better"]:
            return _("Help would be found for as many as now, but for others.")
        return _("Help would be found for as many as now.")
    many = {**facts, "count": abs(after - before)}
    if after > before:
        text = ngettext(
            "%(count)d more person would be found: %(after)d of %(wanted)d instead of %(before)d.",
            "%(count)d more people would be found: %(after)d of %(wanted)d instead of %(before)d.",
            after - before,
        )
        return text % many
    text = ngettext(
        "%(count)d person fewer would be found: %(after)d of %(wanted)d instead of %(before)d.",
        "%(count)d people fewer would be found: %(after)d of %(wanted)d instead of %(before)d.",
        before - after,
    )
    return text % many


def _busiest(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    facts = {"before": before["busiest_tasks"], "after": after["busiest_tasks"]}
    if before["busiest_tasks"] == after["busiest_tasks"]:
        text = ngettext(
            "Whoever has most to do would still have %(after)d task.",
            "Whoever has most to do would still have %(after)d tasks.",
            after["busiest_tasks"],
        )
    else:
        text = ngettext(
            "Whoever has most to do would have %(after)d task instead of %(before)d.",
            "Whoever has most to do would have %(after)d tasks instead of %(before)d.",
            after["busiest_tasks"],
        )
    return text % facts


def _without(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    facts = {"before": before["people_without"], "after": after["people_without"]}
    if before["people_without"] == after["people_without"]:
        text = ngettext(
            "%(after)d person would still have no task.",
            "%(after)d people would still have no task.",
            after["people_without"],
        )
    else:
        text = ngettext(
            "%(after)d person would have no task; now it is %(before)d.",
            "%(after)d people would have no task; now it is %(before)d.",
            after["people_without"],
        )
    return text % facts


def _way(before: Mapping[str, Any], after: Mapping[str, Any], unit: str) -> list[str]:
    now, then = (exact_way(one["mean_way_m"], unit) for one in (before, after))
    if not then or now == then:
        return []
    if not now:
        return [_("Ways would be %(then)s on average.") % {"then": then}]
    return [_("Ways would be %(then)s on average instead of %(now)s.") % {"now": now, "then": then}]


def exact_way(way_m: int | None, unit: str) -> str:
    """An average tells of nobody's home, so it may be said to a tenth."""
    if way_m is None:
        return ""
    pattern = _("%(distance)s mi") if unit == "mi" else _("%(distance)s km")
    # Rounded here: what formats numbers cuts them off.
    length = round(way_m / METRES_PER["mi" if unit == "mi" else "km"], 1)
    return pattern % {"distance": number_format(length, 1)}


def _reasons(answer: Mapping[str, Any]) -> list[str]:
    if not answer["binding"]:
        return [_("Somebody is found for every open request.")]
    return [_reason(code, requests) for code, requests in answer["binding"]]


def _reason(code: str, requests: int) -> str:
    text = ngettext(
        "For %(count)d request that still waits, %(why)s.",
        "For %(count)d requests that still wait, %(why)s.",
        requests,
    )
    why = _STILL_IN_THE_WAY.get(code, _STILL_IN_THE_WAY["nobody"])
    return text % {"count": requests, "why": why}
