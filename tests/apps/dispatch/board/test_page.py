"""What stands on the board, for whom, and in how many queries."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import set_follow_up, set_owner, triage_need
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.actors import Actor
from tests.apps.dispatch.conftest import NOW
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

STAFF = Actor.system("test")


def shown(page: str) -> list[str]:
    return re.findall(r'data-row="([^"]+)"', page)


def test_it_is_the_home_of_those_who_may_assign(group, staff_client):
    answer = staff_client.get(group_path(group, "groups:enter"))

    assert answer.headers["Location"] == group_path(group, "dispatch:board")


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 200), ("driver_lead", 200), ("intake", 403), ("reader", 403)]
)
def test_who_may_open_it(group, role, status):
    client = Client()
    sign_in(client, make_member(group, (role,), at=NOW).user)

    assert client.get(f"/g/{group.slug}/board/").status_code == status
    assert client.get(f"/g/{group.slug}/board/since/").status_code == status


def test_who_may_not_triage_sees_no_buttons_for_it(group, need):
    client = Client()
    sign_in(client, make_member(group, ("driver_lead",), at=NOW).user)
    page = client.get(f"/g/{group.slug}/board/", {"need": need.reference}).content.decode()

    assert "Who could help" in page
    assert "How urgent?" not in page
    assert "Show who and where" not in page


@pytest.mark.usefixtures("_today")
def test_what_there_is_to_do_is_listed(group, board):
    looking, new = make_need(group, at=NOW), make_need(group, is_open=False, at=NOW)
    away = make_need(group, at=NOW)
    set_follow_up(away, NOW + timedelta(days=1), by=STAFF, at=NOW)

    assert set(shown(board())) == {looking.reference, new.reference}
    assert shown(board(show="new")) == [new.reference]
    assert shown(board(show="open")) == [looking.reference]
    assert shown(board(show="later")) == [away.reference]


def test_filters_narrow_it(group, board):
    ride = make_need(group, ("ride",), urgency=3, at=NOW)
    meal = make_need(group, ("prepared_meal",), urgency=1, at=NOW)

    assert shown(board(kind="ride")) == [ride.reference]
    assert shown(board(urgency="1")) == [meal.reference]
    assert shown(board(kind="nothing")) == []


def test_mine_are_those_i_look_after(group, board):
    mine, _other = make_need(group, at=NOW), make_need(group, at=NOW)
    rosa = Membership.objects.get(group=group, roles__key="coordinator")
    set_owner(mine, rosa, by=STAFF, at=NOW)

    assert shown(board(show="mine")) == [mine.reference]


def test_those_nobody_can_reach_are_one_press_away(part, board, make_run, unmet):
    unmet(make_run(), part)

    assert '?show=unmet">1 request that nobody can reach yet</a>' in board("since/")
    assert shown(board(show="unmet")) == [part.need.reference]


def test_what_is_urgent_or_waits_long_comes_first(group, board):
    patient = make_need(group, urgency=1, at=NOW - timedelta(days=15))
    urgent = make_need(group, urgency=4, at=NOW)
    usual = make_need(group, urgency=2, at=NOW - timedelta(days=1))

    assert shown(board()) == [patient.reference, urgent.reference, usual.reference]
    assert shown(board(order="oldest")) == [patient.reference, usual.reference, urgent.reference]


def test_soonest_due_first_and_what_has_no_day_last(group, board):
    anytime = make_need(group, at=NOW)
    later, sooner = (
        make_need(group, when_kind="by_day", due_at=NOW + timedelta(days=n), at=NOW) for n in (3, 1)
    )

    assert shown(board(order="due")) == [sooner.reference, later.reference, anytime.reference]


def test_a_search_finds_by_name_and_reference(group, board):
    need = make_need(group, name="Wilhelmina Featherstone", at=NOW)
    make_need(group, at=NOW)

    assert shown(board(q="featherstone")) == [need.reference]
    assert shown(board(q=need.reference.lower())) == [need.reference]
    assert "Nothing like that" in board(q="nobody at all")


def test_pages_of_twenty_five(group, board):
    references = {make_need(group, at=NOW).reference for _number in range(27)}
    first, second = shown(board()), shown(board(page=2))

    assert (len(first), len(second)) == (25, 2)
    assert {*first, *second} == references
    assert "Page 2 of 2" in board(page=2)


@pytest.mark.parametrize(
    "query",
    [{"page": "-1"}, {"page": "x"}, {"urgency": "99"}, {"show": "?"}, {"order": "'"}, {"need": "Z9-999"}],
)
def test_an_address_that_makes_no_sense_still_opens(need, board, query):
    assert "Open requests" in board(**query)


def test_an_empty_board_says_so(board):
    assert "All is in hand" in board()


def test_a_row_says_what_the_plan_proposes_or_how_many_are_asked(part, ana, board, press, propose):
    other = NeedPart.objects.get(need=make_need(part.group, at=NOW))
    propose(part, ana)
    press("ask/", part=other.pk, one=ana.key)
    page = board()

    assert "proposal:" in page
    assert "Ana R." in page
    assert "1 asked" in page


def test_no_name_phone_or_address_of_a_neighbour_stands_on_it(secret_need, board):
    page = board(need=secret_need.reference)

    for secret in ("Featherstone", "Canary", "Moriarty"):
        assert secret not in page


def test_beside_it_stands_one_request_with_its_priority(group, board):
    need = make_need(group, urgency=3, summary="Two bags", at=NOW - timedelta(days=2, hours=1))
    page = board(need=need.reference)

    assert "Two bags" in page
    assert "Priority 6 = urgency 3 × equity 1 × waiting 2" in page
    assert "Nobody has looked at who and where so far." in page


def test_a_request_with_two_parts_shows_the_people_of_either(group, board):
    need = make_need(group, ("groceries", "ride"), at=NOW)
    first, second = need.parts.order_by("pk")

    assert f'name="part" value="{first.pk}"' in board(need=need.reference)
    assert f'name="part" value="{second.pk}"' in board(need=need.reference, part=second.pk)


def test_the_part_of_the_page_is_the_same_as_in_the_page(need, ana, board):
    assert "Ana Ruiz" in board("beside/", need=need.reference)
    board("beside/", need="Z9-999", status=404)


@pytest.mark.usefixtures("db", "_today")
def test_nothing_of_another_group_is_found():
    ours, theirs = make_group(at=NOW), make_group(at=NOW)
    foreign = make_need(theirs, summary="Behind the mill", at=NOW)
    client = Client()
    sign_in(client, make_member(ours, at=NOW).user)

    for query in ({"need": foreign.reference}, {"q": foreign.reference}):
        page = client.get(f"/g/{ours.slug}/board/", query).content.decode()
        assert shown(page) == []
        assert "Behind the mill" not in page
    assert client.get(f"/g/{ours.slug}/board/beside/", {"need": foreign.reference}).status_code == 404


def test_seven_queries_however_full(group, staff_client, ana, propose):
    def fill():
        for number in range(12):
            need = make_need(group, ("groceries", "ride"), at=NOW)
            propose(need.parts.first(), ana)
            make_volunteer(group, f"Person {number}", at=NOW)

    fill()
    staff_client.get(f"/g/{group.slug}/board/")
    with at_most_queries(7):
        staff_client.get(f"/g/{group.slug}/board/")
    fill()
    with at_most_queries(7):
        staff_client.get(f"/g/{group.slug}/board/")


@pytest.mark.usefixtures("ana")
def test_the_parts_cost_the_same_however_full(group, need, staff_client):
    address = f"/g/{group.slug}/board/beside/"
    staff_client.get(address, {"need": need.reference})
    with at_most_queries(10) as few:
        staff_client.get(address, {"need": need.reference})
    for number in range(12):
        make_volunteer(group, f"Person {number}", at=NOW)
    with at_most_queries(len(few)):
        staff_client.get(address, {"need": need.reference})


@pytest.mark.usefixtures("_today")
def test_a_move_comes_back_to_the_board_with_its_undo(group, need, staff_client):
    back = f"/g/{group.slug}/board/?show=open&need={need.reference}"
    address = group_path(group, "needs:triage", reference=need.reference)
    page = staff_client.post(address, {"urgency": "4", "back": back}, follow=True)

    assert page.redirect_chain[-1][0].startswith(back + "&moved=")
    assert 'data-undo-seconds="10"' in page.content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/g/x/", "/g/another/board/", "x"])
def test_a_move_leads_to_no_other_place(group, need, staff_client, back):
    address = group_path(group, "needs:triage", reference=need.reference)
    answer = staff_client.post(address, {"urgency": "4", "back": back})

    assert answer.headers["Location"].startswith(group_path(group, "needs:detail", reference=need.reference))


@pytest.mark.usefixtures("_today")
def test_a_move_that_came_too_late_says_what_happened(group, need, staff_client):
    back = f"/g/{group.slug}/board/?need={need.reference}"
    address = group_path(group, "needs:open", reference=need.reference)
    page = staff_client.post(address, {"back": back}, follow=True).content.decode()

    assert "Perhaps somebody was quicker" in page
    assert Assignment.objects.count() == 0


@pytest.mark.usefixtures("_today")
def test_a_note_and_a_call_come_back_to_the_board(group, need, staff_client):
    back = f"/g/{group.slug}/board/?need={need.reference}"
    for name, fields in (("notes", {"text": "Rang twice"}), ("calls", {"outcome": "no_answer"})):
        address = group_path(group, f"needs:{name}", reference=need.reference)
        page = staff_client.post(address, {**fields, "back": back}, follow=True)
        assert page.redirect_chain[-1][0] == back
    assert "Rang twice" in page.content.decode()


@pytest.mark.usefixtures("_today")
def test_what_was_looked_at_is_opened_next(group, board):
    need = make_need(group, is_open=False, at=NOW)
    triage_need(need, urgency=4, by=STAFF, at=NOW)

    assert "Start looking for somebody" in board(need=need.reference)


def test_it_is_read_as_it_is_needed_on_a_phone(group, need, ana, board):
    """The request, who could help with the way to ask, and what else there is to know of them."""
    page = board(need=need.reference)

    places = [page.index(mark) for mark in ('id="board-list"', 'id="beside-title"', 'id="people-title"')]
    assert places == sorted(places)
    person = page[page.index('id="person-') :]
    assert person.index('name="one"') < person.index("not asked yet")
