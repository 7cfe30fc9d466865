"""ZIP codes."""

import re
from dataclasses import dataclass, field
from typing import Final

from manyhands.core.sheets.problems import Reading, noted, refused
from manyhands.core.sheets.text import is_blank

ZIP_DIGITS: Final = 5

# Where codes begin with a zero, a spreadsheet that takes them for numbers drops it. Fewer than four digits
# are far more often a mistake than one of Puerto Rico's, which begin with two.
_ZIP = re.compile(r"(?:(\d{5})(?:[-\s]?\d{4})?|(\d{4})(?:-\d{4})?)(?:\.0+)?", re.ASCII)
_ZIP_INSIDE = re.compile(r"\b(\d{5})(?:-\d{4})?\s*$", re.ASCII)


@dataclass(frozen=True, slots=True)
class ZipCode:
    """The five digits of a ZIP code.

    ``is_padded``: a zero was put before four digits, which may as well have lost another one.
    """

    code: str
    is_padded: bool = field(default=False, repr=False, compare=False)


def parse_zip(raw: str) -> Reading[ZipCode]:
    """Return a ZIP code of the United States.

    >>> parse_zip("48912-1234").value, parse_zip("48912.0").value
    (ZipCode(code='48912'), ZipCode(code='48912'))
    >>> reading = parse_zip("8912")
    >>> reading.value.code, reading.problems[0].code
    ('08912', 'zip_padded')
    >>> parse_zip("Lansing, MI 48912").value.code, parse_zip("CB1 3NF").problems[0].code
    ('48912', 'not_a_zip')
    """
    text = raw.strip()
    if is_blank(text):
        return Reading(None)
    match = _ZIP.fullmatch(text)
    if match is not None and match[2]:
        code = match[2].zfill(ZIP_DIGITS)
        return Reading(ZipCode(code, is_padded=True), (noted("zip_padded", text=raw, zip=code),))
    found = find_zip(text) if match is None else ZipCode(match[1])
    return Reading(found) if found else Reading(None, (refused("not_a_zip", text=raw),))


def find_zip(address: str) -> ZipCode | None:
    """Return the ZIP code at the end of an address, if there is one.

    >>> find_zip("12 Main St, Lansing, MI 48912-1234").code, find_zip("12345 Main St") is None
    ('48912', True)
    """
    match = _ZIP_INSIDE.search(address[-40:])
    return None if match is None else ZipCode(match[1])
