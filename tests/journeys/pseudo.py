"""Two languages that nobody speaks: English with accents and 40 % longer, and the same as if from right to left.

Made of the catalogues' own source texts. What is seen without accents was never given to a translator; what does
not fit will not fit in German either.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import manyhands

PACKAGE = Path(manyhands.__file__).parent
LOCALES = ("en_XA", "ar_XB")
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçðéƒĝĥîĵķļɱñöþǫřšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŘŠŢÛṼŴẊÝŽ",
)
VOWELS = re.compile(r"([åéîöûÅÉÎÖÛ])")
# Placeholders, tags, entities and addresses have to stay what they are.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;|https?://\S+")


def accented(text: str) -> str:
    """Every letter with an accent, every vowel twice.

    >>> accented("Send %(count)d to <b>all</b>")
    'Šééñð %(count)d ţöö <b>ååļļ</b>'
    """
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [_longer(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _longer(text[end:])])


def _longer(text: str) -> str:
    return VOWELS.sub(r"\1\1", text.translate(ACCENTED))


def write_catalogues(folder: Path) -> None:
    """One catalogue for each, of all apps together, as LOCALE_PATHS wants them."""
    sources = [message for path in _sources() for message in _read(path)]
    for locale in LOCALES:
        catalogue = Catalog(locale=locale.split("_", maxsplit=1)[0], fuzzy=False)
        catalogue._num_plurals, catalogue._plural_expr = 2, "(n != 1)"
        for message in sources:
            catalogue.add(message.id, _translated(message), context=message.context)
        target = folder / locale / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)


def _sources() -> list[Path]:
    return sorted(PACKAGE.glob("**/locale/es/LC_MESSAGES/django.po"))


def _read(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _translated(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, tuple | list):
        return tuple(accented(text) for text in message.id)
    return accented(message.id)
