"""Names of months, days and near days, in English and Spanish."""

from datetime import date, timedelta
from typing import Final

from manyhands.core.sheets.text import fold

DAYS_IN_WEEK: Final = 7
#: Months are told apart by three letters, but for Spanish "mar" / "may" and the like: enough.
MONTH_LETTERS: Final = 3

_MONTHS: Final = (
    ("january", "enero"),
    ("february", "febrero"),
    ("march", "marzo"),
    ("april", "abril"),
    ("may", "mayo"),
    ("june", "junio"),
    ("july", "julio"),
    ("august", "agosto"),
    ("september", "septiembre", "setiembre"),
    ("october", "octubre"),
    ("november", "noviembre"),
    ("december", "diciembre"),
)

#: Every way to name a weekday, folded; Monday is 0.
WEEKDAYS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon mo lunes lun",
            "tuesday tuesdays tues tue tu martes mart",
            "wednesday wednesdays weds wed we miercoles mie",
            "thursday thursdays thurs thur thu th jueves jue",
            "friday fridays fri fr viernes vie",
            "saturday saturdays sat sa sabado sabados sab",
            "sunday sundays sun su domingo domingos dom",
        )
    )
    for name in names.split()
}

_NEAR_DAYS: Final[dict[str, int]] = {
    "today": 0, "tonight": 0, "now": 0, "asap": 0, "hoy": 0, "ahora": 0, "esta noche": 0,
    "tomorrow": 1, "manana": 1, "day after tomorrow": 2, "pasado manana": 2,
}  # fmt: skip


def month_number(name: str) -> int | None:
    """Return a month's number, from its name or a beginning of it.

    >>> month_number("Sept"), month_number("enero"), month_number("ago"), month_number("food")
    (9, 1, 8, None)
    """
    folded = fold(name)
    if len(folded) < MONTH_LETTERS:
        return None
    for number, names in enumerate(_MONTHS, start=1):
        if any(month.startswith(folded) for month in names):
            return number
    return None


def find_named_day(text: str, reference: date | None) -> date | None:
    """Return the day meant by "today", "mañana" or "Friday", as seen from the reference.

    >>> find_named_day("next Friday", date(2020, 3, 15)), find_named_day("Friday", None)
    (datetime.date(2020, 3, 20), None)
    """
    if reference is None:
        return None
    folded = fold(text)
    if folded in _NEAR_DAYS:
        return reference + timedelta(days=_NEAR_DAYS[folded])
    for word in ("this ", "next ", "by ", "on ", "el ", "este ", "proximo "):
        folded = folded.removeprefix(word)
    if folded in WEEKDAYS:
        ahead = (WEEKDAYS[folded] - reference.weekday()) % DAYS_IN_WEEK
        return reference + timedelta(days=ahead)
    return None
