"""A group that shares is told that the other has somebody, and never who: no name, no place, no number of theirs."""

import json

import pytest
from django.test import Client

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Run, UnmetPart
from manyhands.apps.dispatch.queries.plans.elsewhere import look_elsewhere, partners_who_could
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.tasks import make_plan
from manyhands.apps.groups.actions import invite_to_pool, join_pool, leave_pool
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_pool_membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import plan_by_hand
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.usefixtures("wednesday")
CANARY = "Zebulon Quagmire"


@pytest.fixture
def east(db):
    return make_group("Eastside", meeting_mode="dispatch", at=NOW)


@pytest.fixture
def holt(db):
    return make_group("Holt Helpers", meeting_mode="dispatch", help_phone="(517) 555-0142", at=NOW)


def share(one: Group, other: Group) -> None:
    mine, theirs = (make_member(group, ("organiser",), at=NOW) for group in (one, other))
    with group_scope(one.pk):
        invite, _ = invite_to_pool(one, made_by=mine, at=NOW)
    join_pool(invite, other, agreed_by=theirs, at=NOW)


def plan(group: Group) -> Run:
    """As a worker makes it: outside any scope, with the engine in its process."""
    from manyhands.apps.dispatch.actions import request_run

    with group_scope(group.pk):
        run = request_run(group, cause="requested", by=STAFF, at=NOW)
    make_plan(group.pk)
    with group_scope(group.pk):
        return Run.objects.get(pk=run.pk)


def elsewhere(run: Run) -> list[list[int]]:
    with group_scope(run.group_id):
        rows = UnmetPart.objects.filter(run=run).order_by("pk")
        return [row.explanation["elsewhere"] for row in rows]


def staff_of(group: Group) -> Client:
    client = Client()
    sign_in(client, make_member(group, ("coordinator",), at=NOW).user)
    return client


def everything_written_in(group: Group) -> str:
    """What a plan and the journal keep for a group, as the tables hold it."""
    with group_scope(group.pk):
        rows = [
            *UnmetPart.objects.values("explanation"),
            *Run.objects.values("summary", "prices", "certificate"),
        ]
        entries = Entry.objects.values("verb", "subject_kind", "subject_id", "fields")
        return json.dumps([*rows, *entries], default=str)


def test_without_sharing_nobody_elsewhere_is_looked_at(east, holt):
    make_need(east, at=NOW)
    make_volunteer(holt, at=NOW)

    assert elsewhere(plan(east)) == [[]]


def test_staff_are_told_which_group_has_somebody(east, holt):
    need = make_need(east, at=NOW)
    make_volunteer(holt, CANARY, at=NOW)
    share(east, holt)
    run, staff = plan(east), staff_of(east)
    pages = [
        staff.get(group_path(east, "dispatch:board_plan")).content.decode(),
        staff.get(f"{group_path(east, 'dispatch:board')}?need={need.reference}").content.decode(),
    ]

    assert elsewhere(run) == [[holt.pk]]
    assert all("Somebody of <bdi>Holt Helpers</bdi> could do this" in page for page in pages)
    assert all("(517) 555-0142" in page for page in pages)


def test_no_name_and_no_number_of_a_person_crosses_over(east, holt):
    need = make_need(east, at=NOW)
    volunteer = make_volunteer(holt, CANARY, at=NOW)
    share(east, holt)
    plan(east)
    staff, written = staff_of(east), everything_written_in(east)
    shown = [
        staff.get(group_path(east, name)).content.decode()
        for name in ("dispatch:board_plan", "dispatch:board", "needs:list", "people:list")
    ]
    shown.append(staff.get(group_path(east, "needs:detail", reference=need.reference)).content.decode())

    assert f"v{volunteer.pk}" not in written
    assert all(CANARY not in text and volunteer.person.email not in text for text in [*shown, written])


