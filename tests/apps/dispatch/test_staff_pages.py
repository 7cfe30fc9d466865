"""What coordinators see and do: who can, asking, agreeing on the telephone, undoing, approving, safety."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import accept, invite
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.templatetags.dispatch import _WORD_LOOKS
from manyhands.apps.groups.models import Role
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.apps.people.models import BlockedPair, Person, SafetyReport
from manyhands.apps.privacy.models import Reading
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import read
from tests.queries import at_most_queries
from tests.worlds import make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.usefixtures("_today")


def people_url(part) -> str:
    return f"/g/{part.group.slug}/requests/{part.need.reference}/{part.pk}/people/"


def test_people_are_listed_with_what_it_takes_to_choose(part, staff_client, ana, luis):
    page = read(staff_client, people_url(part))

    assert "2 people can" in page
    assert page.index("Ana Ruiz") < page.index("Luis Gomez"), "Ana is nearer"
    for words in ("English, Spanish", "not asked yet", "Agreed on the phone", "Ask those I ticked", "0 of 3"):
        assert words in page


def test_those_who_do_not_fit_are_listed_with_the_reason(group, staff_client, ana):
    make_volunteer(group, "Vera Ng", languages=("vi",), at=NOW)
    resting = make_volunteer(group, "Otto Pause", at=NOW)
    pause_volunteer(resting, NOW.date() + timedelta(days=20), by=STAFF, at=NOW)
    make_volunteer(group, "Far Away", zip_code="49855", radius_m=5000, at=NOW)
    make_volunteer(group, "Night Owl", week_slots=1, at=NOW)
    at_noon = NOW + timedelta(days=1)
    need = make_need(group, ("ride",), when_kind="at_time", starts_at=at_noon, due_at=at_noon, at=NOW)

    page = read(staff_client, people_url(NeedPart.objects.get(need=need)))

    for words in ("does not speak English", "is taking a break until", "away, goes up to", "usually has no time then",
                  "has no car or van", "has not said they can: Driving", "Nobody fits everything"):  # fmt: skip
        assert words in page, words


def test_a_group_without_volunteers_says_what_to_do(group, part, staff_client):
    page = read(staff_client, people_url(part))

    assert "Nobody helps here yet" in page
    assert group_path(group, "groups:invites") in page
    assert "Ask those I ticked" not in page


def test_who_may_not_invite_is_not_sent_there(group, part):
    client = Client()
    sign_in(client, make_member(group, ("driver_lead",), at=NOW).user)
    page = read(client, people_url(part))

    assert "Nobody helps here yet" in page
    assert group_path(group, "groups:invites") not in page


def test_the_button_stands_after_those_who_can_be_ticked(group, part, staff_client):
    """With nobody in the first pile it stood under an empty list, above whom one can tick."""
    make_volunteer(group, "Far Away", zip_code="49855", radius_m=5000, at=NOW)
    page = read(staff_client, people_url(part))

    assert page.index("Nobody fits everything") < page.index("What else you can do")
    assert page.index('name="helper"') < page.index("Ask those I ticked")
    assert page.count("Ask those I ticked") == 1


def test_nothing_is_there_to_press_when_nobody_can_be_asked(group, part, staff_client):
    resting = make_volunteer(group, "Otto Pause", at=NOW)
    pause_volunteer(resting, NOW.date() + timedelta(days=20), by=STAFF, at=NOW)
    page = read(staff_client, people_url(part))

    assert "is taking a break until" in page
    assert "Ask those I ticked" not in page
    for name in ("dispatch:what_if", "groups:invites"):
        assert group_path(group, name) in page


def test_a_volunteer_who_gave_no_times_is_still_on_the_list(group, part, staff_client):
    make_volunteer(group, "No Times", week_slots=None, zip_code="", at=NOW)

    page = read(staff_client, people_url(part))

    assert "1 person can" in page
    assert "has not said when there is time" in page
    assert "has not said where they start from" in page


def test_several_ticked_are_asked_and_can_be_undone(part, staff_client, ana, luis):
    after = staff_client.post(people_url(part), {"helper": [ana.key, luis.key]}, follow=True).content.decode()

    assert Assignment.objects.filter(state="invited").count() == 2
    assert "2 people are asked." in after
    assert 'data-undo-seconds="10"' in after

    ids = list(Assignment.objects.values_list("pk", flat=True))
    undone = staff_client.post(people_url(part) + "undo/", {"asked": ids}, follow=True).content.decode()
    assert "None of them was told." in undone
    assert not Assignment.objects.exists()


def test_undo_comes_too_late(part, staff_client, ana, time_machine):
    staff_client.post(people_url(part), {"one": ana.key})
    time_machine.move_to(NOW + timedelta(seconds=12), tick=False)

    ids = list(Assignment.objects.values_list("pk", flat=True))
    after = staff_client.post(people_url(part) + "undo/", {"asked": ids}, follow=True).content.decode()

    assert "too late to undo" in after
    assert Assignment.objects.count() == 1


def test_agreed_on_the_telephone(part, staff_client, ana):
    staff_client.post(people_url(part), {"agreed": ana.key})

    assert Assignment.objects.get().state == "accepted"


def test_agreed_to_one_more_than_planned(group, part, staff_client):
    busy = Helper(make_volunteer(group, "Ben Ash", tasks_per_week=0, at=NOW))

    refused = staff_client.post(people_url(part), {"agreed": busy.key}, follow=True).content.decode()
    assert "more than they said they would do" in refused

    staff_client.post(people_url(part), {"agreed_over": busy.key})
    assert Assignment.objects.get().state == "accepted"


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"helper": "v999999"},
        {"helper": "x1"},
        {"one": "v1; DROP"},
        {"agreed": ""},
        {"one": "v" + "9" * 30},
    ],
)
def test_choosing_nobody_is_said(part, staff_client, answers):
    after = staff_client.post(people_url(part), answers, follow=True)

    assert after.status_code == 200
    assert "Choose at least one person." in after.content.decode()


def test_a_request_that_is_not_open_yet_asks_nobody(group, staff_client, ana):
    part = NeedPart.objects.select_related("group", "need").get(need=make_need(group, is_open=False, at=NOW))

    page = read(staff_client, people_url(part))
    assert "Not open yet. Start looking for somebody" in page
    assert "Agreed on the phone" not in page

    staff_client.post(people_url(part), {"one": ana.key})
    assert not Assignment.objects.exists()


def test_a_request_that_is_not_open_yet_is_opened_from_there(group, staff_client, ana):
    part = NeedPart.objects.select_related("group", "need").get(need=make_need(group, is_open=False, at=NOW))
    opening = f'action="{group_path(group, "needs:open", reference=part.need.reference)}"'
    asks_only = Client()
    role = Role.objects.create(group=group, key="asks", name="Asks", permissions=["needs.assign"])
    sign_in(asks_only, make_member(group, (role.key,), name="Ada").user)

    assert opening in read(staff_client, people_url(part))
    assert opening not in read(asks_only, people_url(part))

    staff_client.post(group_path(group, "needs:open", reference=part.need.reference))
    page = read(staff_client, people_url(part))
    assert opening not in page
    assert "Agreed on the phone" in page


@pytest.mark.parametrize("verb", ["withdraw", "no_show", "done"])
def test_staff_end_a_task(part, staff_client, ana, verb):
    task = actions.claim(part, ana, by=STAFF, at=NOW)

    after = staff_client.post(f"/g/{part.group.slug}/helpers/{task.pk}/", {"do": verb}, follow=True)

    task.refresh_from_db()
    assert task.state == {"withdraw": "withdrawn", "no_show": "no_show", "done": "completed"}[verb]
    assert ("data-undo-seconds" in after.content.decode()) == (verb != "done")
    staff_client.post(
        f"/g/{part.group.slug}/helpers/{task.pk}/", {"do": "undo_done" if verb == "done" else "undo"}
    )
    task.refresh_from_db()
    assert task.state == "accepted"


def test_the_queue_of_those_who_came_forward(group, staff_client, ana, luis):
    type(group).objects.filter(pk=group.pk).update(meeting_mode="claim_with_approval")
    part = NeedPart.objects.get(need=make_need(group, at=NOW))
    first, second = (actions.claim(part, one, by=STAFF, at=NOW) for one in (ana, luis))
    page = read(staff_client, f"/g/{group.slug}/claims/")
    assert "Ana Ruiz" in page
    assert "Luis Gomez" in page

    url = f"/g/{group.slug}/helpers/{first.pk}/"
    after = staff_client.post(url, {"do": "approve", "next": "claims"}, follow=True).content.decode()

    second.refresh_from_db()
    assert second.state == "not_approved"
    assert "Nobody is waiting for a yes" in after


def test_who_may_not_assign_sees_none_of_it(group, part, ana):
    task = actions.claim(part, ana, by=STAFF, at=NOW)
    client = Client()
    sign_in(client, make_member(group, (), at=NOW).user)

    for url in (people_url(part), f"/g/{group.slug}/claims/", f"/g/{group.slug}/safety/"):
        assert client.get(url).status_code == 403
    assert client.post(f"/g/{group.slug}/helpers/{task.pk}/", {"do": "withdraw"}).status_code == 403
    assert Client().get(people_url(part)).status_code == 302


def test_the_list_takes_few_queries_however_many_people(group, part, staff_client):
    for number in range(12):
        make_volunteer(group, f"Person {number}", at=NOW)
    read(staff_client, people_url(part))

    with at_most_queries(20) as few:
        read(staff_client, people_url(part))
    for number in range(12):
        make_volunteer(group, f"More {number}", at=NOW)
    with at_most_queries(len(few)):
        read(staff_client, people_url(part))


# --- safety ------------------------------------------------------------------------------------------------


def test_a_report_reaches_those_who_handle_it_without_its_words(group, part, staff_client, ana):
    task = actions.claim(part, ana, by=STAFF, at=NOW)

    report = actions.report_problem(task, "He shouted at me", reporter=ana.person, by=STAFF, at=NOW)

    message = Message.objects.filter(event="safety_report").first()
    assert "shouted" not in str(message.context)
    page = read(staff_client, f"/g/{group.slug}/safety/")
    assert "Report by Ana R." in page
    assert "shouted" not in page
    assert not Reading.objects.filter(fields=["safety_report"]).exists()

    url = f"/g/{group.slug}/safety/{report.pk}/"
    assert "He shouted at me" in read(staff_client, url)
    read(staff_client, url)
    assert Reading.objects.get(fields=["safety_report"]).reader_label["name"] == "Rosa M."

    staff_client.post(url, {"answer": "Called both", "keep_apart": "on"})
    report.refresh_from_db()
    assert (report.answer, report.handled_at) == ("Called both", NOW)
    task.refresh_from_db()
    assert task.state == "withdrawn"


def test_those_kept_apart_never_meet_again(group, part, need, staff_client, ana):
    task = actions.claim(part, ana, by=STAFF, at=NOW)
    actions.keep_apart(need.person, ana.person, by=STAFF, at=NOW)
    task.refresh_from_db()
    part.refresh_from_db()
    assert (task.state, part.state) == ("withdrawn", "open")
    told = [message.context for message in Message.objects.filter(event="task_cancelled")]
    assert told
    assert "apart" not in str(told)

    for again in (
        lambda: actions.claim(part, ana, by=STAFF, at=NOW),
        lambda: actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW),
        lambda: actions.assign(part, ana, made_by=None, by=STAFF, at=NOW),
    ):
        with pytest.raises(actions.RefusedError):
            again()
    assert "these two are kept apart" in read(staff_client, people_url(part))


@pytest.mark.parametrize("page", ["task", "neighbour"])
def test_either_side_can_tell_and_ask_not_to_meet_again(group, part, need, ana, page):
    from tests.apps.dispatch.pages import invitation_url, status_url

    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    actions.accept(asked, by=STAFF, at=NOW)
    url = invitation_url(asked) + "problem/" if page == "task" else f"{status_url(need)}helper/{asked.pk}/"

    nothing = Client().post(url, {})
    assert 'class="field-error"' in nothing.content.decode()
    Client().post(url, {"text": "Something was off", "keep_apart": "on"})

    report = SafetyReport.objects.get()
    assert report.text == "Something was off"
    assert (report.reporter, report.about) == (
        (ana.person, need.person) if page == "task" else (need.person, ana.person)
    )
    assert BlockedPair.objects.get().helper == ana.person


def test_a_neighbour_can_tell_only_about_their_own_helpers(group, part, need, ana):
    from tests.apps.dispatch.pages import status_url

    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    assert Client().get(f"{status_url(need)}helper/{asked.pk}/").status_code == 404
    actions.accept(asked, by=STAFF, at=NOW)
    other = make_need(group, at=NOW)

    assert Client().get(f"{status_url(other)}helper/{asked.pk}/").status_code == 404
    assert Client().get(f"{status_url(need)}helper/{asked.pk}/").status_code == 200
    assert Person.objects.filter(pk=ana.person.pk).exists()


def test_a_number_is_shown_on_purpose_and_noted(part, staff_client, ana):
    page = people_url(part)
    type(ana.person).objects.filter(pk=ana.person.pk).update(phone="+15175550142")
    assert "555-0142" not in read(staff_client, page)

    shown = staff_client.post(page, {"number": ana.key}).content.decode()

    assert 'href="tel:+15175550142"' in shown
    assert "(517) 555-0142</a>" in shown
    reading = Reading.objects.get(subject=ana.person)
    assert "phone" in reading.fields
    assert not Assignment.objects.exists()
    assert "555-0142" not in read(staff_client, page)


def test_who_may_not_look_up_numbers_is_offered_none(part, staff_client, ana):
    page = people_url(part)
    for role in Role.objects.all():
        role.permissions = [name for name in role.permissions if name != "contact.reveal"]
        role.save()

    assert "Show number" not in read(staff_client, page)
    assert staff_client.post(page, {"number": ana.key}).status_code == 403
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "message waits"),
        ("sent", "message sent"),
        ("to_call", "to be called"),
        ("unconfirmed", "perhaps sent, not confirmed"),
        ("failed", "could not be delivered"),
        ("cancelled", None),
    ],
)
def test_beside_asked_stands_what_has_become_of_the_message(part, ana, staff_client, state, said):
    invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    Message.objects.filter(event="invitation").update(state=state)
    group, reference = part.group, part.need.reference
    pages = [
        f"/g/{group.slug}/board/beside/?need={reference}",
        f"/g/{group.slug}/requests/{reference}/{part.pk}/people/",
        f"/g/{group.slug}/requests/{reference}/",
    ]
    every = {str(text) for text, *_look in _WORD_LOOKS.values()}

    for page in pages:
        text = staff_client.get(page).content.decode()
        assert {one for one in every if one in text} == ({said} if said else set()), page


def test_who_has_answered_needs_no_word_of_the_message(group, part, ana, staff_client):
    (asked,) = invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    accept(asked, by=STAFF, at=NOW)
    Message.objects.filter(event="invitation").update(state="sent")

    page = staff_client.get(f"/g/{group.slug}/requests/{part.need.reference}/").content.decode()
    assert "message sent" not in page
