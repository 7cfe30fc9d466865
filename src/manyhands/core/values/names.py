"""People's names: found under another spelling, and shortened before they may be known in full."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from manyhands.core.values.text import ZERO_WIDTH_JOINER, clean_text

_APOSTROPHES: Final = "'\u2019\u2018\u02bc\u02bb`\u00b4\u2032"
_FAMILY_PARTICLES: Final = """
a al ap ben bin bint da das de dei del della den der di do dos du e el ibn la las le los
mac mc san santa st ten ter van von y zu
"""
_PARTICLES: Final = frozenset(_FAMILY_PARTICLES.split())
_TITLES: Final = frozenset({"dr", "dra", "mr", "mrs", "ms", "mx", "rev", "sr", "sra", "srta"})
# Letters with a stroke and joined letters have no accent that Unicode could take away from them.
# The Arabic line-stretcher and the joiner only change how a word is drawn.
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"\u0640": None, ZERO_WIDTH_JOINER: None}
)
_HEBREW_AND_ARABIC_POINTS: Final = range(10, 36)
_ACCENTS_FROM: Final = 200
_PARTICLES_IN_A_ROW: Final = 3
_WORDS_IN_A_NAME: Final = 16
"""What is longer is no name; its further words are not looked for."""


def name_tokens(name: str) -> frozenset[str]:
    """Return the words under which a name is found again, without case and accents.

    Two spellings of one name share tokens: words that are written together or apart (``De la
    Cruz`` and ``Delacruz``, ``María-José`` and ``Maria Jose``, ``O'Brien`` and ``OBrien``) are
    also there joined. Initials and particles are left out unless there is nothing else. The tokens are what the
    blind index hashes: a longer list would find more and tell a thief more.

    Args:
        name: a name as somebody typed it, in any script; it need not be clean.

    >>> sorted(name_tokens("José O'Brien-Núñez"))
    ['brien', 'jose', 'joseobrien', 'nunez', 'obrien', 'obriennunez']
    >>> name_tokens("DE LA CRUZ") >= name_tokens("Delacruz")
    True
    >>> name_tokens("")
    frozenset()
    """
    words = _words(clean_text(name))[:_WORDS_IN_A_NAME]
    joined = ["".join(parts) for parts in words]
    tokens = {*joined, *(part for parts in words for part in parts)}
    tokens.update(first + second for first, second in pairwise(joined))
    tokens.update(_with_particles(joined))
    telling = {token for token in tokens - _PARTICLES if len(token) > 1 or _is_whole_name(token)}
    return frozenset(telling or tokens)


def sort_key(name: str) -> str:
    """Return what a name is sorted by, and looked through for a part of it: its words, without case and accents.

    Args:
        name: a name as somebody typed it, in any script; it need not be clean.

    >>> sorted(["Zoe", "álvaro Peña", "Ana"], key=sort_key)
    ['álvaro Peña', 'Ana', 'Zoe']
    >>> sort_key("pe") in sort_key("Álvaro Peña")
    True
    """
    return " ".join("".join(parts) for parts in _words(clean_text(name)))


def first_name(name: str) -> str:
    """Return the name somebody is called by: the first word, without a title.

    Who gave only a title and a family name is called by both; a first name that is only a letter says too
    little to stand alone. Chinese and Korean names written without a space begin with the family name, which
    is left out.

    >>> first_name("Dra. Ana Rodríguez López"), first_name("王小明")
    ('Ana', '小明')
    >>> first_name("Dr. Lee"), first_name("J. Smith")
    ('Dr. Lee', 'J. S.')
    """
    words = _spoken_words(name)
    if not words:
        return ""
    if _is_unspaced(words):
        return words[0][1:]
    if len(words) > 1 and _is_title(words[0]):
        return " ".join(words)
    return initial_form(name) if _is_letter_with_dot(words[0]) else words[0]


def initial_form(name: str) -> str:
    """Return the first name and one letter, as in "Ana R." or "Dr. L.", for those who may not know it all.

    The letter is that of the last word. A single word stays as it is; of a Chinese or Korean name
    written without a space only the family name is shown.

    >>> initial_form("Ana de la Rosa"), initial_form("Ana"), initial_form("王小明")
    ('Ana R.', 'Ana', '王…')
    """
    words = _spoken_words(name)
    if _is_unspaced(words):
        return f"{words[0][0]}…"
    if len(words) <= 1:
        return "".join(words)
    return f"{words[0]} {_first_letter(words[-1])}."


def _plain(text: str) -> str:
    """Return a text in lower case without accents; signs that make another letter stay."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN_LETTERS)
    bare = "".join(char for char in letters if not _is_accent(char))
    return unicodedata.normalize("NFC", bare).casefold()


def _is_accent(char: str) -> bool:
    """Say whether a mark only colours a letter: Latin accents, Hebrew points, Arabic vowels."""
    weight = unicodedata.combining(char)
    return weight >= _ACCENTS_FROM or weight in _HEBREW_AND_ARABIC_POINTS


def _words(name: str) -> list[list[str]]:
    """Return the words of a name, each as the parts that its apostrophes make."""
    marked = "".join("'" if char in _APOSTROPHES else char for char in name)
    spaced = "".join(char if char == "'" or _is_written(char) else " " for char in _plain(marked))
    words = ([part for part in word.split("'") if part] for word in spaced.split())
    return [parts for parts in words if parts]


def _is_written(char: str) -> bool:
    """Say whether a character belongs to a word: a letter, a figure, or a mark on them."""
    return unicodedata.category(char)[0] in "LMN"


def _with_particles(words: list[str]) -> Iterator[str]:
    """Walk through family names with their particles written as one word: ``vanderberg``."""
    particles: list[str] = []
    for word in words:
        if particles:
            yield "".join([*particles, word])
        particles = [*particles, word][-_PARTICLES_IN_A_ROW:] if word in _PARTICLES else []


def _spoken_words(name: str) -> list[str]:
    """Return the words of a cleaned name, without a title if a whole name is left."""
    words = clean_text(name).split()
    title, *others = words or [""]
    return others if _is_title(title) and len(others) > 1 else words


def _is_title(word: str) -> bool:
    return word.rstrip(".").casefold() in _TITLES


def _is_letter_with_dot(word: str) -> bool:
    return word.endswith(".") and sum(char.isalnum() for char in word) == 1


def _is_unspaced(words: list[str]) -> bool:
    """Say whether a name is a single word of Chinese or Korean characters, family name first."""
    return len(words) == 1 and len(words[0]) > 1 and all(_is_whole_name(char) for char in words[0])


def _is_whole_name(token: str) -> bool:
    """Say whether one character can be a whole name, as in Chinese and Korean."""
    return unicodedata.name(token[:1], "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))


def _first_letter(word: str) -> str:
    """Return the first letter of a word, with the marks that belong to it."""
    for index, char in enumerate(word):
        if char.isalnum():
            end = index + 1
            while end < len(word) and unicodedata.combining(word[end]):
                end += 1
            return word[index:end].upper()
    return word[:1]
