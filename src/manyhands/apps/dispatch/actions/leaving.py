from datetime import datetime

from django.db.models import Q

from manyhands.apps.dispatch.actions.beginning.answer import decline
from manyhands.apps.dispatch.actions.helping.release import hand_back
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import LIVE, AssignmentState
from manyhands.apps.people.models import Person, SafetyReport
from manyhands.storage.actors import Actor


def end_with_helper(person: Person, *, by: Actor, at: datetime) -> None:
    """Somebody stops helping: what they had taken is offered again, what they were asked is a no."""
    live = Assignment.objects.filter(helper=person, state__in=LIVE)
    for assignment in live.order_by("part__need_id", "pk"):
        if assignment.state == AssignmentState.INVITED:
            decline(assignment, by=by, at=at)
        else:
            hand_back(assignment, by=by, at=at)


def forget_words_of(person: Person, *, by: Actor, at: datetime) -> None:
    """Somebody is forgotten, as a helper or as the one who asked: what was written about them goes."""
    end_with_helper(person, by=by, at=at)
    about = Assignment.objects.filter(Q(helper=person) | Q(part__need__person=person))
    Assignment.objects.filter(pk__in=about.values("pk")).update(note="", decline_note="")
    SafetyReport.objects.filter(reporter=person).update(text="", answer="")
