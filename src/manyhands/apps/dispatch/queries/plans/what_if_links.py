"""A way from a request that nobody can reach to what could be different about it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import SimpleLazyObject

from manyhands.apps.dispatch.bridge.what_if.links import question_about
from manyhands.apps.dispatch.bridge.what_if.words import Words, question_in_words
from manyhands.apps.dispatch.models import UnmetPart
from manyhands.apps.dispatch.queries.plans.sentences import skill_names
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart


@dataclass(frozen=True, slots=True)
class WhatIfLink:
    label: str
    url: str


def link_about(group: Group, line: UnmetPart, part: NeedPart, *, language: str) -> WhatIfLink:
    """`part` is the line's, with its category. No query unless the question names a skill."""
    begun = question_about(line.explanation, kind=part.category.key, unit=group.distance_unit)
    # Asked for only when the question names a skill.
    skills: Any = SimpleLazyObject(lambda: skill_names(group, language))
    words = Words({part.category.key: part.category.name_in(language)}, skills, group.distance_unit)
    query = urlencode({"ask": begun.asked["ask"], **begun.fields})
    label = question_in_words(begun.asked, words)
    return WhatIfLink(label, f"{group_path(group, 'dispatch:what_if')}?{query}")
