"""What becomes of a task in the group that asked, their own group knows; and hears of it when it is handed back."""

import pytest

from manyhands.apps.dispatch.actions import complete, hand_back, undo_ending, withdraw
from manyhands.apps.dispatch.actions.helping.finish import Report
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.partners.tasks import follow_lent_task
from manyhands.apps.dispatch.queries.asks import list_lent_tasks
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.lending import only_ask, settled, staff_of
from tests.apps.dispatch.planning import do_jobs
from tests.worlds import make_member


def test_staff_of_both_groups_hear_of_it(ask, east, holt, zeb):
    done = settled(ask)
    here, there = (make_member(group, ("coordinator",), at=NOW) for group in (east, holt))
    with group_scope(east.pk):
        task = Assignment.objects.get(pk=done.assignment_number)
        hand_back(task, by=Actor.neighbour(task.helper_id), at=NOW)
    do_jobs()

    assert only_ask(holt).state == "released"
    for group, member in ((east, here), (holt, there)):
        with group_scope(group.pk):
            message = Message.objects.get(event="handed_back", member=member)
    assert message.context["reference"] == "Groceries (Eastside)"
    assert "Handed back" in staff_of(holt).get(group_path(holt, "dispatch:partner_asks")).content.decode()
    with group_scope(holt.pk):
        assert list_lent_tasks(zeb.person, at=NOW) == []
        assert Entry.objects.filter(verb="partner_ask.released").count() == 1


@pytest.mark.parametrize(
    ("end", "state"),
    [("withdraw", "withdrawn"), ("in_vain", "accepted"), ("nothing", "accepted")],
)
def test_their_own_group_knows_whether_they_still_have_it(ask, east, holt, end, state):
    done = settled(ask)
    with group_scope(east.pk):
        task = Assignment.objects.get(pk=done.assignment_number)
        if end == "withdraw":
            withdraw(task, by=STAFF, at=NOW)
        elif end == "in_vain":
            complete(task, Report(outcome="not_home"), by=STAFF, at=NOW)
    do_jobs()
    follow_lent_task(east.pk, 0)

    assert only_ask(holt).state == state
    with group_scope(holt.pk):
        assert not Message.objects.filter(event="handed_back").exists()


def test_what_was_handed_back_by_mistake_is_theirs_again(ask, east, holt):
    done = settled(ask)
    with group_scope(east.pk):
        task = Assignment.objects.get(pk=done.assignment_number)
        hand_back(task, by=STAFF, at=NOW)
    follow_lent_task(east.pk, task.pk)
    assert only_ask(holt).state == "released"

    with group_scope(east.pk):
        undo_ending(task, by=STAFF, at=NOW)
    do_jobs()

    assert only_ask(holt).state == "accepted"
