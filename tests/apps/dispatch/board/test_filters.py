"""Views that somebody gave a name: their own, and nobody else's."""

import pytest
from django.test import Client

from manyhands.apps.dispatch.board.queries.filters import BoardFilter
from manyhands.apps.dispatch.models import SavedView
from tests.apps.dispatch.conftest import NOW
from tests.worlds import make_member, make_need, sign_in


@pytest.fixture
def omars_client(group):
    client = Client()
    sign_in(client, make_member(group, ("coordinator",), name="Omar K.", at=NOW).user)
    return client


def test_a_view_is_kept_used_and_removed(press, board):
    press("views/", name="Urgent rides", query="show=open&kind=ride&urgency=4&page=3&need=K7-204&x=1")
    view = SavedView.objects.get()
    assert view.query == "show=open&kind=ride&urgency=4"

    page = board("filters/")
    assert "Urgent rides" in page
    assert "?show=open&amp;kind=ride&amp;urgency=4" in page

    assert "is gone" in press(f"views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_the_same_name_again_replaces_it(press):
    press("views/", name="Mine", query="show=mine")
    press("views/", name="Mine", query="show=mine&order=due")

    assert SavedView.objects.get().query == "show=mine&order=due"


def test_without_a_name_it_is_said_at_the_field_and_nothing_is_lost(group, staff_client):
    answer = staff_client.post(f"/g/{group.slug}/board/views/", {"name": " ", "query": "kind=ride"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Give the view a name." in page
    assert 'value="kind=ride"' in page


def test_views_of_others_are_theirs(press, group, omars_client):
    press("views/", name="Urgent rides", query="kind=ride")
    view = SavedView.objects.get()

    assert b"Urgent rides" not in omars_client.get(f"/g/{group.slug}/board/filters/").content
    assert omars_client.post(f"/g/{group.slug}/board/views/{view.pk}/remove/").status_code == 404
    assert SavedView.objects.exists()


def test_filters_as_a_part_of_the_board(group, staff_client):
    answer = staff_client.get(f"/g/{group.slug}/board/filters/?urgency=3", headers={"X-Part-Of": "board"})

    assert b"<html" not in answer.content
    assert b'<option value="3" selected>' in answer.content


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ({}, ""),
        ({"show": "new", "order": "due", "page": "2"}, "show=new&order=due&page=2"),
        ({"show": "everything", "urgency": "-1", "page": "0", "order": "x"}, ""),
        ({"urgency": "4", "q": "  Lopez "}, "urgency=4&q=Lopez"),
    ],
)
def test_the_address_is_read_and_said_again(typed, understood):
    assert BoardFilter.from_query(typed).as_query() == understood


def test_a_kept_view_stands_above_the_list_and_is_where_one_goes_on(group, staff_client, board):
    make_need(group, at=NOW)
    answer = staff_client.post(f"/g/{group.slug}/board/views/", {"name": "Rides", "query": "kind=ride"})
    view = SavedView.objects.get()

    assert answer.headers["Location"] == f"/g/{group.slug}/board/?kind=ride#view-{view.pk}"
    assert f'id="view-{view.pk}" href="/g/{group.slug}/board/?kind=ride" aria-current="true"' in board(
        kind="ride"
    )
    assert f'id="view-{view.pk}" href="/g/{group.slug}/board/?kind=ride">' in board()


def test_addresses_hold_nothing_empty(group, staff_client, board):
    need = make_need(group, at=NOW)
    sent = staff_client.get(f"/g/{group.slug}/board/", {"show": "", "kind": "ride", "urgency": "", "q": ""})

    assert sent.headers["Location"] == f"/g/{group.slug}/board/?kind=ride"
    assert f'href="/g/{group.slug}/board/?need={need.reference}"' in board()
    assert f'href="/g/{group.slug}/board/?show=open&amp;need={need.reference}"' in board(show="open")
