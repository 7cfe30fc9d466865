"""What words in cells mean where little decides: half an answer, several answers, an answer among others."""

import pytest

from manyhands.core.sheets.cells.contacts import Contact, Phone, parse_contact, parse_email, parse_phone
from manyhands.core.sheets.cells.languages import find_language, parse_languages
from manyhands.core.sheets.cells.lists import split_list
from manyhands.core.sheets.cells.yes_no import parse_recurrence, parse_vehicle, parse_yes_no
from manyhands.core.sheets.cells.zips import ZipCode, find_zip, parse_zip
from manyhands.core.sheets.kinds import KindAsked, find_kind_of_help, parse_kinds
from manyhands.core.sheets.statuses import NeedStatus, parse_need_status, parse_volunteer_status
from manyhands.core.sheets.text import fold, is_blank, parse_name, parse_text


def codes(reading) -> list[str]:
    return [problem.code for problem in reading.problems]


class TestContacts:
    @pytest.mark.parametrize(
        ("cell", "phone"),
        [
            ("  517  555 0100 ", Phone("517 555 0100", "+15175550100")),
            ("517-555-0100 ext. 7", Phone("517-555-0100 ext. 7", "+15175550100", "7")),
            ('="5175550100"', Phone('="5175550100"', "+15175550100")),
            ("'5175550100", Phone("'5175550100", "+15175550100")),
            ("5,1755501E+9", Phone("5,1755501E+9", "+15175550100")),
            ("5175550100.00", Phone("5175550100.00", "+15175550100")),
            ("home 5175550100, none other", Phone("home 5175550100, none other", "+15175550100")),
        ],
    )
    def test_a_number_is_kept_as_typed_beside_what_is_dialled(self, cell, phone):
        assert parse_phone(cell).value == phone

    def test_of_a_long_cell_the_first_two_hundred_letters_count(self):
        far, near = "x" * 200 + " 517 555 0100", "x " * 90 + "517 555 0100" + " y" * 90

        assert codes(parse_phone(far)) == ["not_a_phone"]
        assert parse_phone(near).value.raw == near[:200]
        assert codes(parse_email("x" * 200 + " ana@example.org")) == ["not_an_email"]
        assert codes(parse_contact("x" * 200 + " 517 555 0100")) == ["contact_unclear"]

    @pytest.mark.parametrize(
        ("cell", "more"),
        [
            ("517 555 0100 / 517 555 0100", []),
            ("517 555 0100 / 517 555 0101", ["more_phones"]),
            ("517 555 0100, 517 555 0100, 517 555 0102", ["more_phones"]),
        ],
    )
    def test_another_number_is_noticed_and_the_same_is_not(self, cell, more):
        assert parse_phone(cell).value.e164 == "+15175550100"
        assert codes(parse_phone(cell)) == more

    @pytest.mark.parametrize(
        ("cell", "email"),
        [
            ("Ana.Ruiz@Example.ORG", "Ana.Ruiz@example.org"),
            ("mailto:ana@example.org", "ana@example.org"),
            ("write to <ana@example.org>; or ben@example.org", "ana@example.org"),
            ("(ana@mail.example.org)", "ana@mail.example.org"),
            ("ana@example.org1", None),
            ("ana@example.c", None),
            ("n/a", None),
        ],
    )
    def test_addresses(self, cell, email):
        assert parse_email(cell).value == email

    @pytest.mark.parametrize(
        ("cell", "region", "contact"),
        [
            ("600 000 000", "ES", Contact(Phone("600 000 000", "+34600000000"))),
            ("a517@example.org", "US", Contact(None, "a517@example.org")),
            (
                "a@example.org 517 555 0100",
                "US",
                Contact(Phone("517 555 0100", "+15175550100"), "a@example.org"),
            ),
            ("none", "US", None),
        ],
    )
    def test_either_or_both(self, cell, region, contact):
        assert parse_contact(cell, region=region).value == contact


