import pytest
from django.conf.locale import LANG_INFO
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.languages import is_language, language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("ES", "es"),
        (" es-MX ", "es"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("hmn", "hmn"),
        ("ase", "ase"),
        ("sr-Latn", "sr"),
        ("ca-valencia", "ca"),
    ],
)
def test_reads_a_tag(text, code):
    assert language_code(text) == code


@pytest.mark.parametrize(
    "text", ["", "e", "xx", "zzz", "Spanish", "english", "en-", "-en", "en--US", "es MX", "e1", "es-\u200bMX"]
)
def test_refuses_what_is_no_language(text):
    with pytest.raises(ValueError, match="is not a language code such as 'en' or 'es'"):
        language_code(text)
    assert not is_language(text)


@pytest.mark.parametrize("code", sorted({code.split("-")[0] for code in LANG_INFO}))
def test_knows_the_languages_that_pages_can_be_written_in(code):
    assert is_language(code)


@given(st.text())
def test_answers_any_text(text):
    assert isinstance(is_language(text), bool)
