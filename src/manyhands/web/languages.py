"""The languages one can switch to, each by the name its speakers use."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, get_language_info

from manyhands.core.values.languages import OWN_NAMES, is_language, language_code


class Language(NamedTuple):
    code: str
    own_name: str
    direction: str


def other_languages() -> list[Language]:
    current = get_language()
    return [_named(code, str(name)) for code, name in settings.LANGUAGES if code != current]


def spoken_languages(first: Iterable[str] = ()) -> list[str]:
    """Codes to choose from: those that matter here, those that the pages are in, and those that many speak.

    Each language once, without script or region: people are matched by what they speak.
    """
    codes = [*first, *dict(settings.LANGUAGES), *OWN_NAMES]
    return list(dict.fromkeys(plain_language(code) for code in codes))


def plain_language(code: str) -> str:
    """The language of a tag, `zh` for `zh-hans`; what is no tag comes back as it was."""
    return language_code(code) if is_language(code) else code


def language_name(code: str) -> str:
    """A language by the name its speakers use; a code that nobody has named comes back as it was."""
    plain = plain_language(code)
    if plain in OWN_NAMES:
        return OWN_NAMES[plain]
    try:
        return _named(plain, plain).own_name
    except KeyError:
        return code


def _named(code: str, fallback: str) -> Language:
    info = get_language_info(code)
    # Django answers for the parent of a variant it does not know; then our own setting names it.
    own_name = info["name_local"] if info["code"] == code else fallback
    return Language(code, own_name[:1].upper() + own_name[1:], "rtl" if info["bidi"] else "ltr")
