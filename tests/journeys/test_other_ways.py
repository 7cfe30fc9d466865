"""Asking for somebody else, offering to help, starting a group, erasing what was told: with every kind of hands."""

import time

import pytest

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need
from manyhands.apps.people.models import Person, Volunteer
from manyhands.storage.scope import group_scope
from tests.journeys.asking import ask, kind_name, reach_by_email, say_what_when_where, send
from tests.journeys.signing_in import set_up_app, sign_in_by_code
from tests.journeys.worker import letters_to, link_in, work
from tests.worlds import make_group, make_member

pytestmark = pytest.mark.browser

WAYS = [("en", "desktop", "pointer"), ("es", "phone", "keyboard"), ("en", "phone", "no scripts")]
ORGANISER = "olga@example.org"
HELPER = "ana@example.org"


@pytest.mark.parametrize(("language", "size", "hands"), WAYS)
def test_asking_for_somebody_else(visit, language, size, hands):
    group = make_group()
    neighbour = visit(language, size, hands)

    neighbour.open(group_path(group, "needs:ask"))
    neighbour.choose("Somebody else, and I ask for them")
    neighbour.press("Continue")
    say_what_when_where(neighbour, group, kind="medicine")
    neighbour.write("What should we call the person who needs help?", "Rosa")
    neighbour.write("What should we call you?", "María López")
    reach_by_email(neighbour, "maria@example.org")
    neighbour.choose("This person knows that I am asking, and agrees.")
    neighbour.press("Continue")
    neighbour.press("Continue")
    send(neighbour)

    with group_scope(group.pk):
        need = Need.objects.select_related("person", "asked_by").get()
        assert (need.for_whom, need.state, need.language) == ("other", "new", language)
        assert (need.person.name, need.asked_by.name) == ("Rosa", "María López")
        assert [part.category.key for part in need.parts.all()] == ["medicine"]


@pytest.mark.parametrize(("language", "size", "hands"), WAYS)
def test_offering_to_help(visit, language, size, hands):
    group = make_group(join_mode="open", meeting_mode="open_claim")
    address = f"{hands.replace(' ', '-')}.{HELPER}"
    helper = visit(language, size, hands)

    helper.open(group_path(group, "groups:public"))
    helper.press("I want to help")
    helper.press("Begin with your e-mail address")
    sign_in_by_code(helper, address)
    offer(helper)

    helper.picture(f"joined-{language}-{size}")
    with group_scope(group.pk):
        volunteer = Volunteer.objects.select_related("person", "membership", "start_place").get()
        assert (volunteer.state, volunteer.membership.state) == ("active", "active")
        assert (volunteer.person.name, volunteer.person.email) == ("Ana", address)
        assert (volunteer.vehicle, volunteer.start_place.zip_code) == ("car", "48912")


@pytest.mark.parametrize(("language", "size", "hands"), WAYS)
def test_a_new_group_finds_its_first_helper_in_under_five_minutes(visit, clock, language, size, hands):
    """Nothing is prepared, and only what the pages themselves say is used."""
    began = time.monotonic()
    name = f"North Side {hands} {language}"
    organiser, neighbour, helper = (visit(language, size, hands) for _person in range(3))

    start_group(organiser, name, f"{hands.replace(' ', '-')}.{ORGANISER}")
    organiser.picture(f"ready-{language}-{size}")
    group = Group.objects.get(name=name)
    ask(neighbour, group)
    organiser.press("Make an invitation")
    organiser.press("Make a link")
    join(
        helper,
        organiser.page.locator("[data-copy]").first.get_attribute("data-copy"),
        f"first.{hands}.{HELPER}",
    )
    organiser.open(group_path(group, "needs:list"))
    set_up_app(organiser)
    organiser.follow(kind_name(group, "groceries", language))
    organiser.press_starting("Start looking for somebody")
    organiser.press_starting("Who can?")
    organiser.press("Ask")
    clock.shift(11)
    work()
    helper.open(link_in(letters_to(f"first.{hands}.{HELPER}".replace(" ", "-"))[-1], "/i/"))
    helper.press("Yes, I can")
    helper.reads("214 Oak Street")
    minutes = (time.monotonic() - began) / 60

    assert minutes < 5
    with group_scope(group.pk):
        assert Need.objects.get().state == "assigned"
        assert Assignment.objects.get().state == "accepted"
        assert (group.area_kind, "48912" in group.area["zips"]) == ("zips", True)


def start_group(organiser, name, address):
    """Six questions; where the page's own suggestion is what one would say, it stays."""
    organiser.open("/")
    organiser.press("Start a group")
    organiser.write("Name", name)
    organiser.press("Continue")
    organiser.write("ZIP code in the middle", "48912")
    organiser.write("Miles around it", "3")
    organiser.press("Continue")
    organiser.press("Continue")  # the languages and the time zone
    organiser.press("Continue")  # the kinds of help
    organiser.press("Continue")  # how requests meet volunteers
    organiser.write("Your own name", "Olga")
    organiser.press("Continue")
    organiser.press("Sign in and open the group")
    sign_in_by_code(organiser, address)
    organiser.press("Open the group")
    organiser.heading("Your group is open")


def join(helper, address, email):
    """By the organiser's link, and then what one can do."""
    helper.open(address)
    helper.press("Sign in to join")
    sign_in_by_code(helper, email.replace(" ", "-"))
    helper.press("Yes, I join")
    offer(helper)


def offer(helper):
    helper.write("What should we call you?", "Ana")
    helper.choose("Car")
    helper.write("Where do you start from?", "48912")
    helper.press("I want to help")


@pytest.mark.parametrize(("language", "size", "hands"), WAYS)
def test_erasing_what_was_told(visit, clock, language, size, hands):
    group = make_group()
    make_member(group, ("coordinator",))
    neighbour = visit(language, size, hands)
    private_page = ask(neighbour, group)

    neighbour.open(private_page)
    neighbour.press("Delete my details now")
    neighbour.choose("Yes, delete my details. I know that this cannot be undone.")
    neighbour.press("Delete my details")
    neighbour.heading("Your details are deleted")
    neighbour.page.goto(private_page)
    neighbour.does_not_read("María")

    with group_scope(group.pk):
        person = Need.objects.get().person
        assert (person.name, person.phone, person.email, person.email_index) == ("", "", "", "")
        assert not Assignment.objects.exists()
        assert not [card for card in Person.objects.all() if "María" in card.name]
