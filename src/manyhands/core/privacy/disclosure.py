"""Staged disclosure: which fields of a need a person may see, by role and by how far it has come.

The whole policy is the tables of this module. What is not named in them is not shown. A grant, a
reveal and a read are the privacy app's business; this module only says what they may contain.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class DisclosedField(StrEnum):
    """A piece of what a neighbour has told the group."""

    KIND = "kind"
    """The kind of help, and how much of it."""
    WHEN = "when"
    """The day and the hours."""
    AREA = "area"
    """The centre of the public cell, never the place itself."""
    LANGUAGE = "language"
    ACCESS_NEEDS = "access_needs"
    """What matters for choosing who can go: stairs, a wheelchair, a dog. Chosen from a list."""
    ACCESS_NOTES = "access_notes"
    """How to get in, in the neighbour's words; may hold a door code."""
    NICKNAME = "nickname"
    """A code word instead of a name."""
    FIRST_NAME = "first_name"
    NAME = "name"
    MASKED_CONTACT = "masked_contact"
    """Messages through the platform that show no number and no address."""
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    HOUSEHOLD = "household"
    """Who lives there: size, ages in bands, diets."""
    DETAILS = "details"
    """What the neighbour wrote about this need."""
    INTERNAL_NOTES = "internal_notes"
    """What staff wrote for each other, contact attempts among it."""


class ViewerRole(StrEnum):
    """The part a person plays towards one need of one group."""

    PUBLIC_VISITOR = "public_visitor"
    NEIGHBOUR = "neighbour"
    """The person who asks, on their own need."""
    VOLUNTEER = "volunteer"
    """Also an organisation that helps."""
    INTAKE = "intake"
    COORDINATOR = "coordinator"
    VETTER = "vetter"
    DRIVER_LEAD = "driver_lead"
    ORGANISER = "organiser"
    READER = "reader"
    HOST_STEWARD = "host_steward"
    API_CLIENT = "api_client"


class DisclosureStage(StrEnum):
    """How far a viewer's own assignment has come, as far as disclosure is concerned."""

    BEFORE = "before"
    HELPING = "helping"
    AFTER = "after"


STAGE_OF_STATE: Final[Mapping[str | None, DisclosureStage]] = MappingProxyType(
    {
        None: DisclosureStage.BEFORE,
        "invited": DisclosureStage.BEFORE,
        "claimed": DisclosureStage.BEFORE,
        "awaiting_approval": DisclosureStage.BEFORE,
        "accepted": DisclosureStage.HELPING,
        "under_way": DisclosureStage.HELPING,
        "completed": DisclosureStage.AFTER,
        "declined": DisclosureStage.AFTER,
        "expired": DisclosureStage.AFTER,
        "withdrawn": DisclosureStage.AFTER,
        "released": DisclosureStage.AFTER,
        "no_show": DisclosureStage.AFTER,
        "not_approved": DisclosureStage.AFTER,
    }
)
"""Every state of an assignment; None is a need that the viewer has no assignment for."""

DISCLOSABLE: Final = frozenset(
    {
        DisclosedField.ACCESS_NOTES,
        DisclosedField.NICKNAME,
        DisclosedField.FIRST_NAME,
        DisclosedField.NAME,
        DisclosedField.MASKED_CONTACT,
        DisclosedField.PHONE,
        DisclosedField.EMAIL,
        DisclosedField.ADDRESS,
        DisclosedField.HOUSEHOLD,
        DisclosedField.DETAILS,
    }
)
"""What a category's disclosure list may name: what opens on acceptance."""

IDENTIFYING: Final = frozenset(
    {DisclosedField.FIRST_NAME, DisclosedField.NAME, DisclosedField.PHONE, DisclosedField.EMAIL}
)
"""What an anonymous neighbour's helper never sees; a nickname and masked contact take its place."""

_F = DisclosedField
_NOTHING: Final[frozenset[DisclosedField]] = frozenset()
_IN_BRIEF: Final = frozenset({_F.KIND, _F.WHEN, _F.AREA})
_TO_DECIDE: Final = _IN_BRIEF | {_F.LANGUAGE, _F.ACCESS_NEEDS}
_REMEMBERED: Final = frozenset({_F.KIND, _F.WHEN})
_EVERYTHING: Final = frozenset(DisclosedField)

