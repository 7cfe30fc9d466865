"""Ten seconds to take a press back, as if it had never happened."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.actions import assign, invite
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Category
from manyhands.apps.needs.actions import (
    TooLateToUndoError,
    close_need,
    open_need,
    reopen_need,
    set_owner,
    set_parts,
    take_part,
    triage_need,
    undo_move,
)
from manyhands.apps.needs.models import Need, NeedMove, NeedPart
from tests.apps.needs.conftest import NOON, STAFF
from tests.worlds import make_need, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope")]
WHO = {"by": STAFF, "at": NOON}
REMEMBERED = ("state", "urgency", "opened_at", "closed_at", "close_reason", "confirmed_at")


def stored(need) -> dict:
    need = Need.objects.get(pk=need.pk)
    parts = NeedPart.objects.filter(need=need).order_by("pk")
    return {name: getattr(need, name) for name in REMEMBERED} | {
        "parts": list(parts.values_list("state", "people_taken", "is_listed", "urgency"))
    }


PRESSES = {
    "triage": (False, lambda need, at: triage_need(need, urgency=4, by=STAFF, at=at)),
    "urgency of an open one": (True, lambda need, at: triage_need(need, urgency=4, by=STAFF, at=at)),
    "open": (False, lambda need, at: open_need(need, by=STAFF, at=at)),
    "close": (True, lambda need, at: close_need(need, reason="referred", by=STAFF, at=at)),
    "close as done": (True, lambda need, at: close_need(need, reason="fulfilled", by=STAFF, at=at)),
    "close what is new": (False, lambda need, at: close_need(need, reason="rejected", by=STAFF, at=at)),
}


@pytest.mark.parametrize("press", PRESSES)
def test_everything_is_as_before(group, press):
    is_open, do = PRESSES[press]
    need = make_need(group, ("groceries", "ride"), is_open=is_open, at=NOON)
    before = stored(need)
    move = do(need, NOON + timedelta(minutes=5))
    assert stored(need) != before

    undo_move(move, by=STAFF, at=NOON + timedelta(minutes=5, seconds=10))

    assert stored(need) == before
    assert NeedMove.objects.get(pk=move.pk).undone_at == NOON + timedelta(minutes=5, seconds=10)


def test_reopening_is_undone_too(group):
    need = make_need(group, at=NOON)
    close_need(need, reason="referred", **WHO)
    before = stored(need)
    undo_move(reopen_need(need, reason="Wrong one", **WHO), **WHO)

    assert stored(need) == before


@pytest.mark.parametrize(("seconds", "is_in_time"), [(0, True), (15, True), (16, False), (3600, False)])
def test_how_long(group, seconds, is_in_time):
    """Ten seconds to press, and five for the press to travel."""
    need = make_need(group, at=NOON)
    move = close_need(need, reason="referred", **WHO)
    later = NOON + timedelta(seconds=seconds)

    if is_in_time:
        undo_move(move, by=STAFF, at=later)
        assert Need.objects.get(pk=need.pk).state == "open"
    else:
        with pytest.raises(TooLateToUndoError):
            undo_move(move, by=STAFF, at=later)
        assert Need.objects.get(pk=need.pk).state == "closed"


def _other_kind(need):
    set_parts(need, {Category.objects.get(key="ride"): 1}, **WHO)


SINCE = {
    "somebody minds it": lambda need: set_owner(Need.objects.get(pk=need.pk), None, **WHO),
    "another urgency": lambda need: triage_need(need, urgency=1, **WHO),
    "other kinds of help": _other_kind,
    "somebody said yes": lambda need: take_part(NeedPart.objects.get(need=need), **WHO),
}


@pytest.mark.parametrize("since", SINCE)
def test_not_after_something_else_has_happened(group, since):
    need = make_need(group, is_open=False, at=NOON)
    move = open_need(need, **WHO)
    SINCE[since](Need.objects.get(pk=need.pk))
    after = stored(need)

    with pytest.raises(TooLateToUndoError):
        undo_move(move, **WHO)
    assert stored(need) == after


def test_not_twice(group):
    need = make_need(group, at=NOON)
    move = close_need(need, reason="referred", **WHO)
    undo_move(move, **WHO)

    with pytest.raises(TooLateToUndoError):
        undo_move(NeedMove.objects.get(pk=move.pk), **WHO)


def test_what_nobody_pressed_cannot_be_undone(group):
    need = make_need(group, at=NOON)
    take_part(NeedPart.objects.get(need=need), **WHO)

    with pytest.raises(TooLateToUndoError):
        undo_move(NeedMove.objects.filter(need=need).last(), **WHO)


@pytest.mark.parametrize("reason", ["fulfilled", "no_longer_needed"])
def test_helpers_come_back_with_the_request(group, reason):
    need = make_need(group, at=NOON)
    part = NeedPart.objects.get(need=need)
    assign(part, Helper(make_volunteer(group, at=NOON)), made_by=None, **WHO)
    before = stored(need)
    move = close_need(need, reason=reason, by=STAFF, at=NOON + timedelta(minutes=1))
    assert Assignment.objects.get().state in ("completed", "withdrawn")

    undo_move(move, by=STAFF, at=NOON + timedelta(minutes=1, seconds=5))

    assert Assignment.objects.get().state == "accepted"
    assert stored(need) == before


def test_invitations_come_back_with_the_request(group):
    need = make_need(group, at=NOON)
    part = NeedPart.objects.select_related("need", "group", "category").get(need=need)
    invite(part, [Helper(make_volunteer(group, at=NOON))], made_by=None, **WHO)
    move = close_need(need, reason="referred", by=STAFF, at=NOON + timedelta(minutes=1))
    assert Assignment.objects.get().state == "withdrawn"

    undo_move(move, by=STAFF, at=NOON + timedelta(minutes=1, seconds=5))

    assert Assignment.objects.get().state == "invited"
