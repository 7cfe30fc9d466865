"""The languages one can switch to, each by the name its speakers use."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, get_language_info

# Languages that people in the groups we know speak, besides those that the pages are in.
SPOKEN = ("en", "es", "ar", "fr", "hi", "ne", "my", "pt", "ru", "so", "sw", "uk", "vi", "zh-hans")

# Languages that people speak and Django has no name for.
_MORE_NAMES = {"so": "Soomaali", "zh": "中文", "hmn": "Hmoob", "rw": "Ikinyarwanda", "ti": "ትግርኛ"}


class Language(NamedTuple):
    code: str
    own_name: str
    direction: str


def other_languages() -> list[Language]:
    current = get_language()
    return [_named(code, str(name)) for code, name in settings.LANGUAGES if code != current]


def spoken_languages(first: Iterable[str] = ()) -> list[str]:
    """Codes to choose from: those that matter here, those that the pages are in, and those that many speak."""
    return list(dict.fromkeys([*first, *dict(settings.LANGUAGES), *SPOKEN]))


def language_name(code: str) -> str:
    """A language by the name its speakers use; a code that nobody has named comes back as it was."""
    if code in _MORE_NAMES:
        return _MORE_NAMES[code]
    names = dict(settings.LANGUAGES)
    try:
        return _named(code, str(names.get(code, code))).own_name
    except KeyError:
        return str(names.get(code, code))


def _named(code: str, fallback: str) -> Language:
    info = get_language_info(code)
    # Django answers for the parent of a variant it does not know; then our own setting names it.
    own_name = info["name_local"] if info["code"] == code else fallback
    return Language(code, own_name[:1].upper() + own_name[1:], "rtl" if info["bidi"] else "ltr")
