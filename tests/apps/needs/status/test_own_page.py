"""The neighbour's own page: how it goes, who looked, change, done, no longer needed."""

from datetime import timedelta

import pytest

from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import (
    close_need,
    mark_still_needed_asked,
    open_need,
    take_part,
    triage_need,
)
from manyhands.apps.needs.models import InternalNote, Need
from manyhands.apps.needs.states import CloseReason
from manyhands.apps.needs.status.story import _CLOSED_HEADLINES, headline
from manyhands.apps.people.models import SafetyReport
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.models import PrivateLink
from manyhands.storage.actors import Actor
from tests.apps.needs.asking import NOON, errors_in, text_of
from tests.queries import at_most_queries

STAFF = Actor.member(1)
LATER = NOON + timedelta(minutes=30)


def states(page) -> list[str]:
    return [entry.state for entry in page.context["timeline"]]


# --- how it goes ---


def test_what_has_happened_and_what_comes(client, own, need):
    assert states(client.get(own)) == ["now", "later", "later", "later", "later"]
    triage_need(need, urgency=3, by=STAFF, at=LATER)
    assert states(client.get(own)) == ["done", "done", "later", "later", "later"]
    open_need(need, by=STAFF, at=LATER)
    page = client.get(own)
    assert states(page) == ["done", "done", "now", "later", "later"]
    assert "We are looking for somebody" in text_of(page)
    take_part(need.parts.get(), by=STAFF, at=LATER)
    page = client.get(own)
    assert states(page) == ["done", "done", "done", "now", "later"]
    assert "today 12:30 pm" in text_of(page)


def test_what_is_taken_back_is_not_told_as_if_it_stood(client, own, need):
    open_need(need, by=STAFF, at=LATER)
    part = need.parts.get()
    take_part(part, by=STAFF, at=LATER)
    Need.objects.filter(pk=need.pk).update(state="open")

    page = client.get(own)

    assert states(page) == ["done", "done", "now", "later", "later"]
    assert page.context["timeline"][3].text == ""


@pytest.mark.parametrize("reason", CloseReason.values)
def test_every_ending_has_its_words(client, own, need, reason):
    close_need(need, reason=reason, by=STAFF, at=LATER)
    page = client.get(own)

    assert page.status_code == 200
    assert page.context["heading"] == str(_CLOSED_HEADLINES[reason])
    assert states(page) == ["done", "done"]
    assert "On Fri 3 April we delete your details" in text_of(page)


def test_the_headline_knows_every_state(need):
    for state in ("draft", "new", "triaged", "open", "assigned", "in_progress"):
        need.state = state
        assert headline(need, at=LATER)


@pytest.mark.parametrize("state", ["new", "triaged", "open"])
def test_a_time_that_has_passed_without_anybody_is_said_kindly(client, own, need, state):
    Need.objects.filter(pk=need.pk).update(state=state, when_kind="at_time", starts_at=LATER, due_at=LATER)
    page = client.get(own)

    assert page.context["heading"] == "We are sorry: we found nobody in time"
    assert "If another time would still help you, tell us" in text_of(page)
    assert f'href="{own}change/when/"' in page.content.decode()
    assert "We ask people near you" not in text_of(page)

    client.cookies["django_language"] = "es"
    assert "Lo sentimos: no encontramos a nadie a tiempo" in text_of(client.get(own))

    Need.objects.filter(pk=need.pk).update(
        starts_at=NOON + timedelta(hours=2), due_at=NOON + timedelta(hours=2)
    )
    assert "Decir otra hora" not in text_of(client.get(own))


@pytest.mark.parametrize("state", ["assigned", "in_progress"])
def test_somebody_who_said_yes_is_not_nobody(client, own, need, state):
    Need.objects.filter(pk=need.pk).update(state=state, when_kind="at_time", starts_at=LATER, due_at=LATER)

    assert "nobody in time" not in text_of(client.get(own))


def test_who_looked_is_said_in_the_readers_language(client, own, need):
    note_reading(
        need.person,
        label={"name": "Rosa", "role": "intake"},
        fields=["phone", "name", "something_new"],
        reason="request",
        by=STAFF,
        at=LATER,
    )
    english = text_of(client.get(own))
    client.cookies["django_language"] = "es"
    spanish = text_of(client.get(own))

    assert "Rosa" in english
    assert "name, phone number, other details" in english
    assert "nombre, número de teléfono, otros datos" in spanish


WHY = {
    "request": ("to look after your request", "para ocuparse de tu solicitud"),
    "message": ("to read a message to you", "para leer un mensaje"),
    "dispatch.assignment": ("to help you", "para ayudarte"),
}


