"""What came of asking somebody: counted to learn what suits them, not to mark them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import AssignmentState, Began

State = AssignmentState


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person was asked. A yes stays a yes when the task was handed back later."""

    yes: int
    no: int
    not_answered: int
    waiting: int

    @property
    def total(self) -> int:
        return self.yes + self.no + self.not_answered + self.waiting


def count_answers(helper_id: int) -> Answers:
    """To invitations of staff and of the plan. Those taken back before an answer, or never heard of, are left out.
    One query.
    """
    asked = Assignment.objects.filter(helper_id=helper_id, began__in=[Began.INVITATION, Began.PLAN])
    return Answers(
        **asked.aggregate(
            yes=Count("pk", filter=Q(answered_at__isnull=False) & ~Q(state=State.DECLINED)),
            no=Count("pk", filter=Q(state=State.DECLINED)),
            not_answered=Count("pk", filter=Q(state=State.EXPIRED, never_heard=False)),
            waiting=Count("pk", filter=Q(state=State.INVITED)),
        )
    )
