"""Names of languages, to the codes that everything else uses."""

import re
from typing import Final

from manyhands.core.sheets.cells.lists import split_list
from manyhands.core.sheets.headings import is_typo
from manyhands.core.sheets.problems import Problem, Reading, noted
from manyhands.core.sheets.text import fold, is_blank
from manyhands.core.values.languages import OWN_NAMES

# ISO 639-1 where there is a code, else ISO 639-3. English, Spanish and own names, folded.
_NAMES: Final = {
    "en": "english ingles inglesa eng",
    "es": "spanish espanol castellano espanola esp spa",
    "ar": "arabic arabe العربية",
    "zh": "chinese mandarin chino mandarin 中文 普通话",
    "yue": "cantonese cantones 粵語",
    "fr": "french frances francais",
    "ht": "creole haitiano criollo kreyol haitian",
    "pt": "portuguese portugues brazilian",
    "ru": "russian ruso русский",
    "uk": "ukrainian ucraniano українська",
    "pl": "polish polaco polski",
    "vi": "vietnamese vietnamita",
    "ko": "korean coreano 한국어",
    "ja": "japanese japones 日本語",
    "tl": "tagalog filipino filipina",
    "hi": "hindi",
    "ur": "urdu اردو",
    "bn": "bengali bangla bengali",
    "pa": "punjabi panjabi",
    "gu": "gujarati",
    "ta": "tamil",
    "te": "telugu",
    "ne": "nepali nepalese",
    "my": "burmese birmano",
    "kar": "karen",
    "sw": "swahili kiswahili suajili",
    "rw": "kinyarwanda",
    "so": "somali",
    "am": "amharic amarico",
    "ti": "tigrinya",
    "fa": "persian farsi persa فارسی",
    "prs": "dari",
    "ps": "pashto pastun",
    "ku": "kurdish kurdo",
    "tr": "turkish turco",
    "el": "greek griego",
    "it": "italian italiano",
    "de": "german aleman deutsch",
    "he": "hebrew hebreo",
    "yi": "yiddish",
    "sq": "albanian albanes",
    "bs": "bosnian bosnio",
    "sr": "serbian serbio",
    "hr": "croatian croata",
    "ro": "romanian rumano",
    "hmn": "hmong",
    "lo": "lao laotian",
    "th": "thai tailandes",
    "km": "khmer cambodian",
    "qu": "quechua",
    "nah": "nahuatl",
    "ase": "asl",
    "yo": "yoruba",
    "ig": "igbo",
    "ha": "hausa",
    "wo": "wolof",
}
_PHRASES: Final = {
    "american sign language": "ase",
    "sign language": "ase",
    "lengua de senas": "ase",
    "lenguaje de senas": "ase",
    "haitian creole": "ht",
    "criollo haitiano": "ht",
    "kreyol ayisyen": "ht",
    "mandarin chinese": "zh",
    "brazilian portuguese": "pt",
    "tieng viet": "vi",
}
_CODES: Final = {
    **{fold(name): code for code, name in OWN_NAMES.items()},
    **{fold(name): code for code, names in _NAMES.items() for name in names.split()},
    **_PHRASES,
}
_AND = re.compile(r"\s(?:and|y|e|or|o|&)\s|[/+&]", re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,3}[-_][a-z]{2,4}", re.IGNORECASE)
_FILLERS: Final = frozenset(
    {"only", "solo", "solamente", "fluent", "native", "some", "a", "little", "basic", "un", "poco",
     "de", "speaks", "habla", "hablo", "i", "speak", "language", "bilingual", "bilingue", "poquito"}
)  # fmt: skip


def parse_languages(raw: str) -> Reading[tuple[str, ...]]:
    """Return language codes, in the order in which they were named.

    >>> parse_languages("English and Spanish").value, parse_languages("Español; ASL").value
    (('en', 'es'), ('es', 'ase'))
    >>> parse_languages("Klingon, frances").value, parse_languages("Klingon").problems[0].code
    (('fr',), 'unknown_language')
    """
    if is_blank(raw):
        return Reading(None)
    codes: dict[str, None] = {}
    problems: list[Problem] = []
    for item in split_list(_AND.sub(";", raw)):
        code = find_language(item)
        if code is None:
            problems.append(noted("unknown_language", text=item))
        else:
            codes[code] = None
    return Reading(tuple(codes) or None, tuple(problems))


def find_language(name: str) -> str | None:
    """Return the code of one language.

    >>> find_language("a little Spanish"), find_language("Haitian Creole"), find_language("zh-Hans")
    ('es', 'ht', 'zh')
    """
    folded = fold(name)
    base = re.split(r"[-_ ]", folded)[0] if _TAG.fullmatch(name.strip()) else folded
    if base in _NAMES:
        return base
    if folded in _CODES:
        return _CODES[folded]
    bare = " ".join(word for word in folded.split() if word not in _FILLERS)
    if bare in _CODES:
        return _CODES[bare]
    return next((code for known, code in _CODES.items() if is_typo(bare, known)), None)
