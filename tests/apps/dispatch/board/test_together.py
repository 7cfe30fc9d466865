"""The best are asked at once about what is urgent: as many as it takes, with one press."""

import pytest

from manyhands.apps.dispatch.actions import decline
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal
from manyhands.apps.dispatch.states import Began, ProposalState
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import set_leads
from manyhands.apps.people.models import Volunteer
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import do_jobs
from tests.worlds import make_volunteer

TODAY = 4


@pytest.fixture
def urgent(part):
    NeedPart.objects.filter(pk=part.pk).update(urgency=TODAY)
    part.refresh_from_db()
    return part


@pytest.fixture
def crowd(group):
    return [Helper(make_volunteer(group, f"Helper {number}", at=NOW)) for number in range(6)]


def asked():
    return {one.helper: one.began for one in Assignment.objects.filter(state="invited")}


def keys_on(page):
    return page.partition('name="together" value="')[2].partition('"')[0]


def test_what_is_urgent_offers_the_best_at_once_with_their_names(urgent, crowd, board):
    page = board(need=urgent.need.reference)

    assert "Ask the best 4 at once" in page
    assert "enough say yes 9 times out of 10" in page
    assert len(keys_on(page).split("-")) == 4


def test_what_can_wait_asks_one_person(part, crowd, board):
    assert 'name="together"' not in board(need=part.need.reference)


def test_with_too_few_people_nothing_is_promised(urgent, ana, luis, board):
    page = board(need=urgent.need.reference)

    assert "Ask the best 2 at once" in page
    assert "times out of 10" not in page
    assert "likelier" in page


def test_one_press_asks_them_all_and_one_press_takes_it_back(urgent, crowd, board, press):
    keys = keys_on(board(need=urgent.need.reference))
    page = press("ask/", part=urgent.pk, together=keys)

    assert {Helper(one.volunteer).key for one in Assignment.objects.all()} == set(keys.split("-"))
    assert "are asked." in page
    assert 'name="together"' not in board(need=urgent.need.reference), "enough have been asked"
    press("undo/", part=urgent.pk, asked=[one.pk for one in Assignment.objects.all()])
    assert asked() == {}


def test_whom_the_plan_proposes_is_first_and_decided_with_it(urgent, crowd, board, press, propose):
    last = crowd[-1]
    propose(urgent, last)
    keys = keys_on(board(need=urgent.need.reference)).split("-")
    assert keys[0] == last.key

    press("ask/", part=urgent.pk, together="-".join(keys))

    assert asked() == dict.fromkeys(asked(), Began.PLAN)
    assert len(asked()) == 4
    assert Proposal.objects.get().state == ProposalState.APPROVED


def test_for_whoever_says_no_the_next_best_is_asked(urgent, crowd, board, press):
    """Also in a group where staff choose: they have asked the best, and these are the best now."""
    press("ask/", part=urgent.pk, together=keys_on(board(need=urgent.need.reference)))
    first = Assignment.objects.order_by("pk")[0]
    before = set(asked())

    decline(first, by=STAFF, at=NOW)
    do_jobs()

    assert len(asked()) == 4
    assert set(asked()) - before
    assert first.helper not in asked()


def test_the_best_hold_somebody_who_can_lead(group, urgent, crowd, board):
    kind = Category.objects.get(pk=urgent.category_id)
    NeedPart.objects.filter(pk=urgent.pk).update(people_needed=2, leads_needed=1)
    leaders = [make_volunteer(group, f"Leader {number}", radius_m=20_000, at=NOW) for number in range(4)]
    Volunteer.objects.filter(pk__in=[one.pk for one in leaders]).update(last_asked_at=NOW)
    for one in leaders:
        set_leads(one, [kind], by=STAFF, at=NOW)
    keys = keys_on(board(need=urgent.need.reference)).split("-")

    assert sum(f"v{one.pk}" in keys for one in leaders) == 4
    assert len(keys) >= 4


def test_one_of_them_has_been_asked_meanwhile_and_nobody_is_asked(urgent, crowd, board, press):
    keys = keys_on(board(need=urgent.need.reference))
    press("ask/", part=urgent.pk, one=keys.split("-")[0])
    page = press("ask/", part=urgent.pk, together=keys)

    assert len(asked()) == 1
    assert "They have been asked already, or have said yes." in page


@pytest.mark.parametrize("typed", ["", "x", "v0", "v99999999999", "-"])
def test_nonsense_asks_nobody(urgent, crowd, press, typed):
    page = press("ask/", part=urgent.pk, together=typed)

    assert asked() == {}
    assert "Choose at least one person." in page


def test_whoever_was_asked_often_enough_is_not_among_the_best(group, urgent, crowd, board):
    Group.objects.update(invitations_per_week=1)
    Assignment.objects.create(
        group=group, part=urgent, helper=crowd[0].person, volunteer=crowd[0].volunteer, began="plan",
        state="declined", made_at=NOW, made_by=None,
    )  # fmt: skip
    keys = keys_on(board(need=urgent.need.reference)).split("-")

    assert crowd[0].key not in keys


def test_the_page_of_a_volunteer_has_no_such_button(urgent, crowd, volunteer_client):
    client, _ = volunteer_client
    answer = client.post(f"/g/{urgent.group.slug}/board/ask/", {"part": urgent.pk, "together": crowd[0].key})

    assert answer.status_code == 403
    assert asked() == {}
