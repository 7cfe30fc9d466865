"""The engine's reasons, said to staff: names, and the group's own words, are looked up once for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import SimpleLazyObject

from manyhands.apps.dispatch.bridge.words.explanations import Stored, ids_in, sentence_of
from manyhands.apps.dispatch.queries.plans.names import names_of
from manyhands.apps.groups.models import Group, Skill, translated
from manyhands.apps.groups.queries import list_skills
from manyhands.apps.vetting.queries import needed_in


def say_stored(
    group: Group,
    stored: Sequence[Stored],
    *,
    language: str,
    names: Mapping[str, str] | None = None,
    words: Any = None,
) -> list[str]:
    """One sentence or two for each explanation. Four queries at most, however many there are; none when `names` of
    people and requests and `words` for skills are known.
    """
    if names is None:
        names = names_of(group, ids_in(stored), language=language)
    # Asked for only when a sentence names a skill or a language.
    words = words or SimpleLazyObject(lambda: skill_names(group, language))
    return [
        sentence_of(
            one,
            language=language,
            names=names,
            unit=group.distance_unit,
            words=words,
            main_languages=(group.languages or ["en"])[:1],
        )
        for one in stored
    ]


def skill_names(group: Group, language: str) -> dict[str, str]:
    """The group's own words for what the engine names by code: skills, and what people are checked for."""
    return words_of(list_skills(group), language) | needed_in(group).names_in(language)


def words_of(skills: Iterable[Skill], language: str) -> dict[str, str]:
    return {skill.key: translated(skill.names, language) for skill in skills}
