"""Who asks to join hears the answer, and those who answer hear of it."""

import pytest
from django.utils import timezone

from manyhands.apps.groups.actions import answer_applicant, ask_to_join
from manyhands.apps.messaging.models import Message
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_user

pytestmark = pytest.mark.django_db


def told():
    return set(Message.objects.values_list("event", "member_id"))


def test_staff_hear_of_an_applicant_and_the_applicant_of_the_answer():
    group, user, at = make_group(), make_user(), timezone.now()
    coordinator = make_member(group, ("coordinator",))
    with group_scope(group.pk):
        applicant = ask_to_join(group, user, display_name="Ana", by=Actor.user(user.pk), at=at)
        assert ("membership_asked", coordinator.pk) in told()

        answer_applicant(applicant, admitted=True, by=Actor.member(coordinator.pk), at=at)

        assert ("membership_approved", applicant.pk) in told()


def test_somebody_who_is_not_admitted_is_told_kindly_and_staff_hear_when_they_ask_again():
    group, user, at = make_group(), make_user(), timezone.now()
    coordinator = make_member(group, ("coordinator",))
    by = Actor.member(coordinator.pk)
    with group_scope(group.pk):
        applicant = ask_to_join(group, user, by=Actor.user(user.pk), at=at)
        answer_applicant(applicant, admitted=False, by=by, at=at)
        ask_to_join(group, user, by=Actor.user(user.pk), at=timezone.now())

        events = [event for event, _ in Message.objects.values_list("event", "member_id").order_by("id")]

    assert ("membership_not_admitted" in events, events.count("membership_asked") >= 2) == (True, True)


def test_nobody_is_bothered_where_anybody_may_join():
    group, user = make_group(join_mode="open"), make_user()
    with group_scope(group.pk):
        ask_to_join(group, user, by=Actor.user(user.pk), at=timezone.now())

        assert told() == set()