class TestLists:
    @pytest.mark.parametrize(
        ("cell", "items"),
        [
            ("a;b|c•d·e\rf", ("a", "b", "c", "d", "e", "f")),
            ("- a\n* b\n– c\n— d", ("a", "b", "c", "d")),
            ("a - b", ("a - b",)),
            (" a. , b.. ,, c ", ("a", "b", "c")),
            ("A, á, a", ("A",)),
            ("1,000 eggs, 12,50 milk", ("1,000 eggs", "12", "50 milk")),
            ("rides (a, b), food (c", ("rides (a, b)", "food (c")),
        ],
    )
    def test_what_separates(self, cell, items):
        assert split_list(cell) == items

    def test_forty_answers_at_most(self):
        assert len(split_list(";".join(f"need {number}" for number in range(40)))) == 40
        assert split_list(";".join(f"need {number}" for number in range(41)))[-1] == "need 39"

    def test_known_options_keep_up_to_seven_commas(self):
        eight, nine = ", ".join("abcdefgh"), ", ".join("abcdefghi")

        assert split_list(f"x, {eight}, y", [eight]) == ("x", eight, "y")
        assert split_list(nine, [nine]) == tuple("abcdefghi")

    def test_the_longest_known_option_wins(self):
        assert split_list("a, b, c", ["a, b", "A, B, C"]) == ("a, b, c",)
        assert split_list("a, b, c", ["a, b", "b, c"]) == ("a, b", "c")

    def test_of_an_endless_cell_the_beginning_is_read(self):
        assert split_list("a;" + "b" * 6_000) == ("a", "b" * 4_998)


class TestLanguages:
    @pytest.mark.parametrize(
        ("cell", "languages"),
        [
            ("English y Spanish", ("en", "es")),
            ("ingles + frances & ASL", ("en", "fr", "ase")),
            ("español o inglés", ("es", "en")),
            ("Spanish, spanish, es", ("es",)),
            ("I speak a little Portuguese", ("pt",)),
            ("solo español", ("es",)),
            ("pt_BR", ("pt",)),
            ("zh-Hant; es-MX", ("zh", "es")),
            ("lengua de señas", ("ase",)),
            ("kreyòl ayisyen", ("ht",)),
            ("Portugese", ("pt",)),
            ("xx", None),
        ],
    )
    def test_by_name_code_or_nearly_so(self, cell, languages):
        assert parse_languages(cell).value == languages

    def test_each_unknown_one_is_named(self):
        reading = parse_languages("Klingon; Spanish; Elvish")

        assert reading.value == ("es",)
        assert [problem.params["text"] for problem in reading.problems] == ["Klingon", "Elvish"]

    @pytest.mark.parametrize(
        ("name", "code"), [("en", "en"), ("kar", "kar"), ("e", None), ("native English", "en")]
    )
    def test_one(self, name, code):
        assert find_language(name) == code


class TestKinds:
    @pytest.mark.parametrize(
        ("cell", "asked"),
        [
            ("Milk / rides", [("groceries", "Milk"), ("ride", "rides")]),
            ("milk & eggs", [("groceries", "milk & eggs")]),
            ("food and a unicycle", [("groceries", "food and a unicycle")]),
            ("clothing/laundry", [("clothing", "clothing/laundry")]),
            ("una silla", [("other", "una silla")]),
            ("food; FOOD; comida", [("groceries", "food"), ("groceries", "comida")]),
        ],
    )
    def test_each_in_the_words_in_which_it_was_asked(self, cell, asked):
        assert parse_kinds(cell).value == tuple(KindAsked(*one) for one in asked)

    def test_a_long_wish_is_cut_and_said_to_be(self):
        reading = parse_kinds("unicycle " * 40)

        assert len(reading.value[0].label) == 300
        assert codes(reading) == ["text_cut", "unknown_kind"]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Pet food!", "pet_care"),
            ("some food", "groceries"),
            ("pet food and food", "pet_care"),
            ("medicin", "medicine"),
            ("hope", None),
        ],
    )
    def test_the_longest_known_word_decides(self, text, kind):
        assert find_kind_of_help(text) == kind

    def test_what_is_no_wish_is_none(self):
        assert (parse_kinds("none").value, codes(parse_kinds("none"))) == (None, [])


