from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Q, QuerySet, prefetch_related_objects
from django.utils.text import slugify

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.bridge import area_of
from manyhands.apps.groups.models import (
    ApiToken,
    AreaKind,
    Category,
    Group,
    Invite,
    Membership,
    MembershipState,
    PoolInvite,
    PoolMembership,
    Role,
    Skill,
    choosing_kinds,
)
from manyhands.core.gazetteer import find_zip
from manyhands.core.values.point import Point
from manyhands.storage.encryption import token_hash
from manyhands.storage.prepared import Prepared
from manyhands.storage.scope import group_scope, opened_by_key, opened_by_user

FEWEST_COUNTED = 10
_RESERVED = "account admin api group groups help join manyhands new start static www"
RESERVED_SLUGS = frozenset(_RESERVED.split())


@dataclass(frozen=True, slots=True)
class MyGroup:
    membership: Membership
    applicants: int
    """Who wait for an answer that this member may give."""


def find_group(slug: str) -> Group | None:
    found: Group | None = _GROUP.find(slug=slug)
    return found


def _membership(*, group: Any, user: Any) -> QuerySet[Any]:
    mine = Membership.objects.filter(group=group, user=user)
    told = mine.select_related("user")
    return told.annotate(chooses=Exists(choosing_kinds(group)), granted=F("roles__permissions"))


_GROUP = Prepared(lambda *, slug: Group.objects.filter(slug=slug)[:1])
_MEMBERSHIP = Prepared(_membership)


def find_membership(group: Group, user: User | int) -> Membership | None:
    """With it come whose it is, what it may, and whether there is anything to choose in the group: every page asks.

    One query: a row for each role.
    """
    rows = _MEMBERSHIP.list(group=group, user=user)
    if not rows:
        return None
    membership: Membership = rows[0]
    membership.group = group
    membership.know_permissions(name for row in rows for name in row.granted or ())
    group.has_choosing_kind = rows[0].chooses
    return membership


def list_memberships_of(user: User) -> list[Membership]:
    """One person's own memberships, in whichever groups: asked for before any scope can be known."""
    mine = Membership.across_groups.filter(user=user).exclude(state=MembershipState.LEFT)
    with opened_by_user(user.pk):
        return list(mine.select_related("group").order_by("group__name"))


def list_my_groups(user: User) -> list[MyGroup]:
    """A person's own groups with the roles they have, and how many wait for their yes. Three queries, any number."""
    memberships = list_memberships_of(user)
    if not memberships:
        return []
    with group_scope(*(membership.group_id for membership in memberships)):
        prefetch_related_objects(memberships, "roles")
        answering = [m.group_id for m in memberships if "members.approve" in m.permissions]
        waiting = dict(
            Membership.objects.filter(group_id__in=answering, state=MembershipState.APPLICANT)
            .values("group_id")
            .annotate(count=Count("pk"))
            .values_list("group_id", "count")
        )
    return [MyGroup(membership, waiting.get(membership.group_id, 0)) for membership in memberships]


def list_listed_groups(search: str) -> QuerySet[Group]:
    """The groups that want to be found, by a part of the name or about; by a ZIP code, those that help there."""
    groups = Group.objects.filter(is_listed=True).order_by("name", "pk")
    words = search.strip()
    if not words:
        return groups
    if find_zip(words) is None:
        return groups.filter(Q(name__icontains=words) | Q(about__icontains=words))
    serving = [
        group.pk for group in groups if group.area and is_in_area(group, zip_code=words, position=None)
    ]
    return groups.filter(pk__in=serving)


def is_slug_free(slug: str) -> bool:
    return slug not in RESERVED_SLUGS and not Group.objects.filter(slug=slug).exists()


