import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.text import TextTooLongError, clean_text

ZWJ, ZWNJ, VS15, VS16 = "\u200d", "\u200c", "\ufe0e", "\ufe0f"
FAMILY = f"\U0001f469{ZWJ}\U0001f469{ZWJ}\U0001f467"
RAINBOW_FLAG = f"\U0001f3f3{VS16}{ZWJ}\U0001f308"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

# Any text, with what is delicate more often than chance would have it.
delicate = st.lists(
    st.one_of(
        st.characters(),
        st.sampled_from(
            [
                *"aé \n\t",
                ZWJ,
                ZWNJ,
                VS15,
                VS16,
                "\U0001f469",
                "\U0001f3f4",
                "\u0344",
                "\u0301",
                "\u094d",
                "\u0915",
            ]
        ),
        st.sampled_from(
            ["\u0645", "\u064e", "\u202e", "\u200b", "\ud800", "\U000e0067", "\U000e007f", SCOTLAND]
        ),
    )
).map("".join)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("", ""),
        ("   ", ""),
        ("  Ana \t  Ruiz ", "Ana Ruiz"),
        ("Ana\xa0\u2003Ruiz", "Ana Ruiz"),
        ("Ana\nRuiz", "Ana Ruiz"),
        ("A\x00n\x07a\x7f", "Ana"),
        ("A\u200bn\ufeffa\u2060", "Ana"),
        ("A\u00adna", "Ana"),
        ("\u202eanA\u202c \u2066x\u2069\u200e", "anA x"),
        ("Ana\ud800", "Ana"),
        ("Ana\ufffe\ufdd0\U0010ffff", "Ana"),
        ("\u3164", ""),
        ("\u2800\u2800", ""),
        ("A\u034fna", "Ana"),
        ("e\u0301", "é"),
        ("<b>Ana</b>", "<b>Ana</b>"),
    ],
)
def test_removes_what_cannot_be_seen(typed, clean):
    assert clean_text(typed) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Ångström-Łódź",
        "محمد الأحمد",
        "דוד בן־גוריון",
        "王小明",
        "김민준",
        "ነጋሽ",
        "សុខា",
        "I need a ramp ♿ 👍🏽",
        "❤" + VS16,
        "1" + VS16 + "\u20e3",
        FAMILY,
        RAINBOW_FLAG,
        SCOTLAND,
        "👩🏿" + ZWJ + "🚒",
        f"می{ZWNJ}خواهم",
        f"नमस्{ZWJ}ते",
        f"क्{ZWNJ}ष",
        f"র{ZWJ}্যাব",
        "葛\U000e0100城",
    ],
)
def test_keeps_every_script_and_its_joiners(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (f"A{ZWJ}na", "Ana"),
        (f"A{ZWNJ}na", "Ana"),
        (f"{ZWJ}👍", "👍"),
        (f"👍{ZWJ}", "👍"),
        (f"a{ZWJ}👍", "a👍"),
        (f"👍{ZWNJ}👍", "👍👍"),
        (f"م{ZWNJ}{ZWNJ}م", f"م{ZWNJ}م"),
        (f"م{ZWNJ} م", "م م"),
        (f"क्{ZWNJ} क", "क् क"),
        (f" {ZWJ}्क", "्क"),
        (f"👩{ZWJ}{ZWJ}👧", f"👩{ZWJ}👧"),
        (f"❤{VS16}{VS16}", f"❤{VS16}"),
        (f"{VS16}a", "a"),
        (f"{ZWJ}{VS16}a", "a"),
        (f"{VS16}{ZWNJ}{VS16}", ""),
        ("a\u2065\ufff0\U000e0002b", "ab"),
        (f"a {VS16}b", "a b"),
        ("a\U000e0061\U000e0062b", "ab"),
        ("🏴\U000e0067\U000e0062 x", "🏴 x"),
    ],
)
def test_drops_joiners_and_tags_that_join_nothing(typed, clean):
    assert clean_text(typed) == clean


def test_takes_down_a_wall_of_marks():
    wall = "a" + "\u0315\u200c\u0300" * 5_000

    clean = clean_text(wall + "b")

    assert unicodedata.normalize("NFD", clean) == "a" + "\u0300" * 4 + "\u0315" * 4 + "b"


@pytest.mark.parametrize("letters", ["ṩ", "ệ", "צּ֬֔", "བསྒྲུབས", "จู๋"])
def test_keeps_the_marks_that_writing_needs(letters):
    assert clean_text(letters) == unicodedata.normalize("NFC", letters)


def test_keeps_lines_apart_when_asked():
    typed = " Gate code:\r\n  blue\u2028door \n\n\n\n second\rfloor \n"

    assert clean_text(typed, multiline=True) == "Gate code:\nblue\ndoor\n\nsecond\nfloor"


def test_never_cuts_off():
    assert clean_text("x" * 10, max_length=10) == "x" * 10
    with pytest.raises(TextTooLongError) as refused:
        clean_text("x" * 10_000, max_length=500)
    assert (refused.value.length, refused.value.max_length) == (10_000, 500)


def test_counts_only_what_remains():
    assert clean_text("  a\u200bb  ", max_length=2) == "ab"


@given(delicate, st.booleans())
def test_cleaning_twice_changes_nothing(text, multiline):
    once = clean_text(text, multiline=multiline)

    assert clean_text(once, multiline=multiline) == once


@given(delicate)
def test_what_remains_can_be_stored_and_shown(text):
    clean = clean_text(text)

    assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean == unicodedata.normalize("NFC", clean)
    assert clean == " ".join(clean.split())
    assert not {unicodedata.category(char) for char in clean} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {char for char in clean if unicodedata.bidirectional(char) in {"LRO", "RLO", "LRE", "RLI"}}


@given(delicate)
def test_lines_never_pile_up(text):
    clean = clean_text(text, multiline=True)

    assert "\n\n\n" not in clean
    assert clean == clean.strip()
