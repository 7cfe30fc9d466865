"""A part in a few words, in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from manyhands.apps.dispatch.bridge.words.reasons import language_name
from manyhands.apps.needs.models import NeedPart
from manyhands.web.words import Span, distance_in_words

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


_HELPED = Span(
    none=gettext_lazy("helped today"),
    day=ngettext_lazy("helped yesterday", "helped %(count)d days ago", "count"),
    week=ngettext_lazy("helped %(count)d week ago", "helped %(count)d weeks ago", "count"),
    month=ngettext_lazy("helped %(count)d month ago", "helped %(count)d months ago", "count"),
    year=ngettext_lazy("helped %(count)d year ago", "helped %(count)d years ago", "count"),
)


def helped_in_words(day: date, *, today: date) -> str:
    """When somebody last did something: "helped today", "helped 3 weeks ago"."""
    return _HELPED.say((today - day).days)


def tasks_before_in_words(count: int) -> str:
    """How much somebody had on in the weeks that loads look back."""
    if not count:
        return _("no task in the four weeks before")
    said = ngettext(
        "%(count)d task in the four weeks before", "%(count)d tasks in the four weeks before", count
    )
    return said % {"count": count}
