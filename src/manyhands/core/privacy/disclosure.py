"""Staged disclosure: who sees what of whom, by the part they play and by how far it has come.

``WHO_SEES`` is the whole policy, and everything else follows from it: what a helper's grant opens
(``visible_fields``), the page of the documentation (``docs/reference/who-sees-what.md``), and the tests that open
every page, download and message as everybody and compare. What is not named in it is not shown.
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
    SUMMARY = "summary"
    """What staff or the neighbour wrote for volunteers: nothing that tells who or where."""
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
    POSITION = "position"
    """The exact place, for the map on the helper's own device."""
    HOUSEHOLD = "household"
    """Who lives there: ages in bands, diets, what somebody needs to get about."""
    DETAILS = "details"
    """What the neighbour wrote about this need."""
    INTERNAL_NOTES = "internal_notes"
    """What staff wrote for each other, contact attempts among it."""


class ViewerRole(StrEnum):
    """The part a person plays towards one request, one helper or one organisation of one group."""

    PUBLIC_VISITOR = "public_visitor"
    NEIGHBOUR = "neighbour"
    """The person who asks, on their own need."""
    VOLUNTEER = "volunteer"
    """Also an organisation that helps, by account, by private link or by a program of theirs."""
    INTAKE = "intake"
    COORDINATOR = "coordinator"
    VETTER = "vetter"
    DRIVER_LEAD = "driver_lead"
    ORGANISER = "organiser"
    READER = "reader"
    HOST_STEWARD = "host_steward"
    """Who runs the server. They have the program's commands and the journal of none."""
    PARTNER_STAFF = "partner_staff"
    """Staff of a group that shares with this one."""
    LENT_HELPER = "lent_helper"
    """A helper of another group, before they say yes; afterwards they are a volunteer like others."""
    READING_PROGRAM = "reading_program"
    """A program that may see requests (`needs.read`)."""
    REVEALING_PROGRAM = "revealing_program"
    """A program that may show contact details too (`contact.reveal`)."""


class DisclosureStage(StrEnum):
    """How far a viewer's own assignment has come, as far as disclosure is concerned."""

    BEFORE = "before"
    HELPING = "helping"
    GRACE = "grace"
    """Done, but within the hours in which something can be looked up again."""
    AFTER = "after"


class Sight(StrEnum):
    """In which way somebody sees a field."""

    NO = "-"
    OPENLY = "yes"
    NOTED = "noted"
    """On purpose, one at a time; who looked and when is written down, where the person looked at can read it."""
    AS_THE_KIND_SAYS = "kind"
    """If the kind of help opens it; each day of looking is written down."""
    AGAIN = "again"
    """What the kind of help opens, by a button; written down."""


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

_REQUEST = """
field          all asks before helping grace after intake coord vetter drive organ reader host partn lent reads reveals
kind           yes yes  yes    yes     yes   yes   yes    yes   -      yes   yes   -      -    yes   yes  yes   yes
when           yes yes  yes    yes     yes   yes   yes    yes   -      yes   yes   -      -    yes   yes  yes   yes
area           yes yes  yes    yes     -     -     yes    yes   -      yes   yes   -      -    yes   yes  yes   yes
language       -   yes  yes    yes     -     -     yes    yes   -      yes   yes   -      -    yes   yes  yes   yes
summary        -   yes  yes    yes     -     -     yes    yes   -      yes   yes   -      -    -     -    yes   yes
access_notes   -   yes  -      kind    -     -     noted  noted -      -     noted -      -    -     -    -     noted
nickname       -   yes  -      kind    again -     noted  noted -      -     noted -      -    -     -    -     noted
first_name     -   yes  -      kind    again -     noted  noted -      -     noted -      -    -     -    -     noted
name           -   yes  -      kind    again -     noted  noted -      -     noted -      -    -     -    -     noted
masked_contact -   yes  -      kind    again -     -      -     -      -     -     -      -    -     -    -     -
phone          -   yes  -      kind    again -     noted  noted -      -     noted -      -    -     -    -     noted
email          -   yes  -      kind    again -     noted  noted -      -     noted -      -    -     -    -     noted
address        -   yes  -      kind    again -     noted  noted -      -     noted -      -    -     -    -     noted
position       -   -    -      kind    -     -     -      -     -      -     -     -      -    -     -    -     -
household      -   yes  -      kind    -     -     noted  noted -      -     noted -      -    -     -    -     -
details        -   yes  -      kind    -     -     noted  noted -      -     noted -      -    -     -    -     noted
internal_notes -   -    -      -       -     -     yes    yes   -      -     yes   -      -    -     -    -     -
"""

