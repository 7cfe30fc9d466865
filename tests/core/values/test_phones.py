import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.phones import NotAPhoneNumberError, indexable_phone, read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("517-555-0100", "+15175550100"),
        ("1 (517) 555 0100", "+15175550100"),
        ("+44 20 7946 0000", "+442079460000"),
        ("００１５１７", None),
        ("٥١٧٥٥٥٠١٠٠", "+15175550100"),
        ("517", None),
        ("517555010051755501005175550100", None),
        ("", None),
        ("my sister has it", None),
    ],
)
def test_reads_a_number_or_says_that_it_is_none(typed, e164):
    if e164 is None:
        with pytest.raises(NotAPhoneNumberError):
            read_phone(typed, region="US")
    else:
        assert read_phone(typed, region="US") == e164


@pytest.mark.parametrize("region", ["US", "GB", "MX"])
def test_what_is_shown_can_be_read_again(region):
    shown = show_phone("+442079460000", region=region)

    assert read_phone(shown, region=region) == "+442079460000"


def test_two_writings_have_one_index():
    assert indexable_phone("+1 (517) 555-0100") == indexable_phone("+15175550100")


@given(st.text())
def test_answers_any_text(text):
    assert isinstance(show_phone(text, region="US"), str)
    try:
        assert read_phone(text, region="US").startswith("+")
    except NotAPhoneNumberError:
        assert text != "+15175550100"
