"""Organisations sign up the same way, keep their details, and hear a yes or a no of their own."""

from uuid import uuid4

import pytest

from manyhands.apps.groups.actions import end_membership
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.models import Message
from manyhands.apps.people.actions import OrganisationMoveRefusedError, set_organisation_state
from manyhands.apps.people.actions.organisations import ORGANISATION_MOVES
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer
from manyhands.apps.privacy.models import Reading
from tests.apps.people.conftest import HELPER, STAFF
from tests.worlds import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]

PANTRY = {
    "name": "St. Paul's pantry",
    "kind": "pantry",
    "about": "Food on Tuesdays",
    "roles": ["can_ask", "can_help"],
    "contact_name": "Pat O'Brien",
    "phone": "517-555-0140",
    "email": "pantry@example.org",
    "languages": ["en"],
    "skills": [],
    "week_slots": [],
    "where": "9 Church St, 48912",
    "radius": "12",
    "tasks_per_week": "5",
}


def join(client, group, **changes):
    return client.post(group_path(group, "people:organisation_join"), PANTRY | changes)


def only() -> Organisation:
    return Organisation.objects.select_related("contact", "place", "membership", "group").get()


def page(group, name: str = "organisation") -> str:
    return group_path(group, f"people:{name}", organisation_id=only().pk)


def answer(client, group, answer: str):
    return client.post(page(group, "organisation_answer"), {"answer": answer}, follow=True).content.decode()


def test_visitors_begin_with_their_address(client, group):
    text = client.get(group_path(group, "people:organisation_join")).content.decode()

    assert f"/account/sign-in/?next={group_path(group, 'people:organisation_join')}" in text


def test_everything_that_was_said_is_kept(group, signed_in):
    client = signed_in()
    assert join(client, group)["Location"] == group_path(group, "people:waiting")
    pantry = only()

    assert (pantry.name, pantry.kind, pantry.about, pantry.state) == (
        "St. Paul's pantry",
        "pantry",
        "Food on Tuesdays",
        "applicant",
    )
    assert (pantry.can_ask, pantry.can_help, pantry.week_slots, pantry.radius_m) == (True, True, None, 19312)
    assert (pantry.contact.name, pantry.contact.phone, pantry.contact.email) == (
        "Pat O'Brien", "+15175550140", "pantry@example.org",
    )  # fmt: skip
    assert (pantry.contact.user_id, pantry.place.zip_code) == (client.user.pk, "48912")
    assert "St. Paul&#x27;s pantry" in client.get(group_path(group, "people:waiting")).content.decode()


def test_only_asking_or_only_helping(group, signed_in):
    join(signed_in(), group, roles=["can_ask"])

    assert (only().can_ask, only().can_help) == (True, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"roles": []}, "roles"), ({"name": " "}, "name"), ({"email": ""}, "email"), ({"phone": "ask Pat"}, "phone"),
     ({"about": "x" * 10_000}, "about"), ({"kind": "bank"}, "kind"), ({"contact_name": ""}, "contact_name")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(group, signed_in, changes, field):
    response = join(signed_in(), group, **changes)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["where"].value() == PANTRY["where"]
    assert not Organisation.objects.exists()


def test_sent_twice_is_one_organisation(group, signed_in):
    client, once = signed_in(), str(uuid4())
    join(client, group, once=once)
    join(client, group, once=once)

    assert Organisation.objects.count() == 1


# --- yes and no -----------------------------------------------------------------------------------------


def test_a_yes_lets_its_person_in_too(group, signed_in, staff_client):
    client = signed_in()
    join(client, group)
    answer(staff_client("coordinator"), group, "yes")

    assert (only().state, only().membership.state) == ("active", "active")
    assert client.get(page(group)).status_code == 200


def test_a_no_is_a_no_to_both(group, signed_in, staff_client):
    join(signed_in(), group)
    answer(staff_client("coordinator"), group, "no")

    assert (only().state, only().membership.state) == ("not_admitted", "not_admitted")


