"""The tenant and what makes it one: members and roles, kinds of help, sharing, tokens for programs."""

from manyhands.apps.groups.models.group import (
    VOLUNTEERS_CHOOSE,
    AreaKind,
    BaseMap,
    Category,
    DistanceUnit,
    Group,
    Invite,
    JoinMode,
    MeetingMode,
    Membership,
    MembershipState,
    PlanStyle,
    Role,
    Skill,
    choosing_kinds,
    translated,
)
from manyhands.apps.groups.models.held import HeldRole, RestingRole, label_of_role
from manyhands.apps.groups.models.sharing import PoolInvite, PoolMembership, SharingPool
from manyhands.apps.groups.models.tokens import ApiToken

__all__ = [
    "VOLUNTEERS_CHOOSE",
    "ApiToken",
    "AreaKind",
    "BaseMap",
    "Category",
    "DistanceUnit",
    "Group",
    "HeldRole",
    "Invite",
    "JoinMode",
    "MeetingMode",
    "Membership",
    "MembershipState",
    "PlanStyle",
    "PoolInvite",
    "PoolMembership",
    "RestingRole",
    "Role",
    "SharingPool",
    "Skill",
    "choosing_kinds",
    "label_of_role",
    "translated",
]
