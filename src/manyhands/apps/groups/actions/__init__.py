"""Writes about groups and their members, one file per noun."""

from manyhands.apps.groups.actions.accounts import forget_idle_accounts
from manyhands.apps.groups.actions.answered import register_answered, register_asked, register_left
from manyhands.apps.groups.actions.categories import (
    CategoryAnswers,
    UnprotectedCategoryError,
    add_category,
    change_category,
    move_category,
    switch_category,
)
from manyhands.apps.groups.actions.creation import (
    USUAL_CATEGORIES,
    NewGroup,
    SlugTakenError,
    TooManyGroupsError,
    create_group,
    start_group,
)
from manyhands.apps.groups.actions.invites import (
    InviteEndedError,
    InviteTooWideError,
    join_by_invite,
    make_invite,
    revoke_invite,
)
from manyhands.apps.groups.actions.members import (
    AlreadyAnsweredError,
    LastOrganiserError,
    NotOpenToAllError,
    add_member,
    answer_applicant,
    ask_to_join,
    change_display_name,
    end_membership,
    set_member_roles,
)
from manyhands.apps.groups.actions.roles import (
    RoleInUseError,
    RoleOutOfBoundsError,
    add_role,
    change_role,
    remove_role,
)
from manyhands.apps.groups.actions.settings import change_group, pause_intake, resume_intake
from manyhands.apps.groups.actions.sharing import (
    AlreadySharingError,
    SharingEndedError,
    agree_to_words,
    end_pool_invite,
    has_new_words,
    invite_to_pool,
    join_pool,
    leave_pool,
    register_sharing_end,
)
from manyhands.apps.groups.actions.tokens import TokenTooWideError, make_token, revoke_token
from manyhands.apps.groups.actions.turns import take_turn

__all__ = [
    "USUAL_CATEGORIES",
    "AlreadyAnsweredError",
    "AlreadySharingError",
    "CategoryAnswers",
    "InviteEndedError",
    "InviteTooWideError",
    "LastOrganiserError",
    "NewGroup",
    "NotOpenToAllError",
    "RoleInUseError",
    "RoleOutOfBoundsError",
    "SharingEndedError",
    "SlugTakenError",
    "TokenTooWideError",
    "TooManyGroupsError",
    "UnprotectedCategoryError",
    "add_category",
    "add_member",
    "add_role",
    "agree_to_words",
    "answer_applicant",
    "ask_to_join",
    "change_category",
    "change_display_name",
    "change_group",
    "change_role",
    "create_group",
    "end_membership",
    "end_pool_invite",
    "forget_idle_accounts",
    "has_new_words",
    "invite_to_pool",
    "join_by_invite",
    "join_pool",
    "leave_pool",
    "make_invite",
    "make_token",
    "move_category",
    "pause_intake",
    "register_answered",
    "register_asked",
    "register_left",
    "register_sharing_end",
    "remove_role",
    "resume_intake",
    "revoke_invite",
    "revoke_token",
    "set_member_roles",
    "start_group",
    "switch_category",
    "take_turn",
]