def test_a_no_leaves_alone_what_somebody_asked_for_themselves(group, signed_in, staff_client):
    client = signed_in()
    client.post(group_path(group, "people:volunteer_join"), HELPER)
    join(client, group)
    answer(staff_client("coordinator"), group, "no")

    assert only().state == "not_admitted"
    assert (only().membership.state, Volunteer.objects.get().state) == ("applicant", "applicant")


def test_a_members_organisation_waits_too_and_hears_of_it(group, signed_in, staff_client):
    """Somebody whom the group trusts with groceries has not yet been asked about a clinic."""
    client = signed_in(make_member(group, ()))
    assert join(client, group)["Location"] == page(group)
    assert only().state == "applicant"
    answer(staff_client("coordinator"), group, "yes")

    assert only().state == "active"
    assert Message.objects.filter(event="organisation_approved").count() == 1


def test_whoever_says_yes_to_others_needs_no_yes(group, staff_client):
    join(staff_client("coordinator"), group)

    assert only().state == "active"


def test_in_an_open_group_it_is_in_at_once(group, signed_in):
    Group.objects.filter(pk=group.pk).update(join_mode="open")
    join(signed_in(), group)

    assert only().state == "active"


def test_answered_once(group, signed_in, staff_client):
    join(signed_in(), group)
    coordinator = staff_client("coordinator")
    answer(coordinator, group, "yes")

    assert "answered already" in answer(coordinator, group, "no")
    assert only().state == "active"


def test_who_may_not_answer(group, signed_in, staff_client):
    join(signed_in(), group)
    assert (
        staff_client("intake").post(page(group, "organisation_answer"), {"answer": "yes"}).status_code == 403
    )
    assert only().state == "applicant"


# --- its own page ------------------------------------------------------------------------------------------


@pytest.fixture
def own(group, signed_in):
    client = signed_in(make_member(group, ("vetter",)))
    join(client, group)
    return client


def test_its_person_changes_it_and_nobody_else(group, own, signed_in):
    own.post(page(group), PANTRY | {"about": "Food on Thursdays", "where": "48910"})
    assert (only().about, only().place.zip_code) == ("Food on Thursdays", "48910")
    assert not Reading.objects.exists()

    stranger = signed_in(make_member(group, ()))
    assert stranger.get(page(group)).status_code == 404
    assert stranger.post(page(group), PANTRY | {"name": "Mine"}).status_code == 404
    assert stranger.post(page(group, "organisation_leave")).status_code == 404
    assert only().name == PANTRY["name"]


def test_staff_who_look_are_noted(group, own, staff_client):
    text = staff_client("coordinator").get(page(group)).content.decode()

    assert "pantry@example.org" in text
    assert Reading.objects.get().subject_id == only().contact_id


def test_it_leaves_and_comes_back(group, own):
    own.post(page(group, "organisation_leave"))
    assert only().state == "left"
    own.post(page(group, "organisation_leave"))
    assert only().state == "active"


def test_it_leaves_with_the_person_who_answers_for_it(group, own):
    end_membership(Membership.objects.get(user=own.user), by=STAFF, at=only().created_at)

    assert only().state == "left"


@pytest.mark.parametrize("to_state", OrganisationState.values)
@pytest.mark.parametrize("from_state", OrganisationState.values)
def test_every_move(group, own, from_state, to_state):
    Organisation.objects.update(state=from_state)
    organisation = only()
    if (from_state, to_state) in ORGANISATION_MOVES:
        set_organisation_state(organisation, to_state, by=STAFF, at=organisation.created_at)
        assert only().state == to_state
    else:
        with pytest.raises(OrganisationMoveRefusedError):
            set_organisation_state(organisation, to_state, by=STAFF, at=organisation.created_at)
        assert only().state == from_state


def test_the_shelf_of_organisations(group, own, staff_client):
    Organisation.objects.update(state="active")
    text = (
        staff_client("coordinator")
        .get(group_path(group, "people:list") + "?shelf=organisations")
        .content.decode()
    )

    assert "St. Paul&#x27;s pantry" in text
    assert "pantry@example.org" not in text
