"""Yes, no, and how often, in English and Spanish."""

from typing import Final, Literal

from manyhands.core.sheets.problems import Reading, noted, refused
from manyhands.core.sheets.text import contains_words, fold, is_blank

_YES_MARKS: Final = frozenset({"✓", "✔", "✔️", "☑", "☑️", "✅", "x", "X", "×", "✗", "☒", "•", "👍", "1", "1.0"})
_NO_MARKS: Final = frozenset({"0", "0.0", "☐", "❌", "👎", "-"})
_YES: Final = frozenset(
    {"yes", "y", "yeah", "yep", "yup", "true", "t", "si", "s", "sip", "claro", "verdadero", "ok",
     "sure", "definitely", "correct", "correcto", "cierto", "checked", "por supuesto", "of course"}
)  # fmt: skip
_NO: Final = frozenset(
    {"no", "n", "nope", "false", "f", "not", "none", "never", "nunca", "falso", "ninguno", "ninguna",
     "nadie", "nobody", "unchecked", "dont", "do not", "i do not", "i dont", "no one"}
)  # fmt: skip
# Answers only where nothing follows: whoever comes "on foot" has no car.
_ON, _OFF = "on", "off"
_UNSURE: Final = (
    "maybe", "not sure", "unsure", "dont know", "do not know", "prefer not", "perhaps", "possibly",
    "unknown", "sometimes", "depends", "tal vez", "quiza", "quizas", "no se", "no estoy segura",
    "no estoy seguro", "depende", "a veces", "prefiero no", "puede ser",
)  # fmt: skip

_MOTOR: Final = (
    "car", "van", "minivan", "truck", "pickup", "suv", "vehicle", "drive", "driver", "sedan",
    "carro", "coche", "auto", "camioneta", "camion", "vehiculo", "manejo", "conduzco", "motorcycle",
    "scooter", "moto", "hatchback", "cargo van",
)  # fmt: skip
_NO_MOTOR: Final = (
    "bike", "bicycle", "walk", "walking", "bus", "on foot", "foot", "public transit", "transit",
    "subway", "train", "bici", "bicicleta", "a pie", "caminando", "transporte publico", "metro",
)  # fmt: skip

_WITHOUT: Final = (
    "no car", "no vehicle", "without", "dont have", "do not have", "dont drive", "do not drive", "cannot drive",
    "cant drive", "sin", "no tengo", "no tenemos", "no manejo", "no conduzco",
)  # fmt: skip

Recurrence = Literal["once", "daily", "weekly", "every_two_weeks", "monthly", "occasionally", "regularly"]

# In this order: "one time, maybe weekly later" is one time for now, and "biweekly" holds "weekly".
_RECURRENCES: Final[tuple[tuple[Recurrence, tuple[str, ...]], ...]] = (
    ("once", ("one time", "onetime", "just once", "once only", "only once", "1 time", "single time",
              "una vez", "una sola vez", "unica vez", "not recurring", "no recurrente", "non recurring")),
    ("every_two_weeks", ("biweekly", "bi weekly", "every two weeks", "every 2 weeks",
                         "every other week", "cada dos semanas", "cada 2 semanas", "quincenal")),
    ("daily", ("daily", "every day", "each day", "diario", "diaria", "cada dia", "todos los dias")),
    ("weekly", ("weekly", "every week", "each week", "once a week", "a week", "per week", "semanal",
                "cada semana", "por semana", "a la semana", "semanalmente", "todas las semanas")),
    ("monthly", ("monthly", "every month", "once a month", "a month", "per month", "mensual",
                 "cada mes", "al mes", "por mes", "mensualmente")),
    ("occasionally", ("occasionally", "occasional", "sometimes", "as needed", "now and then",
                      "from time to time", "ocasional", "ocasionalmente", "a veces", "de vez en cuando")),
    ("regularly", ("recurring", "ongoing", "regularly", "regular", "repeat", "recurrente", "continuo")),
    ("once", ("once",)),
)  # fmt: skip


def parse_yes_no(raw: str) -> Reading[bool]:
    """Return yes or no; a blank or undecided cell is neither.

    >>> [parse_yes_no(cell).value for cell in ("Yes, I can", "sí", "x", "✓", "No", "")]
    [True, True, True, True, False, None]
    >>> parse_yes_no("not sure").problems[0].code, parse_yes_no("blue").problems[0].code
    ('unsure', 'not_yes_no')
    """
    bare = raw.strip()
    folded = fold(bare)
    if bare in _YES_MARKS or folded == _ON:
        return Reading(value=True)
    if bare in _NO_MARKS or folded in _NO or folded == _OFF:
        return Reading(None if bare == "-" else False)
    if is_blank(raw):
        return Reading(None)
    if any(contains_words(folded, word) for word in _UNSURE):
        return Reading(None, (noted("unsure", text=raw),))
    said = _first_words(folded)
    if said is None:
        return Reading(None, (refused("not_yes_no", text=raw),))
    return Reading(said)


def parse_at_risk(raw: str) -> Reading[bool]:
    """Return whether somebody is at elevated risk; a reason given counts as yes, and is noted.

    >>> parse_at_risk("Yes").value, parse_at_risk("asthma, over 65").value
    (True, True)
    >>> parse_at_risk("asthma").problems[0].code, parse_at_risk("none").value
    ('taken_as_yes', False)
    """
    reading = parse_yes_no(raw)
    if reading.is_refused:
        return Reading(value=True, problems=(noted("taken_as_yes", text=raw),))
    return reading


def parse_vehicle(raw: str) -> Reading[bool]:
    """Return whether somebody can drive; a vehicle named counts as one, a bus or a bike does not.

    >>> parse_vehicle("minivan").value, parse_vehicle("bike").value, parse_vehicle("No").value
    (True, False, False)
    """
    reading = parse_yes_no(raw)
    folded = fold(raw)
    if not reading.is_refused:
        return reading
    if any(contains_words(folded, phrase) for phrase in _WITHOUT):
        return Reading(value=False)
    if any(contains_words(folded, word) for word in _MOTOR):
        return Reading(value=True)
    if any(contains_words(folded, word) for word in _NO_MOTOR):
        return Reading(value=False)
    return reading


def parse_recurrence(raw: str) -> Reading[Recurrence]:
    """Return how often the need comes back.

    >>> parse_recurrence("Yes, I would need this weekly.").value
    'weekly'
    >>> parse_recurrence("I only have need this one time I think.").value
    'once'
    >>> parse_recurrence("sí").value, parse_recurrence("No").value
    ('regularly', 'once')
    """
    if is_blank(raw):
        return Reading(None)
    folded = fold(raw)
    for recurrence, phrases in _RECURRENCES:
        if any(contains_words(folded, phrase) for phrase in phrases):
            return Reading(recurrence)
    answer = parse_yes_no(raw)
    if answer.value is None:
        return Reading(None, answer.problems)
    return Reading("regularly" if answer.value else "once")


def _first_words(folded: str) -> bool | None:
    """Return the answer that a text begins with, if it begins with one."""
    for answer, phrases in ((True, _YES), (False, _NO)):
        if any(f"{folded} ".startswith(f"{phrase} ") for phrase in phrases):
            return answer
    return None
