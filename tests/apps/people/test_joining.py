"""Signing up to help, waiting for a yes, coming back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from manyhands.apps.accounts.tasks import send_waiting_codes
from manyhands.apps.groups.actions import (
    answer_applicant,
    ask_to_join,
    end_membership,
    join_by_invite,
    make_invite,
)
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.models import Message
from manyhands.apps.people.actions import Contact, VolunteerDetails, sign_up_volunteer
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.actions import erase_person
from manyhands.storage.actors import Actor
from tests.apps.people.conftest import HELPER, NOON, STAFF
from tests.worlds import by_hand, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]


def join(client, group, **changes):
    return client.post(group_path(group, "people:volunteer_join"), HELPER | changes)


def own(client) -> Volunteer:
    return Volunteer.objects.select_related("person", "start_place", "membership").get(
        membership__user=client.user
    )


def open_to_all(group):
    Group.objects.filter(pk=group.pk).update(join_mode="open")


def test_visitors_read_what_it_means_and_begin_with_their_address(client, group):
    page = client.get(group_path(group, "people:volunteer_join")).content.decode()

    assert f"/account/sign-in/?next={group_path(group, 'people:volunteer_join')}" in page
    assert "You may always say no." in page


def test_what_is_left_empty_is_named_in_the_summary(group, signed_in):
    page = signed_in().post(group_path(group, "people:volunteer_join"), {}).content.decode()
    summary = page[page.index("data-error-summary") :].partition("</ul>")[0]

    assert "What should we call you? Please answer this." in summary
    assert "Where do you start from? Please answer this." in summary
    assert ">Please answer this." not in summary


def test_from_the_address_to_the_waiting_page(client, group, mailoutbox):
    """Somebody new: the code from the mail, then the questions, nothing else."""
    joining = group_path(group, "people:volunteer_join")
    asking = client.post(f"{reverse('accounts:sign_in')}?next={joining}", by_hand(email="ana@example.org"))
    send_waiting_codes()
    code = re.search(r"\b\d{6}\b", mailoutbox[-1].body).group()
    entered = client.post(asking["Location"], {"code": code})
    assert entered["Location"] == joining
    page = client.post(joining, HELPER, follow=True)

    assert page.redirect_chain == [(group_path(group, "people:waiting"), 302)]
    assert Volunteer.objects.get().person.email == "ana@example.org"


def test_everything_that_was_said_is_kept(group, signed_in):
    client = signed_in()
    response = join(client, group)
    volunteer = own(client)

    assert response["Location"] == group_path(group, "people:waiting")
    assert (volunteer.state, volunteer.membership.state) == ("applicant", "applicant")
    person = volunteer.person
    assert (person.name, person.phone, person.email) == (HELPER["name"], "+15175550100", client.user.email)
    assert (person.language, person.reach_by, person.user_id) == ("es", "text", client.user.pk)
    assert ([skill.key for skill in volunteer.skills.all()], volunteer.languages) == (
        ["driving"],
        ["es", "en"],
    )
    assert (volunteer.vehicle, volunteer.week_slots, volunteer.tasks_per_week) == ("car", 0b11 << 11, 3)
    assert (volunteer.radius_m, volunteer.details_confirmed_at) == (8047, NOON)
    place = volunteer.start_place
    assert (place.kind, place.text, place.zip_code) == ("address", "214 Oak St", "48912")


def test_in_an_open_group_one_is_in_at_once(group, signed_in):
    open_to_all(group)
    client = signed_in()

    assert join(client, group)["Location"] == group_path(group, "people:my_details")
    assert own(client).state == "active"


def test_whoever_comes_by_an_invitation_is_in_at_once(group, signed_in):
    client = signed_in()
    organiser = make_member(group, ("organiser",))
    invite, _token = make_invite(group, lives=timedelta(days=1), uses=1, made_by=organiser, at=NOON)
    join_by_invite(invite, client.user, by=Actor.user(client.user.pk), at=NOON)
    join(client, group)

    assert own(client).state == "active"


def test_an_invitation_is_a_yes_to_who_waits_already(group, signed_in):
    client = signed_in()
    join(client, group)
    invite, _token = make_invite(
        group, lives=timedelta(days=1), uses=1, made_by=make_member(group, ("organiser",)), at=NOON
    )
    join_by_invite(invite, client.user, by=Actor.user(client.user.pk), at=NOON)

    assert own(client).state == "active"


def test_by_invitation_only_nothing_is_kept(group, signed_in):
    Group.objects.filter(pk=group.pk).update(join_mode="invitation")
    response = join(signed_in(), group)

    assert response.status_code == 403
    assert "What you wrote was not kept" in response.content.decode()
    assert not Volunteer.objects.exists()


def test_staff_hear_of_it_and_the_wait_is_explained(group, signed_in):
    client = signed_in()
    join(client, group)

    assert Message.objects.filter(event="membership_asked").count() == 1
    page = client.get(group_path(group, "people:volunteer_join"), follow=True).content.decode()
    assert HELPER["name"] in page
    assert "We will be in touch" in page


@pytest.mark.parametrize("page", ["people:my_details", "needs:list", "people:list", "dispatch:open_list"])
def test_members_pages_send_who_waits_to_where_they_wait(group, signed_in, page):
    client = signed_in()
    join(client, group)

    assert client.get(group_path(group, page))["Location"] == group_path(group, "people:waiting")


def test_only_who_waits_sees_the_waiting_page(client, group, signed_in):
    waiting, joining = group_path(group, "people:waiting"), group_path(group, "people:volunteer_join")
    assert client.get(waiting)["Location"] == joining
    assert signed_in(make_member(group, ())).get(waiting)["Location"] == joining


def test_who_asked_to_join_by_another_door_can_still_say_how_they_help(group, signed_in):
    client = signed_in()
    ask_to_join(group, client.user, display_name="Ana", by=Actor.user(client.user.pk), at=NOON)
    assert "You have asked to join." in client.get(group_path(group, "people:waiting")).content.decode()
    join(client, group)

    assert own(client).state == "applicant"


# --- once, again, back -----------------------------------------------------------------------------------------


def test_sent_twice_is_one_person(group, signed_in):
    client, once = signed_in(), str(uuid4())
    assert join(client, group, once=once)["Location"] == join(client, group, once=once)["Location"]

    assert (Person.objects.count(), Volunteer.objects.count()) == (1, 1)
    assert Membership.objects.filter(state="applicant").count() == 1


def test_two_windows_are_one_person_too(group, signed_in):
    """The second window's form was opened before the first was sent, so it has a key of its own."""
    open_to_all(group)
    client = signed_in()
    join(client, group, once=str(uuid4()))
    membership = Membership.objects.get(user=client.user)
    again = sign_up_volunteer(
        group, Contact(name="Ana"), VolunteerDetails(), membership=membership, by=STAFF, at=NOON
    )

    assert (Volunteer.objects.count(), again.person.name) == (1, "Ana")


