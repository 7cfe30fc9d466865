"""Somebody of one group for another: nothing personal crosses before the yes, and after it what was agreed to."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from manyhands.apps.dispatch.actions import RefusedError, hand_back, invite, request_run
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, PartnerAsk
from manyhands.apps.dispatch.partners.actions import (
    agree_to_ask,
    approve_ask,
    decline_ask,
    end_asks_of,
    refuse_ask,
)
from manyhands.apps.dispatch.partners.queries import find_ask
from manyhands.apps.dispatch.partners.tasks import forget_card, look_after_asks, plan_pool, settle_ask
from manyhands.apps.dispatch.partners.words import fields_to_share
from manyhands.apps.dispatch.queries.asks import count_asks_to_decide, list_open_asks
from manyhands.apps.dispatch.queries.people.helpers import list_helpers
from manyhands.apps.groups.actions import leave_pool
from manyhands.apps.groups.models import SharingPool
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_pool_membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.states import Urgency, WhenKind
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.actions import erase_person
from manyhands.apps.privacy.models import Consent
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.lending import HELPER, agreed, approved, link_of, only_ask, plan, settled, staff_of
from tests.apps.dispatch.partners.conftest import DETAILS, LENT, NEIGHBOUR, STREET, SURNAME
from tests.apps.dispatch.planning import do_jobs, jobs
from tests.apps.dispatch.test_elsewhere import share
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in


def everything_of(group) -> str:
    """Every row of every table that is a group's own, with what is encrypted opened."""
    found = []
    with group_scope(group.pk):
        of_group = [
            model
            for model in apps.get_models()
            if any(field.name == "group" for field in model._meta.concrete_fields)
        ]
        found += [list(model._default_manager.filter(group=group.pk).values()) for model in of_group]
        found.append(list(Entry.objects.filter(group_id=group.pk).values()))
    return json.dumps(found, default=str)


# --- the joint plan ---------------------------------------------------------------------------------------


def test_what_a_group_cannot_meet_somebody_of_another_is_proposed_for(ask, east, holt, need, zeb):
    assert (ask.asking_group, ask.volunteer, ask.state) == (east, zeb, "proposed")
    assert ask.kind_names["es"] != ask.kind_names["en"]
    with group_scope(holt.pk):
        assert count_asks_to_decide(holt) == 1


def test_after_its_plan_a_group_that_shares_asks_for_the_joint_one(east, holt, need, zeb):
    share(east, holt)
    plan(east)

    assert jobs("plan_pool") == [(SharingPool.objects.get().pk,)]


def test_nobody_is_taken_away_from_their_own_group(east, holt, need, zeb):
    with group_scope(holt.pk):
        Volunteer.objects.update(tasks_per_week=1)
    make_need(holt, at=NOW)
    share(east, holt)
    for group in (east, holt):
        plan(group)
    plan_pool(SharingPool.objects.get().pk)

    with group_scope(holt.pk):
        assert not PartnerAsk.objects.exists()


def test_own_people_are_never_lent_to_their_own_group(east, holt, need):
    make_volunteer(east, languages=("es",), at=NOW)
    share(east, holt)
    plan(east)
    plan_pool(SharingPool.objects.get().pk)

    with group_scope(east.pk):
        assert not PartnerAsk.objects.exists()


def test_a_joint_plan_that_is_made_twice_asks_once(ask, holt):
    plan_pool(ask.pool_id)

    assert only_ask(holt).pk == ask.pk


@pytest.mark.parametrize("stage", [only_ask, agreed, settled])
def test_at_an_hour_that_others_ask_them_for_nobody_else_does(east, holt, zeb, stage):
    """Whether it is only proposed, answered or carried over; at another hour of the same day they have time."""
    noon, evening = NOW + timedelta(days=2), NOW + timedelta(days=2, hours=6)
    at_noon = {"when_kind": WhenKind.AT_TIME, "starts_at": noon, "due_at": noon}
    at_night = {"when_kind": WhenKind.AT_TIME, "starts_at": evening, "due_at": evening}
    share(east, holt)
    make_need(east, at=NOW, **at_noon)
    plan(east)
    plan_pool(SharingPool.objects.get().pk)
    first = only_ask(holt)
    if stage is not only_ask:
        stage(first)
    for name, when in (("Ben Hill", at_noon), ("Cy Poe", at_night)):
        make_need(east, name=name, at=NOW, **when)
    plan(east)
    plan_pool(SharingPool.objects.get().pk)

    with group_scope(holt.pk):
        assert [ask.starts_at for ask in PartnerAsk.objects.exclude(pk=first.pk)] == [evening]


