"""One list of languages, wherever somebody says which they speak."""

from django.utils.translation import override

from manyhands.apps.groups.forms.start import GROUP_LANGUAGES
from manyhands.core.sheets.cells.languages import parse_languages
from manyhands.core.values.languages import OWN_NAMES, is_language
from manyhands.web.languages import language_name, spoken_languages


def test_every_form_offers_the_same_codes():
    assert set(spoken_languages()) >= set(OWN_NAMES) == {code for code, _name in GROUP_LANGUAGES}
    assert all(is_language(code) for code in OWN_NAMES)


def test_a_language_is_offered_once_whatever_its_script():
    codes = spoken_languages(["zh-hans", "es-mx", "zh"])

    assert codes[:3] == ["zh", "es", "en"]
    assert len(codes) == len(set(codes))


def test_each_is_named_as_its_speakers_name_it():
    with override("es"):
        assert [language_name(code) for code in ("zh-hans", "ht", "en")] == [
            "中文",
            "Kreyòl ayisyen",
            "English",
        ]
    assert language_name("xx") == "xx"


def test_a_sheet_may_use_those_names_and_codes():
    for code, name in OWN_NAMES.items():
        assert parse_languages(name).value == (code,)
        assert parse_languages(code).value == (code,)
    assert parse_languages("zh-hans").value == ("zh",)
