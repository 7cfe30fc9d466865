"""Every move of a request: those in the table happen, every other is refused, and nothing moves off the table."""

import random

import pytest

from manyhands.apps.groups.models import Category
from manyhands.apps.needs.actions import (
    MoveRefusedError,
    PartInUseError,
    PartNotAvailableError,
    close_need,
    finish_part,
    open_need,
    release_part,
    reopen_need,
    resume_part,
    set_parts,
    start_part,
    take_part,
    triage_need,
)
from manyhands.apps.needs.models import Need, NeedMove, NeedPart
from manyhands.apps.needs.states import NEED_MOVES, PART_MOVES, CloseReason, NeedState, derive_need_state
from tests.apps.needs.conftest import NOON, STAFF
from tests.worlds import make_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope")]
WHO = {"by": STAFF, "at": NOON}

BY_HAND = {
    "triage": ("triaged", lambda need: triage_need(need, urgency=3, **WHO)),
    "open": ("open", lambda need: open_need(need, **WHO)),
    "close": ("closed", lambda need: close_need(need, reason="no_longer_needed", **WHO)),
    "reopen": ("open", lambda need: reopen_need(need, reason="They called again.", **WHO)),
}
# What each button may be pressed on; what is open already only gets another urgency from "triage".
PRESSED_ON = {
    "triage": {"new", "triaged", "open", "assigned", "in_progress"},
    "open": {"new", "triaged"},
    "close": {"new", "triaged", "open", "assigned", "in_progress"},
    "reopen": {"closed"},
}
STORED = [state for state in NeedState.values if state != "draft"]


def part_of(need) -> NeedPart:
    return NeedPart.objects.get(need=need)


def need_in(state: str, group) -> Need:
    """A request of one part, brought into a state by what really happens to requests."""
    need = make_need(group, is_open=state not in ("new", "triaged"), at=NOON)
    if state == "triaged":
        triage_need(need, urgency=2, **WHO)
    if state in ("assigned", "in_progress"):
        take_part(part_of(need), **WHO)
    if state == "in_progress":
        start_part(part_of(need), **WHO)
    if state == "closed":
        close_need(need, reason="fulfilled", **WHO)
    need.refresh_from_db()
    assert need.state == state
    return need


@pytest.mark.parametrize("button", BY_HAND)
@pytest.mark.parametrize("state", STORED)
def test_every_button_in_every_state(group, state, button):
    need = need_in(state, group)
    to_state, press = BY_HAND[button]

    if state in PRESSED_ON[button]:
        move = press(need)
        need.refresh_from_db()
        keeps = button == "triage" and state not in ("new", "triaged")
        assert need.state == (state if keeps else to_state)
        assert (move.from_state, move.to_state) == (state, need.state)
    else:
        with pytest.raises(MoveRefusedError) as refused:
            press(need)
        assert refused.value.from_state == state
        need.refresh_from_db()
        assert need.state == state


def test_the_table_and_the_buttons_say_the_same():
    by_hand = {move for move, permission in NEED_MOVES.items() if permission == "needs.triage"}
    pressed = {(state, BY_HAND[button][0]) for button, states in PRESSED_ON.items() for state in states}

    # Another urgency is no move.
    assert {move for move in pressed if move[0] != move[1] and move[1] != "triaged"} | {
        ("new", "triaged")
    } == by_hand


@pytest.mark.parametrize("reason", CloseReason.values)
def test_closing_with_each_reason(group, reason):
    need = need_in("open", group)
    close_need(need, reason=reason, note="Said on the phone.", **WHO)
    need.refresh_from_db()

    assert (need.state, need.close_reason, need.closed_at) == ("closed", reason, NOON)
    assert part_of(need).state == ("done" if reason == "fulfilled" else "closed")
    assert not part_of(need).is_listed
    assert NeedMove.objects.filter(need=need).last().reason == "Said on the phone."


DERIVED = [
    ("new", ["waiting"], "new"),
    ("triaged", ["waiting", "waiting"], "triaged"),
    ("open", ["open", "taken"], "open"),
    ("open", ["taken", "taken"], "assigned"),
    ("open", ["taken", "done"], "assigned"),
    ("assigned", ["under_way", "taken"], "in_progress"),
    ("in_progress", ["under_way", "open"], "open"),
    ("in_progress", ["done", "closed"], "closed"),
    ("assigned", ["done"], "closed"),
    ("closed", ["taken"], "assigned"),
    ("closed", ["under_way", "done"], "in_progress"),
    ("closed", ["waiting"], "closed"),
]


@pytest.mark.parametrize(("state", "parts", "expected"), DERIVED)
def test_what_the_parts_add_up_to(state, parts, expected):
    assert derive_need_state(state, parts) == expected


# --- whatever happens, in whatever order ----------------------------------------------------------------


