"""Several people at the same moment, each in a transaction of their own: exactly as many as are needed get it."""

import contextvars
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import MoveRefusedError, close_need
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import invitation_url
from tests.worlds import make_group, make_need, make_volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group():
    group = make_group(meeting_mode="open_claim", at=NOW)
    with group_scope(group.pk):
        yield group


def at_once(*tasks):
    """What each of them returns or raises, all started at the same moment, each with its own connection."""
    start = threading.Barrier(len(tasks))

    def run(task):
        start.wait()
        try:
            return task()
        except (RefusedError, MoveRefusedError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [
            done.result()
            for done in [pool.submit(contextvars.copy_context().run, run, task) for task in tasks]
        ]


def winners(results) -> int:
    return sum(not isinstance(result, Exception) for result in results)


def part_of(need) -> NeedPart:
    return NeedPart.objects.select_related("need", "category", "group").get(need=need)


def claiming(part, helper):
    return lambda: actions.claim(part, helper, by=STAFF, at=NOW)


@pytest.mark.parametrize("needed", [1, 2])
def test_six_want_it_and_exactly_as_many_as_are_needed_get_it(group, needed):
    part = part_of(make_need(group, people={"groceries": needed}, at=NOW))
    helpers = [Helper(make_volunteer(group, f"Helper {number}", at=NOW)) for number in range(6)]

    results = at_once(*(claiming(part, helper) for helper in helpers))

    part.refresh_from_db()
    assert winners(results) == needed
    assert (part.people_taken, part.state) == (needed, "taken")
    assert Assignment.objects.filter(state="accepted").count() == needed
    assert Message.objects.filter(event="helper_found").count() == needed


def test_one_person_at_their_limit_takes_one_of_three(group):
    ana = Helper(make_volunteer(group, tasks_per_week=1, at=NOW))
    parts = [part_of(make_need(group, at=NOW)) for _ in range(3)]

    results = at_once(*(claiming(part, ana) for part in parts))

    assert winners(results) == 1
    assert Assignment.objects.filter(state="accepted").count() == 1


def test_five_presses_of_yes_through_the_same_link(group, time_machine):
    time_machine.move_to(NOW)
    part = part_of(make_need(group, at=NOW))
    ana = Helper(make_volunteer(group, at=NOW))
    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    url = invitation_url(asked)

    results = at_once(*(lambda: Client().post(url, {"do": "yes"}).status_code for _ in range(5)))

    part.refresh_from_db()
    assert Counter(results) == {302: 5}
    assert (part.people_taken, part.state) == (1, "taken")
    assert Message.objects.filter(event="helper_found").count() == 1


def test_several_who_were_asked_say_yes_at_once(group):
    part = part_of(make_need(group, at=NOW))
    helpers = [Helper(make_volunteer(group, f"Helper {number}", at=NOW)) for number in range(5)]
    asked = actions.invite(part, helpers, made_by=None, by=STAFF, at=NOW)

    results = at_once(*(lambda one=one: actions.accept(one, by=STAFF, at=NOW) for one in asked))

    assert winners(results) == 1
    assert Counter(Assignment.objects.values_list("state", flat=True)) == {"accepted": 1, "withdrawn": 4}


@pytest.mark.parametrize("by_plan", [True, False])
def test_two_yeses_at_once_one_has_it_and_the_other_is_told_kindly(group, time_machine, by_plan):
    """Whether the plan has asked them or staff: through their links, in the same moment."""
    time_machine.move_to(NOW, tick=False)
    part = part_of(make_need(group, at=NOW))
    NeedPart.objects.filter(pk=part.pk).update(urgency=4)
    helpers = [Helper(make_volunteer(group, f"Helper {number}", at=NOW)) for number in range(2)]
    asked = (
        actions.ask_next_best(part.pk, by=STAFF, at=NOW)
        if by_plan
        else actions.ask_together(part, helpers, made_by=None, by=STAFF, at=NOW)
    )
    Message.objects.filter(event="invitation").update(state="sent")
    urls = [invitation_url(one) for one in asked]

    pages = at_once(*(lambda url=url: Client().post(url, {"do": "yes"}, follow=True) for url in urls))

    states = Counter(Assignment.objects.values_list("state", flat=True))
    assert states == {"accepted": 1, "withdrawn": 1}
    loser = Assignment.objects.get(state="withdrawn")
    page = pages[[one.pk for one in asked].index(loser.pk)].content.decode()
    assert "Thank you for being there!" in page
    assert Message.objects.get(event="invitation_withdrawn").recipient == loser.helper
    assert (loser.answered_at, loser.never_heard) == (None, False)


def test_taken_and_closed_at_once_nobody_goes_for_nothing(group):
    for _ in range(3):
        need = make_need(group, at=NOW)
        part, ana = part_of(need), Helper(make_volunteer(group, at=NOW))

        at_once(
            claiming(part, ana),
            lambda need=need: close_need(need, reason="no_longer_needed", by=STAFF, at=NOW),
        )

        need.refresh_from_db()
        states = list(Assignment.objects.filter(part=part).values_list("state", flat=True))
        assert need.state == "closed"
        assert states in ([], ["withdrawn"])


def test_handed_back_and_done_at_once_only_one_of_them_happens(group):
    part = part_of(make_need(group, at=NOW))
    task = actions.claim(part, Helper(make_volunteer(group, at=NOW)), by=STAFF, at=NOW)

    results = at_once(
        lambda: actions.hand_back(task, by=STAFF, at=NOW),
        lambda: actions.complete(task, actions.Report(), by=STAFF, at=NOW),
    )

    task.refresh_from_db()
    part.refresh_from_db()
    assert winners(results) == 1
    assert (task.state, part.state, part.people_taken) in [("released", "open", 0), ("completed", "done", 1)]
