"""The page of one request: what it shows to whom, and each of its buttons and forms."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import close_need, take_part
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need, NeedMove, NeedPart
from manyhands.apps.needs.queries.log import read_log
from manyhands.apps.privacy.models import Reading
from tests.apps.needs.conftest import NOON, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]
WHO = {"by": STAFF, "at": NOON}


class Page:
    """One request's page in a browser of its own, which is outside the test's scope."""

    def __init__(self, need, client: Client) -> None:
        self.need, self.client = need, client

    def path(self, name: str = "detail") -> str:
        return group_path(self.need.group, f"needs:{name}", reference=self.need.reference)

    def get(self, name: str = "detail", **query):
        return self.client.get(self.path(name), query)

    def text(self, name: str = "detail", **query) -> str:
        return self.get(name, **query).content.decode()

    def press(self, name: str, **answers):
        return self.client.post(self.path(name), answers)

    def now(self) -> Need:
        return Need.objects.get(pk=self.need.pk)


@pytest.fixture
def need(group):
    return make_need(
        group,
        ("groceries", "ride"),
        name="Wilhelmina Featherstone",
        address="77 Canary Lane",
        details="The cat is called Moriarty",
        is_open=False,
        at=NOON,
    )


@pytest.fixture
def page(need, client_for) -> Page:
    client, member = client_for("coordinator")
    page = Page(need, client)
    page.member = member
    return page


SECRETS = ("Wilhelmina", "77 Canary Lane", "Moriarty", "Side door")


# --- who sees what -----------------------------------------------------------------------------------------


def test_who_and_where_are_not_shown_unasked(page):
    text = page.text()

    assert page.need.reference in text
    assert "Lansing" in text
    assert not [
        secret for secret in (*SECRETS, page.need.person.phone, page.need.person.email) if secret in text
    ]
    assert not Reading.objects.exists()


def test_showing_is_noted_and_can_be_read(page):
    text = page.press("reveal").content.decode()

    assert all(secret in text for secret in SECRETS)
    assert page.need.person.email in text
    reading = Reading.objects.get()
    assert (reading.subject_id, reading.reader_id, reading.at) == (page.need.person_id, page.member.pk, NOON)
    assert reading.reader_label["name"] == "Rosa M."
    line = Entry.objects.get(verb="person.read")
    assert (line.actor_kind, line.actor_id) == ("member", page.member.pk)
    assert "Moriarty" not in str(line.fields)
    assert "Rosa M." in page.text()


def test_whoever_asked_for_somebody_else_is_noted_too(group, client_for, need):
    other = make_need(group, at=NOON)
    asked = make_need(group, asked_by=other.person, at=NOON)
    client, _member = client_for("coordinator")
    Page(asked, client).press("reveal")

    assert set(Reading.objects.values_list("subject_id", flat=True)) == {asked.person_id, other.person_id}


@pytest.mark.parametrize(("role", "sees"), [("intake", True), ("driver_lead", False)])
def test_notes_are_for_those_who_take_calls(need, client_for, role, sees):
    InternalNote.objects.create(group=need.group, need=need, author=None, text="Calls himself Bo", at=NOON)
    client, _member = client_for(role)

    assert ("Calls himself Bo" in Page(need, client).text()) is sees


def test_a_page_full_of_everything_takes_few_queries(page):
    for number in range(6):
        InternalNote.objects.create(
            group=page.need.group, need=page.need, author=page.member, text=f"{number}", at=NOON
        )
        page.press("calls", outcome="reached", note=f"{number}")
        page.press("reveal")
    page.press("open")
    with at_most_queries(8):
        page.get()


def test_the_log_tells_each_thing_with_whoever_did_it(page):
    for name, text in (("notes", "Rang twice"), ("notes", "Speaks to the door"), ("calls", "Back at six")):
        page.press(name, **({"text": text} if name == "notes" else {"outcome": "call_back", "note": text}))
    page.press("reveal")
    page.press("open")

    text = page.text()
    log = read_log(page.need, readings=8)

    assert [line.text for line in log.notes] == ["Speaks to the door", "Rang twice"], "the latest first"
    assert [(line.outcome, line.text) for line in log.calls] == [("Asked to call back", "Back at six")]
    assert [line.code for line in log.moves][-1] == "open"
    assert log.moves[-1].can_be_undone
    assert {line.who for line in (*log.notes, *log.calls, *log.readings)} == {page.member.display_name}
    for words in ("Rang twice", "Asked to call back", "Back at six", page.member.display_name):
        assert words in text
    assert not read_log(page.need, readings=0, with_moves=False).readings


@pytest.mark.parametrize("reference", ["A1-000", "nonsense", "%00", "x" * 200])
def test_what_is_not_there(page, reference):
    assert (
        page.client.get(group_path(page.need.group, "needs:detail", reference=reference)).status_code == 404
    )


# --- moves ---------------------------------------------------------------------------------------------------


def test_from_new_to_open_and_back(page):
    response = page.press("open")
    move = NeedMove.objects.latest("pk")
    assert response["Location"] == f"{page.path()}?moved={move.pk}"
    assert page.now().state == "open"
    assert 'data-undo-seconds="10"' in page.text(moved=move.pk)

    page.press("undo", move=move.pk)
    assert page.now().state == "new"


def test_the_offer_to_undo_ends(page, clock):
    page.press("open")
    move = NeedMove.objects.latest("pk")
    clock.move_to(NOON + timedelta(seconds=4), tick=False)
    assert 'data-undo-seconds="6"' in page.text(moved=move.pk)
    clock.move_to(NOON + timedelta(seconds=10), tick=False)
    assert "data-undo-seconds" not in page.text(moved=move.pk)

    clock.move_to(NOON + timedelta(seconds=30), tick=False)
    assert "too late" in page.client.post(page.path("undo"), {"move": move.pk}, follow=True).content.decode()
    assert page.now().state == "open"


@pytest.mark.parametrize("move", ["", "0", "-1", "nonsense", "９", "9" * 40])
def test_a_move_that_is_not_there_cannot_be_undone(page, move):
    assert "too late" in page.client.post(page.path("undo"), {"move": move}, follow=True).content.decode()


def test_how_urgent(page):
    page.press("triage", urgency="4")
    assert (page.now().state, page.now().urgency) == ("triaged", 4)
    assert set(NeedPart.objects.values_list("urgency", flat=True)) == {4}

    page.press("triage", urgency="1")
    assert [entry.title for entry in page.get().context["timeline"]] == [
        "New",
        "Looked at",
        "Another urgency",
    ]


@pytest.mark.parametrize("urgency", ["", "0", "5", "high", "4.0"])
def test_an_urgency_there_is_not(page, urgency):
    page.press("triage", urgency=urgency)
    assert (page.now().state, page.now().urgency) == ("new", 2)


def test_pressed_twice_is_one_move(page):
    once = str(uuid4())
    first, second = page.press("open", once=once), page.press("open", once=once)

    assert first["Location"] == second["Location"]
    assert NeedMove.objects.filter(to_state="open").count() == 1


def test_when_somebody_was_quicker_it_is_said(page):
    page.press("open")
    told = page.client.post(page.path("open"), follow=True).content.decode()

    assert "Looking for somebody" in told
    assert "somebody was quicker" in told


def test_closing_tells_the_neighbour_when_it_can_no_longer_be_undone(page):
    page.press("close", reason="unable_to_fill", note="Nobody with a van")
    message = Message.objects.get(event="need_closed")

    assert (page.now().state, page.now().close_reason) == ("closed", "unable_to_fill")
    assert (message.recipient_id, message.not_before) == (page.need.person_id, NOON + timedelta(seconds=10))
    assert message.context["reason"] == "Nobody could be found"
    assert "Nobody with a van" in page.text()


def test_undoing_it_tells_nobody(page):
    page.press("close", reason="unable_to_fill")
    page.press("undo", move=NeedMove.objects.latest("pk").pk)

    assert page.now().state == "new"
    assert Message.objects.get(event="need_closed").state == "cancelled"


@pytest.mark.parametrize("reason", ["duplicate", "cannot_reach"])
def test_who_is_still_helped_or_was_not_reached_is_not_told(page, reason):
    page.press("close", reason=reason)

    assert page.now().state == "closed"
    assert not Message.objects.exists()


@pytest.mark.parametrize("answers", [{}, {"reason": "bored"}, {"reason": "referred", "note": "x" * 301}])
def test_closing_without_a_reason_keeps_what_was_written(page, answers):
    response = page.press("close", **answers)

    assert response.status_code == 422
    assert page.now().state == "new"
    assert response.context["close_form"]["note"].value() == answers.get("note")
    assert "Please check these answers" in response.content.decode()


def test_opening_again_takes_a_reason(page):
    close_need(page.need, reason="referred", **WHO)
    assert page.press("reopen", reason=" ").status_code == 422
    assert page.now().state == "closed"

    page.press("reopen", reason="They could not help either")
    assert page.now().state == "open"
    assert "They could not help either" in page.text()


# --- care ------------------------------------------------------------------------------------------------------


def test_minding_one(page):
    page.press("mind", mind="yes")
    assert page.now().owner_id == page.member.pk
    page.press("mind", mind="yes")
    assert page.now().owner_id == page.member.pk
    page.press("mind", mind="no")
    assert page.now().owner_id is None


def test_putting_it_away(page):
    page.press("follow_up", in_days="3")
    assert page.now().follow_up_at.isoformat() == "2026-03-07T13:00:00+00:00"
    page.press("follow_up", day="2026-03-09")
    assert page.now().follow_up_at.isoformat() == "2026-03-09T12:00:00+00:00", (
        "eight o'clock, also in summer time"
    )
    page.press("follow_up", now="1")
    assert page.now().follow_up_at is None


@pytest.mark.parametrize(
    "answers", [{}, {"day": "2026-03-04"}, {"day": "1999-01-01"}, {"day": "soon"}, {"in_days": "2"}]
)
def test_putting_it_away_until_a_day_that_is_none(page, answers):
    response = page.press("follow_up", **answers)

    assert response.status_code == 422
    assert page.now().follow_up_at is None


def test_a_note_sent_twice_is_kept_once(page):
    once = str(uuid4())
    page.press("notes", text="Ask for Bo", once=once)
    page.press("notes", text="Ask for Bo", once=once)

    assert InternalNote.objects.get().text == "Ask for Bo"


@pytest.mark.parametrize("text", ["", "  \u200b ", "x" * 2001])
def test_a_note_that_cannot_be_kept_is_not_lost(page, text):
    response = page.press("notes", text=text)

    assert response.status_code == 422
    assert response.context["note_form"]["text"].value() == text
    assert not InternalNote.objects.exists()


def test_a_note_changed_with_the_back_button_is_shown_again(page):
    once = str(uuid4())
    page.press("notes", text="Ask for Bo", once=once)
    response = page.press("notes", text="Ask for Bo, not Bob", once=once)

    assert response.status_code == 422
    assert "Ask for Bo, not Bob" in response.content.decode()


def test_a_call_is_written_down(page):
    page.press("calls", outcome="no_answer", note="Rang long")
    attempt = ContactAttempt.objects.get()

    assert (attempt.outcome, attempt.note, attempt.member_id) == ("no_answer", "Rang long", page.member.pk)
    assert "No answer" in page.text()


@pytest.mark.parametrize("answers", [{}, {"outcome": "shouted"}, {"outcome": "reached", "note": "x" * 301}])
def test_a_call_without_an_outcome(page, answers):
    assert page.press("calls", **answers).status_code == 422
    assert not ContactAttempt.objects.exists()


def test_still_needed(page, clock):
    Need.objects.filter(pk=page.need.pk).update(still_needed_asked_at=NOON)
    clock.move_to(NOON + timedelta(days=3), tick=False)
    page.press("still_needed")

    assert (page.now().confirmed_at, page.now().still_needed_asked_at) == (NOON + timedelta(days=3), None)


# --- change --------------------------------------------------------------------------------------------------


def answers_of(page) -> dict:
    form = page.get("change").context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_nothing_changed_is_nothing_written(page):
    before = page.now().version
    lines = Entry.objects.count()
    assert page.press("change", **answers_of(page)).status_code == 302

    assert (page.now().version, Entry.objects.count()) == (before, lines)


def test_what_is_overdue_can_be_put_right_without_a_new_day(page):
    Need.objects.filter(pk=page.need.pk).update(when_kind="by_day", due_at=NOON - timedelta(days=2))
    page.press("change", **answers_of(page) | {"summary": "Groceries, no eggs"})

    assert page.now().summary == "Groceries, no eggs"
    assert page.now().due_at == NOON - timedelta(days=2)


def test_other_kinds_and_more_people(page):
    page.press(
        "change", **answers_of(page) | {"people_ride": "0", "people_errand": "1", "people_groceries": "2"}
    )
    parts = NeedPart.objects.filter(need=page.need).values_list("category__key", "people_needed", "state")

    assert set(parts) == {("groceries", 2, "waiting"), ("ride", 1, "closed"), ("errand", 1, "waiting")}


def test_how_many_have_done_it_before_where_several_come(page):
    assert "must have done this before" not in page.get("change").content.decode()
    page.press("change", **answers_of(page) | {"people_groceries": "2"})

    page.press("change", **answers_of(page) | {"people_groceries": "2", "leads_groceries": "1"})

    part = NeedPart.objects.get(need=page.need, category__key="groceries")
    assert (part.people_needed, part.leads_needed) == (2, 1)
    page.press("change", **answers_of(page) | {"people_groceries": "3"})
    part.refresh_from_db()
    assert (part.people_needed, part.leads_needed) == (3, 1)


def test_another_day(page):
    page.press("change", **answers_of(page) | {"when_kind": "at_time", "day": "2026-03-10", "clock": "16:30"})

    assert page.now().starts_at.isoformat() == "2026-03-10T20:30:00+00:00"
    assert set(NeedPart.objects.values_list("starts_at", flat=True)) == {page.now().starts_at}


WRONG = {
    "a day gone by": {"when_kind": "by_day", "day": "2026-03-01"},
    "no kind of help left": {"people_ride": "0", "people_groceries": "0"},
    "an army": {"people_ride": "21"},
    "fewer than nobody": {"people_ride": "-1"},
    "a novel": {"summary": "x" * 301},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_lost(page, wrong):
    before = page.now().version
    response = page.press("change", **answers_of(page) | {"summary": "Kept"} | WRONG[wrong])

    assert response.status_code == 422
    assert page.now().version == before
    assert response.context["form"]["summary"].value() == WRONG[wrong].get("summary", "Kept")


def test_what_somebody_has_said_yes_to_stays(page):
    page.press("open")
    take_part(NeedPart.objects.get(category__key="ride"), **WHO)
    response = page.press("change", **answers_of(page) | {"people_ride": "0", "summary": "Kept"})

    assert response.status_code == 422
    assert "Take them off it first" in response.content.decode()
    assert page.now().summary == "", "all or nothing"


def test_a_kind_switched_off_since_stays_on_the_request(page):
    Category.objects.filter(key="ride").update(is_active=False)
    page.press("change", **answers_of(page) | {"summary": "Both"})

    assert NeedPart.objects.get(category__key="ride").state == "waiting"


def test_what_is_closed_is_opened_first(page):
    close_need(page.need, reason="referred", **WHO)

    assert page.get("change")["Location"] == page.path()


@pytest.mark.parametrize("told", ["Groceries for Wilhelmina", "At 77 Canary Lane", "Call (517) 555-0188"])
def test_changed_words_for_volunteers_tell_nobody_who_or_where(page, told):
    response = page.press("change", **answers_of(page) | {"summary": told})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["summary"]
    assert page.now().summary == ""
