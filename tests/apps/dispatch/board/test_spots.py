"""The board's map: where a request is and who could come, by public cell and never finer."""

import json
import re
from html import unescape

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.needs.models import Need
from manyhands.core.privacy.cells import cell_centre
from tests.apps.dispatch.conftest import NOW
from tests.worlds import make_volunteer


def spot_in(page):
    found = re.search(r'data-spot="([^"]*)"', page)
    return json.loads(unescape(found[1])) if found[1] else None


def middle(place):
    point = cell_centre(place.public_cell)
    return [round(point.lat, 4), round(point.lon, 4)]


def test_the_request_the_proposed_and_the_others(group, part, ana, board, propose):
    far = Helper(make_volunteer(group, "Maya Torres", zip_code="48911", at=NOW))
    propose(part, ana)
    spot = spot_in(board("beside/", need=part.need.reference))

    assert spot["at"][:2] == middle(part.need.place)
    assert len(spot["at"][2]) == 12
    assert spot["proposed"] == [middle(ana.volunteer.start_place)]
    assert spot["others"] == [middle(far.volunteer.start_place)]


def test_a_cell_stands_once_where_it_says_most(group, part, ana, board, propose):
    make_volunteer(group, "Maya Torres", at=NOW)
    propose(part, ana)
    spot = spot_in(board("beside/", need=part.need.reference))

    assert len(spot["proposed"]) == 1
    assert middle(ana.volunteer.start_place) not in spot["others"]


def test_whose_place_is_not_known_is_not_drawn(need, ana, board):
    Need.objects.update(place=None)
    spot = spot_in(board("beside/", need=need.reference))

    assert spot["at"] is None
    assert spot["others"] == [middle(ana.volunteer.start_place)]


def test_without_a_request_there_is_nothing_to_draw(need, board):
    page = board()

    assert spot_in(page) is None
    assert 'data-map="spot"' in page
    assert need.reference in page