def _set_parts(need, dice):
    keys = dice.sample(["groceries", "ride", "errand"], dice.randint(1, 3))
    categories = Category.objects.filter(key__in=keys)
    set_parts(need, {category: dice.randint(1, 2) for category in categories}, **WHO)


STEPS = {
    "triage": lambda need, dice: triage_need(need, urgency=dice.randint(1, 4), **WHO),
    "open": lambda need, _dice: open_need(need, **WHO),
    "close": lambda need, dice: close_need(need, reason=dice.choice(CloseReason.values), **WHO),
    "reopen": lambda need, _dice: reopen_need(need, reason="Again", **WHO),
    "parts": _set_parts,
    **{
        name: lambda need, dice, act=act: act(dice.choice(list(NeedPart.objects.filter(need=need))), **WHO)
        for name, act in {
            "take": take_part,
            "take more": take_part,
            "release": release_part,
            "start": start_part,
            "finish": finish_part,
            "resume": resume_part,
        }.items()
    },
}


@pytest.mark.parametrize("seed", range(8))
def test_nothing_moves_off_the_table(group, seed):
    dice = random.Random(seed)
    need = make_need(group, ("groceries", "ride"), is_open=False, at=NOON)
    happened = 0
    for _step in range(60):
        parts_before = dict(NeedPart.objects.filter(need=need).values_list("pk", "state"))
        step = dice.choice(sorted(STEPS))
        if step == "parts" and need.state == "closed":
            continue
        try:
            STEPS[step](need, dice)
        except (MoveRefusedError, PartNotAvailableError, PartInUseError):
            continue
        happened += 1
        need = Need.objects.get(pk=need.pk)
        check_parts(need, parts_before, step)
        states = list(NeedPart.objects.filter(need=need).values_list("state", flat=True))
        assert need.state == derive_need_state(need.state, states), step
        assert (need.state == "closed") == bool(need.closed_at and need.close_reason)
    moves = set(
        NeedMove.objects.filter(need=need).exclude(from_state="").values_list("from_state", "to_state")
    )

    assert happened > 5
    assert {move for move in moves if move[0] != move[1]} <= set(NEED_MOVES)


def check_parts(need, before, step):
    for part in NeedPart.objects.filter(need=need):
        was = before.get(part.pk, "waiting")
        assert was == part.state or (was, part.state) in PART_MOVES, (step, was, part.state)
        assert part.is_listed == (part.state == "open"), step


# --- parts ----------------------------------------------------------------------------------------------


def kinds(*keys):
    return dict.fromkeys(Category.objects.filter(key__in=keys), 1)


def test_one_more_kind_of_help_looks_for_somebody_again(group):
    need = need_in("assigned", group)
    set_parts(need, kinds("groceries", "ride"), **WHO)

    assert Need.objects.get(pk=need.pk).state == "open"
    assert NeedMove.objects.filter(need=need).last().to_state == "open"


def test_without_the_last_open_kind_somebody_has_said_yes_to_all(group):
    need = make_need(group, ("groceries", "ride"), at=NOON)
    take_part(NeedPart.objects.get(need=need, category__key="groceries"), **WHO)
    set_parts(Need.objects.get(pk=need.pk), kinds("groceries"), **WHO)

    assert Need.objects.get(pk=need.pk).state == "assigned"


def test_more_people_than_have_said_yes_are_looked_for_while_it_runs(group):
    need = need_in("in_progress", group)
    set_parts(need, dict.fromkeys(kinds("groceries"), 2), **WHO)

    assert (part_of(need).state, part_of(need).is_listed) == ("open", True)


def test_what_somebody_has_said_yes_to_is_not_taken_out(group):
    need = need_in("assigned", group)
    with pytest.raises(PartInUseError):
        set_parts(need, kinds("ride"), **WHO)

    assert part_of(need).state == "taken"


def test_reopening_brings_back_what_was_not_finished_and_nothing_else(group):
    need = make_need(group, ("groceries", "ride", "errand"), at=NOON)
    finished = NeedPart.objects.get(need=need, category__key="groceries")
    finish_part(take_part(finished, **WHO), **WHO)
    set_parts(Need.objects.get(pk=need.pk), kinds("groceries", "ride"), **WHO)
    close_need(need, reason="unable_to_fill", **WHO)
    reopen_need(need, reason="They called again.", **WHO)

    states = dict(NeedPart.objects.filter(need=need).values_list("category__key", "state"))
    assert states == {"groceries": "done", "ride": "open", "errand": "closed"}


def test_reopening_what_was_all_done_asks_for_all_of_it_again(group):
    need = need_in("assigned", group)
    finish_part(part_of(need), **WHO)
    assert Need.objects.get(pk=need.pk).close_reason == "fulfilled"

    reopen_need(need, reason="It was not the whole list.", **WHO)
    assert (part_of(need).state, part_of(need).people_taken) == ("open", 0)