@pytest.mark.parametrize("reason", WHY)
def test_the_neighbour_reads_who_looked_and_why_but_no_surname(client, own, need, reason):
    label = {"name": "Rosa Marín", "role": "intake"}
    note_reading(need.person, label=label, fields=["phone"], reason=reason, by=STAFF, at=LATER)
    english, spanish = WHY[reason]

    page = text_of(client.get(own))
    client.cookies["django_language"] = "es"

    assert "Rosa" in page
    assert "Marín" not in page
    assert english in page
    assert spanish in text_of(client.get(own))


def test_an_organisation_that_helps_keeps_its_whole_name(client, own, need):
    label = {"name": "St. Therese pantry", "role": "helper"}
    note_reading(need.person, label=label, fields=["phone"], reason="r", by=STAFF, at=LATER)

    assert "St. Therese pantry" in text_of(client.get(own))


def test_many_looks_are_shown_in_two_parts(client, own, need):
    for number in range(8):
        note_reading(
            need.person, label={"name": f"Reader {number}"}, fields=["name"], reason="r", by=STAFF, at=LATER
        )
    page = client.get(own)

    assert len(page.context["looks"]) == 5
    assert len(page.context["earlier_looks"]) == 3
    assert "Show earlier ones" in text_of(page)


def test_the_page_speaks_the_language_of_the_request(client, own, need):
    Need.objects.update(language="es")
    assert 'lang="es"' in text_of(client.get(own))
    client.cookies["django_language"] = "en"
    assert 'lang="en"' in text_of(client.get(own))


def test_the_page_costs_few_queries(client, own, need):
    for number in range(20):
        note_reading(
            need.person, label={"name": f"R{number}"}, fields=["name"], reason="r", by=STAFF, at=LATER
        )
    with at_most_queries(8):
        client.get(own)


@pytest.mark.parametrize(
    "page", ["", "change/", "change/when/", "done/", "stop/", "safety/", "data/", "delete/"]
)
def test_every_private_page_has_the_way_out_and_a_title_that_says_nothing(client, own, page):
    html = text_of(client.get(own + page))

    assert html.index("</header>") < html.index("data-leave") < html.index("<main")
    assert 'href="https://www.wikipedia.org/" rel="noreferrer" data-leave>' in html
    assert "does not clear the history of your browser" in html
    assert "have answered so far is forgotten" not in html
    assert "<title>Your page" in html


# --- the link ---


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "a", lambda token: token.swapcase()]
)
def test_an_altered_link(client, own, change):
    token = own.split("/")[2]
    response = client.get(f"/r/{change(token)}/")

    assert response.status_code == 410
    assert "This link does not open anything any more" in text_of(response)
    assert "call the group" in text_of(response)


def test_a_link_that_is_too_old(client, own, group, now):
    now.shift(timedelta(days=group.keep_at_most_days))

    assert client.get(own).status_code == 410


def test_a_link_that_was_withdrawn(client, own, now):
    PrivateLink.objects.update(revoked_at=NOON)

    assert client.get(own).status_code == 410
    assert client.post(own + "stop/", {"reason": "no_longer_needed"}).status_code == 410


def test_a_link_for_something_else_opens_nothing_here(client, own):
    PrivateLink.objects.update(purpose="invitation")

    assert client.get(own).status_code == 410


@pytest.mark.parametrize(
    "page", ["", "change/", "change/where/", "done/", "stop/", "again/", "safety/", "delete/"]
)
def test_looking_changes_nothing(client, own, need, page):
    client.get(own + page)

    after = Need.objects.get()
    assert (after.version, after.state) == (need.version, need.state)


def test_pages_are_not_kept_by_any_cache_and_lead_nowhere_else(client, own):
    response = client.get(own)

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "script-src" not in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


# --- still needed, done, no longer needed ---


def test_still_needed(client, own, need, now):
    mark_still_needed_asked(need, by=STAFF, at=LATER)
    assert "Do you still need this?" in text_of(client.get(own))

    page = client.post(own + "still-needed/", follow=True)

    assert "Thank you. We keep looking after it." in text_of(page)
    assert "Do you still need this?" not in text_of(page)
    assert Need.objects.get().confirmed_at == NOON + timedelta(hours=1)


def test_done_with_thanks(client, own, need):
    open_need(need, by=STAFF, at=LATER)
    page = client.post(own + "done/", {"how": "fulfilled", "words": "Thank you, Luis!"}, follow=True)

    need = Need.objects.get()
    assert (need.state, need.close_reason) == ("closed", "fulfilled")
    assert InternalNote.objects.get().text == "Thank you, Luis!"
    assert "This is done" in text_of(page)


def test_done_sent_twice_is_said_once(client, own, need):
    open_need(need, by=STAFF, at=LATER)
    answer = {
        "how": "not_yet",
        "words": "The milk was missing",
        "once": "11111111-1111-4111-8111-111111111111",
    }
    client.post(own + "done/", answer)
    client.post(own + "done/", answer)

    assert InternalNote.objects.count() == 1