def test_while_one_of_them_plans_it_waits(east, holt, need, zeb):
    share(east, holt)
    plan(east)
    with group_scope(holt.pk):
        request_run(holt, cause="requested", by=STAFF, at=NOW)
    plan_pool(SharingPool.objects.get().pk)

    with group_scope(holt.pk):
        assert not PartnerAsk.objects.exists()


def test_of_two_requests_the_more_urgent_one_is_met_whichever_group_asks(east, holt, zeb):
    third = make_group("Delta", meeting_mode="dispatch", at=NOW)
    with group_scope(holt.pk):
        Volunteer.objects.update(tasks_per_week=1)
    make_need(east, urgency=Urgency.WHENEVER, at=NOW)
    make_need(third, urgency=Urgency.TODAY, at=NOW)
    share(east, holt)
    share(east, third)
    for group in (east, third):
        plan(group)
    plan_pool(SharingPool.objects.get().pk)

    assert only_ask(holt).asking_group == third


# --- before the yes ---------------------------------------------------------------------------------------


def test_nothing_of_the_neighbour_is_in_the_helpers_group(ask, holt, need):
    approved(ask)
    written = everything_of(holt)

    for secret in (*NEIGHBOUR.split(), STREET, DETAILS, need.person.phone, need.person.email, need.reference):
        assert secret not in written
    page = staff_of(holt).get(group_path(holt, "dispatch:partner_asks")).content.decode()
    assert "Eastside" in page
    assert LENT in page
    assert "The neighbour speaks English." in page
    assert not any(secret in page for secret in (*NEIGHBOUR.split(), STREET, DETAILS, need.reference))


def test_nothing_of_the_helper_is_in_the_asking_group(ask, east, zeb):
    agreed(ask)
    do_jobs(but="settle_ask")
    written = everything_of(east)

    for secret in (*LENT.split(), zeb.person.email, zeb.person.phone, f'"v{zeb.pk}"'):
        assert secret not in written


def test_the_row_itself_is_readable_in_one_group_alone(ask, east):
    with group_scope(east.pk):
        assert not PartnerAsk.objects.exists()
        assert find_ask(east, ask.pk) is None


def test_the_link_of_the_helper_says_what_would_be_seen(ask, east, holt):
    approved(ask)
    page = Client().get(link_of(ask)).content.decode()

    assert "Eastside" in page
    assert "your first name and your e-mail address" in page
    assert "The neighbour speaks English." in page
    assert not any(secret in page for secret in (*NEIGHBOUR.split(), STREET, DETAILS))


# --- the yes ----------------------------------------------------------------------------------------------


def test_after_the_yes_what_was_agreed_to_is_there_and_nothing_else(ask, east, zeb, need):
    done = settled(ask)
    with group_scope(east.pk):
        card = Volunteer.objects.select_related("person").get(pk=done.card_number)
        task = Assignment.objects.get(pk=done.assignment_number)
    written = everything_of(east)

    assert (done.state, task.state, card.state) == ("accepted", "accepted", "partner")
    assert (card.person.name, card.person.email, card.person.phone) == ("Zebulon", zeb.person.email, "")
    assert card.start_place_id is None
    assert SURNAME not in written
    assert zeb.person.phone not in written
    assert not any(secret in everything_of(done.group) for secret in (*NEIGHBOUR.split(), STREET, DETAILS))


def test_both_sides_are_told_by_the_ordinary_ways(ask, east, holt):
    done = settled(ask)
    with group_scope(east.pk):
        events = set(Message.objects.values_list("event", flat=True))
        verbs = set(Entry.objects.filter(group_id=east.pk).values_list("verb", flat=True))
    with group_scope(holt.pk):
        ours = set(Entry.objects.filter(group_id=holt.pk).values_list("verb", flat=True))
        agreed_to = Consent.objects.get(person=done.helper).text.shown

    assert {"claim_approved", "helper_found"} <= events
    assert {"volunteer.lent", "assignment.assigned", "grant.opened"} <= verbs
    assert {"partner_ask.proposed", "partner_ask.asked", "partner_ask.agreed", "partner_ask.accepted"} <= ours
    assert agreed_to == "They see …"


