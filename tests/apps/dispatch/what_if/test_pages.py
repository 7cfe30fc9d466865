"""Asked in a form, worked out by the engine in its process, said in plain words; nobody is named."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.bridge.planning import process as plan_process
from manyhands.apps.dispatch.models import WhatIf
from manyhands.apps.dispatch.what_if.actions import MOST_AT_ONCE, ask_what_if
from manyhands.apps.dispatch.what_if.queries import LOST_AFTER, MOST_KEPT, list_last
from manyhands.apps.dispatch.what_if.tasks import answer_what_if
from manyhands.apps.groups.models import Category
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import find_secrets, read
from tests.apps.dispatch.planning import jobs, plan_now
from tests.worlds import make_checked, make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.usefixtures("wednesday")


@pytest.fixture
def meeting_mode():
    return "dispatch"


@pytest.fixture
def ask(group, staff_client):
    """`ask(ask="radius", far=6)`: the page of the answer, worked out by the engine."""

    def send(**fields):
        said = staff_client.post(f"/g/{group.slug}/what-if/", fields)
        assert said.status_code == 302, said.content.decode()
        [*_others, (group_id, asked_id)] = jobs("answer_what_if")
        answer_what_if(group_id, asked_id)
        return read(staff_client, said.url)

    return send


def texts(html):
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_one_more_van_on_tuesdays(group, ask):
    """Somebody can drive, but nobody has a van."""
    need = make_need(group, ("ride",), when_kind="any", due_at=NOW + timedelta(days=14), at=NOW)
    make_checked(make_volunteer(group, skills=("driving",), at=NOW), at=NOW)

    page = texts(ask(ask="one_more_person", vehicle="yes", weekday="1", tasks="1"))

    assert "What if one more person with a car or van on Tuesdays took 1 task a week?" in page
    assert "1 more person would be found: 1 of 1 instead of 0." in page
    assert need.reference in page


def test_nothing_would_be_different_and_it_is_said_why(group, ask):
    make_need(group, ("ride",), at=NOW)
    make_checked(make_volunteer(group, skills=("driving",), at=NOW), at=NOW)

    page = texts(ask(ask="radius", far="40"))

    assert "Nothing would be different." in page
    assert "For 1 request that still waits, nobody who could has a car or van." in page


def test_where_everything_is_met_nothing_is_in_the_way(group, part, ana, ask):
    page = texts(ask(ask="one_more_task", tasks="1"))

    assert "Nothing would be different." in page
    assert "Somebody is found for every open request." in page


def test_a_wider_radius_is_said_with_ways_and_loads(group, ask):
    make_need(group, zip_code="48906", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)

    page = texts(ask(ask="radius", far="20"))

    assert "1 more person would be found: 1 of 1 instead of 0." in page
    assert "Whoever has most to do would have 1 task instead of 0." in page
    assert "0 people would have no task; now it is 1." in page
    assert re.search(r"Ways would be [\d.]+ (km|mi) on average\.", page)


def test_more_of_you_had_a_car(group, ask):
    make_need(group, ("ride",), at=NOW)
    make_checked(make_volunteer(group, skills=("driving",), at=NOW), at=NOW)

    page = texts(ask(ask="more_with", people="1", have="vehicle:"))

    assert "What if one more of you had a car or van?" in page
    assert "1 more person would be found" in page


def test_a_kind_of_help_took_less(group, ask):
    make_need(group, ("ride",), at=NOW)
    make_checked(make_volunteer(group, skills=("driving",), at=NOW), at=NOW)

    page = texts(ask(ask="kind_needs_less", kind="ride", without="vehicle"))

    assert "1 more person would be found" in page


def test_another_style(group, part, ana, luis, ask):
    page = texts(ask(ask="another_style", style="nearest"))

    assert "Nearest: short ways, then an even load" in page


def test_nobody_is_named_and_no_address_shown(group, secret_need, ana, ask, staff_client):
    page = ask(ask="one_more_person", tasks="2")
    stored = str(list_last(group)[0].answer)

    assert find_secrets(page) == find_secrets(read(staff_client, f"/g/{group.slug}/what-if/")) == set()
    assert find_secrets(stored) == set()
    assert "Ruiz" not in page + stored


def test_nothing_is_changed_by_asking(group, part, ana, ask):
    ask(ask="one_more_task", tasks="3")

    part.refresh_from_db()
    ana.card.refresh_from_db()
    assert (part.state, part.people_taken) == ("open", 0)
    assert ana.card.tasks_per_week == type(ana.card).objects.get(pk=ana.card.pk).tasks_per_week
    assert not jobs("make_plan")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ask": "radius", "far": ""}, "Please answer this."),
        ({"ask": "radius", "far": "0"}, "Enter 1 or more."),
        ({"ask": "more_with", "people": "1", "have": "skill:magic"}, "“"),
        ({"ask": "kind_needs_less", "kind": "groceries", "without": "patience"}, "“"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field(group, staff_client, fields, said):
    answer = staff_client.post(f"/g/{group.slug}/what-if/", fields)

    assert answer.status_code == 422
    [error] = re.findall(r'class="field-error".*?<li>(.*?)</li>', answer.content.decode(), flags=re.DOTALL)
    assert error.startswith(said)
    assert not WhatIf.objects.exists()


def test_a_form_can_be_begun_from_an_address(group, staff_client):
    page = read(staff_client, f"/g/{group.slug}/what-if/?ask=radius&far=7")

    assert 'value="7"' in page
    assert 'name="ask" value="radius"' in page
    assert 'name="far"' in page
    assert 'name="tasks"' not in page


def test_what_is_not_a_question_begins_the_first_one(group, staff_client):
    assert 'value="one_more_person"' in read(staff_client, f"/g/{group.slug}/what-if/?ask=nonsense")


# --- waiting, failing, keeping ----------------------------------------------------------------------------


def question(tasks):
    return {"ask": "one_more_task", "tasks": tasks}


def test_whoever_asks_the_same_while_it_is_worked_out_gets_the_same(group):
    first, second = (ask_what_if(group, question(1), by=STAFF, at=NOW) for _time in range(2))

    assert first == second
    assert len(jobs("answer_what_if")) == 1


def test_only_a_few_are_worked_out_at_once(group, staff_client):
    for tasks in range(MOST_AT_ONCE):
        ask_what_if(group, question(tasks + 1), by=STAFF, at=NOW)

    with pytest.raises(RefusedError):
        ask_what_if(group, question(19), by=STAFF, at=NOW)
    page = staff_client.post(f"/g/{group.slug}/what-if/", {"ask": "one_more_task", "tasks": "19"})
    assert "Other questions are being worked out." in page.content.decode()
    assert ask_what_if(group, question(19), by=STAFF, at=NOW + LOST_AFTER).pk


def test_only_the_last_ten_are_kept(group, staff_client):
    for number in range(MOST_KEPT + 3):
        ask_what_if(group, question(number + 1), by=STAFF, at=NOW + number * LOST_AFTER)

    kept = [one.question["tasks"] for one in list_last(group)]
    assert kept == list(range(MOST_KEPT + 3, 3, -1))
    assert WhatIf.objects.count() == MOST_KEPT
    assert "took 13 tasks a week more" in read(staff_client, f"/g/{group.slug}/what-if/")


def test_while_it_waits_the_page_looks_again_by_itself_and_by_a_link(group, staff_client):
    asked = ask_what_if(group, question(1), by=STAFF, at=NOW)

    page = read(staff_client, f"/g/{group.slug}/what-if/{asked.pk}/")

    assert "Look again" in page
    assert 'hx-trigger="load delay:1s"' in page


def test_a_job_that_comes_twice_answers_once(group, part, ana):
    asked = ask_what_if(group, question(1), by=STAFF, at=NOW)
    answer_what_if(group.pk, asked.pk)
    asked.refresh_from_db()
    first = (asked.answer, asked.answered_at)

    answer_what_if(group.pk, asked.pk)

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == first
    assert asked.state == "done"


def test_a_child_that_dies_is_said_in_words(group, part, ana, staff_client, monkeypatch):
    asked = ask_what_if(group, question(1), by=STAFF, at=NOW)
    monkeypatch.setattr(plan_process, "WHAT_IF_CHILD", "nowhere.at.all")
    monkeypatch.setattr("manyhands.apps.dispatch.what_if.tasks.WHAT_IF_CHILD", "nowhere.at.all")
    answer_what_if(group.pk, asked.pk)

    page = read(staff_client, f"/g/{group.slug}/what-if/{asked.pk}/")

    assert "The plan could not be worked out." in page
    assert "Look again" not in page


def test_one_that_was_lost_is_not_waited_for(group, staff_client, time_machine):
    asked = ask_what_if(group, question(1), by=STAFF, at=NOW)
    time_machine.move_to(NOW + LOST_AFTER, tick=False)

    assert "Please ask again." in read(staff_client, f"/g/{group.slug}/what-if/{asked.pk}/")


# --- who may, and where it begins -------------------------------------------------------------------------


def test_only_those_who_may_ask_people_may_ask_this(group):
    asked = ask_what_if(group, question(1), by=STAFF, at=NOW)
    client = Client()
    sign_in(client, make_member(group, (), name="Ana R.", at=NOW).user)

    for path in ("what-if/", f"what-if/{asked.pk}/"):
        assert client.get(f"/g/{group.slug}/{path}").status_code == 403


def test_an_answer_of_another_group_is_not_there(group, staff_client):
    assert staff_client.get(f"/g/{group.slug}/what-if/999999/").status_code == 404


def test_pages_ask_the_database_a_few_times(group, ask, staff_client, django_assert_max_num_queries):
    for number in range(4):
        make_need(group, at=NOW)
        make_volunteer(group, f"Ana {number}", at=NOW)
    ask(ask="one_more_task", tasks="1")
    ask(ask="radius", far="9")

    with django_assert_max_num_queries(14):
        read(staff_client, f"/g/{group.slug}/what-if/")
    with django_assert_max_num_queries(12):
        read(staff_client, f"/g/{group.slug}/what-if/{list_last(group)[0].pk}/")


def test_in_spanish(group, ask, staff_client):
    make_need(group, zip_code="48906", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)
    staff_client.cookies["django_language"] = "es"
    with translation.override("es"):
        page = texts(ask(ask="radius", far="20"))

    assert "would" not in page
    assert "¿Y si" in page


def test_what_nobody_can_reach_leads_to_the_question_that_would_help(group, staff_client):
    """From the real plan's reasons, on the board and on the plan's page, to a form that is begun."""
    need = make_need(group, zip_code="48906", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)
    plan_now(group)

    for path in (f"board/?need={need.reference}", "board/plan/"):
        page = read(staff_client, f"/g/{group.slug}/{path}")
        [(url, label)] = re.findall(r'href="([^"]*/what-if/\?[^"]*)">([^<]*)<', page)
        form = read(staff_client, url.replace("&amp;", "&"))
        far = re.search(r"far=(\d+)", url)[1]
        assert label.startswith("What if everybody went at least ")
        assert re.search(rf'name="far" value="{far}"', form)


def test_one_more_person_speaks_what_they_are_looked_for(group, ask):
    """Nobody speaks Somali: one more person is of no use for that, unless it is one who does."""
    make_need(group, language="so", at=NOW)
    make_volunteer(group, at=NOW)

    assert "Nothing would be different" not in texts(ask(ask="one_more_person", tasks="1", language="so"))
    page = texts(ask(ask="one_more_person", tasks="1"))
    assert "1 more person would be found" not in page
    assert "nobody who could speaks the language" in page


def test_what_volunteers_choose_is_asked_about_too(group, ask):
    group.meeting_mode = "open_claim"
    group.save(update_fields=["meeting_mode"])
    Category.objects.filter(group=group).update(meeting_mode="")
    make_need(group, at=NOW)

    page = texts(ask(ask="one_more_task", tasks="1"))

    assert "nothing to compare" not in page
    assert "For 1 request that still waits" in page


def test_where_nothing_is_open_nothing_is_compared(ask):
    assert "there is nothing to compare" in texts(ask(ask="one_more_task", tasks="1"))
