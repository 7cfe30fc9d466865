"""What a command says, in the language that was asked for: the commands' own catalogue, read without Django."""

import gettext as catalogues
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")
SOURCE_LANGUAGE = "en"
_FOLDER = Path(__file__).parent / "locale"
_spoken = SOURCE_LANGUAGE


def speak(language: str) -> None:
    """From now on everything is said in this language; the command has one reader."""
    global _spoken  # noqa: PLW0603 - what gettext itself keeps for a program with one reader
    _spoken = language


def language_of_machine() -> str:
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return said[:2] if said[:2] in LANGUAGES else SOURCE_LANGUAGE


def spoken() -> str:
    return _spoken


def gettext(text: str) -> str:
    return _catalogue(_spoken).gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    return _catalogue(_spoken).ngettext(singular, plural, count)


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue that is translated only when it is said."""
    return text


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    # English stands in the source. A catalogue that was not compiled leaves it at that.
    return catalogues.translation("django", localedir=str(_FOLDER), languages=[language], fallback=True)
