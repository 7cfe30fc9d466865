"""A provider is asked over real HTTP, and asked again when it fails; what it says counts only as a group has said."""

import hashlib
import hmac
from datetime import date, timedelta

import pytest
from django.urls import reverse

from manyhands.apps.messaging.models import Message
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions import erase_person, list_all_extracts
from manyhands.apps.vetting.actions import decide, withdraw
from manyhands.apps.vetting.models import CheckState
from manyhands.apps.vetting.queries import find_check_by_reference
from manyhands.apps.vouching import tasks
from manyhands.apps.vouching.actions import orders
from manyhands.apps.vouching.actions.orders import (
    CannotOrderError,
    order_check,
    reference_indexes,
    use_provider,
)
from manyhands.apps.vouching.models import BackgroundOrder, OrderState
from manyhands.apps.vouching.queries.orders import find_order, is_clear_enough
from manyhands.storage.actors import Actor
from manyhands.storage.rotation import count_old_indexes, renew_indexes
from manyhands.storage.scope import group_scope, system_scope
from tests.adapters.checkr_server import event
from tests.adapters.servers import Say
from tests.apps.vouching.conftest import AT
from tests.worlds import reload

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """The clock of tasks and views, set by hand."""
    clock = {"at": AT}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])

    def go(**after):
        clock["at"] += timedelta(**after)

    return go


@pytest.fixture
def order(now, checkr, check, vetter):
    with group_scope(check.group_id):
        return order_check(check, ordered_by=vetter, by=Actor.member(vetter.pk), at=AT)


@pytest.fixture
def enough(check, requirement, vetter):
    """The group has said that a clear answer counts by itself."""
    with group_scope(check.group_id):
        requirement.validity_days = 365
        requirement.save()
        use_provider(requirement, clear_is_enough=True, by=Actor.member(vetter.pk), at=AT)


def run(order):
    tasks.ask_providers()
    reload(order)
    return order.state


def deliver(client, kind, thing, **more):
    body, headers = event(kind, thing, **more)
    address = reverse("vouching:background_news")
    return client.post(address, body, content_type="application/json", headers=headers).status_code


def finish(order, checkr, **report):
    """At Checkr: they answered, and this was found."""
    with group_scope(order.group_id):
        order.check_of.refresh_from_db()
        person = order.check_of.provider_reference
    return person, checkr.script.finish(person, **report)


def waiting_messages(group):
    with group_scope(group.pk):
        return Message.objects.filter(event="vetting_waiting").count()


def test_somebody_is_invited(order, check, checkr):
    assert run(order) == OrderState.INVITED
    reload(check)

    assert check.state == CheckState.IN_PROGRESS
    assert (check.provider, check.provider_reference) == ("checkr", next(iter(checkr.script.candidates)))
    assert order.url.startswith("https://apply.example.com/invite/")
    told = next(iter(checkr.script.candidates.values()))
    # A name, an address, and a number of ours that says nothing.
    assert {name for name in told if name not in ("id", "object")} == {
        "first_name",
        "last_name",
        "email",
        "custom_id",
    }
    assert told["custom_id"] == f"manyhands-{order.pk}-1"


@pytest.mark.parametrize("trouble", [Say(500, "oops"), Say(429), Say(drop=True), Say(after_s=0.8)])
def test_trouble_is_tried_again_later_and_makes_one_check(order, checkr, now, trouble):
    checkr.script.trouble = [trouble]

    assert run(order) == OrderState.WAITING
    assert order.attempts == 1
    # Not before its time.
    tasks.ask_providers()
    assert len(checkr.heard) == 1
    now(minutes=2)
    assert run(order) == OrderState.INVITED
    assert len(checkr.script.candidates) == len(checkr.script.invitations) == 1


def test_a_provider_that_asks_for_patience_gets_it(order, checkr, now):
    checkr.script.trouble = [Say(429, headers={"Retry-After": "1800"})]
    run(order)
    now(minutes=29)
    assert run(order) == OrderState.WAITING
    now(minutes=2)
    assert run(order) == OrderState.INVITED


def test_after_eight_times_it_is_shown_to_those_who_check(order, group, checkr, now):
    checkr.script.trouble = [Say(500, "oops")] * 100
    before = waiting_messages(group)
    for _ in range(20):
        now(hours=3)
        run(order)

    assert (order.state, order.problem) == (OrderState.FAILED, "provider 500")
    assert len(checkr.heard) == orders.MOST_ATTEMPTS
    assert waiting_messages(group) > before


