"""The lists of words hold together."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from manyhands.core import sheets
from manyhands.core.sheets import KINDS, MESSAGES
from manyhands.core.sheets.cells.languages import _CODES
from manyhands.core.sheets.fields import ESSENTIAL, fields_of
from manyhands.core.sheets.kind_words import KIND_WORDS
from manyhands.core.sheets.problems import noted
from manyhands.core.sheets.text import fold
from manyhands.core.values.languages import is_language

SOURCES = sorted(Path(sheets.__file__).parent.rglob("*.py"))
BUILT_CODES = {"month_first_assumed", "day_first_assumed", "looks_like_needs", "looks_like_volunteers"}


def codes_in_use() -> set[str]:
    """Every code given literally to noted() or refused(), or declared by an error."""
    used: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"noted", "refused"}:
                used.update(arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))
            is_code = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code"
            if is_code and isinstance(node.value, ast.Constant):
                used.add(node.value.value)
    missing = {f"missing_{what}" for lines in ESSENTIAL.values() for what in lines}
    return used | missing | BUILT_CODES


def test_every_message_is_used_and_every_code_has_one():
    assert codes_in_use() == set(MESSAGES)


def test_a_code_without_a_message_cannot_be_reported():
    with pytest.raises(ValueError, match="no message"):
        noted("no_such_code")


@pytest.mark.parametrize("kind", ["needs", "volunteers"])
def test_no_heading_means_two_fields(kind):
    names = Counter(name for field in fields_of(kind) for name in field.names)

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("kind", ["needs", "volunteers"])
def test_every_heading_word_is_written_as_it_is_compared(kind):
    words = [word for field in fields_of(kind) for word in (*field.names, *field.phrases, *field.unless)]

    assert [word for word in words if fold(word) != word] == []


def test_no_word_means_two_kinds_of_help():
    words = Counter(word for words in KIND_WORDS.values() for word in words)

    assert [word for word, count in words.items() if count > 1] == []
    assert [word for word in words if fold(word) != word] == []
    assert tuple(KIND_WORDS) == KINDS


def test_every_language_code_exists():
    assert [code for code in set(_CODES.values()) if not is_language(code)] == []
    assert [name for name in _CODES if fold(name) != name] == []


def test_essential_fields_exist():
    for kind, lines in ESSENTIAL.items():
        keys = {field.key for field in fields_of(kind)}
        assert {key for fields in lines.values() for key in fields} <= keys
