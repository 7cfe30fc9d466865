"""Taking a call: everything on one screen, nothing lost, nothing twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django_q.models import OrmQ

from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import close_need
from manyhands.apps.needs.models import InternalNote, Need
from manyhands.apps.people.actions import Contact, OrganisationDetails, change_person, sign_up_organisation
from manyhands.storage.scope import group_scope
from tests.apps.needs.conftest import NOON, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CALL = {
    "phone": "(517) 555-0100",
    "name": "María García Núñez",
    "language": "es",
    "for_whom": "self",
    "categories": ["groceries", "ride"],
    "when_kind": "by_day",
    "day": "2026-03-06",
    "urgency": "3",
    "address": "214 Oak St",
    "zip_code": "48912",
    "household_size": "4",
    "access_notes": "Ring twice",
    "details": "No eggs",
    "summary": "Groceries for four",
    "reach_by": "call",
    "note": "Sounded tired",
    "open_now": "on",
}


@pytest.fixture
def call(group, client_for):
    """Send the intake form, as a coordinator unless another client is given."""
    client, member = client_for("coordinator")

    def send(*, by=client, without=(), **changes):
        answers = {name: value for name, value in (CALL | changes).items() if name not in without}
        return by.post(group_path(group, "needs:intake"), answers)

    send.client, send.member = client, member
    return send


@pytest.fixture
def taken(group, call):
    """The request that a call becomes."""

    def send(**kwargs) -> Need:
        response = call(**kwargs)
        assert response.status_code == 302, response.context["form"].errors
        with group_scope(group.pk):
            related = ("person", "place", "household", "asked_by", "organisation")
            return Need.objects.select_related(*related).prefetch_related("parts__category").latest("pk")

    return send


def test_everything_that_was_said_is_kept(group, taken, call):
    need = taken()

    assert (need.source, need.state, need.urgency, need.language) == ("phone", "open", 3, "es")
    assert (need.person.name, need.person.phone, need.person.reach_by) == (
        CALL["name"],
        "+15175550100",
        "call",
    )
    assert need.due_at == datetime(2026, 3, 7, 5, tzinfo=UTC)
    assert {part.category.key: part.state for part in need.parts.all()} == {
        "groceries": "open",
        "ride": "open",
    }
    assert (need.place.text, need.place.zip_code, need.place.access_notes) == (
        "214 Oak St",
        "48912",
        "Ring twice",
    )
    assert (need.household.size, need.details, need.summary) == (4, "No eggs", "Groceries for four")
    with group_scope(group.pk):
        note = InternalNote.objects.get(need=need)
    assert (note.text, note.author_id) == ("Sounded tired", call.member.pk)


def test_a_phone_number_and_one_kind_of_help_are_enough(taken):
    few = (
        "name",
        "day",
        "address",
        "zip_code",
        "household_size",
        "access_notes",
        "details",
        "summary",
        "note",
    )
    need = taken(without=(*few, "open_now"), when_kind="soon", categories=["groceries"])

    assert (need.state, need.place.kind, need.household) == ("new", "on_the_phone", None)


def test_intake_takes_it_in_and_coordinators_sort_it(group, client_for, taken):
    client, _member = client_for("intake")
    need = taken(by=client)

    assert need.state == "new"
    assert "open_now" not in client.get(group_path(group, "needs:intake")).content.decode()


def test_staff_hear_of_what_is_left_to_be_sorted(taken):
    taken()
    assert not OrmQ.objects.exists()

    need = taken(without=("open_now",), phone="+1 517 555 0177", name="Luis Gomez")
    job = OrmQ.objects.get().task
    assert (job["func"], job["args"][1]) == ("manyhands.apps.needs.tasks.tell_staff_of_new", need.pk)


def test_who_can_be_written_to_gets_the_private_page(group, taken):
    need = taken(reach_by="email", email="maria@example.org")

    with group_scope(group.pk):
        message = Message.objects.get(event="need_received")
    assert (message.recipient_id, message.language) == (need.person_id, "es")
    assert "/r/" in message.context["status_url"]


def test_who_wants_to_be_called_gets_nothing_on_a_screen(group, taken):
    taken()

    with group_scope(group.pk):
        assert not Message.objects.exists()


def test_an_address_without_a_phone_is_written_to(taken):
    need = taken(phone="", email="maria@example.org", reach_by="call")

    assert (need.person.reach_by, need.person.email) == ("email", "maria@example.org")


def test_somebody_who_calls_for_somebody_else(taken):
    """Whoever takes the call may forget to say so: the second name says it."""
    need = taken(asked_by_name="Rosa Díaz", asked_by_phone="517-555-0133", for_whom="self")

    assert need.for_whom == "other"
    assert (need.asked_by.name, need.asked_by.phone, need.asked_by.language) == (
        "Rosa Díaz",
        "+15175550133",
        "es",
    )
    assert need.person.name == CALL["name"]


def test_an_organisation_asks(group, call, taken):
    assert "organisation" not in call.client.get(group_path(group, "needs:intake")).context["form"].fields
    with group_scope(group.pk):
        pantry = sign_up_organisation(
            group, Contact(name="Pat"), OrganisationDetails(name="St. Paul's pantry"), by=STAFF, at=NOON
        )
    need = taken(organisation=str(pantry.pk), phone="", name="")

    assert (need.for_whom, need.organisation.name) == ("organisation", "St. Paul's pantry")


def test_a_day_counts_even_where_nobody_changed_the_list_beside_it(taken):
    need = taken(when_kind="soon", day="2026-03-06", clock="16:30")

    assert (need.when_kind, need.starts_at) == ("at_time", datetime(2026, 3, 6, 21, 30, tzinfo=UTC))


def test_outside_the_area_is_taken_in_and_marked(taken):
    assert taken(zip_code="90210").place.is_outside_area is True


# --- what is wrong is said, and what was typed stays ------------------------------------------------------

WRONG = {
    "nonsense for a phone": ({"phone": "call my sister"}, "phone", "(517) 555-0100"),
    "three digits": ({"phone": "911"}, "phone", "(517) 555-0100"),
    "no kind of help": ({"categories": []}, "categories", "at least one"),
    "a kind there is not": ({"categories": ["gold"]}, "categories", ""),
    "a day gone by": ({"day": "2026-03-03"}, "day", "gone by"),
    "a time gone by today": (
        {"when_kind": "at_time", "day": "2026-03-04", "clock": "08:00"},
        "day",
        "gone by",
    ),
    "a day nobody can read": ({"day": "next Friday"}, "day", "2026-05-31"),
    "a certain day, not said": ({"day": ""}, "day", "which day"),
    "a certain time, not said": ({"when_kind": "at_time"}, "clock", "what time"),
    "ten thousand characters": ({"details": "x" * 10_000}, "details", "8,000"),
    "a novel for a summary": ({"summary": "x" * 301}, "summary", "1 character"),
    "a ZIP code of letters": ({"zip_code": "Lansing"}, "zip_code", "five digits"),
    "half an e-mail address": ({"email": "maria@"}, "email", "name@example.org"),
    "an army": ({"household_size": "900"}, "household_size", "30"),
    "nobody to call back": ({"phone": "", "name": "", "email": ""}, "phone", "at least a name"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_lost(group, call, wrong):
    changes, field, words = WRONG[wrong]
    response = call(**changes)

    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert words in str(form.errors[field])
    for name in ("name", "details", "address", "note", "summary"):
        assert form[name].value() == (CALL | changes)[name]
    assert f'href="#{form[field].focus_id}"' in response.content.decode()
    with group_scope(group.pk):
        assert not Need.objects.exists()


NAMES = {
    "<b>Bobby</b> <script>alert(1)</script>": "<b>Bobby</b> <script>alert(1)</script>",
    "Ana\u200b\u200dRuiz": None,
    "محمد\u202e علي": None,
    "José 🐧 Pérez": None,
}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_people_are_called(group, call, taken, name):
    """Kept without what cannot be seen, found again, and never taken for markup."""
    need = taken(name=name)
    assert not set(need.person.name) & {"\u200b", "\u202e", "\u202a", "\u0000"}
    response = call.client.post(group_path(group, "needs:reveal", reference=need.reference))
    page = response.content.decode()

    assert "<script>alert" not in page
    assert f"<bdi>{need.person.name}</bdi>" in page.replace("&lt;", "<").replace("&gt;", ">")


def test_ten_thousand_characters_in_every_field_at_once(call):
    response = call(**{name: "x" * 10_000 for name in CALL if name not in ("categories", "open_now")})

    assert response.status_code == 422


# --- asked already? ---------------------------------------------------------------------------------------


@pytest.fixture
def earlier(group):
    need = make_need(group, name="María García Núñez", at=NOON)
    with group_scope(group.pk):
        change_person(need.person, Contact(name=need.person.name, phone="+15175550100"), by=STAFF, at=NOON)
    return need


def typed(call, group, **answers):
    return call.client.post(group_path(group, "needs:similar"), answers).content.decode()


@pytest.mark.parametrize(
    "answers",
    [
        {"phone": "517 555 0100"},
        {"phone": "+1 (517) 555-0100", "name": "somebody else"},
        {"name": "garcia nunez maria"},
        {"name": "Maria", "zip_code": "48912"},
    ],
)
def test_said_while_typing(group, call, earlier, answers):
    assert earlier.reference in typed(call, group, **answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"phone": "517 555"},
        {"phone": "517 555 0199"},
        {"name": "Maria"},
        {"name": "María García Núñez", "zip_code": "48915"},
        {"name": "Ma", "zip_code": "48912"},
        {"name": "", "phone": "", "zip_code": "48912"},
        {},
    ],
)
def test_not_said_of_everybody(group, call, earlier, answers):
    assert typed(call, group, **answers).strip() == ""


def test_what_is_closed_is_no_reason_to_stop(group, call, earlier):
    with group_scope(group.pk):
        close_need(earlier, reason="fulfilled", by=STAFF, at=NOON)
    assert typed(call, group, phone="517 555 0100").strip() == ""


def test_without_javascript_it_is_said_after_sending_and_nothing_is_lost(group, call, earlier):
    response = call()

    page = response.content.decode()
    assert (response.status_code, response.context["form"]["details"].value()) == (422, "No eggs")
    assert f'name="seen" value="{earlier.reference}"' in page
    with group_scope(group.pk):
        assert Need.objects.count() == 1


def test_seen_once_the_other_request_is_taken_in(group, call, earlier):
    assert call(seen=[earlier.reference]).status_code == 302
    with group_scope(group.pk):
        assert Need.objects.count() == 2


def test_no_number_lands_in_an_address(group, call):
    page = call.client.get(group_path(group, "needs:intake")).content.decode()

    assert "hx-post" in page
    assert "hx-get" not in page


# --- once --------------------------------------------------------------------------------------------------


def test_sent_twice_is_taken_in_once(group, call):
    once = str(uuid4())
    first, second = call(once=once), call(once=once)

    assert first["Location"] == second["Location"]
    with group_scope(group.pk):
        assert (Need.objects.count(), InternalNote.objects.count()) == (1, 1)


def test_the_same_page_with_other_answers_is_not_guessed_at(group, call):
    once = str(uuid4())
    call(once=once)
    response = call(once=once, name="Luis Gomez", phone="517 555 0166")

    assert response["Location"] == group_path(group, "needs:intake")
    with group_scope(group.pk):
        assert Need.objects.count() == 1


def test_how_many_queries_a_call_takes(call):
    """Twenty to take it in, the journal's two, and what opening it takes."""
    with at_most_queries(28):
        call()