# A volunteer's column is in four parts, by how far it has come; everybody else's is the same throughout.
_COLUMNS: Final = (
    *((role, None) for role in (ViewerRole.PUBLIC_VISITOR, ViewerRole.NEIGHBOUR)),
    *((ViewerRole.VOLUNTEER, stage) for stage in DisclosureStage),
    *((role, None) for role in list(ViewerRole)[3:]),
)


def _read_table(text: str) -> Mapping[tuple[DisclosedField, ViewerRole, DisclosureStage], Sight]:
    """Return every cell; refuses a table with a row or a column too few."""
    head, *rows = [line.split() for line in text.strip().splitlines()]
    cells = {}
    for name, *sights in rows:
        for (role, only), sight in zip(_COLUMNS, sights, strict=True):
            for stage in DisclosureStage if only is None else (only,):
                cells[DisclosedField(name), role, stage] = Sight(sight)
    if len(rows) != len(DisclosedField) or len(head) != len(_COLUMNS) + 1:
        raise ValueError("a field or a reader is missing in the table of who sees what")
    return MappingProxyType(cells)


WHO_SEES: Final = _read_table(_REQUEST)
"""How each reader sees each field of a request, at each stage."""

WITH_ADDRESS: Final = frozenset({DisclosedField.POSITION})
"""What comes with the address and cannot be opened without it."""


def disclosure_stage(state: str | None, *, in_grace: bool) -> DisclosureStage:
    """Return the stage that an assignment's state means.

    Args:
        state: a state of the assignment, or None without one.
        in_grace: whether a completed task is still within the hours in which the helper may look
            something up again.

    Raises:
        ValueError: when there is no such state: nothing is shown for what nobody has placed.

    >>> disclosure_stage("under_way", in_grace=False), disclosure_stage("completed", in_grace=True)
    (<DisclosureStage.HELPING: 'helping'>, <DisclosureStage.GRACE: 'grace'>)
    >>> disclosure_stage("withdrawn", in_grace=True)
    <DisclosureStage.AFTER: 'after'>
    """
    if state not in STAGE_OF_STATE:
        raise ValueError(f"{state!r} is not a state of an assignment")
    if state == "completed" and in_grace:
        return DisclosureStage.GRACE
    return STAGE_OF_STATE[state]


def visible_fields(
    role: ViewerRole,
    state: str | None,
    category_disclosure: Collection[DisclosedField],
    *,
    in_grace: bool = False,
    anonymous: bool = False,
) -> frozenset[DisclosedField]:
    """Return the fields of a need that somebody may see now, be it by a button that is noted.

    A volunteer sees enough to decide, then what the category opens on acceptance, then only that the task was.

    Args:
        role: the part the viewer plays. A volunteer who is also staff is asked for twice.
        state: the state of the viewer's own assignment to this need; None without one.
        category_disclosure: what the category opens on acceptance. Anything in it that is not
            ``DISCLOSABLE`` is ignored.
        in_grace: whether a completed task is still within its hours of grace.
        anonymous: whether the neighbour wants to be known by a nickname only. This binds volunteers.

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
    stage = disclosure_stage(state, in_grace=in_grace)
    opened = DISCLOSABLE.intersection(category_disclosure)
    if DisclosedField.ADDRESS in opened:
        opened |= WITH_ADDRESS
    if anonymous and role is ViewerRole.VOLUNTEER:
        opened = opened - IDENTIFYING | {DisclosedField.NICKNAME, DisclosedField.MASKED_CONTACT}
    return frozenset(name for name in DisclosedField if _is_seen(WHO_SEES[name, role, stage], name in opened))


def _is_seen(sight: Sight, is_opened: bool) -> bool:
    if sight in (Sight.AS_THE_KIND_SAYS, Sight.AGAIN):
        return is_opened
    return sight is not Sight.NO
