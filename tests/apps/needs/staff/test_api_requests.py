"""Requests that a program brings: checked as the page for phone calls checks them, and done once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manyhands.apps.groups.models import Category
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import Need
from manyhands.apps.privacy.models import Reading
from manyhands.storage.models import IdempotencyKey
from manyhands.storage.scope import group_scope
from tests.apps.programs import Caller
from tests.worlds import make_group, make_member, make_need

pytestmark = pytest.mark.django_db

NEED = {
    "categories": ["groceries"],
    "name": "Edda Winter",
    "phone": "(517) 555-0144",
    "zip_code": "48912",
    "address": "9 Canary Lane",
    "details": "No eggs",
    "summary": "Groceries for four",
    "urgency": 3,
}
SECRETS = ("Edda", "5550144", "Canary", "No eggs")


@pytest.fixture
def group(db):
    group = make_group()
    with group_scope(group.pk):
        yield group


@pytest.fixture
def intake(group):
    return Caller(make_member(group, ("coordinator",)), "needs.intake", "needs.read")


def test_it_is_taken_in_with_where_it_came_from(group, intake):
    answer = intake.post("/needs", NEED)

    need = Need.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"reference": need.reference})
    assert (need.source, need.state, need.urgency) == ("api", "new", 3)
    assert (need.person.name, need.person.phone, need.details) == ("Edda Winter", "+15175550144", "No eggs")
    assert need.place.zip_code == "48912"


def test_only_a_token_that_may_sort_opens_it(group):
    member = make_member(group, ("coordinator",))
    both = Caller(member, "needs.intake", "needs.triage").post("/needs", {**NEED, "open_now": True})
    one = Caller(member, "needs.intake").post("/needs", {**NEED, "open_now": True, "even_if_similar": True})

    states = {need.reference: need.state for need in Need.objects.all()}
    assert states == {both.json()["reference"]: "open", one.json()["reference"]: "new"}


def test_sent_again_it_is_one_request(group, intake):
    first, again = (intake.post("/needs", NEED, key="from the form, 17") for _ in range(2))

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert Need.objects.count() == 1
    assert Entry.objects.filter(verb="need.received").count() == 1


def test_a_key_is_for_one_thing(group, intake):
    intake.post("/needs", NEED, key="k")
    other = intake.post("/needs", {**NEED, "name": "Otto"}, key="k")
    elsewhere = Caller(intake.token.made_by, "needs.intake").post(
        "/needs", {**NEED, "even_if_similar": True}, key="k"
    )

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert elsewhere.status_code == 201
    assert Need.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_is_needed(intake, key):
    answer = intake.post("/needs", NEED, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")


def test_what_was_refused_may_be_tried_again_with_the_same_key(group, intake):
    make_need(group, name="Edda Winter", zip_code="48912")

    refused = intake.post("/needs", NEED, key="k")
    taken = intake.post("/needs", {**NEED, "even_if_similar": True}, key="k")

    assert (refused.status_code, refused.json()["code"]) == (409, "looks_like_another")
    assert refused.json()["similar"] == [Need.objects.earliest("pk").reference]
    assert taken.status_code == 201


def test_no_person_is_kept_with_the_key(group, intake):
    intake.post("/needs", NEED)

    kept = str(list(IdempotencyKey.objects.values()))
    assert [secret for secret in SECRETS if secret in kept] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"zip_code": "4891"}, "#/zip_code"),
        ({"phone": "12"}, "#/phone"),
        ({"categories": ["nothing-like-this"]}, "#/categories"),
        ({"when_kind": "at_time"}, "#/day"),
        ({"when_kind": "by_day", "day": "2001-01-01"}, "#/day"),
        ({"summary": "Call Edda Winter at 517 555 0144"}, "#/summary"),
        ({"categories": []}, "#/categories"),
        ({"urgency": 9}, "#/urgency"),
        ({"nickname": "E"}, "#/nickname"),
        ({"details": "\x00"}, "#/details"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(intake, change, pointer):
    answer = intake.post("/needs", {**NEED, **change})

    assert answer.status_code == 422
    assert pointer in [error.get("pointer") for error in answer.json()["errors"]]
    assert Need.objects.count() == 0


def test_all_that_is_missing_is_said_at_once(intake):
    answer = intake.post("/needs", {"phone": "12", "zip_code": "4891"})

    assert {"#/categories", "#/phone", "#/zip_code"} <= {
        error["pointer"] for error in answer.json()["errors"]
    }


def test_a_missing_key_is_said_before_anything_else(intake):
    answer = intake.post("/needs", {"urgency": 9}, key="")

    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")


def test_problems_speak_the_language_of_the_caller(intake):
    said = {}
    for speaks in ("en", "es"):
        answers = [
            intake.get("/needs/Z9-999", speaks=speaks),
            intake.get("/nothing", speaks=speaks),
            intake.post("/needs", {}, speaks=speaks),
            intake.post("/needs", {**NEED, "zip_code": "1"}, speaks=speaks),
            intake.post("/needs", NEED, key="", speaks=speaks),
            intake.post("/needs/Z9-999/reveal", {}, speaks=speaks),
        ]
        said[speaks] = [
            [body["detail"], *(error["detail"] for error in body.get("errors", []))]
            for body in (answer.json() for answer in answers)
        ]

    for english, spanish in zip(said["en"], said["es"], strict=True):
        assert len(english) == len(spanish)
        assert not set(english) & set(spanish)


def test_staff_s_view_names_nobody(group, intake):
    reference = intake.post("/needs", NEED).json()["reference"]

    answer = intake.get(f"/needs/{reference}")

    body = answer.content.decode()
    assert answer.json()["parts"][0]["kind"] == "groceries"
    assert [secret for secret in SECRETS if secret in body] == []
    assert Reading.objects.count() == 0


def test_a_look_at_who_it_is_is_noted_for_them_to_read(group, intake):
    reference = intake.post("/needs", NEED).json()["reference"]
    caller = Caller(intake.token.made_by, "contact.reveal")

    answer = caller.post(f"/needs/{reference}/reveal", {}, key="look")
    caller.post(f"/needs/{reference}/reveal", {}, key="look")

    assert answer.json()["person"]["name"] == "Edda Winter"
    assert answer.json()["address"] == "9 Canary Lane"
    reading = Reading.objects.get()
    assert (reading.subject_id, reading.reader_label["name"]) == (Need.objects.get().person_id, "Rosa M.")


def test_a_need_that_is_too_much_is_refused(intake, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = intake.post("/needs", NEED)

    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


def test_times_without_a_zone_are_the_group_s(group, intake):
    day = (timezone.now() + timedelta(days=3)).date()
    intake.post("/needs", {**NEED, "when_kind": "at_time", "day": day.isoformat(), "clock": "16:30"})

    local = Need.objects.get().starts_at.astimezone(group.zone)
    assert (local.date(), local.hour, local.minute) == (day, 16, 30)


def test_urgency_that_is_left_out_follows_from_the_time(intake):
    intake.post("/needs", {key: value for key, value in NEED.items() if key != "urgency"})

    assert Need.objects.get().urgency == 3


def test_how_many_people_it_takes_and_how_many_of_them_lead(group, intake):
    Category.objects.filter(group=group, key="ride").update(leads_needed=1)
    body = {**NEED, "categories": ["groceries", "ride"], "people_needed": {"groceries": 3, "ride": 2}}
    reference = intake.post("/needs", {**body, "leads_needed": {"groceries": 2}}).json()["reference"]

    parts = {part["kind"]: part for part in intake.get(f"/needs/{reference}").json()["parts"]}
    assert {kind: (part["people_needed"], part["leads_needed"]) for kind, part in parts.items()} == {
        "groceries": (3, 2),
        "ride": (2, 1),
    }


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"people_needed": {"ride": 2}}, "#/people_needed/ride"),
        ({"leads_needed": {"ride": 1}}, "#/leads_needed/ride"),
        ({"leads_needed": {"groceries": 2}}, "#/leads_needed/groceries"),
        ({"people_needed": {"groceries": 2}, "leads_needed": {"groceries": 3}}, "#/leads_needed/groceries"),
    ],
)
def test_numbers_that_fit_nothing_are_refused_with_their_place(intake, said, pointer):
    answer = intake.post("/needs", {**NEED, **said})

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert not Need.objects.exists()
