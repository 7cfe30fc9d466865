"""The words of weekly availability, cut into tokens."""

import re
from typing import Final

from manyhands.core.sheets.cells.date_words import WEEKDAYS
from manyhands.core.sheets.text import fold

#: Groups of weekdays; the keys are tokens.
DAY_GROUPS: Final[dict[str, range | tuple[int, ...]]] = {
    "weekdays": range(5),
    "weekends": (5, 6),
    "everyday": range(7),
}
#: Hours from and to; the keys are tokens.
PARTS_OF_DAY: Final[dict[str, tuple[int, int]]] = {
    "early": (6, 9),
    "morning": (6, 12),
    "noon": (12, 15),
    "daytime": (9, 17),
    "afternoon": (12, 18),
    "tarde": (12, 20),
    "evening": (17, 22),
    "night": (18, 24),
    "anytime": (6, 21),
    "allday": (6, 21),
}

_SYNONYMS: Final = {
    "weekdays": "weekdays weekday workdays workday laborables",
    "weekends": "weekends weekend finde findes",
    "everyday": "everyday daily diario diariamente",
    "morning": "morning mornings manana mananas am",
    "noon": "noon midday mediodia lunch lunchtime",
    "daytime": "daytime",
    "afternoon": "afternoon afternoons pm",
    "tarde": "tarde tardes",
    "evening": "evening evenings eve",
    "night": "night nights noche noches",
    "anytime": "anytime flexible whenever siempre cualquier always open",
    "except": "except excepto menos not but sin salvo",
    "to": "to through thru a al hasta until till",
    ";": "",
    ",": "",
}
_TOKENS: Final = {word: token for token, words in _SYNONYMS.items() for word in words.split()}
_PHRASES: Final = (
    (r"\bweek ?days?\b|\bdias de semana\b|\bentre semana\b|\bdias (?:laborables|habiles)\b", "weekdays"),
    (r"\bweek ?ends?\b|\bfin(?:es)? de semana\b", "weekends"),
    (r"\b(?:every|any) ?day\b|\ball days\b|\b(?:7|seven) days\b", "everyday"),
    (r"\btodos los dias\b|\b(?:cada|cualquier) dia\b", "everyday"),
    (r"\ball day\b|\btodo el dia\b", "allday"),
    (r"\bany ?time\b|\ball the time\b|\bcualquier (?:hora|momento)\b|\ba cualquier hora\b|\b24 7\b", "anytime"),
    (r"\b(?:por |en |de |a )?las? mananas?\b|\ben la manana\b", "morning"),
    (r"\b(?:por |en |de )?las? tardes?\b", "tarde"),
    (r"\b(?:por |en |de )?las? noches?\b", "night"),
    (r"\bearly mornings?\b", "early"),
    (r"\b(?:late|early) (?=afternoon|evening|night)", ""),
    (r"\bother than\b", "except"),
)  # fmt: skip
_FILLERS: Final = frozenset({
    "on", "in", "the", "at", "and", "or", "y", "e", "o", "u", "de", "la", "el", "las", "los",
    "en", "por", "i", "am", "im", "available", "free", "mostly", "usually", "most", "best",
    "are", "is", "my", "from", "desde", "only", "solo", "between", "entre", "of", "during",
    "durante", "also", "tambien", "every", "cada", "generally", "prefer", "preferably",
    "preferiblemente", "hours", "hrs", "h", "horas", "if", "for", "some", "time", "times",
    "estoy", "disponible", "libre", "tengo", "tiempo", "puedo", "can", "days", "day", "dias",
    "dia", "with", "notice", "work", "works", "week", "semana",
})  # fmt: skip
_CLOCK = r"(\d{1,2})(?::?[0-5]\d)?\s*(?:h(?:rs?|oras)?\b)?\s*([ap])?\.?\s?(?:m\b\.?)?"
_SPAN = re.compile(
    rf"(?:from |desde |de |between |entre )?(?:las? )?{_CLOCK}"
    rf"\s*(?:-|–|—|to|until|till|a|hasta|and|y)\s*(?:las? )?{_CLOCK}(?![\d\w])"
)
_AFTER = re.compile(
    rf"\b(?:after|from|since|past|desde|despues de|a partir de)\s+(?:las? )?{_CLOCK}(?![\d\w])"
)
_BEFORE = re.compile(rf"\b(?:before|until|till|by|antes de|hasta)\s+(?:las? )?{_CLOCK}(?![\d\w])")
_AFTER_WORK = re.compile(r"\bafter (?:work|school)\b|\bdespues del trabajo\b")
_AFTER_NOON = re.compile(r"\bafter noon\b|\bdespues del mediodia\b")
_BEFORE_NOON = re.compile(r"\bbefore noon\b|\bantes del mediodia\b")
_HOURS_TOKEN = re.compile(r"\d{1,2}[ap]?[>=]\d{1,2}[ap]?")
_WORD = re.compile(rf"{_HOURS_TOKEN.pattern}|[;,]|[^\W_]+")
_AMBIGUOUS_DAYS: Final = frozenset({"we", "su", "mo", "tu", "th", "fr", "sa"})
_LETTER_DAYS = re.compile(r"\b(?=[MTWRF]{2,5}\b)(?!TWR)M?T?W?R?F?\b")
_LETTERS: Final = {"M": "mon", "T": "tue", "W": "wed", "R": "thu", "F": "fri"}


