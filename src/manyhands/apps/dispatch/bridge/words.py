"""A part in a few words, in the reader's language."""

from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.reasons import language_name
from manyhands.apps.needs.models import NeedPart
from manyhands.web.words import distance_in_words

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
