"""Where what-if begins: with what stands in the way of the requests that nobody can reach."""

import re

import pytest

from manyhands.apps.dispatch.bridge.what_if.links import Begun, most_asked
from manyhands.apps.dispatch.what_if.tasks import answer_what_if
from tests.apps.dispatch.conftest import NOW
from tests.apps.dispatch.pages import read
from tests.apps.dispatch.planning import jobs, plan_now
from tests.worlds import make_checked, make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("wednesday")


@pytest.fixture
def meeting_mode():
    return "dispatch"


@pytest.fixture
def page(group, staff_client):
    def opened(query=""):
        return read(staff_client, f"/g/{group.slug}/what-if/{query}")

    return opened


def far(metres):
    return Begun({"ask": "radius", "at_least_m": metres}, {"far": str(metres // 1000)})


MORE = Begun({"ask": "one_more_task", "tasks": 1}, {"tasks": "1"})
VAN = Begun({"ask": "more_with", "what": "vehicle", "code": "", "people": 1}, {"have": "vehicle:"})
VANS = Begun({"ask": "more_with", "what": "vehicle", "code": "", "people": 2}, {"have": "vehicle:"})
COOK = Begun({"ask": "more_with", "what": "skill", "code": "cooking", "people": 1}, {"have": "skill:cooking"})


def test_what_most_requests_wait_for_comes_first():
    assert most_asked([MORE, far(9_000), far(7_000), VAN, far(60_000), COOK, VANS]) == [
        (far(9_000), 3),
        (VANS, 2),
        (MORE, 1),
        (COOK, 1),
    ]
    assert most_asked([]) == []


def test_the_page_begins_with_what_would_help_the_most(group, page):
    make_need(group, zip_code="48906", at=NOW)
    make_need(group, zip_code="48906", at=NOW)
    make_need(group, ("ride",), zip_code="48911", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)
    make_checked(make_volunteer(group, "Luis", skills=("driving",), zip_code="48911", at=NOW), at=NOW)
    plan_now(group)

    html = page()

    questions = re.findall(r'<h3 class="row-title">(What if[^<]+)</h3>', html)
    assert len(questions) == len(set(questions)) >= 1
    assert "Worth trying first" in html
    assert "that nobody can reach" in html
    # The form below begins with the first of them.
    asked = re.findall(r'name="ask" value="([^"]+)"', html)
    assert asked[-1] == asked[0]


def test_a_press_works_out_what_is_worth_trying(group, page, staff_client):
    make_need(group, zip_code="48906", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)
    plan_now(group)
    [first] = re.findall(r'<form class="row-end".*?</form>', page(), flags=re.DOTALL)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', first))

    said = staff_client.post(f"/g/{group.slug}/what-if/", fields)
    [(group_id, asked_id)] = jobs("answer_what_if")
    answer_what_if(group_id, asked_id)
    html = read(staff_client, said.url)

    assert "1 more person would be found: 1 of 1 instead of 0." in html
    assert ">Then<" in html
    assert "This may help more" not in html


def test_where_nothing_would_be_different_things_are_said_once_and_something_else_is_offered(
    group, page, staff_client
):
    make_need(group, zip_code="48906", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)
    plan_now(group)

    said = staff_client.post(f"/g/{group.slug}/what-if/", {"ask": "one_more_task", "tasks": "1"})
    [(group_id, asked_id)] = jobs("answer_what_if")
    answer_what_if(group_id, asked_id)
    html = read(staff_client, said.url)

    assert "Nothing would be different." in html
    assert "In figures, as things are" in html
    assert ">Then<" not in html
    assert "as now" not in html
    assert "This may help more" in html
    assert "What if everybody went at least" in html


def test_where_nobody_is_missing_it_begins_with_one_more_car(group, page):
    html = page()

    assert "Worth trying first" not in html
    assert 'name="ask" value="one_more_person"' in html
    assert '<option value="yes" selected>' in html


def test_an_address_that_names_a_question_is_heeded(group, page):
    make_need(group, zip_code="48906", at=NOW)
    make_volunteer(group, zip_code="48911", radius_m=1_000, at=NOW)
    plan_now(group)

    assert (
        re.findall(r'name="ask" value="([^"]+)"', page("?ask=one_more_task&tasks=4"))[-1] == "one_more_task"
    )