def free_slug(name: str) -> str:
    """An address made from a name: "Eastside Neighbours" becomes eastside-neighbours, or eastside-neighbours-2."""
    base = slugify(name)[:50].strip("-") or "neighbours"
    taken = set(Group.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    numbers = range(2, len(taken) + 3)
    return next(slug for slug in [base, *(f"{base}-{number}" for number in numbers)] if slug not in taken)


def list_categories(group: Group, *, active_only: bool = True) -> list[Category]:
    return _CATEGORIES.list(active_only, group=group)


def _categories(active_only: bool, *, group: Any) -> QuerySet[Any]:
    rows = Category.objects.filter(group=group)
    return rows.filter(is_active=True) if active_only else rows


_CATEGORIES = Prepared(_categories)


def find_category(group: Group, key: str) -> Category | None:
    return Category.objects.filter(group=group, key=key).prefetch_related("required_skills").first()


def list_skills(group: Group) -> list[Skill]:
    return list(Skill.objects.filter(group=group))


def list_roles(group: Group) -> list[Role]:
    return list(Role.objects.filter(group=group).order_by("id"))


def find_role(group: Group, key: str) -> Role | None:
    return Role.objects.filter(group=group, key=key).first()


def list_members(group: Group) -> QuerySet[Membership]:
    """Those who are in, the first to come first. Names are encrypted: the database cannot sort by them."""
    members = Membership.objects.filter(group=group, state=MembershipState.ACTIVE)
    return members.select_related("user").prefetch_related("roles").order_by("applied_at", "pk")


def list_applicants(group: Group) -> list[Membership]:
    """Those who wait for a yes, the longest first."""
    waiting = Membership.objects.filter(group=group, state=MembershipState.APPLICANT)
    return list(waiting.select_related("user").order_by("applied_at", "pk"))


def find_member(group: Group, membership_id: int) -> Membership | None:
    found = Membership.objects.filter(group=group, pk=membership_id).exclude(state=MembershipState.LEFT)
    return found.select_related("user", "group").prefetch_related("roles").first()


def find_public_member_count(group: Group) -> int | None:
    """How many help here; None while they are so few that a number would point at somebody."""
    count = Membership.objects.filter(group=group, state=MembershipState.ACTIVE).count()
    return count if count >= FEWEST_COUNTED else None


def list_invites(group: Group, *, at: datetime) -> list[Invite]:
    """Join links that still work, the newest first."""
    live = Invite.objects.filter(group=group, revoked_at__isnull=True, expires_at__gt=at, uses_left__gt=0)
    return list(live.select_related("made_by").prefetch_related("roles").order_by("-made_at"))


def find_invite_by_id(group: Group, invite_id: int) -> Invite | None:
    return Invite.objects.filter(group=group, pk=invite_id).first()


def list_members_with(group: Group, permission: str) -> list[Membership]:
    """Active members whose roles give `permission`: who is told when staff have to act.

    Only they are read, not the thousand who hold no such role.
    """
    roles = [role.pk for role in Role.objects.filter(group=group) if permission in role.permissions]
    active = Membership.objects.filter(group=group, state=MembershipState.ACTIVE, roles__in=roles)
    return list(active.select_related("user").distinct().order_by("id"))


def find_invite(token: str, *, at: datetime) -> Invite | None:
    """A join link that still works; the token comes before the group is known."""
    hashed = token_hash(token)
    live = Invite.across_groups.filter(
        token_hash=hashed, revoked_at__isnull=True, expires_at__gt=at, uses_left__gt=0
    )
    with opened_by_key(hashed):
        return live.select_related("group").first()


def find_token(secret: str, *, at: datetime) -> ApiToken | None:
    """What a program signs in with, if it works now; it comes before the group is known."""
    hashed = token_hash(secret)
    live = ApiToken.across_groups.filter(token_hash=hashed, revoked_at__isnull=True, expires_at__gt=at)
    with opened_by_key(hashed):
        token = live.select_related("group").first()
    if token is not None:
        # The token opens its own row; whose it is belongs to the group.
        with group_scope(token.group_id):
            token.made_by = _maker_of(token)
    return token


def _maker_of(token: ApiToken) -> Membership | None:
    """With what it may, in one query: a row for each role."""
    made_by = Membership.objects.filter(pk=token.made_by_id).annotate(granted=F("roles__permissions"))
    rows = list(made_by)
    if not rows:
        return None
    maker: Membership = rows[0]
    maker.know_permissions(name for row in rows for name in row.granted or ())
    return maker


def list_tokens(group: Group, *, at: datetime) -> list[ApiToken]:
    """Those that still work, the newest first."""
    live = ApiToken.objects.filter(group=group, revoked_at__isnull=True, expires_at__gt=at)
    return list(live.select_related("made_by").order_by("-made_at", "-pk"))


def find_token_by_id(group: Group, token_id: int) -> ApiToken | None:
    return ApiToken.objects.filter(group=group, pk=token_id).first()


def find_pool_membership(group: Group) -> PoolMembership | None:
    return PoolMembership.objects.filter(group=group, left_at__isnull=True).first()


def list_partners(group: Group) -> list[Group]:
    """The groups that this one shares with at present. Of their rows only which group it is is looked at."""
    live = PoolMembership.across_groups.filter(left_at__isnull=True)
    pools = live.filter(group=group).values("pool")
    others = live.filter(pool__in=pools).exclude(group=group).values("group")
    return list(Group.objects.filter(pk__in=others).order_by("name", "pk"))


def list_groups_in_pool(pool_id: int) -> list[int]:
    live = PoolMembership.across_groups.filter(pool=pool_id, left_at__isnull=True)
    return list(live.order_by("group_id").values_list("group_id", flat=True))


def list_pool_invites(group: Group, *, at: datetime) -> list[PoolInvite]:
    """Links to share that still work, the newest first."""
    live = PoolInvite.objects.filter(group=group, ended_at__isnull=True, expires_at__gt=at)
    return list(live.select_related("made_by").order_by("-made_at", "-pk"))


def find_pool_invite_by_id(group: Group, invite_id: int) -> PoolInvite | None:
    return PoolInvite.objects.filter(group=group, pk=invite_id).first()


def find_pool_invite(token: str, *, at: datetime) -> PoolInvite | None:
    """A link to share that still works; the token comes before the group is known."""
    hashed = token_hash(token)
    live = PoolInvite.across_groups.filter(token_hash=hashed, ended_at__isnull=True, expires_at__gt=at)
    with opened_by_key(hashed):
        return live.select_related("group").first()


def list_groups_run_by(user: User) -> list[Membership]:
    """Where this person may change the group's settings."""
    memberships = list_memberships_of(user)
    if not memberships:
        return []
    with group_scope(*(membership.group_id for membership in memberships)):
        prefetch_related_objects(memberships, "roles")
        return [membership for membership in memberships if "group.settings" in membership.permissions]


def is_intake_paused(group: Group, *, at: datetime) -> bool:
    return group.intake_paused_until is not None and group.intake_paused_until > at


def is_in_area(group: Group, *, zip_code: str, position: Point | None) -> bool:
    """Whether the group serves this place. An area that was not set, or a place not known, counts as inside."""
    area = area_of(group)
    if area is None:
        return True
    if position is None and zip_code and group.area_kind != AreaKind.ZIPS:
        found = find_zip(zip_code)
        position = found.centre if found else None
    return area.contains(zip_code, position)