def test_what_is_refused_is_shown_at_once_and_can_be_asked_for_anew(order, check, vetter, checkr):
    checkr.script.trouble = [Say(400, {"error": "email is invalid"})]
    assert run(order) == OrderState.FAILED

    with group_scope(check.group_id):
        order_check(check, ordered_by=vetter, by=Actor.member(vetter.pk), at=AT)
    assert run(order) == OrderState.INVITED
    assert order.round == 2


def test_one_that_is_under_way_is_not_asked_for_twice(order, check, vetter):
    with group_scope(check.group_id), pytest.raises(CannotOrderError, match="running"):
        order_check(check, ordered_by=vetter, by=Actor.member(vetter.pk), at=AT)


def test_clear_alone_decides_nothing(order, check, group, checkr, client):
    run(order)
    person, report = finish(order, checkr, status="complete", result="clear")
    before = waiting_messages(group)

    assert deliver(client, "report.completed", {"id": report, "candidate_id": person}) == 204
    assert run(order) == OrderState.CLEAR
    reload(check)
    assert check.state == CheckState.IN_PROGRESS
    assert waiting_messages(group) > before


@pytest.mark.usefixtures("enough")
def test_clear_is_enough_where_the_group_has_said_so(order, check, checkr, client):
    with group_scope(check.group_id):
        assert is_clear_enough(check.requirement)
    run(order)
    person, report = finish(order, checkr, status="complete", result="clear")
    deliver(client, "report.completed", {"id": report, "candidate_id": person})
    run(order)
    reload(check)

    assert (check.state, check.decided_by_id) == (CheckState.MET, None)
    assert (check.valid_from, check.valid_until) == (date(2026, 11, 22), date(2027, 11, 22))


@pytest.mark.usefixtures("enough")
@pytest.mark.parametrize(
    "found", [{"result": "consider"}, {"result": None}, {"result": "clear", "assessment": "review"}]
)
def test_anything_else_never_decides(order, check, checkr, client, found):
    run(order)
    person, report = finish(order, checkr, status="complete", **found)
    deliver(client, "report.completed", {"id": report, "candidate_id": person})

    assert run(order) == OrderState.CONSIDER
    reload(check)
    assert check.state == CheckState.IN_PROGRESS


@pytest.mark.usefixtures("enough")
def test_what_a_delivery_claims_is_not_believed(order, checkr, client):
    """It says clear; the report, when we ask for it, does not."""
    run(order)
    person, report = finish(order, checkr, status="complete", result="consider")
    told = {"id": report, "candidate_id": person, "status": "complete", "result": "clear"}

    assert deliver(client, "report.completed", told) == 204
    assert run(order) == OrderState.CONSIDER


def test_news_that_checkr_did_not_sign_move_nothing(order, checkr, client):
    run(order)
    person, report = finish(order, checkr, status="complete", result="clear")
    heard = len(checkr.heard)

    assert deliver(client, "report.completed", {"id": report, "candidate_id": person}, key="guessed") == 401
    assert run(order) == OrderState.INVITED
    assert len(checkr.heard) == heard


def test_news_of_nobody_here_and_of_other_things_are_taken_and_forgotten(order, checkr, client):
    run(order)

    assert deliver(client, "report.completed", {"id": "r", "candidate_id": "nobody"}) == 204
    assert deliver(client, "candidate.created", {"id": "c"}) == 204
    assert deliver(client, "report.completed", {"id": "r"}) == 204


def test_what_is_no_news_is_refused(order, client, checkr):
    for body in (b"[[" * 20_000, b"null", b"\xff"):
        signed = hmac.digest(b"checkr-test-key", body, hashlib.sha256).hex()
        answer = client.post(
            reverse("vouching:background_news"), body, content_type="application/json",
            headers={"X-Checkr-Signature": signed},
        )  # fmt: skip
        assert answer.status_code == 400


def test_without_a_provider_there_is_nobody_to_listen_to(client, settings):
    settings.BACKGROUND_CHECKS = "none"

    assert client.post(reverse("vouching:background_news")).status_code == 404


def test_lost_news_are_asked_for(order, checkr, now):
    run(order)
    finish(order, checkr, status="complete", result="clear")
    now(hours=13)

    assert run(order) == OrderState.CLEAR


