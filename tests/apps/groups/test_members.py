"""Who is in, who waits, who leaves; and that somebody stays in charge."""

import pytest
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import (
    AlreadyAnsweredError,
    LastOrganiserError,
    NotOpenToAllError,
    add_member,
    answer_applicant,
    ask_to_join,
    end_membership,
    set_member_roles,
)
from manyhands.apps.groups.actions import answered as hooks
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_membership
from manyhands.apps.journal.models import Entry
from manyhands.storage.actors import Actor
from tests.queries import at_most_queries
from tests.worlds import make_member, make_user, sign_in

pytestmark = pytest.mark.usefixtures("scope")
BY = Actor.system("test")


def roles_of(membership: Membership) -> set[str]:
    return {role.key for role in membership.roles.all()}


@pytest.mark.parametrize(("mode", "state"), [("open", "active"), ("approval", "applicant")])
def test_joining_follows_the_groups_way(group, mode, state):
    group.join_mode = mode
    asked = ask_to_join(group, make_user(), display_name="Ana R.", by=BY, at=timezone.now())

    assert (asked.state, asked.display_name) == (state, "Ana R.")


def test_a_closed_group_takes_the_invited_only(group):
    group.join_mode = "invitation"
    with pytest.raises(NotOpenToAllError):
        ask_to_join(group, make_user(), by=BY, at=timezone.now())
    assert Membership.objects.count() == 1


def test_asking_twice_is_asking_once(group):
    user = make_user()
    asked = [ask_to_join(group, user, by=BY, at=timezone.now()).pk for _time in range(3)]

    assert len(set(asked)) == 1


def test_asking_takes_nothing_from_a_member(group):
    member = make_member(group, ("coordinator",))
    ask_to_join(group, member.user, by=BY, at=timezone.now())
    again = add_member(group, member.user, state="applicant", by=BY, at=timezone.now())

    assert again.state == "active"
    assert roles_of(again) == {"volunteer", "coordinator"}


def test_a_no_is_not_undone_by_an_open_door(group):
    applicant = make_member(group, (), state="applicant")
    answer_applicant(applicant, admitted=False, by=BY, at=timezone.now())
    group.join_mode = "open"

    assert ask_to_join(group, applicant.user, by=BY, at=timezone.now()).state == "applicant"


@pytest.mark.parametrize("admitted", [True, False])
def test_an_answer_is_given_once_and_told_to_the_apps_above(group, monkeypatch, admitted):
    told = []
    monkeypatch.setattr(
        hooks, "_answered", [lambda membership, **facts: told.append((membership.pk, facts["admitted"]))]
    )
    applicant = make_member(group, (), state="applicant")
    answer_applicant(applicant, admitted=admitted, by=BY, at=timezone.now())

    with pytest.raises(AlreadyAnsweredError):
        answer_applicant(applicant, admitted=not admitted, by=BY, at=timezone.now())
    applicant.refresh_from_db()
    assert applicant.state == ("active" if admitted else "not_admitted")
    assert told == [(applicant.pk, admitted)]
    verb = "member.admitted" if admitted else "member.not_admitted"
    assert Entry.objects.get(verb=verb).subject_id == applicant.pk


def test_the_last_organiser_stays(group):
    organiser = Membership.objects.get(roles__key="organiser")
    for leave in (end_membership, lambda member, **by: set_member_roles(member, ["coordinator"], **by)):
        with pytest.raises(LastOrganiserError):
            leave(organiser, by=BY, at=timezone.now())

    assert roles_of(organiser) == {"volunteer", "organiser"}
    assert find_membership(group, organiser.user).state == "active"


def test_an_organiser_who_waits_or_has_left_does_not_count(group):
    organiser = Membership.objects.get(roles__key="organiser")
    make_member(group, ("organiser",), state="applicant")
    with pytest.raises(LastOrganiserError):
        end_membership(organiser, by=BY, at=timezone.now())

    make_member(group, ("organiser",))
    end_membership(organiser, by=BY, at=timezone.now())
    assert roles_of(organiser) == set()


