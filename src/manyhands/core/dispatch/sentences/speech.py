"""One language and one unit: lists, distances, days and the names of languages."""

import gettext as catalogues
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from manyhands.core.values.languages import OWN_NAMES, language_code
from manyhands.core.values.lengths import coarse_length

_LOCALES = Path(__file__).parent / "locale"
_MOST_DAYS = 3
_I_SOUND = re.compile(r"h?[ií](?!e)", re.IGNORECASE)
_O_SOUND = re.compile(r"h?[oó]", re.IGNORECASE)


class Speech:
    """Says numbers and names in one reader's language; what it has no translation for it says in English."""

    def __init__(
        self, language: str, *, names: Mapping[str, str], words: Mapping[str, str], unit: str
    ) -> None:
        """Take the reader's language, names by id, words by code, and "km" or "mi"."""
        if unit not in {"km", "mi"}:
            raise ValueError(f'the unit must be "km" or "mi", not {unit!r}')
        self._language = language_code(language)
        self._catalogue = _find_catalogue(self._language)
        self._names, self._words, self._unit = names, words, unit

    def gettext(self, text: str, **values: object) -> str:
        """Return a text in the reader's language with its places filled."""
        said = self._catalogue.gettext(text)
        return said % values if values else said

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form for a number of things."""
        said = self._catalogue.ngettext(one, many, number)
        return said % values if values else said

    def pgettext(self, context: str, text: str) -> str:
        """Return a text that means something else elsewhere."""
        return self._catalogue.pgettext(context, text)

    def name(self, identifier: str | None) -> str:
        """Return somebody's name as it begins a sentence; whoever has none here is somebody."""
        return self._names.get(identifier or "") or self.gettext("Somebody")

    def known_names(self, identifiers: Sequence[str]) -> list[str]:
        """Return the names that are known, or none at all when one of them is not."""
        found = [self._names.get(identifier, "") for identifier in identifiers]
        return found if all(found) else []

    def words_for(self, codes: Sequence[str]) -> str:
        """Return what codes mean as a list, or nothing when one of them has no word."""
        found = [self._words.get(code, "") for code in codes]
        return self.all_of(found) if found and all(found) else ""

    def languages(self, codes: Sequence[str], *, is_choice: bool = False) -> str:
        """Return the names of languages, as a list of all or as a choice."""
        found = [self._words.get(code) or self._language_name(code) for code in codes]
        return self.one_of(found) if is_choice else self.all_of(found)

    def all_of(self, parts: Sequence[str]) -> str:
        """Return "A, B and C"."""
        return self._list(parts, self.gettext("%(first)s and %(last)s"), "%(first)s e %(last)s", _I_SOUND)

    def one_of(self, parts: Sequence[str]) -> str:
        """Return "A, B or C"."""
        return self._list(parts, self.gettext("%(first)s or %(last)s"), "%(first)s u %(last)s", _O_SOUND)

    def distance(self, distance_m: int, *, at_least: bool = False) -> str:
        """Return a distance in the reader's unit, no finer than a half; rounded up if it must be enough.

        Places are known as cells: what is finer than a half would say more than anybody knows. From 10 on
        it is whole. ``core.values.lengths`` has the same steps for everybody else who says a distance.
        """
        rounded = coarse_length(distance_m, self._unit, at_least=at_least)
        if not rounded:
            return self.gettext("less than %(distance)s", distance=self._with_unit("0.5"))
        return self._with_unit(f"{rounded:.1f}".removesuffix(".0"))

    def days(self, weekdays: Sequence[int]) -> str:
        """Return "Tuesday or Wednesday" as it stands after "on"; nothing for none, or for many days."""
        if not 0 < len(weekdays) <= _MOST_DAYS:
            return ""
        names = (
            self.pgettext("after on", "Monday"),
            self.pgettext("after on", "Tuesday"),
            self.pgettext("after on", "Wednesday"),
            self.pgettext("after on", "Thursday"),
            self.pgettext("after on", "Friday"),
            self.pgettext("after on", "Saturday"),
            self.pgettext("after on", "Sunday"),
        )
        return self.one_of([names[day] for day in weekdays])

    def _with_unit(self, number: str) -> str:
        """Return a number with the unit behind it."""
        number = number.replace(".", self.pgettext("decimal mark", "."))
        if self._unit == "mi":
            return self.gettext("%(distance)s mi", distance=number)
        return self.gettext("%(distance)s km", distance=number)

    def _list(self, parts: Sequence[str], pattern: str, softened: str, sound: re.Pattern[str]) -> str:
        """Return a list; Spanish softens its "y" and "o" before the same sound."""
        if len(parts) <= 1:
            return "".join(parts)
        if self._language == "es" and sound.match(parts[-1]):
            pattern = softened
        return pattern % {"first": ", ".join(parts[:-1]), "last": parts[-1]}

    def _language_name(self, code: str) -> str:
        """Return a language's name in the reader's language, or else in its own."""
        names: Mapping[str, Callable[[], str]] = {
            "en": lambda: self.gettext("English"),
            "es": lambda: self.gettext("Spanish"),
            "ar": lambda: self.gettext("Arabic"),
            "fr": lambda: self.gettext("French"),
            "ht": lambda: self.gettext("Haitian Creole"),
            "my": lambda: self.gettext("Burmese"),
            "ne": lambda: self.gettext("Nepali"),
            "pt": lambda: self.gettext("Portuguese"),
            "ru": lambda: self.gettext("Russian"),
            "so": lambda: self.gettext("Somali"),
            "sw": lambda: self.gettext("Swahili"),
            "vi": lambda: self.gettext("Vietnamese"),
            "zh": lambda: self.gettext("Chinese"),
        }
        return names[code]() if code in names else OWN_NAMES.get(code, code)


@lru_cache(maxsize=32)
def _find_catalogue(language: str) -> catalogues.NullTranslations:
    """Return the compiled catalogue; without one everything is said in English."""
    return catalogues.translation("messages", _LOCALES, [language], fallback=True)