class TestAnswers:
    @pytest.mark.parametrize(
        ("cell", "value", "said"),
        [
            ("-", None, []),
            ("0", False, []),
            ("0.0", False, []),
            ("1.0", True, []),
            ("✗", True, []),
            ("❌", False, []),
            ("of course", True, []),
            ("Of course, on Mondays", True, []),
            ("ON", True, []),
            ("off", False, []),
            ("on Mondays", None, ["not_yes_no"]),
            ("por supuesto", True, []),
            ("I do not", False, []),
            ("I do not think so", False, []),
            ("no one here", False, []),
            ("nobody", False, []),
            ("note: yes", None, ["not_yes_no"]),
            ("don't", False, []),
            ("Sí, claro", True, []),
            ("Nunca jamás", False, []),
            ("Yes but not sure", None, ["unsure"]),
            ("blue yes", None, ["not_yes_no"]),
        ],
    )
    def test_yes_and_no(self, cell, value, said):
        assert (parse_yes_no(cell).value, codes(parse_yes_no(cell))) == (value, said)

    @pytest.mark.parametrize(
        ("cell", "value", "said"),
        [
            ("on foot", False, []),
            ("my bike or the van", True, []),
            ("We have no car", False, []),
            ("I don't have a car", False, []),
            ("I do not have a car", False, []),
            ("yo no tengo carro", False, []),
            ("solo, sin carro", False, []),
            ("maybe a car", None, ["unsure"]),
            ("blue", None, ["not_yes_no"]),
            ("yes, a bike", True, []),
        ],
    )
    def test_vehicles(self, cell, value, said):
        assert (parse_vehicle(cell).value, codes(parse_vehicle(cell))) == (value, said)

    @pytest.mark.parametrize(
        ("cell", "value", "said"),
        [
            ("Yes, daily", "daily", []),
            ("once a week", "weekly", []),
            ("once", "once", []),
            ("every other week", "every_two_weeks", []),
            ("al mes", "monthly", []),
            ("now and then", "occasionally", []),
            ("ongoing", "regularly", []),
            ("maybe", None, ["unsure"]),
            ("blue", None, ["not_yes_no"]),
            ("n/a", None, []),
        ],
    )
    def test_how_often(self, cell, value, said):
        assert (parse_recurrence(cell).value, codes(parse_recurrence(cell))) == (value, said)

    @pytest.mark.parametrize(
        ("cell", "status", "said"),
        [
            ("✓", NeedStatus("closed", "fulfilled"), []),
            ("Sí", NeedStatus("closed", "fulfilled"), []),
            ("No", NeedStatus("new"), []),
            ("n/a", None, []),
            (" ", None, []),
            ("Not completed", NeedStatus("new"), []),
            ("spam", NeedStatus("closed", "rejected"), []),
            ("purple", NeedStatus("new"), ["unknown_status"]),
        ],
    )
    def test_of_needs(self, cell, status, said):
        reading = parse_need_status(cell)

        assert (reading.value, codes(reading)) == (status, said)
        assert status is None or status.is_open == (status.state != "closed")

    @pytest.mark.parametrize(
        ("cell", "state", "said"),
        [("n/a", None, []), ("not available", "paused", []), ("purple", "applicant", ["unknown_status"])],
    )
    def test_of_volunteers(self, cell, state, said):
        reading = parse_volunteer_status(cell)

        assert (reading.value, codes(reading)) == (state, said)

    @pytest.mark.parametrize(
        ("cell", "code", "is_padded"),
        [
            ("48912.00", "48912", False),
            ("48912 1234", "48912", False),
            ("8912.0", "08912", True),
            ("Lansing 48912-1234 ", "48912", False),
            ("48912 Main St", None, None),
        ],
    )
    def test_zip_codes(self, cell, code, is_padded):
        found = parse_zip(cell).value

        assert (found and found.code, found and found.is_padded) == (code, is_padded)

    def test_a_zip_code_stands_at_the_end_of_an_address(self):
        assert find_zip("48912 " + "x" * 40) is None
        assert find_zip("x" * 100 + " 48912-1234") == ZipCode("48912")
        assert find_zip("a148912") is None


class TestText:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("ÁÉÍ ñ ß", "aei n ss"),
            ("it's O’Brien", "its obrien"),
            ("a<b>c</b>d <x", "a c d x"),
            ("&lt;b&gt; &amp; more", "b more"),
            ("zip_code", "zip code"),
            ("requesterNAME", "requestername"),
            ("fullName", "full name"),
            ("x" * 1_001, "x" * 1_000),
        ],
    )
    def test_folded(self, text, folded):
        assert fold(text) == folded

    @pytest.mark.parametrize(
        ("text", "is_it"),
        [
            ("—", True),
            ("??", True),
            ("Ninguna", True),
            ("N A", True),
            ("???", False),
            ("0", False),
            ("nones", False),
        ],
    )
    def test_blank(self, text, is_it):
        assert is_blank(text) is is_it

    @pytest.mark.parametrize(
        ("text", "limit", "kept", "said"),
        [
            ("abcd", 4, "abcd", []),
            ("abcde", 4, "abcd", ["text_cut"]),
            (" =a\u200bbcd ", 4, "=abc", ["hidden_characters", "formula", "text_cut"]),
            ("-", 4, None, []),
            ("a\nb", 4, "a\nb", []),
            ("cafe\u0301", 9, "café", []),
        ],
    )
    def test_kept(self, text, limit, kept, said):
        reading = parse_text(text, limit=limit)

        assert (reading.value, codes(reading)) == (kept, said)

    @pytest.mark.parametrize(
        ("name", "said"),
        [("7", ["name_is_number"]), ("=7", ["formula", "name_is_number"]), ("R2", []), ("李", [])],
    )
    def test_names(self, name, said):
        assert (parse_name(name).value, codes(parse_name(name))) == (name, said)
