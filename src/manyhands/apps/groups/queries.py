from datetime import datetime

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.bridge import area_of
from manyhands.apps.groups.models import (
    AreaKind,
    Category,
    Group,
    Invite,
    Membership,
    MembershipState,
    Role,
    Skill,
)
from manyhands.core.gazetteer import find_zip
from manyhands.core.values.point import Point
from manyhands.storage.encryption import token_hash


def find_group(slug: str) -> Group | None:
    return Group.objects.filter(slug=slug).first()


def find_membership(group: Group, user: User) -> Membership | None:
    return Membership.objects.filter(group=group, user=user).prefetch_related("roles").first()


def list_memberships_of(user: User) -> list[Membership]:
    """One person's own memberships, in whichever groups: asked for before any scope can be known."""
    mine = Membership.across_groups.filter(user=user).exclude(state=MembershipState.LEFT)
    return list(mine.select_related("group").order_by("group__name"))


def list_categories(group: Group, *, active_only: bool = True) -> list[Category]:
    rows = Category.objects.filter(group=group)
    return list(rows.filter(is_active=True) if active_only else rows)


def list_skills(group: Group) -> list[Skill]:
    return list(Skill.objects.filter(group=group))


def list_roles(group: Group) -> list[Role]:
    return list(Role.objects.filter(group=group).order_by("id"))


def list_members_with(group: Group, permission: str) -> list[Membership]:
    """Active members whose roles give `permission`: who is told when staff have to act."""
    active = Membership.objects.filter(group=group, state=MembershipState.ACTIVE).prefetch_related("roles")
    return [
        membership for membership in active.select_related("user") if permission in membership.permissions
    ]


def find_invite(token: str, *, at: datetime) -> Invite | None:
    """A join link that still works; the token comes before the group is known."""
    return (
        Invite.across_groups.filter(
            token_hash=token_hash(token), revoked_at__isnull=True, expires_at__gt=at, uses_left__gt=0
        )
        .select_related("group")
        .first()
    )


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
