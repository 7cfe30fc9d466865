from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from manyhands.apps.groups.bridge import area_of
from manyhands.apps.groups.models import (
    ApiToken,
    AreaKind,
    Category,
    Group,
    Invite,
    PoolInvite,
    PoolMembership,
    Role,
    Skill,
)
from manyhands.apps.groups.policies import RoleChecks, asks_anything, register_role_checks
from manyhands.apps.groups.queries.finding import (
    MemberFilter,
    Standing,
    list_member_ids,
    list_members,
    says_all_is_lost,
)
from manyhands.apps.groups.queries.known import (
    Helpers,
    HelpOfMembers,
    Known,
    MemberOrder,
    find_public_helpers,
    known_of_members,
    register_help_of_members,
)
from manyhands.apps.groups.queries.memberships import (
    MyGroup,
    find_maker,
    find_member,
    find_membership,
    find_own_name,
    list_applicants,
    list_groups_run_by,
    list_holders,
    list_members_with,
    list_memberships_of,
    list_my_groups,
)
from manyhands.core.gazetteer import find_zip
from manyhands.core.values.point import Point
from manyhands.storage.encryption import token_hash
from manyhands.storage.prepared import Prepared
from manyhands.storage.scope import group_scope, opened_by_key

__all__ = [
    "RESERVED_SLUGS",
    "HelpOfMembers",
    "Helpers",
    "Known",
    "MemberFilter",
    "MemberOrder",
    "MyGroup",
    "RoleChecks",
    "Standing",
    "asks_anything",
    "find_category",
    "find_group",
    "find_invite",
    "find_invite_by_id",
    "find_member",
    "find_membership",
    "find_own_name",
    "find_pool_invite",
    "find_pool_invite_by_id",
    "find_pool_membership",
    "find_public_helpers",
    "find_role",
    "find_token",
    "find_token_by_id",
    "free_slug",
    "is_in_area",
    "is_intake_paused",
    "is_slug_free",
    "known_of_members",
    "list_applicants",
    "list_categories",
    "list_groups_in_pool",
    "list_groups_run_by",
    "list_holders",
    "list_invites",
    "list_listed_groups",
    "list_member_ids",
    "list_members",
    "list_members_with",
    "list_memberships_of",
    "list_my_groups",
    "list_partners",
    "list_pool_invites",
    "list_roles",
    "list_skills",
    "list_tokens",
    "register_help_of_members",
    "register_role_checks",
    "says_all_is_lost",
]

_RESERVED = "account admin api group groups help join manyhands new start static www"
RESERVED_SLUGS = frozenset(_RESERVED.split())


def find_group(slug: str) -> Group | None:
    found: Group | None = _GROUP.find(slug=slug)
    return found


_GROUP = Prepared(lambda *, slug: Group.objects.filter(slug=slug)[:1], keeps_plan=True)


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


_CATEGORIES = Prepared(_categories, keeps_plan=True)


def find_category(group: Group, key: str) -> Category | None:
    return Category.objects.filter(group=group, key=key).prefetch_related("required_skills").first()


def list_skills(group: Group) -> list[Skill]:
    return list(Skill.objects.filter(group=group))


def list_roles(group: Group) -> list[Role]:
    return list(Role.objects.filter(group=group).order_by("id"))


def find_role(group: Group, key: str) -> Role | None:
    return Role.objects.filter(group=group, key=key).first()


def list_invites(group: Group, *, at: datetime) -> list[Invite]:
    """Join links that still work, the newest first."""
    live = Invite.objects.filter(group=group, revoked_at__isnull=True, expires_at__gt=at, uses_left__gt=0)
    return list(live.select_related("made_by").prefetch_related("roles").order_by("-made_at"))


def find_invite_by_id(group: Group, invite_id: int) -> Invite | None:
    return Invite.objects.filter(group=group, pk=invite_id).first()


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
            token.made_by = find_maker(token)
    return token


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
