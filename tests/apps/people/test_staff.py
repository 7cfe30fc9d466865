"""The people page: who sees it, who is on it, yes and no, and what staff write down at the phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.people.actions import Contact, change_person, showing
from manyhands.apps.people.actions.showing import NobodyNotesError, show_contact
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.models import Reading
from tests.apps.people.conftest import HELPER, NOON, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_member, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]


def path(group, name: str, volunteer: Volunteer | None = None) -> str:
    return group_path(group, f"people:{name}", **({"person_id": volunteer.person_id} if volunteer else {}))


@pytest.fixture
def ana(group) -> Volunteer:
    return make_volunteer(group, "Ana Ruiz", membership=make_member(group, ()), at=NOON - timedelta(days=100))


@pytest.fixture
def coordinator(staff_client) -> Client:
    return staff_client("coordinator")


def now(ana) -> Volunteer:
    return Volunteer.objects.select_related("person", "membership", "start_place").get(pk=ana.pk)


# --- the list -----------------------------------------------------------------------------------------


def shown(client, group, **query) -> list[str]:
    return [row.person.name for row in client.get(path(group, "list"), query).context["page"]]


def test_who_is_on_which_shelf(group, coordinator, ana):
    make_volunteer(group, "Luis Gomez", at=NOON)
    make_volunteer(group, "Wren Ito", membership=make_member(group, (), state="applicant"), at=NOON)
    Volunteer.objects.filter(pk=ana.pk).update(state="paused")

    assert shown(coordinator, group) == ["Luis Gomez"]
    assert shown(coordinator, group, shelf="waiting") == ["Wren Ito"]
    assert shown(coordinator, group, shelf="paused") == ["Ana Ruiz"]
    assert shown(coordinator, group, shelf="nonsense") == ["Luis Gomez"]
    tabs = coordinator.get(path(group, "list")).context["tabs"]
    assert [tab.count for tab in tabs] == [1, 1, 1, 0, 0]


def test_a_row_says_how_fresh_it_is_and_nothing_private(group, coordinator, ana):
    page = coordinator.get(path(group, "list")).content.decode()

    assert "confirmed 3 months ago" in page
    assert "Lansing" in page
    assert ana.person.phone not in page
    assert ana.person.email not in page


@pytest.mark.parametrize("typed", ["ana", "RUIZ", "garcia nunez", "García  Núñez ana"])
def test_found_by_name(group, coordinator, typed):
    make_volunteer(group, "Ana Ruiz García Núñez", at=NOON)
    make_volunteer(group, "Luis Gomez", at=NOON)

    assert shown(coordinator, group, q=typed) == ["Ana Ruiz García Núñez"]


def test_everybody_who_shares_a_telephone_is_found(group, coordinator, ana):
    luis = make_volunteer(group, "Luis Gomez", at=NOON)
    change_person(luis.person, Contact(name="Luis Gomez", phone=ana.person.phone), by=STAFF, at=NOON)

    assert set(shown(coordinator, group, q=ana.person.phone)) == {"Ana Ruiz", "Luis Gomez"}


@pytest.mark.parametrize("typed", ["nobody", "+1 517 555 9999", "%", "\u200b", "x" * 5000])
def test_nobody_found(group, coordinator, ana, typed):
    assert shown(coordinator, group, q=typed) == []


@pytest.mark.parametrize("shelf", ["active", "waiting", "paused", "organisations", "left"])
def test_a_full_shelf_takes_few_queries(group, coordinator, shelf):
    state = "applicant" if shelf == "waiting" else "active"
    for number in range(8):
        member = make_member(group, (), state=state)
        make_volunteer(group, f"Nr {number}", membership=member, skills=("driving",), at=NOON)
    if shelf in ("paused", "left"):
        Volunteer.objects.update(state=shelf)
    # Volunteers and organisations wait in one queue: two tables.
    with at_most_queries(9 if shelf == "waiting" else 8):
        coordinator.get(path(group, "list"), {"shelf": shelf})


# --- one person ---------------------------------------------------------------------------------------


def test_how_to_reach_them_is_shown_on_purpose_and_noted(group, staff_client, ana):
    member_client = staff_client("coordinator")
    page = member_client.get(path(group, "detail", ana)).content.decode()
    assert ana.person.email not in page
    assert ana.person.phone not in page
    assert not Reading.objects.exists()

    page = member_client.post(path(group, "reveal", ana)).content.decode()
    assert ana.person.email in page
    reading = Reading.objects.get()
    assert (reading.subject_id, reading.reason, reading.reader_label["name"]) == (
        ana.person_id,
        "person",
        "Rosa M.",
    )
    assert Entry.objects.filter(verb="person.read").count() == 1


def test_a_vetter_sees_what_they_can_do_and_not_where_they_live(group, staff_client, ana):
    client = staff_client("vetter")
    page = client.get(path(group, "detail", ana)).content.decode()

    assert "Ana Ruiz" in page
    assert "Only coordinators see" in page
    assert client.post(path(group, "reveal", ana)).status_code == 403
    assert not Reading.objects.exists()


def test_without_anybody_to_note_it_nothing_is_shown(group, ana, monkeypatch):
    monkeypatch.setattr(showing, "_notes", [])
    with pytest.raises(NobodyNotesError):
        show_contact(ana.person, reader=ana.membership, by=STAFF, at=NOON)


def test_somebody_who_has_not_said_when(group, coordinator, ana):
    assert "ask them" in coordinator.get(path(group, "detail", ana)).content.decode()
    Volunteer.objects.filter(pk=ana.pk).update(week_slots=(1 << 56) - 1)
    assert "the whole day" in coordinator.get(path(group, "detail", ana)).content.decode()


def test_whoever_was_forgotten_is_not_there(group, coordinator, ana):
    Person.objects.filter(pk=ana.person_id).update(anonymised_at=NOON)

    assert coordinator.get(path(group, "detail", ana)).status_code == 404


def test_a_page_takes_few_queries(group, coordinator, ana):
    with at_most_queries(13):
        coordinator.get(path(group, "detail", ana))


# --- yes and no ---------------------------------------------------------------------------------------


@pytest.fixture
def wren(group) -> Volunteer:
    return make_volunteer(group, "Wren Ito", membership=make_member(group, (), state="applicant"), at=NOON)


def test_yes(group, coordinator, wren):
    coordinator.post(path(group, "answer", wren), {"answer": "yes"})

    assert (now(wren).state, now(wren).membership.state) == ("active", "active")
    assert Message.objects.filter(event="membership_approved").count() == 1


@pytest.mark.parametrize("answer", ["no", "", "maybe"])
def test_only_a_yes_is_a_yes(group, coordinator, wren, answer):
    coordinator.post(path(group, "answer", wren), {"answer": answer})

    assert (now(wren).state, now(wren).membership.state) == ("left", "not_admitted")
    assert shown(coordinator, group, shelf="waiting") == []


def test_two_who_answer_at_once_are_one_answer(group, coordinator, wren):
    coordinator.post(path(group, "answer", wren), {"answer": "yes"})
    said = coordinator.post(path(group, "answer", wren), {"answer": "no"}, follow=True).content.decode()

    assert "answered already" in said
    assert now(wren).state == "active"


def test_there_is_nothing_to_answer_for_somebody_without_an_account(group, coordinator):
    volunteer = make_volunteer(group, at=NOON)

    assert coordinator.post(path(group, "answer", volunteer), {"answer": "yes"}).status_code == 404


# --- at the phone -------------------------------------------------------------------------------------

CALLER = HELPER | {"reach_by": "call", "email": "", "reach_note": "After six"}


def add(client, group, **changes):
    return client.post(path(group, "add"), CALLER | changes)


def test_somebody_without_an_account(group, coordinator):
    response = add(coordinator, group)
    volunteer = Volunteer.objects.select_related("person").get()

    assert response["Location"] == path(group, "detail", volunteer)
    assert (volunteer.state, volunteer.membership, volunteer.person.user) == ("active", None, None)
    assert (volunteer.person.phone, volunteer.person.reach_note) == ("+15175550100", "After six")


def test_who_shares_a_telephone_is_asked_about_once(group, coordinator, ana):
    response = add(coordinator, group, phone=ana.person.phone)
    assert response.status_code == 422
    assert "Ana Ruiz" in response.content.decode()
    assert response.context["form"]["name"].value() == CALLER["name"]
    assert Volunteer.objects.count() == 1

    assert add(coordinator, group, phone=ana.person.phone, seen=[str(ana.pk)]).status_code == 302
    assert Volunteer.objects.count() == 2


def test_sent_twice_is_one_person(group, coordinator):
    once = str(uuid4())
    first = add(coordinator, group, once=once)
    # What the first one made has the same phone: it must not stop its own twin.
    assert add(coordinator, group, once=once)["Location"] == first["Location"]
    assert Volunteer.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"phone": ""}, "phone"), ({"reach_by": "email"}, "email"), ({"email": "ana@"}, "email")],
)
def test_there_must_be_a_way_to_reach_them(group, coordinator, changes, field):
    response = add(coordinator, group, **changes)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_changing_what_is_known_is_noted_like_a_look(group, coordinator, ana):
    form = coordinator.get(path(group, "change", ana)).context["form"]
    assert form["email"].value() == ana.person.email
    assert Reading.objects.count() == 1
    coordinator.post(path(group, "change", ana), CALLER | {"email": "ana@example.org"})

    assert (now(ana).person.name, now(ana).person.email) == (CALLER["name"], "ana@example.org")
    assert now(ana).details_confirmed_at == NOON


def test_a_break_at_the_phone(group, coordinator, ana):
    assert coordinator.post(path(group, "staff_pause", ana), {"until": "2026-03-04"}).status_code == 422
    coordinator.post(path(group, "staff_pause", ana), {"until": "2026-03-20"})
    assert (now(ana).state, str(now(ana).paused_until)) == ("paused", "2026-03-20")
    coordinator.post(path(group, "staff_pause", ana))
    assert now(ana).state == "active"


def test_who_waits_for_a_yes_takes_no_break(group, coordinator, wren):
    coordinator.post(path(group, "staff_pause", wren), {"until": ""})

    assert now(wren).state == "applicant"


def test_stopping_and_coming_back_without_an_account(group, coordinator):
    volunteer = make_volunteer(group, at=NOON)
    coordinator.post(path(group, "stop", volunteer))
    assert now(volunteer).state == "left"
    coordinator.post(path(group, "stop", volunteer))
    assert now(volunteer).state == "active"


def test_who_has_an_account_leaves_by_themselves(group, coordinator, ana):
    coordinator.post(path(group, "stop", ana))

    assert now(ana).state == "active"


def test_confirmed_at_the_phone(group, coordinator, ana):
    coordinator.post(path(group, "staff_confirm", ana))

    assert now(ana).details_confirmed_at == NOON


def test_staff_tick_what_somebody_can_lead_others_in(group, staff_client, ana):
    coordinator = staff_client("coordinator")
    url = group_path(group, "people:detail", person_id=ana.person_id)
    assert "Can lead others in<" not in coordinator.get(url).content.decode()

    coordinator.post(group_path(group, "people:staff_leads", person_id=ana.person_id), {"kinds": ["ride"]})

    assert "Can lead others in<" in coordinator.get(url).content.decode()
    assert [kind.key for kind in ana.leads.all()] == ["ride"]
    coordinator.post(group_path(group, "people:staff_leads", person_id=ana.person_id), {})
    assert not ana.leads.exists()
