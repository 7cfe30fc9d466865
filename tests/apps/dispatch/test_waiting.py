"""On the way in, whoever helps sees what waits for them, in all their groups."""

import pytest
from django.utils import timezone

from manyhands.apps.dispatch.actions import accept, claim, invite
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.queries.assignments.waiting import list_waiting_for
from manyhands.apps.people.models import Volunteer
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_need, make_user, make_volunteer, sign_in

pytestmark = pytest.mark.django_db


def ask(group, user):
    """Somebody of this account is asked for groceries."""
    volunteer = make_volunteer(group, membership=make_member(group, (), user=user))
    need = make_need(group)
    with group_scope(group.pk):
        fresh = Volunteer.objects.select_related("person", "group", "start_place").get(pk=volunteer.pk)
        part = need.parts.get()
        return invite(part, [Helper(fresh)], made_by=None, by=Actor.system("test"), at=timezone.now())[0]


def test_questions_and_tasks_of_all_groups_are_counted_and_shown(client):
    user, one, two = make_user(), make_group("One"), make_group("Two")
    ask(one, user)
    taken = ask(two, user)
    with group_scope(two.pk):
        accept(taken, by=Actor.system("test"), at=timezone.now())

    waiting = list_waiting_for(user, at=timezone.now())
    sign_in(client, user)
    page = client.get("/").content.decode()

    assert [(row.group, row.to_answer, row.to_do) for row in waiting] == [(one, 1, 0), (two, 0, 1)]
    assert "1 question for you" in page
    assert "1 task of yours" in page


def test_nothing_waits_for_somebody_who_is_in_no_group():
    assert list_waiting_for(make_user(), at=timezone.now()) == []


def test_staff_see_beside_the_desks_what_else_waits(client):
    group = make_group(meeting_mode="claim_with_approval")
    coordinator = make_member(group, ("coordinator",))
    need = make_need(group, address="nowhere at all", zip_code="")
    with group_scope(group.pk):
        volunteer = make_volunteer(group, membership=make_member(group, ()))
        fresh = Volunteer.objects.select_related("person", "group", "start_place").get(pk=volunteer.pk)
        claim(need.parts.get(), Helper(fresh), by=Actor.system("test"), at=timezone.now())

    sign_in(client, coordinator.user)
    page = client.get(f"/g/{group.slug}/requests/elsewhere/").content.decode()

    assert "1 volunteer waits for a yes" in page
    assert "1 place to find" in page
    assert "safety report" not in page
