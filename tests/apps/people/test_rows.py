"""What a row says of somebody: what they can do, when they helped, what is missing; in which order, and to whom."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import AssignmentState, Began, Outcome
from manyhands.apps.groups.models import Membership, Role
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.models import Volunteer
from manyhands.apps.vetting.actions import ask_for, decide, exempt, hand_in
from manyhands.apps.vetting.models import Requirement
from manyhands.apps.vetting.queries import Subject
from tests.apps.people.conftest import NOON, STAFF
from tests.queries import application_queries, at_most_queries
from tests.worlds import make_member, make_need, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]


def help_once(volunteer: Volunteer, kind: str = "groceries", *, days_ago: int = 1, **changes) -> None:
    need = make_need(volunteer.group, (kind,), at=NOON - timedelta(days=days_ago))
    moment = NOON - timedelta(days=days_ago)
    Assignment.objects.create(
        group=volunteer.group,
        part=need.parts.get(),
        helper=volunteer.person,
        volunteer=volunteer,
        **{
            "state": AssignmentState.COMPLETED,
            "outcome": Outcome.DONE,
            "began": Began.INVITATION,
            "made_at": moment,
            "answered_at": moment,
            "ended_at": moment,
            **changes,
        },
    )


def make_helper(group, name: str, *, joined=NOON, **details) -> Volunteer:
    member = make_member(group, (), name=name, at=joined)
    return make_volunteer(group, name, membership=member, at=joined, **details)


def row_of(page: str, name: str) -> str:
    """The text of one row, as somebody reads it."""
    found = [row for row in page.split('<li class="folds"')[1:] if f"<bdi>{name}</bdi>" in row]
    assert len(found) == 1, name
    return " ".join(re.sub(r"<[^>]+>", " ", f"<{found[0]}").split())


def names_in(page: str) -> list[str]:
    rows = page[page.index("data-list") :]
    return re.findall(r'class="row-title"><a [^>]*><bdi>([^<]+)</bdi>', rows)


@pytest.fixture
def pages(group, staff_client):
    """Both lists, as a coordinator reads them."""
    client = staff_client("coordinator")

    def read(name: str, **query) -> str:
        return client.get(group_path(group, name), query).content.decode()

    return read


@pytest.mark.parametrize("name", ["people:list", "groups:members"])
def test_a_row_says_what_it_takes_to_choose(group, pages, name):
    ana = make_helper(group, "Ana Ruiz", skills=("driving",), vehicle="car", tasks_per_week=2)
    for kind, days_ago in (("groceries", 2), ("groceries", 9), ("ride", 16)):
        help_once(ana, kind, days_ago=days_ago)
    help_once(ana, "talk", outcome=Outcome.NOT_HOME)
    said = row_of(pages(name), "Ana Ruiz")

    for words in (
        "Car", "Driving licence", "Lansing", "has helped with: Groceries, A ride", "helped 2 days ago",
        "2 tasks in the four weeks before", "2 of 2 this week", "week is full", "not asked yet",
    ):  # fmt: skip
        assert words in said, words
    assert "Somebody to talk to" not in said
    assert "has not helped yet" not in said


def test_whoever_was_asked_and_has_not_helped_is_said_so(group, pages):
    ana = make_helper(group, "Ana Ruiz")
    Volunteer.objects.filter(pk=ana.pk).update(last_asked_at=NOON - timedelta(days=3))

    said = row_of(pages("people:list"), "Ana Ruiz")
    assert "has not helped yet" in said
    assert "asked 3 days ago" in said


@pytest.mark.parametrize("name", ["people:list", "groups:members"])
def test_what_is_missing_is_marked_the_gravest_first(group, pages, name):
    ana = Subject(make_helper(group, "Ana Ruiz").person)
    asked = {one.key: one for one in Requirement.objects.all()}
    ask_for(asked["training"], ana, by=STAFF, at=NOON)
    hand_in(asked["references"], ana, by=STAFF, at=NOON)
    for key, until in (("background_check", date(2025, 1, 1)), ("identity", None)):
        check = hand_in(asked[key], ana, by=STAFF, at=NOON)
        decide(
            check,
            met=True,
            valid_from=date(2024, 1, 1),
            valid_until=until,
            decided_by=None,
            by=STAFF,
            at=NOON,
        )
    names = {key: one.name_in("en") for key, one in asked.items()}
    said = row_of(pages(name), "Ana Ruiz")

    assert f"{names['background_check']}: no longer valid" in said
    assert f"{names['references']}: handed in" in said
    assert "1 check more" in said
    assert names["identity"] not in said

    exempt(
        asked["background_check"],
        ana,
        reason="Known",
        until=date(2027, 1, 1),
        given_by=make_member(group, ("vetter",)),
        by=STAFF,
        at=NOON,
    )
    said = row_of(pages(name), "Ana Ruiz")
    assert "no longer valid" not in said
    assert f"{names['training']}: missing" in said


def test_what_was_taken_back_is_asked_of_nobody(group, pages):
    ana = Subject(make_helper(group, "Ana Ruiz").person)
    check = ask_for(Requirement.objects.get(key="identity"), ana, by=STAFF, at=NOON)
    check.state = "withdrawn"
    check.save()

    assert "Identity" not in row_of(pages("people:list"), "Ana Ruiz")


def test_where_somebody_stands_is_said_where_the_list_does_not(group, pages):
    make_helper(group, "Ana Ruiz")
    ben = make_helper(group, "Ben Ito")
    Volunteer.objects.filter(pk=ben.pk).update(state="paused", paused_until=date(2026, 3, 20))
    make_member(group, (), name="Cora Only")
    members = pages("groups:members")

    assert "Taking a break" in row_of(members, "Ben Ito")
    assert "until" in row_of(members, "Ben Ito")
    assert "not signed up to help" in row_of(members, "Cora Only")
    assert "Taking a break" not in row_of(pages("people:list", shelf="paused"), "Ben Ito")
    assert "Taking a break" in row_of(pages("people:list", q="Ito"), "Ben Ito")


def test_whoever_waits_is_shown_with_what_they_said(group, pages):
    member = make_member(group, (), name="Wren Ito", state="applicant")
    make_volunteer(group, "Wren Ito", membership=member, vehicle="van", at=NOON)

    page = pages("groups:members")
    assert "Van or truck" in page
    assert "this week" not in row_of(page, "Wren Ito")


# --- in which order -----------------------------------------------------------------------------------


@pytest.fixture
def three(group, scope) -> None:
    """Ana helped, long ago was asked; Ben helped more; Cy is new and was never asked."""
    for name, days, helped, asked in (("Ana A", 30, 1, 40), ("Ben B", 20, 3, 2), ("Cy C", 10, 0, None)):
        volunteer = make_helper(group, name, joined=NOON - timedelta(days=days))
        for ago in range(helped):
            help_once(volunteer, days_ago=ago + 1)
        last = NOON - timedelta(days=asked) if asked else None
        Volunteer.objects.filter(pk=volunteer.pk).update(last_asked_at=last)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", ["Ana A", "Ben B", "Cy C"]),
        ("newest", ["Cy C", "Ben B", "Ana A"]),
        ("unasked", ["Cy C", "Ana A", "Ben B"]),
        ("lately", ["Ben B", "Ana A", "Cy C"]),
        ("nonsense", ["Ana A", "Ben B", "Cy C"]),
    ],
)
def test_members_stand_in_the_order_that_was_asked_for(pages, order, found):
    """Whoever does not help comes last where it is about helping."""
    listed = [name for name in names_in(pages("groups:members", order=order)) if name in found]

    assert listed == found
    if order in ("unasked", "lately"):
        page = pages("groups:members", order=order)
        assert page.index("Cy C") < page.index("Olga R.")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("newest", ["Cy C", "Ben B", "Ana A"]),
        ("unasked", ["Cy C", "Ana A", "Ben B"]),
        ("lately", ["Ben B", "Ana A", "Cy C"]),
    ],
)
def test_people_stand_in_that_order_too_also_when_searched_for(group, pages, order, found):
    assert names_in(pages("people:list", order=order)) == found


@pytest.mark.parametrize("name", ["people:list", "groups:members"])
def test_an_order_is_a_link_that_keeps_what_was_searched_for(group, pages, name):
    for number in range(2):
        volunteer = make_helper(group, f"Ana {number}", joined=NOON + timedelta(minutes=number))
        Volunteer.objects.filter(pk=volunteer.pk).update(last_asked_at=NOON - timedelta(days=number))
    make_helper(group, "Ben")
    page = pages(name, q="ana", page="1")

    assert 'href="?q=ana&amp;order=newest"' in page
    assert names_in(pages(name, q="ana", order="newest")) == ["Ana 1", "Ana 0"]
    assert names_in(pages(name, q="ana", order="unasked")) == ["Ana 1", "Ana 0"]
    assert 'name="order" value="newest"' in pages(name, q="ana", order="newest")


# --- to whom, and how dear ----------------------------------------------------------------------------


def test_who_may_not_see_the_people_page_sees_names_only(group, signed_in):
    """Somebody may say yes to those who join, and no more."""
    ana = make_helper(group, "Ana Ruiz", vehicle="van")
    help_once(ana)
    ask_for(Requirement.objects.get(key="identity"), Subject(ana.person), by=STAFF, at=NOON)
    Role.objects.create(group=group, key="door", name="Door", permissions=["members.approve"])
    client: Client = signed_in(make_member(group, ("door",), name="Dora"))
    page = client.get(group_path(group, "groups:members"), {"order": "lately"}).content.decode()
    page = page[page.index("<main") :]

    assert "<bdi>Ana Ruiz</bdi>" in page
    for words in (
        "Van or truck",
        "this week",
        "helped",
        "Identity",
        "Lansing",
        "order=lately",
        "order=unasked",
    ):
        assert words not in page, words
    assert "order=newest" in page


def test_whoever_gives_roles_finds_on_the_page_of_a_member_how_they_help(group, signed_in):
    ana = make_helper(group, "Ana Ruiz", vehicle="van")
    client = signed_in(Membership.objects.get(group=group, roles__key="organiser"))
    page = client.get(group_path(group, "groups:member", membership_id=ana.membership_id)).content.decode()

    assert "Van or truck" in page
    assert group_path(group, "people:detail", person_id=ana.person_id) in page


@pytest.mark.parametrize("name", ["people:list", "groups:members"])
@pytest.mark.parametrize("order", ["", "lately"])
def test_many_rows_ask_as_often_as_few(group, staff_client, name, order):
    client, path = staff_client("coordinator"), group_path(group, name)

    def fill(count: int) -> None:
        identity = Requirement.objects.get(key="identity")
        for number in range(count):
            helper = make_helper(group, f"Nr {number}", skills=("driving",))
            help_once(helper)
            ask_for(identity, Subject(helper.person), by=STAFF, at=NOON)

    fill(2)
    with application_queries() as asked:
        client.get(path, {"order": order})
    fill(6)
    with at_most_queries(len(asked)):
        client.get(path, {"order": order})
    assert len(asked) <= {"people:list": 8, "groups:members": 13}[name]
