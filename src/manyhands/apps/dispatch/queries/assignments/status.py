"""What a neighbour may know of those who help them."""

from dataclasses import dataclass
from datetime import datetime

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, AssignmentState
from manyhands.apps.needs.models import Need
from manyhands.apps.people.queries import wishes_of_neighbour
from manyhands.core.values.names import first_name


@dataclass(frozen=True, slots=True)
class Coming:
    """One helper of one part: a first name, and since when the group knows them. `wish` is what
    the neighbour has said of meeting them again.
    """

    assignment: Assignment
    name: str
    known_since: datetime | None
    wish: str = ""

    @property
    def is_done(self) -> bool:
        return bool(self.assignment.state == AssignmentState.COMPLETED)

    @property
    def is_on_the_way(self) -> bool:
        return bool(self.assignment.state == AssignmentState.UNDER_WAY)


def list_who_is_coming(need: Need) -> list[Coming]:
    """Those who have said yes, and those who are done; nobody who was asked, declined or handed back."""
    rows = Assignment.objects.filter(part__need=need, state__in=[*HOLDING, AssignmentState.COMPLETED])
    related = (
        "helper",
        "organisation",
        "volunteer__membership",
        "part__category",
        "part__need__person",
        "part__group",
        "group",
    )
    found = list(rows.select_related(*related).order_by("part_id", "answered_at"))
    done = [row.helper_id for row in found if row.state == AssignmentState.COMPLETED]
    wishes = wishes_of_neighbour(need.person, done) if done else {}
    return [_coming(row, wishes.get(row.helper_id, "")) for row in found]


def helper_name(assignment: Assignment) -> str:
    """What a neighbour is told a helper is called, as every invitation promises: "Ana", or the organisation's name."""
    return assignment.organisation.name if assignment.organisation else first_name(assignment.helper.name)


def _coming(assignment: Assignment, wish: str) -> Coming:
    membership = assignment.volunteer.membership if assignment.volunteer else None
    return Coming(assignment, helper_name(assignment), membership.answered_at if membership else None, wish)
