"""A stolen database shows nothing, and what we look for is found all the same."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from manyhands.apps.people.models import Person
from manyhands.apps.places.models import Place, PlaceKind
from manyhands.core.values.point import Point
from manyhands.storage.encryption import WrongKeyError, blind_index, decrypt, encrypt, token_hash
from manyhands.storage.scope import group_scope
from tests.worlds import make_group


@given(st.text())
def test_every_text_comes_back_as_it_was(text):
    assert decrypt(encrypt(text)) == text


def test_the_same_text_is_never_encrypted_alike_twice():
    assert encrypt("Ana") != encrypt("Ana")


def test_old_keys_still_open_what_they_closed(settings):
    closed = encrypt("Ana")

    settings.CONTACT_KEYS = [Fernet.generate_key().decode(), *settings.CONTACT_KEYS]

    assert decrypt(closed) == "Ana"


def test_another_key_opens_nothing(settings):
    closed = encrypt("Ana")

    settings.CONTACT_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(WrongKeyError):
        decrypt(closed)


def test_a_blind_index_differs_by_group_and_by_kind():
    same = blind_index(1, "phone", "5175550100")

    assert same == blind_index(1, "phone", "5175550100")
    assert len({same, blind_index(2, "phone", "5175550100"), blind_index(1, "name", "5175550100")}) == 3
    assert blind_index(1, "phone", "") == ""


def test_a_token_is_kept_as_a_hash_only():
    assert "secret-token" not in token_hash("secret-token")
    assert len(token_hash("secret-token")) == 64


@pytest.mark.django_db
def test_the_table_holds_ciphertext_where_python_sees_words():
    group = make_group()
    with group_scope(group.pk):
        person = Person.objects.create(
            group=group, name="José Núñez", phone="+15175550100", created_at=timezone.now()
        )
        place = Place.objects.create(group=group, kind=PlaceKind.PIN, position=Point(lon=-84.52, lat=42.73))
        person.refresh_from_db()
        place.refresh_from_db()

    with group_scope(group.pk), connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM people_person WHERE id = %s", [person.pk])
        stored = " ".join(cursor.fetchone())
        cursor.execute("SELECT position FROM places_place WHERE id = %s", [place.pk])
        (stored_position,) = cursor.fetchone()

    assert "José" not in stored
    assert "5550100" not in stored
    assert "84.5" not in stored_position
    assert (person.name, person.phone) == ("José Núñez", "+15175550100")
    assert place.position == Point(lon=-84.52, lat=42.73)


@pytest.mark.django_db
def test_an_encrypted_field_refuses_to_be_searched():
    group = make_group()
    with group_scope(group.pk), pytest.raises(FieldError, match="blind index"):
        Person.objects.filter(name="Ana").exists()