def test_an_invitation_that_ran_out_is_shown(order, checkr, now, client):
    run(order)
    invitation = next(iter(checkr.script.invitations.values()))
    invitation["status"] = "expired"
    deliver(client, "invitation.expired", {"id": "i", "candidate_id": invitation["candidate_id"]})

    assert run(order) == OrderState.EXPIRED


@pytest.mark.usefixtures("enough")
def test_what_was_decided_by_hand_stays_decided(order, check, checkr, now, vetter):
    run(order)
    with group_scope(check.group_id):
        decide(check, met=False, valid_from=AT.date(), decided_by=vetter, by=Actor.member(vetter.pk), at=AT)
    finish(order, checkr, status="complete", result="clear")
    now(hours=13)

    assert run(order) == OrderState.CLEAR
    reload(check)
    assert check.state == CheckState.NOT_MET


def test_two_workers_ask_once(order, checkr):
    with group_scope(order.group_id):
        assert orders.take_order(order.pk, at=AT) is not None
        assert orders.take_order(order.pk, at=AT) is None


def test_an_answer_to_what_was_asked_before_is_left(order, check, checkr, vetter):
    with group_scope(order.group_id):
        stale = orders.take_order(order.pk, at=AT)
        answer = orders.ask_about(orders.find_provider(), stale)
        BackgroundOrder.objects.filter(pk=order.pk).update(round=2)

        assert orders.use_answer(stale, answer, at=AT).state == OrderState.WAITING


def test_who_cannot_be_asked_for(check, vetter, settings, checkr, requirement):
    by = {"ordered_by": vetter, "by": Actor.member(vetter.pk), "at": AT}
    with group_scope(check.group_id):
        settings.BACKGROUND_CHECKS = "none"
        with pytest.raises(CannotOrderError, match="no_provider"):
            order_check(check, **by)
        settings.BACKGROUND_CHECKS = "checkr"
        type(check.person).objects.filter(pk=check.person_id).update(email="")
        with pytest.raises(CannotOrderError, match="no_email"):
            order_check(check, **by)
        type(requirement).objects.filter(pk=requirement.pk).update(kind="training")
        with pytest.raises(CannotOrderError, match="other_kind"):
            order_check(check, **by)
        type(requirement).objects.filter(pk=requirement.pk).update(kind="background_check")
        withdraw(check, by=by["by"], at=AT)
        with pytest.raises(CannotOrderError, match="decided"):
            order_check(check, **by)
        assert find_order(check) is None


# --- their own copy, and keys that are changed ---


def test_their_copy_says_what_was_asked_and_nothing_of_the_providers(order, check, checkr, volunteer):
    run(order)
    with group_scope(check.group_id):
        person = Person.objects.select_related("group").get(pk=volunteer.person_id)
        (said,) = [one for one in list_all_extracts(person) if one.key == "background_order"]
        check.refresh_from_db()

    facts = {fact.key: fact.value for fact in said.facts}
    assert facts["provider"] == "Checkr"
    assert facts["state"] == "The provider has invited you"
    assert set(facts) == {"requirement", "provider", "ordered_at", "times", "state", "changed_at"}
    whole = " ".join(facts.values())
    assert not any(secret in whole for secret in (order.url, order.invitation, check.provider_reference))


def test_nothing_of_it_is_left_once_they_are_forgotten(order, check, checkr, volunteer):
    run(order)
    with group_scope(check.group_id):
        person = Person.objects.select_related("group").get(pk=volunteer.person_id)
        erase_person(person, by=Actor.system("test"), at=AT)
    reload(order)

    assert (order.state, order.url, order.invitation, order.report) == (OrderState.STOPPED, "", "", "")


def test_news_finds_its_check_while_keys_are_changed_and_after(order, check, checkr, settings):
    run(order)
    reload(check)
    person, old = check.provider_reference, list(settings.BLIND_INDEX_KEYS)
    settings.BLIND_INDEX_KEYS = ["another", *old]
    with system_scope("keys"):
        assert find_check_by_reference(reference_indexes(person)) == check
        assert count_old_indexes() > 0
        renew_indexes()
        assert count_old_indexes() == 0
        settings.BLIND_INDEX_KEYS = ["another"]
        assert find_check_by_reference(reference_indexes(person)) == check
