"""A task of somebody whose check is no longer valid: on the board, and one press from where it is decided."""

import pytest

from manyhands.apps.dispatch.actions import accept, invite
from manyhands.apps.vetting.models import Requirement, RequirementFor
from manyhands.storage.actors import Actor
from tests.apps.dispatch.conftest import NOW
from tests.queries import at_most_queries

STAFF = Actor.system("test")


@pytest.fixture
def taken(need, ana):
    [asked] = invite(need.parts.get(), [ana], made_by=None, by=STAFF, at=NOW)
    return accept(asked, by=STAFF, at=NOW)


@pytest.fixture
def asked_since(group, taken):
    """What the kind of help asks for only since Ana has said yes."""
    identity = Requirement.objects.get(group=group, key="identity")
    return RequirementFor.objects.create(group=group, requirement=identity, category=taken.part.category)


@pytest.mark.usefixtures("taken")
def test_nothing_is_said_while_all_is_well(board):
    assert "check is no longer valid" not in board()


@pytest.mark.usefixtures("asked_since")
def test_the_board_counts_them_and_leads_to_them(group, need, board):
    for page in (board(), board(need=need.reference)):
        assert "1 task of somebody whose check is no longer valid" in page
        assert f'href="/g/{group.slug}/not-checked/"' in page


@pytest.mark.usefixtures("asked_since")
def test_the_alarm_keeps_within_the_boards_queries(staff_client, group, board):
    board()
    with at_most_queries(8):
        staff_client.get(f"/g/{group.slug}/board/")
