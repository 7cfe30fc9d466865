import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.privacy.masking import mask_email


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


@given(st.emails())
def test_a_masked_address_tells_neither_name_nor_provider(email):
    masked = mask_email(email)
    name, _, domain = email.rpartition("@")

    assert masked in {f"{name[0]}•••@•••.{domain.rpartition('.')[2]}", "•••"}


@given(st.text())
def test_masks_any_text(text):
    assert isinstance(mask_email(text), str)