def test_the_asking_groups_journal_has_a_line_without_a_name(ask, east):
    approved(ask)
    do_jobs()
    with group_scope(east.pk):
        line = Entry.objects.get(group_id=east.pk, verb="partner_ask.asked")

    assert (line.subject_kind, line.subject_id) == ("needs.needpart", ask.part_number)


def test_the_job_may_run_twice(ask, east):
    settled(ask)
    settle_ask(ask.group_id, ask.pk)

    with group_scope(east.pk):
        assert Assignment.objects.count() == 1
        assert Volunteer.objects.filter(state="partner").count() == 1


def test_their_own_plan_never_counts_on_somebody_who_was_lent(ask, east):
    settled(ask)
    with group_scope(east.pk):
        assert not [helper for helper in list_helpers(east) if helper.name == "Zebulon"]


def test_who_helps_there_again_has_one_card(ask, east, holt):
    first = settled(ask)
    make_need(east, name="Ben Hill", at=NOW)
    plan(east)
    plan_pool(ask.pool_id)
    with group_scope(holt.pk):
        second = PartnerAsk.objects.exclude(pk=first.pk).get()
    approved(second)
    with group_scope(holt.pk):
        agree_to_ask(second, text_shown="…", language="en", by=HELPER, at=NOW)
    settle_ask(holt.pk, second.pk)
    with group_scope(holt.pk):
        second.refresh_from_db()

    assert second.card_number == first.card_number


def test_somebody_else_was_quicker(ask, east, need):
    agreed(ask)
    with group_scope(east.pk):
        need.parts.update(state="taken", people_taken=1)
    settle_ask(ask.group_id, ask.pk)

    assert only_ask(ask.group).state == "withdrawn"
    with group_scope(east.pk):
        assert not Person.objects.filter(volunteer__state="partner").exists()
    with group_scope(ask.group_id):
        assert Message.objects.filter(event="invitation_withdrawn").exists()


def test_they_hand_back_like_anybody(ask, east):
    done = settled(ask)
    with group_scope(east.pk):
        task = Assignment.objects.get(pk=done.assignment_number)
        hand_back(task, by=Actor.neighbour(task.helper_id), at=NOW)

        assert Assignment.objects.get(pk=task.pk).state == "released"


# --- the no, and the end ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["staff", "helper", "nobody"])
def test_after_a_no_they_are_not_asked_for_it_again(ask, holt, who, time_machine):
    with group_scope(holt.pk):
        if who == "staff":
            refuse_ask(ask, made_by=None, by=STAFF, at=NOW)
        else:
            approve_ask(ask, made_by=None, by=STAFF, at=NOW)
        if who == "helper":
            decline_ask(ask, by=HELPER, at=NOW)
    if who == "nobody":
        time_machine.move_to(NOW + timedelta(days=2), tick=False)
        look_after_asks()
    plan_pool(ask.pool_id)

    assert only_ask(holt).state == ("expired" if who == "nobody" else "declined")


@pytest.mark.parametrize("who", ["east", "holt"])
@pytest.mark.parametrize("when", ["proposed", "asked", "agreed"])
def test_ending_the_sharing_ends_it_at_once(ask, east, holt, who, when):
    if when == "asked":
        approved(ask)
    if when == "agreed":
        agreed(ask)
    leaver = {"east": east, "holt": holt}[who]
    with group_scope(leaver.pk):
        leave_pool(find_pool_membership(leaver), by=STAFF, at=NOW)

    with group_scope(holt.pk):
        assert list_open_asks(holt) == []
        for act in (approve_ask, refuse_ask):
            with pytest.raises(RefusedError):
                act(ask, made_by=None, by=STAFF, at=NOW)
        with pytest.raises(RefusedError):
            agree_to_ask(ask, text_shown="", language="en", by=HELPER, at=NOW)
    settle_ask(holt.pk, ask.pk)
    look_after_asks()
    assert only_ask(holt).state == "withdrawn"
    with group_scope(east.pk):
        assert not Volunteer.objects.filter(state="partner").exists()


