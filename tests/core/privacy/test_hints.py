import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.privacy.hints import HintKind, find_contact_hints, find_personal_hints


def _kinds(text, *names):
    return {str(hint.kind) for hint in find_personal_hints(text, names, region="US")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 Elm St", "12 Elm St"),
        ("leave it at 1204b n. larch avenue please", "1204b n. larch avenue"),
        ("7 W 5th Ave", "7 W 5th Ave"),
        ("12 Willow Creek Dr", "12 Willow Creek Dr"),
        ("Calle Olmo 12", "Calle Olmo 12"),
        ("en la calle del Río n.º 4", "calle del Río n.º 4"),
        ("12 rue Victor", "12 rue Victor"),
        ("Apt 4B, second floor", "Apt 4B"),
    ],
)
def test_finds_a_street(text, found):
    assert [(hint.kind, hint.text) for hint in find_personal_hints(text, region="US")] == [
        (HintKind.STREET, found)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Groceries for 2, twice a week",
        "3 bags from across the street",
        "2 rides to St Lawrence hospital",
        "A 10 minutes drive to court",
        "Mow the lawn, 2 hours, 1 person",
        "One ride on 12 May at 9:30",
        "Food for 4 people, no nuts",
        "",
    ],
)
def test_everyday_words_tell_nothing(text):
    assert find_personal_hints(text, ["Ana de la Cruz"], region="US") == []


@pytest.mark.parametrize("text", ["Call 517 555 0188", "(517) 555-0188", "+44 20 7946 0018", "ask 555-0188"])
def test_finds_a_phone_number(text):
    assert _kinds(text) == {"phone"}


def test_finds_an_email_without_the_full_stop_after_it():
    hints = find_contact_hints("Write to ana.ruiz@example.org.", region="US")

    assert [(str(hint.kind), hint.text) for hint in hints] == [("email", "ana.ruiz@example.org")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shopping for bertha", "Bertha Stone"),
        ("Shopping for Mrs Stone", "Bertha Stone"),
        ("Bertha's dog", "Bertha Stone"),
        ("Bertha’s dog", "Bertha Stone"),
        ("Un paseo para Jose", "José Ñuñez"),
        ("Jo needs a ride", "Jo"),
    ],
)
def test_finds_any_word_of_a_name(text, name):
    assert _kinds(text, name) == {"name"}


def test_a_name_that_comes_again_is_told_once():
    hints = find_personal_hints("Bertha and Bertha's dog, and BERTHA", ["Bertha Stone"], region="US")

    assert [hint.text for hint in hints] == ["Bertha"]


def test_a_name_inside_another_word_is_none():
    assert _kinds("Bananas, an evening off", "Ana", "An") == set()


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_found_stands_in_the_text(text, name):
    assert all(hint.text in text for hint in find_personal_hints(text, [name], region="US"))