def tokens(raw: str) -> tuple[list[str], list[str]]:
    """Return what was understood, as tokens, and the words that were not.

    >>> tokens("Mon-Wed after 6pm, not Sundays")
    (['mon', 'to', 'wed', '18=24', ',', 'except', 'sundays'], [])
    >>> tokens("MWF mornings with my dog")
    (['mon', 'wed', 'fri', 'morning'], ['dog'])
    """
    found: list[str] = []
    strange: list[str] = []
    for word in _WORD.findall(_prepared(raw)):
        token = word if _is_token(word) else _TOKENS.get(word, "")
        if not token and word.removesuffix("s") in WEEKDAYS:
            token = word.removesuffix("s")
        if token:
            found.append(token)
        elif word not in _FILLERS:
            strange.append(word)
    return found, strange


def _is_token(word: str) -> bool:
    return (
        (word in WEEKDAYS and word not in _AMBIGUOUS_DAYS)
        or word in DAY_GROUPS
        or word in PARTS_OF_DAY
        or word in _SYNONYMS
        or _HOURS_TOKEN.fullmatch(word) is not None
    )


def _prepared(raw: str) -> str:
    """Return folded text with spans of hours and fixed phrases already turned into tokens."""
    lettered = _LETTER_DAYS.sub(lambda match: " ".join(_LETTERS[x] for x in match[0]), raw)
    text = " ; ".join(_fold_times(part) for part in re.split(r"[;\n]", lettered))
    text = _SPAN.sub(lambda match: f" {match[1]}{match[2] or ''}>{match[3]}{match[4] or ''} ", text)
    text = _AFTER_WORK.sub(" 17=22 ", text)
    text = _AFTER_NOON.sub(" 12=18 ", text)
    text = _BEFORE_NOON.sub(" 6=12 ", text)
    text = _AFTER.sub(lambda match: f" {_late(match)}=24 ", text)
    text = _BEFORE.sub(lambda match: f" 6={_late(match, earliest=8)} ", text)
    for pattern, token in _PHRASES:
        text = re.sub(pattern, f" {token} ", text)
    # What is left of dashes stands between days: "Mon-Fri".
    return re.sub(r"(?<=[a-z])\s*[-–—]\s*(?=[a-z])", " to ", text)


def _fold_times(part: str) -> str:
    """Fold, but keep what times and spans are written with."""
    pieces = re.split(r"([:,–—-])", part)
    return "".join(piece if piece in {":", ",", "-", "–", "—"} else _padded_fold(piece) for piece in pieces)


def _padded_fold(piece: str) -> str:
    folded = fold(piece)
    left = " " if piece[:1].isspace() else ""
    right = " " if piece[-1:].isspace() else ""
    return f"{left}{folded}{right}"


def _late(match: re.Match[str], *, earliest: int = 7) -> int:
    """Return an hour of 24; without am or pm, a small one is in the afternoon."""
    hour, half = int(match[1]), match[2]
    if half:
        return hour % 12 + (12 if half == "p" else 0)
    return hour + 12 if 0 < hour < earliest else min(hour, 24)