# A volunteer's row is the only one that changes with the stage; the rest see the same throughout.
_STANDING: Final[Mapping[ViewerRole, frozenset[DisclosedField]]] = MappingProxyType(
    {
        ViewerRole.PUBLIC_VISITOR: _IN_BRIEF,
        ViewerRole.NEIGHBOUR: _EVERYTHING - {_F.INTERNAL_NOTES},
        ViewerRole.INTAKE: _EVERYTHING,
        ViewerRole.COORDINATOR: _EVERYTHING,
        ViewerRole.VETTER: _NOTHING,
        ViewerRole.DRIVER_LEAD: _TO_DECIDE | {_F.ACCESS_NOTES, _F.FIRST_NAME, _F.PHONE, _F.ADDRESS},
        ViewerRole.ORGANISER: _EVERYTHING,
        ViewerRole.READER: _NOTHING,
        ViewerRole.HOST_STEWARD: _NOTHING,
        ViewerRole.API_CLIENT: _NOTHING,
    }
)


def disclosure_stage(state: str | None, *, in_grace: bool = False) -> DisclosureStage:
    """Return the stage that an assignment's state means.

    Args:
        state: a state of the assignment, or None without one.
        in_grace: whether a completed task is still within the hours in which the helper may look
            something up again.

    Raises:
        ValueError: when there is no such state: nothing is shown for what nobody has placed.

    >>> disclosure_stage("under_way"), disclosure_stage("completed", in_grace=True)
    (<DisclosureStage.HELPING: 'helping'>, <DisclosureStage.HELPING: 'helping'>)
    >>> disclosure_stage("withdrawn", in_grace=True)
    <DisclosureStage.AFTER: 'after'>
    """
    if state not in STAGE_OF_STATE:
        raise ValueError(f"{state!r} is not a state of an assignment")
    if state == "completed" and in_grace:
        return DisclosureStage.HELPING
    return STAGE_OF_STATE[state]


def visible_fields(
    role: ViewerRole,
    state: str | None,
    category_disclosure: Collection[DisclosedField],
    *,
    in_grace: bool = False,
    anonymous: bool = False,
) -> frozenset[DisclosedField]:
    """Return the fields of a need that somebody may see now.

    Staff read what their task needs throughout; each reveal is journalled elsewhere. A volunteer
    sees enough to decide, then what the category opens on acceptance, then only that the task was.

    Args:
        role: the part the viewer plays. A volunteer who is also staff is asked for twice.
        state: the state of the viewer's own assignment to this need; None without one.
        category_disclosure: what the category opens on acceptance. Anything in it that is not
            ``DISCLOSABLE`` is ignored.
        in_grace: whether a completed task is still within its hours of grace.
        anonymous: whether the neighbour wants to be known by a nickname only. This binds
            volunteers and driver leads.

    Raises:
        ValueError: when there is no such state.

    >>> category = {DisclosedField.FIRST_NAME, DisclosedField.ADDRESS}
    >>> DisclosedField.ADDRESS in visible_fields(ViewerRole.VOLUNTEER, "invited", category)
    False
    >>> DisclosedField.ADDRESS in visible_fields(ViewerRole.VOLUNTEER, "accepted", category)
    True
    >>> sorted(visible_fields(ViewerRole.VOLUNTEER, "completed", category))
    [<DisclosedField.KIND: 'kind'>, <DisclosedField.WHEN: 'when'>]
    """
    fields = _fields_at(disclosure_stage(state, in_grace=in_grace), role, category_disclosure)
    if anonymous and role in {ViewerRole.VOLUNTEER, ViewerRole.DRIVER_LEAD} and fields & DISCLOSABLE:
        return fields - IDENTIFYING | {DisclosedField.NICKNAME, DisclosedField.MASKED_CONTACT}
    return fields


def _fields_at(
    stage: DisclosureStage, role: ViewerRole, category_disclosure: Collection[DisclosedField]
) -> frozenset[DisclosedField]:
    """Return what a role sees at one stage of a need whose neighbour is not anonymous."""
    if role is not ViewerRole.VOLUNTEER:
        return _STANDING[role]
    if stage is DisclosureStage.HELPING:
        return _TO_DECIDE | DISCLOSABLE.intersection(category_disclosure)
    return _TO_DECIDE if stage is DisclosureStage.BEFORE else _REMEMBERED
