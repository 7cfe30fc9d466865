"""Codes, keys and what they close."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from manyhands.apps.accounts.actions import Asked, Sender, request_code
from manyhands.apps.accounts.actions.codes import CODE_LIFE
from manyhands.apps.accounts.backends import SessionStore
from manyhands.storage.encryption import WrongKeyError, decrypt, encrypt

AT = datetime(2026, 3, 7, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_code_has_six_digits_and_lives_ten_minutes():
    code = request_code("rosa@example.org", Asked(), sender=Sender("192.0.2.1"), at=AT)

    assert re.fullmatch(r"\d{6}", code.code)
    assert code.expires_at - AT == CODE_LIFE == timedelta(minutes=10)


@pytest.mark.django_db
def test_a_session_is_found_by_a_long_random_reference():
    keys = {SessionStore()._get_new_session_key() for _ in range(50)}

    assert len(keys) == 50
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys)


def test_changed_by_one_bit_nothing_opens():
    closed = bytearray(base64.urlsafe_b64decode(encrypt("12 Elm Street")))

    for place in range(len(closed)):
        changed = bytearray(closed)
        changed[place] ^= 1
        with pytest.raises(WrongKeyError):
            decrypt(base64.urlsafe_b64encode(bytes(changed)).decode())


def test_practice_keys_are_refused_for_real_use():
    assert not settings.DEBUG
    assert "practice-only" in settings.SECRET_KEY  # which `manyhands check` then says, see tests/cli
