"""Lists for programs: nothing twice, nothing left out, and no more about where than everybody may know."""

import pytest
from django.utils import timezone

from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import close_need
from manyhands.apps.needs.models import NeedPart
from manyhands.core.privacy.cells import cell_centre
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.programs import Caller
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.django_db

BY = Actor.system("test")
ZIPS = ("48906", "48911", "48912")
ORDERS = ("nearest", "urgent", "soonest", "longest")
HERE = "42.7336,-84.5553"


@pytest.fixture
def group(db):
    return make_group(meeting_mode="open_claim")


@pytest.fixture
def staff(group):
    return Caller(make_member(group, ("coordinator",)), "needs.read")


def fill(group, count=7):
    return [
        make_need(group, zip_code=ZIPS[number % 3], urgency=1 + number % 4, summary=f"Number {number}")
        for number in range(count)
    ]


def walk(caller, between=lambda: None, **query):
    found, cursor = [], ""
    while True:
        answer = caller.get("/open-requests", cursor=cursor, limit=2, **query)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        assert page["items"]
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found
        between()


@pytest.mark.parametrize("near", [HERE, ""])
@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_everything_once(group, staff, order, near):
    needs = fill(group)

    found = walk(staff, order=order, near=near)

    assert sorted(one["reference"] for one in found) == sorted(need.reference for need in needs)


@pytest.mark.parametrize("order", ORDERS)
def test_what_comes_in_between_two_pages_moves_nothing(group, staff, order):
    needs = fill(group)
    more = iter(range(20))

    def between():
        make_need(group, zip_code=ZIPS[next(more) % 3], urgency=4)

    found = [one["reference"] for one in walk(staff, between, order=order, near=HERE)]

    assert len(found) == len(set(found))
    assert {need.reference for need in needs} <= set(found)


@pytest.mark.parametrize("order", ORDERS)
def test_what_goes_out_between_two_pages_takes_nothing_along(group, staff, order):
    needs = fill(group)
    shown = [
        one["reference"]
        for one in staff.get("/open-requests", order=order, near=HERE, limit=3).json()["items"]
    ]
    page = staff.get("/open-requests", order=order, near=HERE, limit=3).json()
    with group_scope(group.pk):
        for need in needs:
            if need.reference == shown[-1]:
                close_need(need, reason="no_longer_needed", note="", by=BY, at=timezone.now())

    rest = walk(staff, order=order, near=HERE)
    after = staff.get("/open-requests", order=order, near=HERE, cursor=page["next"], limit=100).json()[
        "items"
    ]

    assert {one["reference"] for one in after} == {need.reference for need in needs} - set(shown)
    assert len(rest) == len(needs) - 1


def test_orders(group, staff):
    fill(group)
    near = [one["distance_m"] for one in walk(staff, near=HERE)]
    urgent = [one["urgency"] for one in walk(staff, order="urgent")]

    assert near == sorted(near)
    assert len(set(near)) == 3
    assert urgent == sorted(urgent, reverse=True)


def test_filters(group, staff):
    fill(group)
    make_need(group, ("ride",), language="es", zip_code="48911")

    def count(**query):
        return len(staff.get("/open-requests", limit=100, **query).json()["items"])

    nearest = staff.get("/open-requests", near=HERE, limit=1).json()["items"][0]["distance_m"]
    assert count() == 8
    assert count(kind="ride") == 1
    assert count(language="es") == 1
    assert count(urgency=4) == 1
    assert 0 < count(near=HERE, within_m=nearest) < 8
    assert count(kind="nothing-like-this") == 0


def test_asking_from_places_close_together_tells_nothing_new(group, staff):
    """Whoever moves a little at a time cannot find out where in its cell a home lies."""
    fill(group)
    places = [f"{42.7336 + step / 10_000},{-84.5553 + step / 10_000}" for step in range(8)]

    answers = {staff.get("/open-requests", near=near, limit=100).content for near in places}

    assert len(answers) == 1


def test_a_place_is_the_middle_of_its_public_cell(group, staff):
    make_need(group, address="214 Oak St")
    (found,) = staff.get("/open-requests", near=HERE).json()["items"]
    with group_scope(group.pk):
        cell = NeedPart.objects.get().public_cell

    middle = cell_centre(cell)
    assert (found["area"]["lat"], found["area"]["lon"]) == (round(middle.lat, 5), round(middle.lon, 5))
    assert "Oak" not in str(found)


