"""Every text the program says is in the catalogue of whoever says it, and every catalogue is complete.

Reads sources and catalogues with Babel, so that it needs no gettext on the machine.
"""

import io
import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.architecture.source import PACKAGE, app_folders, files, named

LANGUAGES = ("es",)

# Keyword to the places of its texts: (context, singular, plural), where it has them.
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}

# Whoever speaks keeps a catalogue; the rest of the package has nothing to say to people. One engine
# speaks, without Django: its explanations are also read where there is no server.
SENTENCES = PACKAGE / "core" / "dispatch" / "sentences"
SPEAKERS = [*app_folders(), PACKAGE / "web", PACKAGE / "cli", SENTENCES]
SILENT = [PACKAGE / "core", PACKAGE / "storage", PACKAGE / "adapters"]
CATALOGUES = sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"))

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
Text = tuple[str | None, str]


def texts_in(folder: Path) -> set[Text]:
    paths = files(folder, ".py", ".html", ".txt")
    if folder != SENTENCES:
        paths = [path for path in paths if not path.is_relative_to(SENTENCES)]
    return {text for path in paths for text in texts_of(path)}


def texts_of(path: Path) -> set[Text]:
    source = path.read_text()
    return texts_of_program(source if path.suffix == ".py" else as_program(source))


def as_program(template: str) -> str:
    """What templatize leaves is text, not a program; brackets keep the tokenizer from minding its indentation."""
    return f"(\n{templatize(template)}\n)"


def texts_of_program(source: str) -> set[Text]:
    found = set()
    for _line, keyword, arguments, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
        context, singular, _plural = KEYWORDS[keyword]
        texts = arguments if isinstance(arguments, tuple) else (arguments,)
        if texts[singular]:
            found.add((texts[context] if context is not None else None, texts[singular]))
    return found


def catalogue_at(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def translated_in(catalogue: Catalog) -> set[Text]:
    return {(message.context, key_of(message)) for message in catalogue if message.id}


def key_of(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def forms_of(message: Message) -> tuple[str, ...]:
    return message.string if message.pluralizable else (message.string,)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("speaker", SPEAKERS, ids=named)
def test_every_text_is_in_the_catalogue(speaker, language):
    texts = texts_in(speaker)
    domain = "messages" if speaker == SENTENCES else "django"
    path = speaker / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    known = translated_in(catalogue_at(path)) if path.exists() else set()

    assert sorted(texts - known, key=str) == []


@pytest.mark.parametrize("folder", SILENT, ids=named)
def test_what_lies_below_says_nothing_to_people(folder):
    assert texts_in(folder) == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_no_translation_is_empty_or_guessed(path):
    unfinished = [
        message.id
        for message in catalogue_at(path)
        if message.id and (message.fuzzy or not all(forms_of(message)))
    ]

    assert unfinished == []


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_no_translation_is_left_over(path):
    assert list(catalogue_at(path).obsolete) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_placeholders_survive_translation(path):
    """The last plural form says the same as the source's; an earlier one may leave the number out."""
    changed = []
    for message in catalogue_at(path):
        if not message.id:
            continue
        source = message.id[-1] if message.pluralizable else message.id
        wanted = sorted(PLACEHOLDER.findall(source))
        forms = forms_of(message)
        extra = [form for form in forms if set(PLACEHOLDER.findall(form)) - set(wanted)]
        if extra or sorted(PLACEHOLDER.findall(forms[-1])) != wanted:
            changed.append(message.id)

    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_is_translated_the_same_way(language):
    """Django merges the catalogues, and an earlier one wins: what means something else takes a context."""
    said: defaultdict[Text, set[tuple[str, ...]]] = defaultdict(set)
    for path in CATALOGUES:
        for message in catalogue_at(path):
            if message.id and path.parts[-3] == language and all(forms_of(message)):
                said[message.context, key_of(message)].add(forms_of(message))

    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


def test_texts_are_found_in_templates():
    template = (
        '{% load i18n %}\n    <h1>{% translate "Good day" %}</h1>\n'
        "  {% blocktranslate count n=n %}{{ n }} request{% plural %}{{ n }} requests{% endblocktranslate %}\n"
        '{% translate "May" context "month" %} it\'s\n'
    )

    assert texts_of_program(as_program(template)) == {
        (None, "Good day"),
        (None, "%(n)s request"),
        ("month", "May"),
    }
