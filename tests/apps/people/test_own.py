"""What somebody who helps does with their own details: change, confirm, pause, come back, leave."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.actions import assign
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import list_members_with
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import (
    VolunteerMoveRefusedError,
    admit_volunteer,
    leave_as_volunteer,
    pause_volunteer,
    resume_volunteer,
    return_volunteer,
)
from manyhands.apps.people.actions.volunteers import VOLUNTEER_MOVES
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.people.tasks import end_pauses
from manyhands.apps.places.actions import locate_place
from manyhands.core.values.point import Point
from tests.apps.people.conftest import HELPER, NOON, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_member, make_need, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]


@pytest.fixture
def ana(group) -> Volunteer:
    return make_volunteer(
        group,
        "Ana Ruiz",
        membership=make_member(group, (), name="Ana"),
        zip_code="48912",
        at=NOON - timedelta(days=200),
    )


@pytest.fixture
def client(ana, signed_in):
    return signed_in(ana.membership)


def press(client, group, page: str, **answers):
    return client.post(group_path(group, f"people:{page}"), answers)


def now(ana) -> Volunteer:
    return Volunteer.objects.select_related("person", "start_place", "membership").get(pk=ana.pk)


def shown(client, group) -> dict:
    form = client.get(group_path(group, "people:my_details")).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["week_slots"] = form.fields["week_slots"].widget.format_value(values["week_slots"])
    return values


# --- details ---------------------------------------------------------------------------------------------------


def test_everything_can_be_changed(group, client, ana):
    response = press(client, group, "my_details", **HELPER)

    assert response.status_code == 302
    after = now(ana)
    assert (after.person.name, after.person.language, after.vehicle) == (HELPER["name"], "es", "car")
    assert (after.start_place.text, after.week_slots, after.details_confirmed_at) == (
        "214 Oak St",
        0b11 << 11,
        NOON,
    )


def test_saved_as_shown_nothing_is_lost(group, client, ana):
    ana.languages, ana.week_slots, ana.tasks_per_week = ["en", "tlh"], 5, 4
    ana.save()
    ana.person.reach_note = "After six"
    ana.person.save()
    locate_place(ana.start_place, Point(lon=-84.5, lat=42.7), placed_by="staff", by=STAFF, at=NOON)
    press(client, group, "my_details", **{k: v for k, v in shown(client, group).items() if v is not None})

    after = now(ana)
    assert (after.languages, after.week_slots, after.tasks_per_week) == (["en", "tlh"], 5, 4)
    assert after.person.reach_note == "After six"
    assert (after.start_place.placed_by, after.start_place.position.lon) == ("staff", -84.5)


def test_the_language_of_the_page_changes_nothing_by_itself(group, client, ana):
    client.cookies["django_language"] = "es"
    press(client, group, "my_details", **{k: v for k, v in shown(client, group).items() if v is not None})

    assert now(ana).person.language == "en"


def test_a_week_that_changes_can_be_left_empty_again(group, client, ana):
    press(client, group, "my_details", **HELPER)
    press(client, group, "my_details", **HELPER | {"week_slots": []})

    assert now(ana).week_slots is None


def test_the_journal_has_names_of_fields_only(group, client, ana):
    press(client, group, "my_details", **HELPER)

    words = " ".join(str(entry.fields) for entry in Entry.objects.all())
    assert not [secret for secret in ("Núñez", "555", "Oak") if secret in words]


def test_nothing_has_changed(group, client, ana):
    press(client, group, "confirm")

    assert now(ana).details_confirmed_at == NOON


def test_a_member_of_staff_may_say_later_how_they_help(group, signed_in):
    client = signed_in(make_member(group, ("coordinator",), name="Rosa M."))
    page = client.get(group_path(group, "people:my_details"))
    assert page.context["form"]["name"].value() == "Rosa M."
    for button in ("confirm", "come_back", "pause"):
        assert press(client, group, button).status_code == 302
    press(client, group, "my_details", **HELPER)

    assert Volunteer.objects.get(membership__user=client.user).state == "active"


def test_my_page_takes_few_queries(group, client, ana):
    with at_most_queries(12):
        client.get(group_path(group, "people:my_details"))


# --- breaks ------------------------------------------------------------------------------------------------------


def test_until_a_day(group, client, ana):
    press(client, group, "pause", until="2026-03-09")
    assert (now(ana).state, str(now(ana).paused_until)) == ("paused", "2026-03-09")
    press(client, group, "pause", until="2026-04-01")
    assert str(now(ana).paused_until) == "2026-04-01"

    press(client, group, "come_back")
    assert (now(ana).state, now(ana).paused_until) == ("active", None)


@pytest.mark.parametrize("until", ["2026-03-04", "2026-03-03", "1999-01-01", "soon", "2026-02-30"])
def test_until_a_day_that_is_none(group, client, ana, until):
    assert press(client, group, "pause", until=until).status_code == 422
    assert now(ana).state == "active"


def test_breaks_end_by_themselves_on_their_day(group, client, ana, clock):
    press(client, group, "pause", until="2026-03-09")
    clock.move_to(NOON.replace(day=9, hour=3, minute=59), tick=False)
    end_pauses()
    assert now(ana).state == "paused", "in Lansing it is still Sunday evening"

    clock.move_to(NOON.replace(day=9, hour=4, minute=1), tick=False)
    end_pauses()
    assert (now(ana).state, now(ana).paused_until) == ("active", None)


def test_a_break_without_an_end_does_not_end(group, client, ana, clock):
    press(client, group, "pause")
    clock.move_to(NOON + timedelta(days=400), tick=False)
    end_pauses()

    assert now(ana).state == "paused"


# --- leaving -----------------------------------------------------------------------------------------------------


def test_leaving_hands_back_what_was_taken(group, client, ana):
    need = make_need(group, at=NOON)
    part = NeedPart.objects.get(need=need)
    assign(part, Helper(ana), made_by=None, by=STAFF, at=NOON)
    assert "Leave" in client.get(group_path(group, "people:leave")).content.decode()
    assert now(ana).state == "active", "a look is not a leave"
    response = press(client, group, "leave")

    assert response["Location"] == group_path(group, "groups:public")
    assert (now(ana).state, now(ana).membership.state) == ("left", "left")
    part.refresh_from_db()
    assert (part.state, Assignment.objects.get().state) != ("taken", "accepted")
    assert part.state == "open"
    assert client.get(group_path(group, "people:my_details")).status_code == 403


def test_the_last_organiser_stays(group, signed_in):
    organiser = group_organiser(group)
    client = signed_in(organiser)
    press(client, group, "leave")

    organiser.refresh_from_db()
    assert organiser.state == "active"


def group_organiser(group):
    return list_members_with(group, "group.roles", at=NOON)[0]


# --- the table of moves -------------------------------------------------------------------------------------------

MOVES = {
    "admit": ("active", lambda one: admit_volunteer(one, by=STAFF, at=NOON)),
    "pause": ("paused", lambda one: pause_volunteer(one, None, by=STAFF, at=NOON)),
    "resume": ("active", lambda one: resume_volunteer(one, by=STAFF, at=NOON)),
    "leave": ("left", lambda one: leave_as_volunteer(one, by=STAFF, at=NOON)),
    "return": ("active", lambda one: return_volunteer(one, by=STAFF, at=NOON)),
}
# Pressing these where there is nothing to do is no mistake.
NOTHING_TO_DO = {
    ("active", "admit"), ("paused", "admit"), ("left", "admit"), ("left", "leave"),
    ("applicant", "resume"), ("approved", "resume"), ("active", "resume"), ("left", "resume"),
    ("partner", "admit"), ("partner", "resume"),
    ("partner", "admit"), ("partner", "resume"),
}  # fmt: skip


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", VolunteerState.values)
def test_every_move_from_every_state(group, state, move):
    volunteer = make_volunteer(group, at=NOON)
    Volunteer.objects.filter(pk=volunteer.pk).update(state=state)
    volunteer = now(volunteer)
    to_state, press_it = MOVES[move]

    if (state, move) in NOTHING_TO_DO:
        press_it(volunteer)
        assert now(volunteer).state == state
    elif (state, to_state) in VOLUNTEER_MOVES and (move != "return" or state == "left"):
        press_it(volunteer)
        assert now(volunteer).state == to_state
    else:
        with pytest.raises(VolunteerMoveRefusedError):
            press_it(volunteer)
        assert now(volunteer).state == state


def test_nobody_comes_in_by_a_break(group):
    """An applicant who took a break and came back would be in without anybody's yes."""
    waiting = make_member(group, (), state="applicant")
    applicant = make_volunteer(group, membership=waiting, at=NOON)
    with pytest.raises(VolunteerMoveRefusedError):
        pause_volunteer(applicant, None, by=STAFF, at=NOON)

    assert now(applicant).state == "applicant"
