"""Who may: whose task it is, and which kinds of help volunteers may choose by themselves."""

from enum import StrEnum
from typing import Any

import rules

from manyhands.apps.groups.models import Category, Group, MeetingMode, Membership
from manyhands.apps.groups.policies import holds


class ClaimMode(StrEnum):
    """What happens when a volunteer chooses a request."""

    NONE = "none"
    APPROVAL = "approval"
    OPEN = "open"


_CLAIM_MODES = {
    MeetingMode.OPEN_CLAIM.value: ClaimMode.OPEN,
    MeetingMode.CLAIM_WITH_APPROVAL.value: ClaimMode.APPROVAL,
}


def claim_mode(category: Category, group: Group) -> ClaimMode:
    """The group's way of meeting, or the kind's own; what is sensitive is never taken without a yes from staff."""
    return _CLAIM_MODES.get(category.mode_for(group), ClaimMode.NONE)


def claimable_modes(group: Group) -> list[str]:
    """What `Category.meeting_mode` may say where volunteers choose; nothing said means the group's own way."""
    as_the_group = [""] if group.meeting_mode in _CLAIM_MODES else []
    return [*_CLAIM_MODES, *as_the_group]


@rules.predicate
def is_own_task(membership: Membership | None, assignment: Any = None) -> bool:
    """The task of the volunteer, or of the organisation, that this member is or answers for."""
    if membership is None or assignment is None or assignment.group_id != membership.group_id:
        return False
    card = assignment.volunteer or assignment.organisation
    return card.membership_id == membership.pk


rules.add_rule("dispatch.own_task", is_own_task)
# Staff see all that is open, volunteers what they may choose from.
rules.add_rule("dispatch.see_open", holds("needs.read") | holds("tasks.take"))
