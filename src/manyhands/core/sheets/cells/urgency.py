"""How urgent somebody says it is."""

import re
from typing import Final, Literal

from manyhands.core.sheets.problems import Reading, noted
from manyhands.core.sheets.text import contains_words, fold, is_blank

#: within 24 hours · within three days · within about a week · whenever somebody can
Urgency = Literal["now", "days", "week", "whenever"]

DAY_HOURS: Final = 24
DAYS_HOURS: Final = 72
WEEK_HOURS: Final = 8 * 24

_SPAN = re.compile(
    r"\b(?:(\d{1,3}|an?|one|two|three|un|una|dos|tres)\s*(?:-|–|to|or|a|o)\s*)?"
    r"(\d{1,3}|an?|one|two|three|un|una|dos|tres|few|couple of|couple|unos|unas|next|proximas?)\s*"
    r"(hours?|hrs?|h|horas?|days?|d|dias?|weeks?|wks?|semanas?|months?|mes|meses)\b"
    r"(?: (?:or|o) (\d{1,2}|two|dos|three|tres|so)\b)?"
)
_UNIT_HOURS: Final = {"h": 1, "d": 24, "w": 168, "s": 168, "m": 720}
_SMALL: Final = {
    "a": 1, "an": 1, "one": 1, "un": 1, "una": 1, "next": 1, "proxima": 1, "proximas": 1,
    "two": 2, "dos": 2, "couple": 2, "couple of": 2, "three": 3, "tres": 3, "few": 3, "so": 2, "unos": 3,
    "unas": 3,
}  # fmt: skip

# In this order: "not urgent" holds "urgent", and "I can wait a day or two" says how long.
_WHENEVER: Final = (
    "no rush", "no hurry", "whenever", "anytime", "any time", "not at all", "could survive without",
    "great if available", "nice to have", "flexible", "when possible", "when you can", "low", "baja",
    "sin prisa", "sin apuro", "cuando se pueda", "cuando puedan", "cuando sea", "no hay prisa",
)  # fmt: skip
_NOT_URGENT: Final = (
    "non urgent", "not urgent", "nonurgent", "isnt urgent", "not so urgent", "not very urgent",
    "not too urgent", "no urgente", "no es urgente", "no es muy urgente", "can wait",
    "not an emergency", "puedo esperar", "puede esperar", "normal",
)  # fmt: skip
_NOW: Final = (
    "urgent", "asap", "as soon as possible", "immediately", "immediate", "emergency", "today",
    "tonight", "right away", "right now", "now", "critical", "high", "very", "urgente",
    "urge", "inmediato", "inmediata", "inmediatamente", "ya", "hoy", "ahora", "ahora mismo",
    "emergencia", "lo antes posible", "cuanto antes", "alta", "muy", "esta noche",
    "same day", "mismo dia",
)  # fmt: skip
_DAYS: Final = (
    "soon", "tomorrow", "medium", "manana", "pronto", "media", "moderate", "moderada", "somewhat",
    "day after tomorrow", "pasado manana", "few days",
)  # fmt: skip
_WEEK: Final = ("this week", "next week", "weekend", "esta semana", "fin de semana", "within the week")


# Under the heading "Urgent?"; inside a sentence they say nothing ("no food left, urgent").
_ALONE: Final[dict[str, Urgency]] = {
    "yes": "now",
    "y": "now",
    "si": "now",
    "x": "now",
    "no": "week",
    "n": "week",
}


def parse_urgency(raw: str) -> Reading[Urgency]:
    """Return how urgent it is, in four steps; what says nothing clear is left open, and noted.

    A stated time decides over a word: "non urgent, I can wait a day or two" is a matter of days.

    >>> parse_urgency("Urgent! I need this within 24 hours").value, parse_urgency("ASAP").value
    ('now', 'now')
    >>> parse_urgency("non urgent, I can wait a day or two").value, parse_urgency("1-2 days").value
    ('days', 'days')
    >>> parse_urgency("No es urgente").value, parse_urgency("urgente").value
    ('week', 'now')
    >>> parse_urgency("purple").problems[0].code
    'unknown_urgency'
    """
    if is_blank(raw):
        return Reading(None)
    folded = fold(raw)
    if folded in _ALONE:
        return Reading(_ALONE[folded])
    hours = _stated_hours(fold_keeping_ranges(raw))
    if hours is not None:
        return Reading(_step(hours))
    steps: tuple[tuple[Urgency, tuple[str, ...]], ...] = (
        ("whenever", _WHENEVER),
        ("week", _NOT_URGENT),
        ("week", _WEEK),
        ("days", _DAYS),
        ("now", _NOW),
    )
    for step, phrases in steps:
        if any(contains_words(folded, phrase) for phrase in phrases):
            return Reading(step)
    return Reading(None, (noted("unknown_urgency", text=raw),))


def fold_keeping_ranges(raw: str) -> str:
    """Fold a text but keep the dash of "1-2 days".

    >>> fold_keeping_ranges("1 – 2 Días")
    '1-2 dias'
    """
    parts = re.split(r"(?<=\d)\s*[-–]\s*(?=\d)", raw[:1_000])
    return "-".join(fold(part) for part in parts)


def _stated_hours(folded: str) -> int | None:
    match = _SPAN.search(folded)
    if match is None:
        return None
    numbers = [_SMALL.get(word) or int(word) for word in match.group(2, 4) if word]
    number = max(numbers)
    return number * _UNIT_HOURS[match[3][0]]


def _step(hours: int) -> Urgency:
    if hours <= DAY_HOURS:
        return "now"
    if hours <= DAYS_HOURS:
        return "days"
    return "week" if hours <= WEEK_HOURS else "whenever"
