"""The engine's verdicts as sentences, for staff and for the volunteer themself."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.leads import Leads
from manyhands.apps.dispatch.bridge.records import Helper, Load
from manyhands.apps.groups.models import Group, Skill, translated
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Vehicle
from manyhands.core.dispatch.constraints.verdict import Reason, Verdict
from manyhands.web.languages import language_name as own_name
from manyhands.web.words import day_in_words, distance_in_words

# Sentences without numbers. Who asked for a block is never told, to anybody.
_PLAIN = {
    Reason.OTHER_POOL: gettext_lazy("helps in another group"),
    Reason.BLOCKED: gettext_lazy("these two are kept apart"),
    Reason.DECLINED_BEFORE: gettext_lazy("said no to this request"),
    Reason.WEEK_OFF: gettext_lazy("not this week"),
    Reason.NO_VEHICLE: gettext_lazy("has no car or van"),
    Reason.VEHICLE_NOT_SAID: gettext_lazy("has not said whether there is a vehicle"),
    Reason.LANGUAGE_OF_REQUEST_NOT_SAID: gettext_lazy("the request names no language"),
    Reason.LANGUAGE_OF_VOLUNTEER_NOT_SAID: gettext_lazy("has not said which languages"),
    Reason.NO_TIME_THEN: gettext_lazy("usually has no time then"),
    Reason.AVAILABILITY_NOT_SAID: gettext_lazy("has not said when there is time"),
    Reason.PLACE_OF_REQUEST_NOT_KNOWN: gettext_lazy("where this is is not known yet"),
    Reason.PLACE_OF_VOLUNTEER_NOT_KNOWN: gettext_lazy("has not said where they start from"),
    Reason.RADIUS_NOT_SAID: gettext_lazy("has not said how far they go"),
    Reason.LIMIT_NOT_SAID: gettext_lazy("has not said how many tasks a week"),
}


class ReasonsInWords:
    """Says verdicts in the reader's language and the group's units; skills and checks by the group's own names."""

    def __init__(
        self,
        group: Group,
        skills: Iterable[Skill],
        *,
        checks: Mapping[str, str],
        language: str,
        at: datetime,
    ) -> None:
        self._group = group
        self._checks = checks
        self._skills = {skill.key: translated(skill.names, language) for skill in skills}
        self._at = at
        self._sentences: dict[Reason, Callable[[Mapping[str, Any]], str]] = {
            Reason.PAUSED: self._paused,
            Reason.LEAD_NEEDED: self._lead_needed,
            Reason.SKILL_MISSING: self._skill_missing,
            Reason.REQUIREMENT_NOT_MET: self._requirement_not_met,
            Reason.NO_COMMON_LANGUAGE: self._no_common_language,
            Reason.TOO_FAR: self._too_far,
            Reason.OVER_OWN_LIMIT: self._over_own_limit,
        }

    def say(self, verdict: Verdict) -> str:
        if verdict.reason is None:
            return ""
        if verdict.reason in self._sentences:
            return self._sentences[verdict.reason](verdict.facts)
        return str(_PLAIN[verdict.reason])

    def say_all(self, verdicts: Mapping[str, Verdict]) -> list[str]:
        return [self.say(verdict) for verdict in verdicts.values()]

    def asked_lately(self, times: int) -> str:
        """Staff may ask all the same; the plan does not."""
        text = ngettext("was asked %(count)d time in 7 days", "was asked %(count)d times in 7 days", times)
        return text % {"count": times}

    def _paused(self, facts: Mapping[str, Any]) -> str:
        until = facts["paused_until"]
        if until.year - self._at.year > 1:
            return _("is taking a break")
        today = self._at.astimezone(self._group.zone).date()
        day = day_in_words(until.astimezone(self._group.zone).date(), today=today)
        return _("is taking a break until %(day)s") % {"day": day}

    def _lead_needed(self, facts: Mapping[str, Any]) -> str:
        if facts["missing"]:
            return _("has not done this before, and the places left are for somebody who has")
        return _("has no car or van, and the places left are for somebody who takes the others along")

    def _skill_missing(self, facts: Mapping[str, Any]) -> str:
        names = ", ".join(self._skills.get(key) or key for key in facts["missing"])
        return _("has not said they can: %(skills)s") % {"skills": names}

    def _requirement_not_met(self, facts: Mapping[str, Any]) -> str:
        names = ", ".join(self._checks.get(code) or code for code in facts["missing"])
        return _("is not checked for this yet: %(checks)s") % {"checks": names}

    def _no_common_language(self, facts: Mapping[str, Any]) -> str:
        names = ", ".join(language_name(code) for code in facts["needed"])
        return _("does not speak %(languages)s") % {"languages": names}

    def _too_far(self, facts: Mapping[str, Any]) -> str:
        unit = self._group.distance_unit
        return _("%(distance)s away, goes up to %(radius)s") % {
            "distance": distance_in_words(facts["distance_m"], unit),
            "radius": distance_in_words(facts["radius_m"], unit),
        }

    def _over_own_limit(self, facts: Mapping[str, Any]) -> str:
        limit = facts["capacity_per_week"]
        text = ngettext(
            "has %(load)d of %(limit)d task this week", "has %(load)d of %(limit)d tasks this week", limit
        )
        return text % {"load": facts["load_this_week"], "limit": limit}


def language_name(code: str) -> str:
    """A language's name in the reader's language, as it stands in a sentence; else the name its speakers use."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return own_name(code)
    # English writes languages with a capital letter, Spanish and most others do not.
    return name if (get_language() or "en").startswith("en") else name.lower()


def leads_in_words(leads: Leads) -> str:
    """What is wanted of those who help together: "1 of them must have done this before"."""
    if not leads.count:
        return ""
    if not leads.experience:
        return _("one of them needs a car or van, and takes the others along")
    if leads.vehicle:
        text = ngettext(
            "%(count)d of them must have done this before, and take the others along by car or van",
            "%(count)d of them must have done this before, and take the others along by car or van",
            leads.count,
        )
    else:
        text = ngettext(
            "%(count)d of them must have done this before",
            "%(count)d of them must have done this before",
            leads.count,
        )
    return text % {"count": leads.count}


def why_you(part: NeedPart, helper: Helper, load: Load, *, language: str) -> list[str]:
    """Why somebody is asked, in sentences they read themselves: from what they have told us, and their week."""
    sentences = []
    main_language = (part.group.languages or ["en"])[0]
    if part.need.language != main_language and part.need.language in helper.card.languages:
        sentences.append(_("You speak %(language)s.") % {"language": language_name(part.need.language)})
    if (
        part.category.needs_vehicle
        and helper.volunteer
        and helper.volunteer.vehicle in (Vehicle.CAR, Vehicle.VAN)
    ):
        sentences.append(_("You have a car or a van."))
    skills = [translated(skill.names, language) for skill in part.category.required_skills.all()]
    if skills:
        sentences.append(_("You have told us that you can: %(skills)s.") % {"skills": ", ".join(skills)})
    sentences.append(_week(load.this_week, helper.card.tasks_per_week))
    return sentences


def _week(done: int, limit: int) -> str:
    if done >= limit:
        text = ngettext(
            "It would be more than the %(limit)d task a week you planned, so it is only yours if you want it.",
            "It would be more than the %(limit)d tasks a week you planned, so it is only yours if you want it.",
            limit,
        )
        return text % {"limit": limit}
    if not done:
        return _("You have no other task this week.")
    text = ngettext(
        "You have %(done)d of your %(limit)d task this week.",
        "You have %(done)d of your %(limit)d tasks this week.",
        limit,
    )
    return text % {"done": done, "limit": limit}
