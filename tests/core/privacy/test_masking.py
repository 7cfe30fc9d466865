import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.privacy.masking import mask_email, mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+1 (517) 555-0123", "••• ••23"),
        ("5550123", "••• ••23"),
        ("555012", "••• ••••"),
        ("911", "••• ••••"),
        ("٠١٢٣٤٥٦٧", "••• ••٦٧"),
        ("call the neighbour", ""),
        ("", ""),
    ],
)
def test_masks_a_phone(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("ana.ruiz@example.org", "a•••@•••.org"),
        (" b@mail.example.co.uk ", "b•••@•••.uk"),
        ("a@b@example.org", "a•••@•••.org"),
        ("ana@localhost", "•••"),
        ("@example.org", "•••"),
        ("ana@.org", "•••"),
        ("ana@example.", "•••"),
        ("ana", "•••"),
        ("  ", ""),
    ],
)
def test_masks_an_email(email, masked):
    assert mask_email(email) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Ana Rodríguez", "A•••"), ("ana", "A•••"), ("王小明", "小•••"), ("\u200b", ""), ("", "")],
)
def test_masks_a_name(name, masked):
    assert mask_name(name) == masked


@given(st.from_regex(r"\+?[0-9]{7,15}", fullmatch=True))
def test_a_masked_phone_tells_two_digits_and_not_how_many_there_were(phone):
    masked = mask_phone(phone)

    assert sum(char.isdigit() for char in masked) == 2
    assert masked.endswith(phone[-2:])
    assert len(masked) == len(mask_phone("5550123"))


@given(st.emails())
def test_a_masked_address_tells_neither_name_nor_provider(email):
    masked = mask_email(email)
    name, _, domain = email.rpartition("@")

    assert masked in {f"{name[0]}•••@•••.{domain.rpartition('.')[2]}", "•••"}


@given(st.text())
def test_masks_any_text(text):
    assert len(mask_name(text)) <= 6
    assert isinstance(mask_phone(text), str)
    assert isinstance(mask_email(text), str)
