from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.storage.fields import EncryptedPointField, EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class PlaceKind(models.TextChoices):
    ADDRESS = "address", _("Address")
    LANDMARK = "landmark", _("Near a place people know")
    ZIP = "zip", _("ZIP code")
    PIN = "pin", _("Point on the map")
    ON_THE_PHONE = "on_the_phone", _("To be said on the phone")


class PlacedBy(models.TextChoices):
    """How the position was found, the most exact first."""

    PIN = "pin", _("Point on the map")
    GEOCODER = "geocoder", _("Address search")
    STAFF = "staff", _("Placed by staff")
    ZIP = "zip", _("Middle of the ZIP code")
    NOBODY = "nobody", _("Not found yet")


class Place(GroupScopedModel):
    """One place as somebody told it. `public_cell` is all that is known of it before a grant."""

    kind = models.CharField(max_length=14, choices=PlaceKind.choices)
    text = EncryptedTextField(blank=True)
    access_notes = EncryptedTextField(blank=True)
    zip_code = models.CharField(max_length=10, blank=True)
    area_name = models.CharField(max_length=120, blank=True)
    position = EncryptedPointField(null=True)
    placed_by = models.CharField(max_length=10, choices=PlacedBy.choices, default=PlacedBy.NOBODY)
    search_cell = models.CharField(max_length=16, blank=True)
    public_cell = models.CharField(max_length=16, blank=True)
    is_outside_area = models.BooleanField(default=False)
    # When to ask the geocoder next; null: nothing to ask.
    geocode_at = models.DateTimeField(null=True)
    geocode_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["group", "public_cell"], name="place_public_cell"),
            models.Index(fields=["group"], name="place_unplaced", condition=models.Q(placed_by="nobody")),
            models.Index(
                fields=["geocode_at"], name="place_to_geocode", condition=models.Q(geocode_at__isnull=False)
            ),
        ]

    class Privacy:
        public = ("public_cell", "area_name")
        members = ("kind", "placed_by")
        staff = ("zip_code", "is_outside_area", "search_cell", "geocode_at", "geocode_attempts")
        personal = ("text", "access_notes", "position")


class Landmark(GroupScopedModel):
    """A place that people of the group know by name: a school, a library. Nobody's home."""

    name = models.CharField(max_length=80)
    position = EncryptedPointField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="landmark_name_once")]

    class Privacy:
        public = ("name", "position")
        staff = ("made_at",)


class GeocodeAnswer(models.Model):
    """What the geocoder said, kept so that the same address is asked for once. No group, no person."""

    query_index = models.CharField(max_length=32, unique=True)
    position = EncryptedPointField(null=True)
    asked_at = models.DateTimeField(db_index=True)

    class Privacy:
        personal = ("position",)
        secret = ("query_index", "asked_at")


class CountedCell(models.Model):
    """How many dwellings there are in one cell of the map, as the host imported it: public numbers, of no group.

    `is_shown`: it is shown by itself and not only as part of its parent. `was_shown`: it was at some time.
    """

    cell = models.CharField(max_length=16, unique=True)
    dwellings = models.PositiveIntegerField(default=0)
    is_shown = models.BooleanField(default=False)
    was_shown = models.BooleanField(default=False)

    class Privacy:
        public = ("cell", "dwellings", "is_shown", "was_shown")
