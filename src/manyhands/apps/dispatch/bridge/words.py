"""A part in a few words, in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.apps.dispatch.bridge.reasons import language_name
from manyhands.apps.needs.models import NeedPart
from manyhands.web.words import distance_in_words, in_largest_unit

INTERPRETING = "interpreting"
"""The skill without which nobody is asked for help that is about languages."""


def where_in_words(part: NeedPart, distance_m: int | None) -> str:
    """About where, for somebody who has not said yes yet: a distance between public cells, the name of a town."""
    words = []
    if not part.category.happens_at_home:
        words.append(_("from home, by phone or online"))
    else:
        if distance_m is not None:
            words.append(
                _("%(away)s from you") % {"away": distance_in_words(distance_m, part.group.distance_unit)}
            )
        area = part.need.place.area_name if part.need.place else ""
        words.append(area or _("place not known yet"))
    if part.category.needs_vehicle:
        words.append(_("with a car"))
    return " · ".join(words)


def language_in_words(part: NeedPart) -> str:
    """Which language they speak, where that matters: the help is about languages, or it is not the group's first."""
    is_usual = part.need.language == (part.group.languages or ["en"])[0]
    if is_usual and all(skill.key != INTERPRETING for skill in part.category.required_skills.all()):
        return ""
    return _("The neighbour speaks %(language)s.") % {"language": language_name(part.need.language)}


def helped_in_words(day: date, *, today: date) -> str:
    """When somebody last did something: "helped today", "helped 3 weeks ago"."""
    unit, count = in_largest_unit(max(0, (today - day).days))
    if count == 0:
        return _("helped today")
    if unit == "day":
        text = ngettext("helped yesterday", "helped %(count)d days ago", count)
    elif unit == "week":
        text = ngettext("helped %(count)d week ago", "helped %(count)d weeks ago", count)
    elif unit == "month":
        text = ngettext("helped %(count)d month ago", "helped %(count)d months ago", count)
    else:
        text = ngettext("helped %(count)d year ago", "helped %(count)d years ago", count)
    return text % {"count": count}


def tasks_before_in_words(count: int) -> str:
    """How much somebody had on in the weeks that loads look back."""
    if not count:
        return _("no task in the four weeks before")
    said = ngettext(
        "%(count)d task in the four weeks before", "%(count)d tasks in the four weeks before", count
    )
    return said % {"count": count}