def test_who_had_left_finds_what_they_had_said_and_waits_again(group, signed_in):
    client = signed_in()
    join(client, group)
    before = own(client)
    end_membership(before.membership, by=STAFF, at=NOON)
    assert own(client).state == "left"

    form = client.get(group_path(group, "people:volunteer_join")).context["form"]
    assert (form["name"].value(), form["where"].value()) == (HELPER["name"], "214 Oak St, 48912")
    join(client, group, tasks_per_week="1")

    assert (own(client).pk, own(client).state, own(client).tasks_per_week) == (before.pk, "applicant", 1)


def test_who_had_left_comes_back_at_once_to_an_open_group(group, signed_in):
    open_to_all(group)
    client = signed_in()
    join(client, group)
    end_membership(own(client).membership, by=STAFF, at=NOON)
    join(client, group)

    assert (own(client).state, Volunteer.objects.count()) == ("active", 1)


def test_who_was_told_no_may_ask_again(group, signed_in):
    client = signed_in()
    join(client, group)
    answer_applicant(own(client).membership, admitted=False, by=STAFF, at=NOON)
    assert own(client).state == "left", "nobody stands in the queue for ever"
    assert (
        "did not say yes last time" in client.get(group_path(group, "people:volunteer_join")).content.decode()
    )

    join(client, group)
    assert (own(client).state, own(client).membership.state) == ("applicant", "applicant")


