from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models.held import HeldRole, RestingRole, label_of_role
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class MeetingMode(models.TextChoices):
    """How requests meet volunteers."""

    DISPATCH = "dispatch", _("Staff assign")
    SUGGESTED = "suggested", _("The plan suggests, staff approve")
    AUTOMATIC = "automatic", _("Volunteers are asked automatically")
    CLAIM_WITH_APPROVAL = "claim_with_approval", _("Volunteers choose, staff approve")
    OPEN_CLAIM = "open_claim", _("Volunteers choose by themselves")


VOLUNTEERS_CHOOSE = (MeetingMode.CLAIM_WITH_APPROVAL, MeetingMode.OPEN_CLAIM)


class JoinMode(models.TextChoices):
    OPEN = "open", _("Anybody can join at once")
    APPROVAL = "approval", _("Anybody can ask; somebody says yes")
    INVITATION = "invitation", _("Only with an invitation")


class AreaKind(models.TextChoices):
    ZIPS = "zips", _("ZIP codes")
    CIRCLE = "circle", _("A circle around a place")
    SHAPE = "shape", _("A shape from a GeoJSON file")


class DistanceUnit(models.TextChoices):
    MILES = "mi", _("miles")
    KILOMETRES = "km", _("kilometres")


class BaseMap(models.TextChoices):
    """What lies under the cells of a map."""

    OUTLINES = "outlines", _("Outlines only, from this server")
    OSM = "osm", _("OpenStreetMap (asks another server for pictures)")
    ESRI = "esri", _("Esri (asks another server for pictures)")
    OWN = "own", _("A map file of our own")


class PlanStyle(models.TextChoices):
    """How the plan weighs an even load against short ways."""

    BALANCED = "balanced", _("Balanced: an even load, then short ways")
    STRICT = "strict", _("Strictly even: the load counts more than any way")
    NEAREST = "nearest", _("Nearest: short ways, then an even load")


class Group(models.Model):
    """The tenant. Its own row is public; everything that hangs on it is not."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    time_zone = models.CharField(max_length=60, default="America/Detroit")
    languages = models.JSONField(default=list)
    distance_unit = models.CharField(max_length=2, choices=DistanceUnit.choices, default=DistanceUnit.MILES)
    phone_region = models.CharField(max_length=2, default="US")
    area_kind = models.CharField(max_length=10, choices=AreaKind.choices, default=AreaKind.ZIPS)
    area = models.JSONField(default=dict)
    meeting_mode = models.CharField(max_length=24, choices=MeetingMode.choices, default=MeetingMode.DISPATCH)
    join_mode = models.CharField(max_length=12, choices=JoinMode.choices, default=JoinMode.APPROVAL)
    emergency_number = models.CharField(max_length=20, default="911")
    help_phone = models.CharField(max_length=40, blank=True)
    help_hours = models.CharField(max_length=120, blank=True)
    signpost = models.TextField(blank=True)
    is_listed = models.BooleanField(default=True)
    intake_paused_until = models.DateTimeField(null=True, blank=True)
    intake_pause_note = models.CharField(max_length=300, blank=True)
    still_needed_after_days = models.PositiveSmallIntegerField(default=14)
    invitation_hours = models.PositiveSmallIntegerField(default=24)
    invitations_per_week = models.PositiveSmallIntegerField(default=6)
    grace_hours = models.PositiveSmallIntegerField(default=48)
    keep_closed_days = models.PositiveSmallIntegerField(default=30)
    keep_at_most_days = models.PositiveSmallIntegerField(default=365)
    created_at = models.DateTimeField()
    base_map = models.CharField(max_length=8, choices=BaseMap.choices, default=BaseMap.OUTLINES)
    plan_style = models.CharField(max_length=8, choices=PlanStyle.choices, default=PlanStyle.BALANCED)
    # So many people are invited at a time that, as people here usually answer, enough say yes with this chance.
    invite_chance_percent = models.PositiveSmallIntegerField(default=80)

    class Privacy:
        public = (
            "slug", "name", "about", "time_zone", "languages", "distance_unit", "phone_region", "area_kind", "area",
            "meeting_mode", "join_mode", "emergency_number", "help_phone", "help_hours", "signpost", "is_listed",
            "intake_paused_until", "intake_pause_note", "keep_closed_days", "keep_at_most_days", "created_at",
            "base_map",
        )  # fmt: skip
        staff = (
            "still_needed_after_days", "invitation_hours", "invitations_per_week", "grace_hours", "plan_style",
            "invite_chance_percent",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def has_choosing(self) -> bool:
        """Whether volunteers choose by themselves, if only for one kind of help."""
        return self.meeting_mode in VOLUNTEERS_CHOOSE or self.has_choosing_kind

    @cached_property
    def has_choosing_kind(self) -> bool:
        """Asked for every page of a member: `find_membership` has the answer ready."""
        return choosing_kinds(self).exists()


def choosing_kinds(group: Any) -> models.QuerySet[Category]:
    """The kinds of help of a group that volunteers choose by themselves."""
    return Category.objects.filter(group=group, is_active=True, meeting_mode__in=VOLUNTEERS_CHOOSE)


class Role(GroupScopedModel):
    """A named set of permissions. `key` is that of a shipped role, or of one that the group added."""

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    permissions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="role_key_once")]

    class Privacy:
        members = ("key", "name", "permissions")

    @property
    def label(self) -> str:
        return label_of_role(self.key, self.name)


class MembershipState(models.TextChoices):
    APPLICANT = "applicant", _("Waiting for a yes")
    ACTIVE = "active", _("Active")
    NOT_ADMITTED = "not_admitted", _("Not admitted")
    LEFT = "left", _("Left")


class Membership(GroupScopedModel):
    """One person's account in one group."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=14, choices=MembershipState.choices, default=MembershipState.APPLICANT
    )
    display_name = EncryptedTextField(blank=True)
    roles = models.ManyToManyField(Role, related_name="+")
    applied_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    held_roles: Sequence[HeldRole] = ()
    resting: Sequence[RestingRole] = ()

    # A person's own list of groups is asked for before any scope can be known: see queries.list_memberships_of.
    opened_by = "user_id"
    across_groups = models.Manager()

    class Meta:
        base_manager_name = "across_groups"
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="membership_once")]

    class Privacy:
        members = ("display_name", "roles")
        staff = ("user", "state", "applied_at", "answered_at", "left_at")

    @property
    def permissions(self) -> frozenset[str]:
        """What the roles add up to; loads the roles once and keeps them on the object."""
        if self.state != MembershipState.ACTIVE:
            return frozenset()
        if not hasattr(self, "_permissions"):
            self.know_roles(
                HeldRole(role.pk, role.key, role.name, tuple(role.permissions)) for role in self.roles.all()
            )
        return self._permissions

    def know_roles(self, held: Iterable[HeldRole]) -> None:
        """Its roles, where they came with it."""
        self.held_roles = tuple(held)
        self.rest(())

    def rest(self, resting: Iterable[RestingRole]) -> None:
        """These roles give nothing for now, but for one that is kept because nobody else is in charge."""
        self.resting = tuple(resting)
        out = {one.role.pk for one in self.resting if not one.is_kept}
        standing = [role for role in self.held_roles if role.pk not in out]
        self._permissions = frozenset(name for role in standing for name in role.permissions)

    def narrow(self, permissions: Iterable[str]) -> None:
        """From now on this object may no more than these: how a program acts for the member who let it in."""
        self._permissions = self.permissions & frozenset(permissions)