def test_leaving_ends_what_one_may_and_is_told_to_the_apps_above(group, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "_left", [lambda membership, **_facts: told.append(membership.pk)])
    member = make_member(group, ("coordinator",))
    end_membership(member, by=BY, at=timezone.now())

    assert told == [member.pk]
    assert find_membership(group, member.user).permissions == frozenset()


# --- pages ----------------------------------------------------------------------------------------------


def test_the_page_shows_who_waits_first(client, group):
    make_member(group, (), name="Ana W.", state="applicant")
    sign_in(client, make_member(group, ("coordinator",)).user)
    page = client.get(group_path(group, "groups:members")).content.decode()

    assert "Ana W." in page
    assert page.index("Ana W.") < page.index("Olga R.")


@pytest.mark.parametrize(("answer", "state"), [("yes", "active"), ("no", "not_admitted")])
def test_answering_on_the_page(client, group, answer, state):
    applicant = make_member(group, (), state="applicant")
    sign_in(client, make_member(group, ("coordinator",)).user)
    url = group_path(group, "groups:member_answer", membership_id=applicant.pk)
    client.post(url, {"answer": answer})
    again = client.post(url, {"answer": "yes"}, follow=True)

    assert "Somebody else has answered" in again.content.decode()
    applicant.refresh_from_db()
    assert applicant.state == state


def test_roles_are_given_on_the_page(client, group):
    member = make_member(group, ())
    sign_in(client, make_member(group, ("organiser",)).user)
    client.post(group_path(group, "groups:member", membership_id=member.pk), {"roles": ["intake", "vetter"]})

    assert roles_of(member) == {"volunteer", "intake", "vetter"}


def test_the_page_keeps_the_last_organiser(client, group):
    organiser = Membership.objects.get(roles__key="organiser")
    sign_in(client, organiser.user)
    response = client.post(
        group_path(group, "groups:member", membership_id=organiser.pk), {"roles": [], "once": ""}
    )
    assert "needs somebody in charge" in response.content.decode()

    response = client.post(group_path(group, "groups:member_end", membership_id=organiser.pk), follow=True)
    assert "needs somebody in charge" in response.content.decode()


def test_what_the_others_call_me(client, group):
    member = make_member(group, (), name="Rosa M.")
    sign_in(client, member.user)
    url = group_path(group, "groups:myself")
    assert "Rosa M." in client.get(url).content.decode()
    assert client.post(url, {"display_name": "\u200b"}).context["form"].errors["display_name"]

    client.post(url, {"display_name": "Rosita"})
    member.refresh_from_db()
    assert member.display_name == "Rosita"


def test_a_member_can_leave_and_end_nobody_elses(client, group):
    member, other = make_member(group, ()), make_member(group, ())
    sign_in(client, member.user)

    assert client.post(group_path(group, "groups:member_end", membership_id=other.pk)).status_code == 403
    assert client.post(group_path(group, "groups:member_end", membership_id=member.pk))[
        "Location"
    ] == reverse("groups:home")
    member.refresh_from_db()
    assert member.state == "left"


def test_a_coordinator_ends_nobodys_membership(client, group):
    other = make_member(group, ())
    sign_in(client, make_member(group, ("coordinator",)).user)

    assert client.post(group_path(group, "groups:member_end", membership_id=other.pk)).status_code == 403


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202eevil", "", "a" * 200])
def test_any_name_is_shown_as_text(client, group, name):
    make_member(group, (), name=name)
    sign_in(client, make_member(group, ("organiser",)).user)
    page = client.get(group_path(group, "groups:members")).content.decode()

    assert "<script>alert" not in page


def test_the_pages_take_a_fixed_number_of_queries(client, group):
    sign_in(client, make_member(group, ("organiser",)).user)
    for number in range(12):
        make_member(group, ("intake",), name=f"Member {number}")
        make_member(group, (), name=f"Applicant {number}", state="applicant")

    with at_most_queries(12):
        client.get(group_path(group, "groups:members"))
