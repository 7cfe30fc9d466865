"""What has happened since the page was drawn: asked for every few seconds, answered with nothing most of the time."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch.actions import accept, invite
from manyhands.apps.dispatch.models import BoardPresence
from manyhands.apps.journal.queries import get_cursor
from manyhands.apps.needs.actions import open_need, triage_need
from manyhands.storage.actors import Actor
from tests.apps.dispatch.conftest import NOW
from tests.queries import at_most_queries
from tests.worlds import make_member, make_need, sign_in

STAFF = Actor.system("test")


@pytest.fixture
def omar(group):
    """Another coordinator, with a browser."""
    member = make_member(group, ("coordinator",), name="Omar K.", at=NOW)
    client = Client()
    sign_in(client, member.user)
    return client, member


def known(page: str) -> dict[str, str]:
    """What the page's script sends along."""
    cursor = re.search(r'data-cursor="(\d+)"', page)
    signature = re.search(r'data-signature="([^"]*)"', page)
    return {"cursor": cursor[1] if cursor else "", "signature": signature[1] if signature else ""}


def changes(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-change="([^"]+)"[^>]*>([^<]+)<', page))


def test_nothing_new_is_no_answer(need, board):
    page = board("since/")

    assert board("since/", status=204, **known(page)) == ""


def test_the_board_itself_says_up_to_when_it_is_true(group, need, board):
    assert known(board())["cursor"] == str(get_cursor(group.pk))


def test_what_somebody_did_is_told_with_their_name(group, board, omar):
    need = make_need(group, is_open=False, at=NOW)
    page = board("since/")
    open_need(need, by=Actor.member(omar[1].pk), at=NOW)

    assert changes(board("since/", **known(page))) == {
        need.reference: "Omar K. has started looking for somebody"
    }


def test_who_took_it_is_told_rather_than_that_it_moved(need, part, ana, board):
    page = board("since/")
    asked = invite(part, [ana], made_by=None, by=STAFF, at=NOW)[0]
    accept(asked, by=Actor.link(1), at=NOW)
    page = board("since/", **known(page))

    assert changes(page) == {need.reference: "Ana R. took this"}
    assert f'data-row="{need.reference}"' not in page


def test_own_presses_are_marked_as_own(need, board, group):
    page = board("since/")
    rosa = BoardPresence.objects.get().member
    triage_need(need, urgency=4, by=Actor.member(rosa.pk), at=NOW)

    assert re.search(r"data-change=[^>]+data-own", board("since/", **known(page)))


def test_a_new_request_is_told(group, board):
    page = board("since/")
    need = make_need(group, is_open=False, at=NOW)

    assert changes(board("since/", **known(page))) == {need.reference: "This has just come in"}


def test_a_page_that_knows_nothing_gets_the_board_without_old_stories(need, board):
    page = board("since/", cursor="nonsense")

    assert need.reference in page
    assert changes(page) == {}


def test_the_filters_hold_for_what_is_new(group, need, board):
    page = board("since/", show="new", cursor=0)

    assert f'data-row="{need.reference}"' not in page


def test_who_else_is_here_and_at_what(group, need, board, omar):
    client, _member = omar
    client.get(f"/g/{group.slug}/board/since/", {"need": need.reference})

    assert f"Omar K. is also here: {need.reference}" in board("since/")
    assert "Rosa M. is also here" not in board("since/")


def test_somebody_who_has_gone_is_not_here(group, board, omar, time_machine):
    omar[0].get(f"/g/{group.slug}/board/since/")
    page = board("since/")
    time_machine.move_to(NOW + timedelta(seconds=61), tick=False)

    assert "is also here" in page
    assert "is also here" not in board("since/", **known(page))


def test_being_here_is_written_down_every_twenty_seconds_at_most(group, need, board, time_machine):
    for seconds in range(0, 20, 4):
        time_machine.move_to(NOW + timedelta(seconds=seconds), tick=False)
        board("since/", need=need.reference if seconds else "")
    assert BoardPresence.objects.get().seen_at == NOW

    time_machine.move_to(NOW + timedelta(seconds=20), tick=False)
    board("since/", need=need.reference)

    assert BoardPresence.objects.get().looking_at == need.reference


def test_asking_in_vain_is_cheap(need, staff_client, group, board):
    page = board("since/")
    with at_most_queries(5):
        staff_client.get(f"/g/{group.slug}/board/since/", known(page))


def test_news_cost_the_same_however_much_is_new(group, ana, staff_client, board):
    page = board("since/")

    def ask():
        staff_client.get(f"/g/{group.slug}/board/since/", known(page))

    make_need(group, at=NOW)
    with at_most_queries(8) as few:
        ask()
    for _number in range(12):
        make_need(group, at=NOW)
    with at_most_queries(len(few)):
        ask()


@pytest.mark.usefixtures("_today")
def test_the_list_comes_again_only_when_it_may_be_another(need, board, make_run):
    page = board()
    first = board("since/", **known(page))
    assert 'id="board-head"' in first
    assert 'id="board-list"' not in first

    now_known = {**known(page), "signature": known(first)["signature"]}
    make_run()
    assert 'id="board-list"' in board("since/", **now_known)