class Skill(GroupScopedModel):
    """Something that a kind of help may require: driving, lifting, first aid."""

    key = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="skill_key_once")]

    class Privacy:
        public = ("key", "names", "position")


class Category(GroupScopedModel):
    """A kind of help. `disclosure` names the fields that a helper sees after saying yes."""

    key = models.SlugField(max_length=40)
    names = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, default="asterisk")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_sensitive = models.BooleanField(default=False)
    disclosure = models.JSONField(default=list)
    required_skills = models.ManyToManyField(Skill, related_name="+")
    asks_household = models.BooleanField(default=False)
    needs_vehicle = models.BooleanField(default=False)
    happens_at_home = models.BooleanField(default=True)
    usual_minutes = models.PositiveSmallIntegerField(default=60)
    meeting_mode = models.CharField(max_length=24, choices=MeetingMode.choices, blank=True)
    open_eligibility_code = models.CharField(max_length=20, blank=True)
    # Where several people are needed: how many of them must have done this kind of help before.
    leads_needed = models.PositiveSmallIntegerField(default=0)
    # Where several people are needed: the others ride along with one who has a car.
    shares_vehicle = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="category_key_once")]

    class Privacy:
        public = (
            "key", "names", "hints", "icon", "position", "is_active", "is_sensitive", "disclosure", "required_skills",
            "asks_household", "needs_vehicle", "happens_at_home", "usual_minutes", "meeting_mode",
            "open_eligibility_code", "leads_needed", "shares_vehicle",
        )  # fmt: skip

    def name_in(self, language: str) -> str:
        return translated(self.names, language) or self.key

    def hint_in(self, language: str) -> str:
        return translated(self.hints, language)

    def mode_for(self, group: Group) -> str:
        """How this kind meets volunteers; somebody always looks at who takes what needs protection."""
        mode = self.meeting_mode or group.meeting_mode
        if self.is_sensitive and mode == MeetingMode.OPEN_CLAIM:
            return MeetingMode.CLAIM_WITH_APPROVAL
        return mode


class Invite(GroupScopedModel):
    """A link (and its QR code) that lets people join with the roles it names."""

    token_hash = models.CharField(max_length=64, unique=True)
    roles = models.ManyToManyField(Role, related_name="+")
    made_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=50)
    revoked_at = models.DateTimeField(null=True)

    opened_by = "token_hash"
    across_groups = models.Manager()

    class Privacy:
        staff = ("roles", "made_by", "made_at", "expires_at", "uses_left", "revoked_at")
        secret = ("token_hash",)


def translated(texts: dict[str, Any], language: str) -> str:
    """The text in `language`, or in its base language, or in English, or in whichever there is."""
    for code in (language, language.split("-", maxsplit=1)[0], "en"):
        if texts.get(code):
            return str(texts[code])
    return str(next(iter(texts.values()), ""))