def test_who_was_forgotten_begins_anew(group, signed_in):
    open_to_all(group)
    client = signed_in()
    join(client, group)
    forgotten = own(client).person
    end_membership(own(client).membership, by=STAFF, at=NOON)
    erase_person(forgotten, by=STAFF, at=NOON)
    assert (
        client.get(group_path(group, "people:volunteer_join")).context["form"]["name"].value()
        != HELPER["name"]
    )
    join(client, group)

    assert own(client).person_id != forgotten.pk
    assert Person.objects.get(pk=forgotten.pk).name == ""


# --- what is wrong -----------------------------------------------------------------------------------------------

WRONG = {
    "no name": ({"name": " \u200b "}, "name", ""),
    "a novel for a name": ({"name": "x" * 10_000}, "name", "9,880"),
    "nonsense for a phone": ({"phone": "call my sister"}, "phone", "(517) 555-0100"),
    "a text without a phone": ({"phone": ""}, "phone", "choose e-mail"),
    "no language": ({"languages": []}, "languages", "at least one language"),
    "a skill there is not": ({"skills": ["magic"]}, "skills", ""),
    "a time there is not": ({"week_slots": ["56"]}, "week_slots", "from the table"),
    "nowhere": ({"where": ""}, "where", ""),
    "to the moon": ({"radius": "384400"}, "radius", ""),
    "day and night": ({"tasks_per_week": "500"}, "tasks_per_week", ""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_lost(group, signed_in, wrong):
    changes, field, words = WRONG[wrong]
    response = join(signed_in(), group, **changes)
    form = response.context["form"]

    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert words in str(form.errors[field])
    for name in ("name", "where"):
        assert form[name].value() == (HELPER | changes)[name]
    assert not Volunteer.objects.exists()


def test_nobody_has_to_say_when_or_what_they_can(group, signed_in):
    client = signed_in()
    join(client, group, week_slots=[], skills=[])

    assert (own(client).week_slots, own(client).skills.count()) == (None, 0)


@pytest.mark.parametrize(
    ("typed", "kind", "text", "zip_code"),
    [
        ("48912", "zip", "", "48912"),
        ("48912-1234", "zip", "", "48912"),
        ("214 Oak St, Lansing 48912", "address", "214 Oak St, Lansing", "48912"),
        ("12345 Main Street", "address", "12345 Main Street", ""),
        ("12345 Main Street, 48910", "address", "12345 Main Street", "48910"),
        ("48912 near Frandor", "landmark", "near Frandor", "48912"),
        ("48912, by the 7-Eleven", "landmark", "by the 7-Eleven", "48912"),
        ("Eastern High School", "landmark", "Eastern High School", ""),
        ("cerca de la iglesia, 48906", "landmark", "cerca de la iglesia", "48906"),
    ],
)
def test_one_field_takes_a_zip_code_an_address_or_a_landmark(  # noqa: PLR0917
    group, signed_in, typed, kind, text, zip_code
):
    client = signed_in()
    join(client, group, where=typed)
    place = own(client).start_place

    assert (place.kind, place.text, place.zip_code) == (kind, text, zip_code)


def test_markup_is_only_a_name(group, signed_in, staff_client):
    client = signed_in()
    join(client, group, name="<script>alert(1)</script>")
    page = (
        staff_client("coordinator").get(group_path(group, "people:list") + "?shelf=waiting").content.decode()
    )

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
