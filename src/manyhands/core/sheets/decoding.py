"""From bytes to text: which encoding a spreadsheet program has used."""

import codecs
from dataclasses import dataclass, replace
from typing import Final

from manyhands.core.sheets.errors import NotATableError, OldWorkbookError
from manyhands.core.sheets.problems import Problem, noted

#: Enough to recognise a file by; the rest follows the same rules.
SAMPLE_BYTES: Final = 4_096
#: Of a text in Latin letters, nearly every second byte of UTF-16 is zero.
UTF16_SHARE: Final = 0.3
#: Text has line ends and tabs; a share of other control characters above this is not text.
CONTROL_SHARE: Final = 0.02

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE: Final = ("<!doctype html", "<html")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, how it was written, and what to say about that."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text of a CSV file in any encoding a spreadsheet program writes.

    UTF-8 (with or without a mark), UTF-16 and UTF-32 are recognised by what they are; anything
    else is taken as the Windows encoding for western languages, of which Latin-1 is a part.

    >>> decode("Núñez".encode("utf-8")).encoding
    'utf-8'
    >>> decode("Núñez".encode("utf-16")).text
    'Núñez'
    >>> guessed = decode("Núñez".encode("latin-1"))
    >>> guessed.text, guessed.encoding, guessed.notes[0].code
    ('Núñez', 'cp1252', 'encoding_guessed')
    """
    _refuse_known_others(data)
    decoded = _decode_marked(data) or _decode_unmarked(data)
    _refuse_what_is_no_text(decoded.text[:SAMPLE_BYTES])
    return decoded


def _refuse_known_others(data: bytes) -> None:
    if data.startswith(_OLE_SIGNATURE):
        raise OldWorkbookError
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise NotATableError(looks_like=name)


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding) or _with_losses(data, encoding)
    return None


def _decode_unmarked(data: bytes) -> Decoded:
    encoding = _unmarked_utf16(data[:SAMPLE_BYTES])
    if encoding is not None:
        return _strictly(data, encoding) or _with_losses(data, encoding)
    plain = _strictly(data, "utf-8")
    if plain is not None:
        return plain
    windows = _strictly(data, "cp1252")
    guessed = windows or Decoded(data.decode("latin-1"), "latin-1")
    return replace(guessed, notes=(noted("encoding_guessed", encoding=guessed.encoding),))


def _unmarked_utf16(sample: bytes) -> str | None:
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd >= UTF16_SHARE and even < UTF16_SHARE:
        return "utf-16-le"
    if even >= UTF16_SHARE and odd < UTF16_SHARE:
        return "utf-16-be"
    return None


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeError:
        return None


def _with_losses(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, (noted("letters_lost"),))


def _refuse_what_is_no_text(sample: str) -> None:
    if sample.lstrip().casefold().startswith(_WEB_PAGE):
        raise NotATableError(looks_like="HTML")
    controls = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n\x0b\x0c")
    if controls > CONTROL_SHARE * len(sample) + 1:
        raise NotATableError(looks_like="binary")