def test_what_is_done_from_home_is_nowhere(group, staff):
    make_need(group)
    with group_scope(group.pk):
        Category.objects.filter(key="groceries").update(happens_at_home=False)

    (found,) = staff.get("/open-requests", near=HERE).json()["items"]

    assert (found["area"], found["distance_m"]) == (None, None)


def test_a_volunteer_s_program_sees_the_volunteer_s_list(group, client):
    """The same rows as their page: not what takes a skill they have not told us of."""
    fill(group, 3)
    make_need(group, ("ride",))
    with group_scope(group.pk):
        ride = Category.objects.get(key="ride")
        skills = [skill.pk for skill in ride.required_skills.all()]
    assert skills
    member = make_member(group, ())
    make_volunteer(group, membership=member)
    sign_in(client, member.user)

    page = client.get(group_path(group, "dispatch:open_list")).content.decode()
    found = walk(Caller(member, "tasks.take"))

    assert {one["kind"] for one in found} == {"groceries"}
    assert all(one["summary"] in page for one in found)
    assert len(found) == 3


def test_whoever_helps_nobody_yet_has_nothing_to_choose_from(group):
    fill(group, 2)

    assert Caller(make_member(group, ()), "tasks.take").get("/open-requests").json()["items"] == []


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ("0359-05-11T19:30:07+17:51", 0),
        ("6684-06-21T13:10:48-19:43", 1),
        ("0001-01-01T00:00:00+14:00", 0),
        ("0001-01-01T00:00:00", 0),
        ("9999-12-31T23:59:59-14:00", 1),
        ("9999-12-31T23:59:59", 1),
    ],
)
def test_a_moment_of_any_clock_and_any_year_is_understood(group, staff, before, count):
    make_need(group, due_at=timezone.now())

    answer = staff.get("/open-requests", before=before)

    assert (answer.status_code, len(answer.json()["items"])) == (200, count)


@pytest.mark.parametrize(
    "query",
    [
        {"near": "here"}, {"near": "99,0"}, {"near": "1,2,3"}, {"near": "nan,0"}, {"order": "random"}, {"urgency": "9"},
        {"within_m": "-1"}, {"before": "soon"}, {"limit": "1000"}, {"kind": "\x00"}, {"language": "e s"},
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_said(staff, query):
    answer = staff.get("/open-requests", **query)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_all_that_is_wrong_is_said_at_once_with_the_form_that_is_wanted(staff):
    answer = staff.get("/open-requests", near="here", order="random", urgency="9", nearby="1")

    assert answer.status_code == 422
    assert {error["parameter"]: error["detail"] for error in answer.json()["errors"]} == {
        "near": "near: latitude,longitude such as 42.73,-84.55",
        "order": "Send one of these: 'nearest', 'urgent', 'soonest' or 'longest'.",
        "urgency": "Send a number that is at most 4.",
        "nearby": "There is no field of this name.",
    }


@pytest.mark.parametrize("near", ["nan,nan", "inf,-84.5", "42.7,-Infinity", "42.7", "1e400,1"])
def test_what_is_no_place_is_said_as_such(staff, near):
    answer = staff.get("/open-requests", near=near)

    assert answer.status_code == 422
    assert [one["detail"] for one in answer.json()["errors"]] == [
        "near: latitude,longitude such as 42.73,-84.55"
    ]


@pytest.mark.parametrize("path", ["/open-requests", "/groups", "/needs/A1-234"])
def test_a_parameter_that_nobody_asked_for_is_refused(staff, path):
    answer = staff.get(path, colour="green")

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == ["colour"]


def test_a_cursor_of_another_list_is_refused(group, staff):
    fill(group, 4)
    cursor = staff.get("/open-requests", limit=2, order="urgent").json()["next"]

    for query in ({"order": "soonest"}, {"order": "urgent", "kind": "groceries"}, {"cursor": cursor[:-2]}):
        answer = staff.get("/open-requests", **{"cursor": cursor, "limit": 2, **query})
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_refused")
    assert Caller(make_member(make_group(), ("coordinator",)), "needs.read").get(
        "/open-requests", cursor=cursor, order="urgent"
    ).status_code == 400  # fmt: skip


def test_a_page_costs_the_same_however_much_there_is(group, staff):
    fill(group, 12)
    staff.get("/open-requests")

    with at_most_queries(8):
        staff.get("/open-requests", near=HERE, limit=10)