def test_the_other_group_learns_nothing_of_the_request(east, holt):
    need = make_need(east, name=CANARY, at=NOW)
    make_volunteer(holt, at=NOW)
    share(east, holt)
    plan(east)
    plan(holt)

    assert elsewhere(plan(holt)) == []
    assert need.reference not in staff_of(holt).get(group_path(holt, "dispatch:board_plan")).content.decode()
    assert CANARY not in everything_written_in(holt)


def test_leaving_ends_it_at_once(east, holt):
    make_need(east, at=NOW)
    make_volunteer(holt, at=NOW)
    share(east, holt)
    run, staff = plan(east), staff_of(east)
    with group_scope(holt.pk):
        leave_pool(find_pool_membership(holt), by=STAFF, at=NOW)

    assert elsewhere(run) == [[holt.pk]]
    assert "Holt Helpers" not in staff.get(group_path(east, "dispatch:board_plan")).content.decode()
    assert elsewhere(plan(east)) == [[]]


@pytest.mark.parametrize(
    "why_not", ["too far", "on a break", "has enough", "wrong language", "nobody knows where"]
)
def test_somebody_who_cannot_is_not_named_as_a_hope(east, holt, why_not):
    need = make_need(east, language="es" if why_not == "wrong language" else "en", at=NOW)
    changes = {
        "too far": {"zip_code": "48842", "radius_m": 1_000},
        "wrong language": {"languages": ("en",)},
        "has enough": {"tasks_per_week": 1},
        "nobody knows where": {"zip_code": ""},
    }
    volunteer = make_volunteer(holt, at=NOW, **changes.get(why_not, {}))
    with group_scope(holt.pk):
        if why_not == "on a break":
            pause_volunteer(volunteer, None, by=STAFF, at=NOW)
        if why_not == "has enough":
            part = NeedPart.objects.get(need=make_need(holt, at=NOW))
            plan_by_hand(holt, [(part, Helper(volunteer))])
    share(east, holt)

    assert elsewhere(plan(east)) == [[]], need


def test_places_are_compared_by_their_public_cells_alone(east, holt):
    make_need(east, at=NOW)
    volunteer = make_volunteer(holt, at=NOW)
    share(east, holt)
    with group_scope(holt.pk):
        place = volunteer.start_place
        place.search_cell = ""
        place.save()

    assert elsewhere(plan(east)) == [[holt.pk]]


def test_what_is_done_from_home_needs_no_place(east, holt):
    with group_scope(east.pk):
        east_category = NeedPart.objects.get(need=make_need(east, at=NOW)).category
        east_category.happens_at_home = False
        east_category.save()
    make_volunteer(holt, zip_code="", at=NOW)
    share(east, holt)

    assert elsewhere(plan(east)) == [[holt.pk]]


def test_a_broken_row_of_theirs_does_not_cost_this_group_its_plan(east, holt, caplog):
    make_need(east, at=NOW)
    volunteer = make_volunteer(holt, at=NOW)
    share(east, holt)
    with group_scope(holt.pk):
        volunteer.week_slots = -1
        volunteer.save()
    run = plan(east)

    assert run.state == "done"
    assert elsewhere(run) == [[]]
    assert "cannot be planned with" in caplog.text


def test_the_questions_do_not_grow_with_what_is_asked(east, holt):
    for _ in range(6):
        make_need(east, at=NOW)
        make_volunteer(holt, at=NOW)
    share(east, holt)
    with group_scope(east.pk):
        inputs = read_inputs(east, at=NOW)
    answer = {"unmet": [{"request_id": request.id} for request in inputs.question.requests]}
    with group_scope(east.pk, holt.pk), at_most_queries(9):
        found = look_elsewhere(inputs, answer, [holt])

    assert len(found) == 6


def test_a_group_that_does_not_share_is_out_of_reach(east, holt):
    make_need(east, at=NOW)
    make_volunteer(holt, at=NOW)
    with group_scope(east.pk):
        inputs = read_inputs(east, at=NOW)
        answer = {"unmet": [{"request_id": request.id} for request in inputs.question.requests]}

        assert look_elsewhere(inputs, answer, [holt]) == {}
        assert partners_who_could(east, []) == {}
