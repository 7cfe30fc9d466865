"""A role that needs a check is not given without it, and rests while it is missing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import (
    RoleNeedsChecksError,
    RoleNotByLinkError,
    add_member,
    end_membership,
    make_invite,
    make_token,
    set_member_roles,
)
from manyhands.apps.groups.models import Membership, Role
from manyhands.apps.groups.policies import rest_roles
from manyhands.apps.groups.queries import find_membership, list_members_with, list_my_groups
from manyhands.apps.messaging.models import Message
from manyhands.apps.people.actions import keep_card_of, leave_as_volunteer
from manyhands.apps.people.models import Person
from manyhands.apps.vetting.actions import ask_for, decide, end_check, exempt, remind_group
from manyhands.apps.vetting.bridge import Subject, day_of
from manyhands.apps.vetting.models import Check, CheckState, Requirement, RequirementFor
from manyhands.apps.vetting.queries import list_sheets
from manyhands.storage.actors import Actor
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_user, make_volunteer, sign_in

DAY = timedelta(days=1)
BY = Actor.system("test")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def group(db):
    return make_group()


@pytest.fixture
def ana(group, scope):
    member = make_member(group, (), name="Ana R.")
    make_volunteer(group, "Ana Ruiz", membership=member)
    return member


@pytest.fixture
def identity(group, scope):
    return Requirement.objects.get(group=group, key="identity")


def subject(member):
    return Subject(member.volunteer.person)


def needs(role_key, requirement):
    role = Role.objects.get(group=requirement.group, key=role_key)
    RequirementFor.objects.create(group=requirement.group, requirement=requirement, role=role)
    return role


def met(requirement, member, *, until=None, at):
    check = ask_for(requirement, subject(member), by=BY, at=at)
    return decide(
        check, met=True, valid_from=at.date() - 400 * DAY, valid_until=until, decided_by=None, by=BY, at=at
    )


def may_now(member, at):
    found = find_membership(member.group, member.user_id)
    rest_roles([found], at=at)
    return found.permissions


def page(group, name, **kwargs):
    return reverse(name, kwargs={"group_slug": group.slug, **kwargs})


def test_a_role_is_not_given_without_what_it_needs(ana, identity, now):
    needs("coordinator", identity)
    with pytest.raises(RoleNeedsChecksError) as refused:
        set_member_roles(ana, ["coordinator", "reader"], by=BY, at=now)
    assert refused.value.missing == {"Coordinator": ["Who you are"]}
    assert {role.key for role in ana.roles.all()} == {"volunteer"}

    set_member_roles(ana, ["reader"], by=BY, at=now)
    met(identity, ana, at=now)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    assert "needs.triage" in may_now(ana, now)


def test_an_exemption_given_first_opens_the_way_until_it_ends(group, ana, identity, now):
    needs("coordinator", identity)
    giver = make_member(group, ("organiser",))
    until = day_of(group, now) + 10 * DAY
    exempt(identity, subject(ana), reason="Known for years", until=until, given_by=giver, by=BY, at=now)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    assert "needs.triage" in may_now(ana, now + 10 * DAY)
    assert "needs.triage" not in may_now(ana, now + 11 * DAY)


def test_whoever_does_not_help_is_checked_too(client, group, scope, identity, now):
    needs("reader", identity)
    bare = make_member(group, (), name="Bo B.")
    with pytest.raises(RoleNeedsChecksError):
        set_member_roles(bare, ["reader"], by=BY, at=now)
    sign_in(client, make_member(group, ("organiser",)).user)
    shown = client.get(page(group, "groups:member", membership_id=bare.pk)).text
    begin = page(group, "vetting:begin", membership_id=bare.pk)
    assert begin in shown
    answers = [client.post(begin, follow=True) for _ in range(2)]

    card = Person.objects.get(user=bare.user)
    assert answers[1].redirect_chain[-1][0] == page(group, "vetting:of", who=f"p{card.pk}")
    assert "Bo B." in answers[1].text
    assert f'"{page(group, "people:detail", person_id=card.pk)}"' not in answers[1].text
    client.post(page(group, "vetting:ask", who=f"p{card.pk}"), {"requirement": identity.pk})
    asked = Check.objects.get()
    assert [sheet.subject.key for sheet in list_sheets(group, at=now)] == [f"p{card.pk}"]
    decide(asked, met=True, valid_from=day_of(group, now), decided_by=None, by=BY, at=now)
    set_member_roles(bare, ["reader"], by=BY, at=now)
    assert "reports.read" in may_now(bare, now)


def test_whose_role_rests_begins_by_themselves(client, group, scope, identity, now):
    bare = make_member(group, ("reader",))
    needs("reader", identity)
    sign_in(client, bare.user)
    begin = page(group, "vetting:begin_own")
    assert begin in client.get(page(group, "vetting:mine")).text
    shown = client.post(begin, follow=True).text
    assert "Who you are" in shown
    # Nothing that only kinds of help ask for.
    assert "Valid driving licence" not in shown
    card = Person.objects.get(user=bare.user)
    client.post(page(group, "vetting:hand_in", who=f"p{card.pk}", requirement_id=identity.pk))
    assert Check.objects.get(person=card).state == CheckState.SUBMITTED


def test_what_was_shown_before_stays_with_whoever_helps_later(group, scope, identity, now):
    bare = make_member(group, (), name="Bo B.")
    card = keep_card_of(bare, by=BY, at=now)
    check = ask_for(identity, Subject(card), by=BY, at=now)
    decide(check, met=True, valid_from=day_of(group, now), decided_by=None, by=BY, at=now)
    volunteer = make_volunteer(group, "Bo Baker", membership=bare)
    assert volunteer.person == card
    card.refresh_from_db()
    assert card.name == "Bo Baker"
    needs("reader", identity)
    set_member_roles(bare, ["reader"], by=BY, at=now)


def test_of_whoever_has_left_nothing_is_asked(group, scope, identity, now):
    bare = make_member(group, ())
    ask_for(identity, Subject(keep_card_of(bare, by=BY, at=now)), by=BY, at=now)
    assert len(list_sheets(group, at=now)) == 1
    end_membership(bare, by=BY, at=now)
    assert not list_sheets(group, at=now)


def test_who_helps_no_more_is_reminded_for_a_role(group, ana, identity, now):
    met(identity, ana, until=day_of(group, now) + 20 * DAY, at=now)
    leave_as_volunteer(ana.volunteer, by=BY, at=now)
    assert not list_sheets(group, at=now)
    needs("coordinator", identity)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    remind_group(group, by=BY, at=now)
    assert Message.objects.filter(event="requirement_due", recipient=ana.volunteer.person).exists()


def test_a_role_rests_when_the_time_after_the_end_is_over_and_comes_back(ana, identity, now):
    needs("coordinator", identity)
    end = day_of(ana.group, now)
    met(identity, ana, until=end, at=now)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)

    assert "needs.triage" in may_now(ana, now + identity.grace_days * DAY)
    later = now + (identity.grace_days + 1) * DAY
    assert may_now(ana, later) == {"tasks.take"}
    assert {role.key for role in ana.roles.all()} == {"volunteer", "coordinator"}

    met(identity, ana, until=end + 800 * DAY, at=later)
    assert "needs.triage" in may_now(ana, later)


def test_other_roles_go_on(ana, identity, now):
    met(identity, ana, at=now)
    needs("coordinator", identity)
    set_member_roles(ana, ["coordinator", "reader"], by=BY, at=now)
    end_check(Check.objects.get(), note="", decided_by=make_member(ana.group, ("organiser",)), by=BY, at=now)
    assert may_now(ana, now) == {"tasks.take", "reports.read"}


def test_somebody_stays_in_charge(group, ana, identity, now):
    role = needs("organiser", identity)
    [first] = Membership.objects.filter(group=group, roles=role)
    found = find_membership(group, first.user_id)
    rest_roles([found], at=now)
    assert "group.roles" in found.permissions
    assert [one.is_kept for one in found.resting] == [True]

    met(identity, ana, at=now)
    set_member_roles(ana, ["organiser"], by=BY, at=now)
    assert "group.roles" not in may_now(first, now)
    assert "group.roles" in may_now(ana, now)


def test_those_who_give_roles_are_told_once_for_each_lapse(group, ana, identity, now):
    check = met(identity, ana, at=now)
    needs("coordinator", identity)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    remind_group(group, by=BY, at=now)
    told = Message.objects.filter(event="role_rests")
    assert not told.exists()

    organiser = make_member(group, ("organiser",))
    end_check(check, note="", decided_by=organiser, by=BY, at=now)
    remind_group(group, by=BY, at=now)
    remind_group(group, by=BY, at=now + DAY)
    assert told.count() == 2
    assert told.first().context["missing"] == "Who you are"

    again = met(identity, ana, at=now + 2 * DAY)
    end_check(again, note="", decided_by=organiser, by=BY, at=now + 3 * DAY)
    remind_group(group, by=BY, at=now + 3 * DAY)
    assert told.count() == 4


def test_each_is_told_in_their_own_language(group, ana, identity, now):
    make_member(group, ("organiser",), user=make_user(language="es"))
    needs("coordinator", identity)
    [role] = Role.objects.filter(group=group, key="coordinator")
    ana.roles.add(role)
    remind_group(group, by=BY, at=now)
    told = {message.language: message.context for message in Message.objects.filter(event="role_rests")}
    assert {language: said["missing"] for language, said in told.items()} == {
        "en": "Who you are",
        "es": "Quién eres",
    }
    assert told["es"]["role"] != told["en"]["role"]


def test_the_last_organiser_is_said_to_be_kept(group, identity, now):
    needs("organiser", identity)
    remind_group(group, by=BY, at=now)
    assert [message.event for message in Message.objects.all()] == ["role_kept"]


def test_whose_role_rests_is_not_told_what_staff_are_told(ana, identity, now):
    met(identity, ana, at=now)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    needs("coordinator", identity)
    assert ana in list_members_with(ana.group, "needs.triage", at=now)
    end_check(Check.objects.get(), note="", decided_by=make_member(ana.group, ("organiser",)), by=BY, at=now)
    assert ana not in list_members_with(ana.group, "needs.triage", at=now)
    mine = next(one for one in list_my_groups(ana.user, at=now) if one.membership.pk == ana.pk)
    assert mine.membership.permissions == {"tasks.take"}


def test_a_link_gives_no_role_that_needs_a_check(group, identity, now):
    needs("coordinator", identity)
    maker = make_member(group, ("organiser",))
    with pytest.raises(RoleNotByLinkError) as refused:
        make_invite(group, roles=["coordinator"], lives=DAY, uses=1, made_by=maker, at=now)
    assert refused.value.labels == ["Coordinator"]
    member = add_member(group, make_user(), roles=["coordinator", "reader"], by=BY, at=now)
    assert {role.key for role in member.roles.all()} == {"volunteer", "reader"}


def test_at_the_next_request_the_page_is_closed_and_says_why(client, ana, identity, now):
    met(identity, ana, at=now)
    needs("coordinator", identity)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    sign_in(client, ana.user)
    list_page = page(ana.group, "needs:list")
    assert client.get(list_page).status_code == 200

    end_check(Check.objects.get(), note="", decided_by=make_member(ana.group, ("organiser",)), by=BY, at=now)
    answer = client.get(list_page, follow=True)
    assert answer.redirect_chain[-1][0] == page(ana.group, "groups:myself")
    assert "Your role as Coordinator needs what you do not have at present: Who you are." in answer.text
    assert "It rests until you have it." in answer.text
    assert page(ana.group, "vetting:mine") in answer.text


def test_a_program_may_no_more_than_whoever_let_it_in(client, ana, identity, now):
    met(identity, ana, at=now)
    needs("coordinator", identity)
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    maker = find_membership(ana.group, ana.user_id)
    _token, secret = make_token(
        ana.group, name="Sheet", permissions=["needs.read"], lives=DAY, made_by=maker, at=now
    )
    ask = {"path": "/api/v1/groups", "headers": {"Authorization": f"Bearer {secret}"}}
    assert "needs.read" in client.get(**ask).text
    end_check(Check.objects.get(), note="", decided_by=make_member(ana.group, ("organiser",)), by=BY, at=now)
    assert "needs.read" not in client.get(**ask).text


def test_the_page_of_roles_says_what_is_missing_and_where_to_look(client, group, ana, identity):
    needs("coordinator", identity)
    sign_in(client, make_member(group, ("organiser",)).user)
    address = page(group, "groups:member", membership_id=ana.pk)
    shown = client.get(address).text
    assert page(group, "vetting:of", who=subject(ana).key) in shown
    assert "Still missing: Who you are." in shown
    answer = client.post(address, {"roles": ["coordinator"]})
    assert "Coordinator needs what they have not shown yet: Who you are." in answer.text


def test_no_query_more_where_no_role_needs_anything(group, ana, now):
    set_member_roles(ana, ["coordinator"], by=BY, at=now)
    with at_most_queries(1):
        may_now(ana, now)


@pytest.mark.parametrize("holders", [1, 4])
def test_as_many_queries_for_few_as_for_many(group, ana, identity, now, holders):
    for _number in range(holders):
        make_member(group, ("coordinator", "organiser"))
    needs("coordinator", identity)
    needs("organiser", identity)
    with at_most_queries(10):
        assert len(list_members_with(group, "group.roles", at=now)) == holders + 1


def test_the_list_of_members_shows_whose_role_rests(client, group, ana, identity, now):
    """By the role it is about; others are still found beside them."""
    set_member_roles(ana, ["intake"], by=BY, at=now)
    checked = make_member(group, ("intake",), name="Bob")
    needs("intake", identity)
    make_volunteer(group, "Bob", membership=checked)
    met(identity, checked, at=now)
    sign_in(client, make_member(group, ("coordinator",), name="Carla").user)
    address = page(group, "groups:members")

    with at_most_queries(20):
        resting = client.get(address + "?standing=resting").content.decode()
    assert "Ana R." in resting
    assert "Intake rests" in resting
    assert "Bob" not in resting
    assert "Bob" in client.get(address).content.decode()
