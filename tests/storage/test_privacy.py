"""Every field says how private it is."""

import pytest
from django.db import models

from manyhands.apps.people.models import Person
from manyhands.storage.privacy import level_of, unclassified_fields


class Told(models.Model):
    name = models.CharField(max_length=10)
    silent = models.CharField(max_length=10)
    twice = models.CharField(max_length=10)

    class Meta:
        app_label = "tests"
        managed = False

    class Privacy:
        public = ("name", "twice", "gone")
        staff = ("twice",)


def test_silence_contradiction_and_leftovers_are_found():
    assert unclassified_fields(Told) == ["silent", "twice", "gone"]


def test_a_well_declared_model_has_nothing_unclassified():
    assert unclassified_fields(Person) == []


def test_the_level_of_a_field_can_be_asked():
    assert level_of(Person, "phone") == "personal"
    assert level_of(Person, "phone_index") == "secret"
    with pytest.raises(LookupError):
        level_of(Person, "shoe_size")
