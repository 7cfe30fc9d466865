"""What the engine gave as its reasons, kept as JSON, as sentences in the reader's language."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import ngettext

from manyhands.core.dispatch.explanation import Code, Explanation
from manyhands.core.dispatch.sentences import say

Stored = Mapping[str, Any]
_NO_WORDS: Mapping[str, str] = {}
_DOES_MORE = frozenset({Code.BUSIER_THIS_WEEK, Code.FULL})


def ids_in(stored: Iterable[Stored]) -> frozenset[str]:
    """Whom and what the sentences name: `p12`, `v3`, `o4`. Their names are looked up once for all."""
    return frozenset(name for one in stored if one for name in Explanation.from_json(one).ids())


def sentence_of(
    stored: Stored,
    *,
    language: str,
    names: Mapping[str, str],
    unit: str,
    words: Mapping[str, str] = _NO_WORDS,
    main_languages: Collection[str] = (),
) -> str:
    """Why this one, or why nobody, for staff. `words` are the group's own names of skills, by their keys.

    Nothing for a line that carries no reasons.
    """
    if not stored:
        return ""
    said = say(
        Explanation.from_json(stored),
        language=language,
        names=names,
        unit=unit,
        words=words,
        main_languages=main_languages,
    )
    return f"{said} {_resting(stored, language)}".strip()


def _resting(stored: Stored, language: str) -> str:
    """People whom the engine was not shown, because the group does not want anybody asked more often."""
    count = int(stored.get("resting", 0))
    if not count:
        return ""
    with translation.override(language):
        text = ngettext(
            "%(count)d person who could has been asked often enough this week and was left out.",
            "%(count)d people who could have been asked often enough this week and were left out.",
            count,
        )
        return text % {"count": count}


def is_shared_evenly(stored: Stored) -> bool:
    """Whether somebody who lives nearer was not asked because they do more already."""
    nearer = stored.get("passed_over", ())
    return any(other["reason"]["code"] in _DOES_MORE for other in nearer)
