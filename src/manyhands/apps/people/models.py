from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category, Membership, Skill
from manyhands.apps.places.models import Place
from manyhands.storage.fields import EncryptedJSONField, EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class ReachBy(models.TextChoices):
    CALL = "call", _("Phone call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")


class Person(GroupScopedModel):
    """A card: how one group knows one human being, asking, helping, or standing in for an organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = EncryptedTextField(blank=True)
    is_nickname = models.BooleanField(default=False)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(max_length=32, blank=True)
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=32, blank=True)
    reach_by = models.CharField(max_length=8, choices=ReachBy.choices, default=ReachBy.CALL)
    reach_note = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    created_at = models.DateTimeField()
    anonymised_at = models.DateTimeField(null=True)
    # Since when nothing needs the card any more: no request, nobody who helps, no organisation. A daily look says so.
    idle_since = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["group", "phone_index"], name="person_phone"),
            models.Index(fields=["group", "email_index"], name="person_email"),
        ]

    class Privacy:
        members = ("language",)
        staff = ("user", "is_nickname", "reach_by", "created_at", "anonymised_at", "idle_since")
        personal = ("name", "phone", "email", "reach_note")
        secret = ("phone_index", "email_index")


class NameToken(GroupScopedModel):
    """One word of a name as a blind index, so that staff can search names that are stored encrypted."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_tokens")
    token_index = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["group", "token_index"], name="name_token")]

    class Privacy:
        staff = ("person",)
        secret = ("token_index",)


class Household(GroupScopedModel):
    """People at one address who ask together. Ages in bands: {"under_2": 1, "2_to_17": 2, "adult": 2, "over_64": 0}."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="households")
    size = models.PositiveSmallIntegerField(default=1)
    ages = EncryptedJSONField(default=dict)
    diets = EncryptedTextField(blank=True)
    access_needs = EncryptedTextField(blank=True)

    class Privacy:
        staff = ("person",)
        personal = ("size", "ages", "diets", "access_needs")


class Vehicle(models.TextChoices):
    NONE = "none", _("On foot or by bus")
    BICYCLE = "bicycle", _("Bicycle")
    CAR = "car", _("Car")
    VAN = "van", _("Van or truck")


class VolunteerState(models.TextChoices):
    APPLICANT = "applicant", _("Waiting for a yes")
    APPROVED = "approved", _("Said yes to, not ready yet")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Taking a break")
    LEFT = "left", _("Left")
    # Has a card here for tasks of ours that they took through their own group: never planned with, nor asked, by us.
    PARTNER = "partner", _("Helps from a group that shares")


class Volunteer(GroupScopedModel):
    """Somebody who helps. `week_slots` is a mask of 56 bands of three hours, Monday first; null: not said."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="volunteer")
    membership = models.OneToOneField(
        Membership, null=True, on_delete=models.SET_NULL, related_name="volunteer"
    )
    state = models.CharField(max_length=10, choices=VolunteerState.choices, default=VolunteerState.APPLICANT)
    skills = models.ManyToManyField(Skill, related_name="+")
    languages = models.JSONField(default=list)
    vehicle = models.CharField(max_length=8, choices=Vehicle.choices, default=Vehicle.NONE)
    week_slots = models.BigIntegerField(null=True)
    start_place = models.ForeignKey(Place, null=True, on_delete=models.SET_NULL, related_name="+")
    radius_m = models.PositiveIntegerField(default=8000)
    tasks_per_week = models.PositiveSmallIntegerField(default=3)
    paused_until = models.DateField(null=True)
    details_confirmed_at = models.DateTimeField()
    last_asked_at = models.DateTimeField(null=True)
    # What staff know they can lead others in, besides what they have done here often enough.
    leads = models.ManyToManyField(Category, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["group", "state"], name="volunteer_state")]

    class Privacy:
        staff = (
            "person", "membership", "state", "skills", "languages", "vehicle", "week_slots", "radius_m",
            "tasks_per_week", "paused_until", "details_confirmed_at", "last_asked_at", "leads",
        )  # fmt: skip
        personal = ("start_place",)


class WeekOff(GroupScopedModel):
    """A week in which somebody wants no tasks, without a break that staff would ask about. `monday` begins it."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="weeks_off")
    monday = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer", "monday"], name="week_off_once")]

    class Privacy:
        staff = ("volunteer", "monday")


class OrganisationKind(models.TextChoices):
    CONGREGATION = "congregation", _("Congregation")
    PANTRY = "pantry", _("Food pantry")
    CLINIC = "clinic", _("Clinic")
    SCHOOL = "school", _("School")
    CHILDCARE = "childcare", _("Childcare")
    SHELTER = "shelter", _("Shelter")
    BUSINESS = "business", _("Business")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Something else")


class OrganisationState(models.TextChoices):
    APPLICANT = "applicant", _("Waiting for a yes")
    ACTIVE = "active", _("Active")
    NOT_ADMITTED = "not_admitted", _("Not admitted")
    LEFT = "left", _("Left")


class Organisation(GroupScopedModel):
    """A congregation, pantry, clinic: can ask and help as a person can."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=14, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)
    state = models.CharField(
        max_length=14, choices=OrganisationState.choices, default=OrganisationState.APPLICANT
    )
    about = models.TextField(blank=True)
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="organisations")
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="organisations"
    )
    place = models.ForeignKey(Place, null=True, on_delete=models.SET_NULL, related_name="+")
    can_ask = models.BooleanField(default=True)
    can_help = models.BooleanField(default=True)
    skills = models.ManyToManyField(Skill, related_name="+")
    languages = models.JSONField(default=list)
    tasks_per_week = models.PositiveSmallIntegerField(default=5)
    week_slots = models.BigIntegerField(null=True)
    radius_m = models.PositiveIntegerField(default=15000)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "state"], name="organisation_state")]

    class Privacy:
        members = ("name", "kind", "about", "can_ask", "can_help")
        staff = (
            "state", "contact", "membership", "place", "skills", "languages", "tasks_per_week", "week_slots",
            "radius_m", "created_at",
        )  # fmt: skip


class BlockedPair(GroupScopedModel):
    """These two never meet. Either may have asked for it; the other is not told."""

    neighbour = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    helper = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "neighbour", "helper"], name="blocked_pair_once")
        ]

    class Privacy:
        staff = ("neighbour", "helper", "made_at")


class WishKind(models.TextChoices):
    AGAIN = "again", _("Gladly again")
    RATHER_NOT = "rather_not", _("Rather somebody else")


class SaidBy(models.TextChoices):
    NEIGHBOUR = "neighbour", _("The neighbour")
    HELPER = "helper", _("Whoever helped")


class Wish(GroupScopedModel):
    """After a task: the same two again, or rather not. A wish, not a rule; only whoever said it reads it back, and the
    other is never told.
    """

    neighbour = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    helper = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_by = models.CharField(max_length=9, choices=SaidBy.choices)
    kind = models.CharField(max_length=10, choices=WishKind.choices)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "neighbour", "helper", "said_by"], name="wish_once_each")
        ]

    class Privacy:
        staff = ("neighbour", "helper", "said_by", "said_at")
        personal = ("kind",)


class SafetyReport(GroupScopedModel):
    """Something felt wrong. Read by the few who may; `reason_id` is the assignment it happened in."""

    reporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reason_kind = models.CharField(max_length=60, blank=True)
    reason_id = models.BigIntegerField(null=True)
    text = EncryptedTextField()
    made_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = EncryptedTextField(blank=True)

    class Privacy:
        staff = ("reporter", "about", "reason_kind", "reason_id", "made_at", "handled_at", "handled_by")
        personal = ("text", "answer")