def test_not_done_yet_stays_open_and_comes_back_to_staff(client, own, need, now):
    open_need(need, by=STAFF, at=LATER)
    client.post(own + "done/", {"how": "not_yet", "words": "Nobody came"})

    need = Need.objects.get()
    assert (need.state, need.follow_up_at) == ("open", NOON + timedelta(hours=1))


@pytest.mark.parametrize("reason", ["no_longer_needed", "helped_by_others"])
def test_no_longer_needed(client, own, reason):
    page = client.post(own + "stop/", {"reason": reason}, follow=True)

    assert Need.objects.get().close_reason == reason
    assert "Your request has ended" in text_of(page)


def test_only_a_neighbours_own_reasons_are_taken(client, own):
    assert "reason" in errors_in(client.post(own + "stop/", {"reason": "rejected"}))


def test_ended_twice_is_ended_once(client, own):
    client.post(own + "stop/", {"reason": "no_longer_needed"})
    assert client.post(own + "stop/", {"reason": "helped_by_others"}).status_code == 302
    assert client.post(own + "done/", {"how": "fulfilled"}).status_code == 302

    assert Need.objects.get().close_reason == "no_longer_needed"


def test_needed_again(client, own):
    client.post(own + "stop/", {"reason": "no_longer_needed"})
    assert "I need it again" in text_of(client.get(own))
    client.post(own + "again/")
    client.post(own + "again/")

    assert Need.objects.get().state == "open"


# --- change ---


def test_what_can_be_changed_is_shown_as_it_is(client, own):
    page = text_of(client.get(own + "change/"))

    for words in (
        "214 Oak Street, Lansing, 48912",
        "(517) 555-0142",
        "No eggs, please.",
        "As soon as somebody can",
    ):
        assert words in page


def test_another_place(client, own):
    client.post(own + "change/where/", {"place_kind": "zip", "zip_code": "48910"})

    need = Need.objects.select_related("place").get()
    assert (need.place.kind, need.place.text, need.place.zip_code) == ("zip", "", "48910")
    assert need.parts.get().public_cell == need.place.public_cell


def test_another_day(client, own):
    client.post(own + "change/when/", {"when_kind": "by_day", "day": "2026-03-06"})

    need = Need.objects.get()
    assert need.when_kind == "by_day"
    assert need.parts.get().due_at == need.due_at


def test_a_day_that_has_gone_by_is_not_taken(client, own, need):
    response = client.post(own + "change/when/", {"when_kind": "by_day", "day": "2026-03-01"})

    assert "already gone by" in errors_in(response)["day"][0]
    assert Need.objects.get().when_kind == need.when_kind


def test_another_way_to_be_reached(client, own):
    answer = {"name": "Anita", "reach_by": "email", "email": "anita@example.org", "language": "es"}
    client.post(own + "change/reach/", answer)

    need = Need.objects.select_related("person").get()
    assert (need.person.name, need.person.phone, need.person.email) == ("Anita", "", "anita@example.org")
    assert (need.language, need.parts.get().language) == ("es", "es")


def test_other_words(client, own):
    client.post(own + "change/words/", {"details": "Eggs are fine now.", "access_notes": "Side door"})

    need = Need.objects.select_related("place").get()
    assert (need.details, need.place.access_notes) == ("Eggs are fine now.", "Side door")
    assert need.place.text == "214 Oak Street, Lansing"


def test_what_has_ended_is_not_changed(client, own):
    client.post(own + "stop/", {"reason": "no_longer_needed"})

    assert client.post(own + "change/words/", {"details": "More"}).status_code == 302
    assert Need.objects.get().details == "No eggs, please."
    assert client.get(own + "change/nonsense/").status_code == 404


# --- safety ---


def test_a_safety_problem_reaches_those_who_handle_it_without_its_words(client, own, coordinator):
    answer = {"words": "He asked for money.", "once": "22222222-2222-4222-8222-222222222222"}
    client.post(own + "safety/", answer)
    client.post(own + "safety/", answer)

    report = SafetyReport.objects.get()
    assert report.text == "He asked for money."
    told = Message.objects.filter(event="safety_report")
    assert coordinator in [message.member for message in told]
    assert not any("money" in str(message.context) for message in told)


def test_an_empty_report_is_asked_for_words(client, own):
    assert errors_in(client.post(own + "safety/", {"words": "\u200b"}))["words"]


def test_somebody_who_only_looked_has_read_it(client, own, need):
    note_reading(need.person, label={"name": "Rosa"}, fields=["name"], reason="r", by=STAFF, at=LATER)

    assert states(client.get(own)) == ["done", "done", "later", "later", "later"]
