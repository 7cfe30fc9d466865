"""The way through the public request, from the first question to the reference number."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.models import Need, RequestDraft
from manyhands.apps.people.models import Organisation, Person
from manyhands.apps.privacy.models import Consent, PrivateLink
from manyhands.storage.actors import Actor
from tests.apps.needs.asking import NOON, Asker, errors_in, run_jobs, text_of
from tests.worlds import make_group, make_member, sign_in


@pytest.fixture
def asker(group):
    return Asker(group)


def test_from_the_first_question_to_the_number(asker, group, coordinator, scope):
    page = asker.ask()

    need = Need.objects.select_related("person", "place").get()
    assert page.status_code == 200
    assert need.reference in text_of(page)
    assert (need.state, need.source, need.urgency) == ("new", "web", 3)
    assert (need.person.name, need.person.phone) == ("Ana", "+15175550142")
    assert (need.place.text, need.place.zip_code, need.place.is_outside_area) == (
        "214 Oak Street, Lansing",
        "48912",
        False,
    )
    assert [part.category.key for part in need.parts.all()] == ["groceries"]
    assert need.details == "No eggs, please."


def test_what_was_agreed_to_is_kept_word_for_word(asker, scope):
    asker.ask()

    consent = Consent.objects.get()
    assert "We delete the answers 30 days after the request is closed" in consent.text.shown
    assert consent.person == Need.objects.get().person


def test_neighbour_and_staff_are_told_once(group, coordinator, scope):
    answer = {"name": "Ana", "reach_by": "email", "email": "ana@example.org", "language": "es"}
    page = Asker(group, reach=answer).ask()

    told = {message.event: message for message in Message.objects.all() if message.event == "need_received"}
    assert told["need_received"].language == "es"
    assert "/r/" in told["need_received"].context["status_url"]
    assert "by e-mail" in text_of(page)
    run_jobs("manyhands.apps.needs.tasks.tell_staff_of_new")
    run_jobs("manyhands.apps.needs.tasks.tell_staff_of_new")
    staff = Message.objects.filter(event="new_need")
    assert [message.member for message in staff].count(coordinator) == 1
    assert all("Ana" not in str(message.context) for message in staff)


def test_the_private_link_on_the_sent_page_opens(asker, scope):
    page = asker.ask()

    with time_machine.travel(NOON + timedelta(hours=1)):
        own = Client().get(page.context["status_url"].removeprefix("http://localhost:8000"))
    assert own.status_code == 200
    assert Need.objects.get().reference in text_of(own)


def test_each_page_says_where_one_is_and_who_sees_it(asker):
    with time_machine.travel(NOON, tick=False):
        asker.fill_in("where")
        page = asker.get("reach")

    assert "Question 5 of 6" in text_of(page)
    assert "Seen by:" in text_of(page)


def test_nothing_personal_is_in_any_address(asker):
    with time_machine.travel(NOON, tick=False):
        for step, answer in asker.answers.items():
            response = asker.post(step, answer)
            assert not any(word in response.url for word in ("Ana", "5550142", "Oak", "48912"))


def test_an_answer_is_changed_from_the_check_and_leads_back_there(asker, scope):
    with time_machine.travel(NOON, tick=False):
        asker.fill_in()
        response = asker.post("where", {"place_kind": "zip", "zip_code": "48910"})

        assert response.url == asker.path("check")
        assert "48910" in text_of(asker.get("check"))
        assert "(517) 555-0142" in text_of(asker.get("check"))


def test_what_was_typed_is_shown_again_when_one_goes_back(asker):
    with time_machine.travel(NOON, tick=False):
        asker.fill_in()
        page = text_of(asker.get("where"))

    assert "214 Oak Street, Lansing" in page
    assert "48912" in page


def test_a_page_can_be_sent_twice_and_keeps_later_answers(asker):
    with time_machine.travel(NOON, tick=False):
        asker.fill_in()
        asker.post("what", {"kinds": ["ride", "talk"]})
        page = text_of(asker.get("check"))

    assert "A ride and Somebody to talk to" in page
    assert "No eggs, please." in page


def test_asking_for_somebody_else_keeps_both_apart(group, scope):
    reach = {
        "their_name": "Mrs Bell",
        "name": "Sam",
        "reach_whom": "me",
        "reach_by": "call",
        "phone": "517 555 0199",
        "language": "en",
        "they_agree": "on",
    }
    Asker(group, who={"for_whom": "other"}, reach=reach).ask()

    need = Need.objects.select_related("person", "asked_by").get()
    assert (need.for_whom, need.person.name, need.asked_by.name) == ("other", "Mrs Bell", "Sam")
    assert need.person.phone == need.asked_by.phone == "+15175550199"
    assert "knows about it and agrees" in Consent.objects.get().text.shown


def test_their_own_number_stays_off_the_askers_card(group, scope):
    reach = {
        "their_name": "Mrs Bell",
        "name": "Sam",
        "reach_whom": "them",
        "reach_by": "call",
        "phone": "517 555 0199",
        "language": "en",
        "they_agree": "on",
    }
    Asker(group, who={"for_whom": "other"}, reach=reach).ask()

    need = Need.objects.select_related("person", "asked_by").get()
    assert (need.person.phone, need.asked_by.phone) == ("+15175550199", "")


def test_changing_for_whom_asks_how_to_reach_them_again(asker):
    with time_machine.travel(NOON, tick=False):
        asker.fill_in()
        response = asker.post("who", {"for_whom": "other"})

        assert response.url == asker.path("reach")
        assert "(517) 555-0142" in text_of(asker.get("reach"))


def test_the_consent_of_somebody_else_is_asked_for(asker):
    with time_machine.travel(NOON, tick=False):
        asker.fill_in("where")
        asker.post("who", {"for_whom": "other"})
        response = asker.post(
            "reach",
            {"their_name": "B", "name": "S", "reach_whom": "me", "reach_by": "page", "language": "en"},
        )

    assert errors_in(response)["they_agree"] == [
        "Please ask the person first. When they agree, tick this box."
    ]


def test_an_organisation_that_is_known_asks_in_its_own_name(group, scope):
    membership = make_member(group, ())
    contact = Person.objects.create(group=group, name="Pastor Lee", created_at=NOON)
    organisation = Organisation.objects.create(
        group=group, name="St. Mary", state="active", contact=contact, membership=membership, created_at=NOON
    )
    asker = Asker(group, who={"for_whom": f"organisation:{organisation.pk}"})
    del asker.answers["reach"]
    sign_in(asker.client, membership.user)

    page = asker.ask()

    need = Need.objects.get()
    assert page.status_code == 200
    assert (need.organisation, need.person, need.for_whom) == (organisation, contact, "organisation")
    assert Actor.member(membership.pk).id == need.moves.get().by_id


def test_an_organisation_of_somebody_else_cannot_be_chosen(group, scope):
    contact = Person.objects.create(group=group, name="Pastor Lee", created_at=NOON)
    organisation = Organisation.objects.create(
        group=group, name="St. Mary", state="active", contact=contact, created_at=NOON
    )

    response = Asker(group).post("who", {"for_whom": f"organisation:{organisation.pk}"})

    assert response.status_code == 200
    assert "for_whom" in errors_in(response)


def test_without_any_way_to_be_reached_the_page_is_enough(group, scope):
    page = Asker(group, reach={"name": "Fox", "reach_by": "page", "language": "en"}).ask()

    assert "you find it on your private page" in text_of(page)
    assert not Message.objects.filter(event="need_received").exists()


def test_household_is_asked_only_where_a_kind_of_help_asks(group, scope):
    with time_machine.travel(NOON, tick=False):
        asker = Asker(group, what={"kinds": ["talk"]})
        asker.fill_in("reach")
        assert "Who lives with you?" not in text_of(asker.get("more"))
        asker.post("what", {"kinds": ["groceries"]})
        assert "Who lives with you?" in text_of(asker.get("more"))


def test_the_household_is_kept(group, scope):
    Asker(group, more={"under_2": "1", "adult": "2", "diets": "no nuts"}).ask()

    household = Need.objects.select_related("household").get().household
    assert (household.size, household.ages, household.diets) == (3, {"under_2": 1, "adult": 2}, "no nuts")


def test_own_words_become_the_kind_of_something_else(group, scope):
    Asker(group, what={"own_words": "Feed my goats"}).ask()

    need = Need.objects.get()
    assert [part.category.key for part in need.parts.all()] == ["other"]
    assert need.details.startswith("Feed my goats")


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [(["groceries"], ["groceries"]), (["groceries", "other"], ["groceries", "other"])],
    ids=["more about it", "something different"],
)
def test_own_words_beside_a_kind_are_no_second_one_unless_it_is_chosen(group, scope, kinds, parts):
    asker = Asker(group, what={"kinds": kinds, "own_words": "Oats, no milk"})
    asker.ask()

    need = Need.objects.get()
    assert sorted(part.category.key for part in need.parts.all()) == parts
    assert need.details.startswith("Oats, no milk")


def test_it_is_said_how_to_ask_for_something_different(group):
    with time_machine.travel(NOON, tick=False):
        asker = Asker(group)
        asker.fill_in("what")
        assert "For something different, choose “Something else” too." in text_of(asker.get("what"))


def _ways_out(page):
    return re.findall(r'<a [^>]*href="([^"]+)"[^>]* data-leave data-forget="([^"]+)"', page.content.decode())


@pytest.mark.parametrize("step", ["who", "what", "when", "where", "reach", "more", "check"])
def test_every_step_has_the_way_out_at_the_same_place(group, step):
    """Above the question, as a link that works without scripts; what one is asked about does not matter."""
    with time_machine.travel(NOON, tick=False):
        asker = Asker(group, what={"kinds": ["talk"]})
        asker.fill_in()
        page = asker.get(step)

    html = page.content.decode()
    assert _ways_out(page) == [("https://www.wikipedia.org/", asker.path("forget"))]
    assert html.index("</header>") < html.index("data-leave") < html.index("<main")
    assert html.count('id="leave-help"') == 1
    assert "does not clear the history of your browser" in html


def test_the_page_after_sending_has_the_way_out(asker, scope):
    assert len(_ways_out(asker.ask())) == 1


def test_pages_about_private_matters_have_a_title_that_says_nothing(group):
    with time_machine.travel(NOON, tick=False):
        private = Asker(group, what={"kinds": ["medicine"]})
        private.fill_in("what")
        other = Asker(group, what={"kinds": ["talk"]})
        other.fill_in("what")

        assert "<title>Question 3 of 6" in text_of(private.get("when"))
        assert "<title>Question 3 of 6" not in text_of(other.get("when"))


def test_the_whole_way_in_spanish(group, scope):
    asker = Asker(group, reach={"name": "Ana", "reach_by": "page", "language": "es"})
    asker.client.cookies["django_language"] = "es"

    page = asker.ask()

    assert "Tenemos tu solicitud" in text_of(page)
    assert Consent.objects.get().text.language == "es"
    assert Need.objects.get().language == "es"


def test_a_second_request_can_follow_the_first(asker, group, scope):
    asker.ask()
    asker.ask(at=NOON + timedelta(minutes=10))

    assert Need.objects.count() == 2


def test_clearing_the_page_leaves_nothing_on_the_device(asker, group, scope):
    asker.ask()
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        asker.post("forget", {})
        page = asker.get("sent")

    assert page.status_code == 302
    assert not RequestDraft.objects.exists()
    assert Need.objects.count() == 1


def test_links_outlive_the_draft_but_not_the_request(asker, group, scope):
    asker.ask()

    link = PrivateLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(days=group.keep_at_most_days)


def test_groups_have_drafts_of_their_own(group, db):
    other = make_group("Westside")
    with time_machine.travel(NOON, tick=False):
        asker = Asker(group)
        asker.fill_in()
        elsewhere = asker.client.get(group_path(other, "needs:ask_check"))

    assert elsewhere.url == group_path(other, "needs:ask")


def test_as_soon_as_somebody_can_is_not_within_a_week(group, scope):
    asker = Asker(group, when={"when_kind": "soon"})
    page = asker.ask()

    assert page.status_code == 200
    assert Need.objects.get().urgency == 3
