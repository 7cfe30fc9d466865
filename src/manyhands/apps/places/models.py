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

    class Meta:
        indexes = [
            models.Index(fields=["group", "public_cell"], name="place_public_cell"),
            models.Index(fields=["group"], name="place_unplaced", condition=models.Q(placed_by="nobody")),
        ]

    class Privacy:
        public = ("public_cell", "area_name")
        members = ("kind", "placed_by")
        staff = ("zip_code", "is_outside_area", "search_cell")
        personal = ("text", "access_notes", "position")


class GeocodeAnswer(models.Model):
    """What the geocoder said, kept so that the same address is asked for once. No group, no person."""

    query_index = models.CharField(max_length=32, unique=True)
    position = EncryptedPointField(null=True)
    asked_at = models.DateTimeField(db_index=True)

    class Privacy:
        personal = ("position",)
        secret = ("query_index", "asked_at")
