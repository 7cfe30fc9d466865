"""The draft: lost connections, altered cookies, pages out of order, five presses at once, programs."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from manyhands.apps.groups.models import Category
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.ask.cookie import NAME
from manyhands.apps.needs.ask.views import SENDING
from manyhands.apps.needs.models import Need, RequestDraft
from manyhands.apps.needs.tasks import watch_needs
from manyhands.storage.rates import take
from manyhands.storage.scope import group_scope
from tests.apps.needs.asking import NOON, Asker, errors_in, run_jobs, text_of
from tests.queries import at_most_queries
from tests.worlds import make_group, make_volunteer


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def asker(group):
    return Asker(group)


# --- the draft ---


def test_one_can_go_on_where_one_stopped(asker, noon):
    asker.fill_in("when")
    noon.shift(timedelta(hours=20))
    page = asker.get("who")

    assert page.context["go_on_url"] == asker.path("where")
    assert "Continue where you stopped" in text_of(page)
    assert "Start again" in text_of(page)


def test_a_draft_is_gone_after_a_day(asker, group, noon):
    asker.fill_in("when")
    noon.shift(timedelta(hours=25))

    assert asker.get("where").url == asker.path("who")
    assert "it is kept for one day" in text_of(asker.get("who"))
    watch_needs()
    with group_scope(group.pk):
        assert not RequestDraft.objects.exists()


def test_start_again_forgets_what_was_typed(asker, group, noon):
    asker.fill_in()
    asker.post("forget", {})

    assert asker.get("check").url == asker.path("who")
    with group_scope(group.pk):
        assert not RequestDraft.objects.exists()


def test_the_cookie_is_for_these_pages_only_and_out_of_reach_of_scripts(asker, noon):
    asker.fill_in("who")
    cookie = asker.client.cookies[NAME]

    assert cookie["path"] == asker.path("who")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 24 * 60 * 60


def test_the_database_holds_neither_the_token_nor_the_answers_in_the_clear(asker, group, noon):
    asker.fill_in()
    with group_scope(group.pk), connection.cursor() as cursor:
        cursor.execute("SELECT token_hash, answers FROM needs_requestdraft")
        token_hash, answers = cursor.fetchone()

    assert asker.cookie not in (token_hash, answers)
    assert "Oak" not in answers


@pytest.mark.parametrize("altered", ["", "x", "../../etc", "\u00e9", "A" * 500])
def test_an_altered_cookie_starts_anew(asker, noon, altered):
    asker.fill_in()
    asker.client.cookies[NAME] = altered

    assert asker.get("check").url == asker.path("who")
    assert asker.send().url == asker.path("who")
    assert asker.post("who").status_code == 302


def test_another_persons_draft_is_not_found_in_another_group(asker, group, noon):
    asker.fill_in()
    elsewhere = Asker(make_group("Westside"))
    elsewhere.client.cookies[NAME] = asker.cookie

    assert elsewhere.get("check").url == elsewhere.path("who")


@pytest.mark.parametrize("step", ["when", "where", "reach", "more", "check"])
def test_a_page_before_its_turn_leads_to_the_first_missing_one(asker, noon, step):
    asker.fill_in("who")

    assert asker.get(step).url == asker.path("what")
    assert asker.post(step).url == asker.path("what")


def test_unknown_pages_are_not_found(asker, noon):
    asker.fill_in("who")

    assert asker.get("nonsense").status_code == 404


# --- sent once ---


def test_sent_twice_is_one_request(asker, group, noon):
    asker.fill_in()
    noon.shift(timedelta(minutes=1))
    first, second = asker.send(), asker.send()

    assert first.url == second.url == asker.path("sent")
    assert text_of(asker.get("sent")).count("/r/") == text_of(asker.get("sent")).count("/r/") > 0
    with group_scope(group.pk):
        assert Need.objects.count() == 1


def test_going_back_after_sending_leads_to_the_number(asker, noon):
    asker.fill_in()
    noon.shift(timedelta(minutes=1))
    asker.send()

    assert asker.get("check").url == asker.path("sent")
    assert asker.get("where").url == asker.path("sent")
    assert "You have sent request" in text_of(asker.get("who"))


@pytest.mark.django_db(transaction=True)
def test_five_presses_at_once_are_one_request_and_one_message():
    group = make_group()
    asker = Asker(group, reach={"name": "A", "reach_by": "email", "email": "a@example.org", "language": "en"})
    asker.fill_in()
    with group_scope(group.pk):
        RequestDraft.objects.update(began_at=timezone.now() - timedelta(minutes=5))
    answers: list[int] = []
    together = threading.Barrier(5)

    def press() -> None:
        client = Client()
        client.cookies[NAME] = asker.cookie
        together.wait()
        answers.append(client.post(asker.path("check")).status_code)
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(5)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert answers == [302] * 5
    with group_scope(group.pk):
        assert Need.objects.count() == 1
        assert Message.objects.filter(event="need_received").count() == 1
        run_jobs("manyhands.apps.needs.tasks.tell_staff_of_new")
        assert Message.objects.filter(event="new_need").count() == 1


# --- programs ---


def test_a_field_that_people_do_not_see(asker, group, noon):
    asker.fill_in()
    noon.shift(timedelta(minutes=1))
    response = asker.post("check", {"website": "https://spam.example"})

    assert "Please press the button again" in errors_in(response)["__all__"][0]
    assert "spam.example" not in text_of(response)
    with group_scope(group.pk):
        assert not Need.objects.exists()
    assert asker.send().url == asker.path("sent")


def test_all_pages_in_one_second(asker, noon):
    asker.fill_in()

    assert "That was very quick" in errors_in(asker.send())["__all__"][0]
    noon.shift(timedelta(seconds=3))
    assert asker.send().url == asker.path("sent")


def test_many_from_one_address_are_told_to_wait_and_lose_nothing(group, noon):
    askers = [Asker(group) for _ in range(3)]
    for number, one in enumerate(askers):
        one.client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        one.fill_in()
        one.client.defaults["REMOTE_ADDR"] = "10.9.9.9"
    noon.shift(timedelta(seconds=10))
    for _ in range(8):
        assert take(SENDING, "10.9.9.9", at=timezone.now())
    responses = [one.send() for one in askers]

    assert [response.status_code for response in responses] == [302, 302, 429]
    waiting = responses[-1]
    assert waiting["Retry-After"] == "60"
    assert "What you answered is kept" in text_of(waiting)
    noon.shift(timedelta(minutes=1))
    assert askers[-1].send().url == askers[-1].path("sent")


def test_a_forged_address_is_not_believed(group, noon):
    assert settings.TRUSTED_PROXY_COUNT == 0
    statuses = []
    for number in range(25):
        one = Asker(group)
        one.client.defaults["HTTP_X_FORWARDED_FOR"] = f"1.2.3.{number}"
        statuses.append(one.post("who").status_code)

    assert statuses.count(302) == 10
    assert statuses[-1] == 429


# --- how the group stands ---


def test_a_pause_is_said_before_the_first_question(group, noon):
    group.intake_paused_until = NOON + timedelta(days=2)
    group.intake_pause_note = "We are full."
    group.signpost = "Call 211."
    group.save()
    page = text_of(Asker(group).get("who"))

    assert "We take requests again from Friday" in page
    assert "We are full." in page
    assert "Call 211." in page
    assert "Who needs help?" not in page


def test_who_had_begun_before_the_pause_may_finish(asker, group, noon):
    asker.fill_in()
    group.intake_paused_until = NOON + timedelta(days=2)
    group.save()
    noon.shift(timedelta(minutes=1))

    assert "The group is taking a break" in text_of(asker.get("check"))
    assert asker.send().url == asker.path("sent")


def test_without_anybody_who_helps_it_is_said_honestly(asker, group):
    assert "It may take longer than usual" in text_of(asker.ask())
    make_volunteer(group)
    assert "It may take longer than usual" not in text_of(asker.ask(at=NOON + timedelta(minutes=9)))


def test_a_group_without_kinds_of_help_is_told_in_ones_own_words(group):
    with group_scope(group.pk):
        Category.objects.update(is_active=False)
    page = Asker(group, what={"own_words": "Please shovel my snow"}).ask()

    assert page.status_code == 200
    with group_scope(group.pk):
        need = Need.objects.get()
        assert need.details.startswith("Please shovel my snow")
        assert not need.parts.exists()


def test_other_groups_that_serve_a_place_are_named(group, noon):
    make_group("Hollywood Hands", slug="hollywood", area={"zips": ["90210"]})
    make_group("Full House", slug="full", area={"zips": ["90210"]}).__class__.objects.filter(
        slug="full"
    ).update(intake_paused_until=NOON + timedelta(days=1))
    asker = Asker(group)
    asker.fill_in("when")
    asker.post("where", {"place_kind": "zip", "zip_code": "90210"})
    page = text_of(asker.get("outside"))

    assert "Hollywood Hands" in page
    assert "Or stay with us" in page
    assert "no other group" not in page
    assert "Full House" not in page


# --- cost ---


BY_EMAIL = {"name": "Ana", "reach_by": "email", "email": "ana@example.org", "language": "en"}


@pytest.mark.parametrize(("reach", "most"), [({}, 20), (BY_EMAIL, 23)], ids=["no message", "with a message"])
def test_sending_costs_few_queries(group, coordinator, noon, reach, most):
    asker = Asker(group, **({"reach": reach} if reach else {}))
    asker.fill_in()
    noon.shift(timedelta(minutes=1))
    asker.send()  # the first line of a journal and the first of a rate cost more
    asker.fill_in()
    noon.shift(timedelta(minutes=1))
    with at_most_queries(most):
        assert asker.send().status_code == 302


def test_a_page_costs_few_queries(asker, noon):
    asker.fill_in()
    with at_most_queries(4):
        asker.get("reach")