@pytest.mark.django_db(transaction=True)
def test_five_at_the_same_moment_are_one_request(clock):
    group = make_group(at=NOON)
    member = make_member(group, ("coordinator",))
    answers, start = CALL | {"once": str(uuid4())}, threading.Barrier(5)

    def send(_number):
        client = Client()
        sign_in(client, member.user)
        start.wait()
        try:
            return client.post(group_path(group, "needs:intake"), answers)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        responses = list(pool.map(send, range(5)))

    assert {response.status_code for response in responses} <= {302, 422}
    with group_scope(group.pk):
        assert (Need.objects.count(), Entry.objects.filter(verb="need.received").count()) == (1, 1)


@pytest.mark.parametrize(
    ("told", "code", "found"),
    [
        ("Groceries, call 517 555 0188", "phone", "517 555 0188"),
        ("Groceries, ask b@example.org", "email", "b@example.org"),
        ("Groceries to 12 Elm St", "street", "12 Elm St"),
        ("Groceries for maria", "name", "maria"),
    ],
)
def test_words_for_volunteers_tell_nobody_who_or_where(group, call, told, code, found):
    response = call(summary=told)

    assert response.status_code == 422
    errors = response.context["form"].errors["summary"].as_data()
    assert [error.code for error in errors] == [code]
    assert found in response.content.decode()
    with group_scope(group.pk):
        assert not Need.objects.exists()


def test_what_has_to_be_today_is_due_at_the_end_of_today(taken):
    need = taken(without=("day",), when_kind="soon", urgency="4")

    assert need.due_at == datetime(2026, 3, 5, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "urgency"), [("soon", 3), ("any", 1)])
def test_where_nobody_says_how_urgent_the_time_says_it(taken, kind, urgency):
    assert taken(without=("day", "clock", "urgency"), when_kind=kind).urgency == urgency
