"""What is printed: everything on one page, with whom it is about."""

import re
from datetime import datetime, timedelta

from manyhands.apps.needs.models import NeedPart
from manyhands.web.words import kept_in_words
from tests.apps.dispatch.board.test_page import shown
from tests.apps.dispatch.conftest import NOW
from tests.queries import at_most_queries
from tests.worlds import make_need


def test_all_pages_are_printed_as_one_with_the_names_of_those_asked(need, ana, propose, press, board):
    needs = [need, *(make_need(need.group, at=NOW) for _number in range(26))]
    parts = [NeedPart.objects.get(need=need) for need in needs[:2]]
    press("ask/", part=parts[0].pk, one=ana.key)
    propose(parts[1], ana)
    page = board(print=1)

    assert set(shown(page)) == {need.reference for need in needs}
    assert "1 asked: <bdi>Ana R.</bdi>" in page
    assert page.count("<bdi>Ana R.</bdi>") == 2
    assert "board.js" not in page
    assert board().count("<bdi>Ana R.</bdi>") == 1
    assert 'href="?print=1"' in board()


def test_a_page_to_print_costs_the_same_however_full(group, ana, press, staff_client):
    part = NeedPart.objects.get(need=make_need(group, at=NOW))
    press("ask/", part=part.pk, one=ana.key)
    with at_most_queries(10) as few:
        staff_client.get(f"/g/{group.slug}/board/", {"print": 1})
    for _number in range(30):
        make_need(group, at=NOW)
    with at_most_queries(len(few)):
        staff_client.get(f"/g/{group.slug}/board/", {"print": 1})


def test_it_says_when_it_was_printed_by_the_clock_of_the_place(need, board):
    page = board(print=1)
    said = re.search(r'board-printed small">.*</bdi>, ([^<]+)</p>', page)[1]
    now, zone = datetime.now(tz=need.group.zone), need.group.zone

    assert said in {kept_in_words(now - timedelta(minutes=ago), zone=zone) for ago in (0, 1)}
