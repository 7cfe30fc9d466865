"""Who helps with what, and what they may see because of it."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from benchmarks.world.copies import write
from benchmarks.world.journal import Lines
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import GRANT_REASON, AssignmentState, Began, Outcome
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.apps.people.models import Volunteer
from manyhands.apps.privacy.models import DisclosureGrant, Reading

_FIELDS = ["address", "first_name", "phone"]


def add_helping(
    parts: Sequence[NeedPart], volunteers: Sequence[Volunteer], random: Random, lines: Lines
) -> None:
    """One volunteer for every part, the grant that goes with it, and two who have looked."""
    taken = write([_assignment(part, random.choice(volunteers), lines) for part in parts])
    write([_grant(one, lines) for one in taken])
    write([_reading(one, lines) for one in taken for _time in range(2)])
    for one in taken:
        lines.add(one.group_id, "dispatch.assignment", one.pk, "assignment.invited", "assignment.accepted")
        lines.add(one.group_id, "people.person", one.part.need.person_id, "grant.opened", "person.read")


def add_tasks(volunteer: Volunteer, parts: Sequence[NeedPart], lines: Lines) -> None:
    """A full page of one volunteer's own: invitations to answer. The parts stay open for others."""
    write(
        [
            Assignment(
                group_id=part.group_id,
                part=part,
                helper=volunteer.person,
                volunteer=volunteer,
                state=AssignmentState.INVITED,
                began=Began.INVITATION,
                made_at=lines.at,
                expires_at=lines.at + timedelta(days=2),
            )
            for part in parts
        ]
    )


def _assignment(part: NeedPart, volunteer: Volunteer, lines: Lines) -> Assignment:
    is_done = part.state == PartState.DONE
    return Assignment(
        group_id=part.group_id,
        part=part,
        helper=volunteer.person,
        volunteer=volunteer,
        state=AssignmentState.COMPLETED if is_done else AssignmentState.ACCEPTED,
        began=Began.INVITATION,
        made_at=lines.at,
        answered_at=lines.at,
        ended_at=lines.at if is_done else None,
        outcome=Outcome.DONE if is_done else "",
        minutes_spent=40 if is_done else None,
        note="All went well." if is_done else "",
    )


def _grant(one: Assignment, lines: Lines) -> DisclosureGrant:
    return DisclosureGrant(
        group_id=one.group_id,
        viewer=one.helper,
        subject=one.part.need.person,
        fields=_FIELDS,
        reason_kind=GRANT_REASON,
        reason_id=one.pk,
        opened_at=lines.at,
        closes_at=lines.at + timedelta(hours=48) if one.ended_at else None,
    )


def _reading(one: Assignment, lines: Lines) -> Reading:
    return Reading(
        group_id=one.group_id,
        subject=one.part.need.person,
        reader_kind="member",
        reader_id=one.volunteer.membership_id,
        reader_label={"name": one.helper.name, "role": "volunteer"},
        fields=_FIELDS,
        reason=GRANT_REASON,
        reason_id=one.pk,
        at=lines.at,
    )