def test_what_is_met_meanwhile_nobody_is_asked_for(ask, east, need):
    approved(ask)
    with group_scope(east.pk):
        need.parts.update(state="taken", people_taken=1)
    plan_pool(ask.pool_id)

    assert only_ask(ask.group).state == "withdrawn"


def test_somebody_who_is_forgotten_is_forgotten_there_too(ask, east, holt, zeb):
    done = settled(ask)
    with group_scope(holt.pk):
        erase_person(zeb.person, by=STAFF, at=NOW)
    do_jobs()

    assert jobs("forget_card") == []
    with group_scope(east.pk):
        card = Person.objects.get(volunteer=done.card_number)
        about = Message.objects.filter(recipient=card)

        assert (card.name, card.email, card.phone) == ("", "", "")
        assert not any("Zebulon" in json.dumps(message.context) for message in about)


def test_a_card_that_is_gone_is_not_looked_for(east):
    forget_card(east.pk, 12345)


def test_who_stops_helping_is_not_asked(ask, holt, zeb):
    approved(ask)
    with group_scope(holt.pk):
        end_asks_of(zeb.person, by=STAFF, at=NOW)

    assert only_ask(holt).state == "withdrawn"
    assert Client().get("/partners/whatever/").status_code == 410


def test_who_was_asked_often_enough_is_not_asked_by_partners_either(ask, holt):
    holt.invitations_per_week = 1
    holt.save()
    with group_scope(holt.pk):
        part = make_need(holt, at=NOW).parts.select_related("need").get()
        invite(part, [Helper(ask.volunteer)], made_by=None, by=STAFF, at=NOW)
    with pytest.raises(RefusedError):
        approved(ask)


# --- the pages --------------------------------------------------------------------------------------------


def test_from_the_desk_to_the_task(ask, east, holt):
    staff, helper = staff_of(holt), Client()
    page = group_path(holt, "dispatch:partner_asks")
    assert "Our partners ask: 1" in staff.get(group_path(holt, "needs:elsewhere")).content.decode()
    key = staff.get(page).context["to_decide"]
    assert len(key) == 1
    staff.post(group_path(holt, "dispatch:partner_decide", ask_id=ask.pk), {"do": "ask"})
    assert only_ask(holt).state == "asked"
    link = link_of(ask)
    helper.post(link, {"do": "yes"})
    do_jobs()

    done = only_ask(holt)
    assert done.state == "accepted"
    assert "with a link to all that you need to know" in helper.get(link).content.decode()
    with group_scope(holt.pk):
        assert "Eastside will see your first name" in Consent.objects.get(person=done.helper).text.shown


def test_a_no_on_the_page(ask, holt):
    approved(ask)
    link, helper = link_of(ask), Client()
    assert helper.post(link, {"do": "maybe"}).status_code == 404
    page = helper.post(link, {"do": "no"}, follow=True).content.decode()

    assert "Nobody will ask you for this one again" in page
    assert only_ask(holt).state == "declined"


def test_only_who_may_assign_decides(ask, holt):
    client = Client()
    sign_in(client, make_member(holt, (), at=NOW).user)

    assert client.get(group_path(holt, "dispatch:partner_asks")).status_code in (403, 404)
    answer = client.post(group_path(holt, "dispatch:partner_decide", ask_id=ask.pk), {"do": "ask"})
    assert answer.status_code in (403, 404)


def test_another_groups_staff_finds_nothing_there(ask, east):
    client = staff_of(east)

    assert (
        client.post(group_path(east, "dispatch:partner_decide", ask_id=ask.pk), {"do": "ask"}).status_code
        == 404
    )


def test_one_way_of_reaching_them_is_shared_and_no_more(zeb):
    person = zeb.person
    for reach_by, phone, email, shared in (
        ("email", "+1", "a@b.c", "email"),
        ("call", "+1", "a@b.c", "phone"),
        ("text", "", "a@b.c", "email"),
        ("email", "+1", "", "phone"),
    ):
        person.reach_by, person.phone, person.email = reach_by, phone, email

        assert fields_to_share(person) == ["first_name", shared]
