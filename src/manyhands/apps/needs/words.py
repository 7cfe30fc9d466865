"""A need in a few words, in the reader's language: what pages, lists and messages call it."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import PartState

_ENDED = (PartState.DONE, PartState.CLOSED)


def part_title(part: NeedPart) -> str:
    """The kind of help, and how many people it takes if more than one: "Groceries", "Moving · 3 people"."""
    name = part.category.name_in(get_language() or "en")
    if part.people_needed == 1:
        return name
    return ngettext("%(name)s · %(count)d person", "%(name)s · %(count)d people", part.people_needed) % {
        "name": name,
        "count": part.people_needed,
    }


def need_title(need: Need) -> str:
    """All kinds of help that are still asked for: "Groceries and A ride"; once ended, those that were."""
    parts = list(need.parts.all())
    names = [part_title(part) for part in parts if part.state not in _ENDED] or [
        part_title(part) for part in parts
    ]
    return list_in_words(names)


def list_in_words(names: list[str]) -> str:
    if len(names) <= 1:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
