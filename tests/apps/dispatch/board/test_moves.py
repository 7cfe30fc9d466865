"""On the board: whom the plan proposes instead of whom since the plan before, in one sentence each."""

import pytest

from manyhands.apps.dispatch.bridge.words.moves import list_moves, sentence_of_move
from tests.apps.dispatch.conftest import NOW
from tests.worlds import make_need

NAMES = {"p1": "MH-1 (Groceries)", "p2": "MH-2 (A ride)", "v1": "Ana", "v2": "Luis", "v3": "Rosa"}
NEUTRAL = "because something about who can help has changed"


def event(kind, *, broken=(), made=(), **more):
    return {
        "kind": kind, "broken": [list(pair) for pair in broken], "made": [list(pair) for pair in made],
        "restored": [], **more,
    }  # fmt: skip


def swapped(kind, **more):
    """Luis instead of Ana for p1."""
    return event(kind, broken=[("p1", "v1")], made=[("p1", "v2")], **more)


def said(*events, language="en"):
    return [sentence_of_move(move, language=language, names=NAMES) for move in list_moves(events)]


@pytest.mark.parametrize(
    ("happened", "because"),
    [
        (swapped("said_no", part="p1", helper="v1", why="declined"), "because Ana said no"),
        (swapped("said_no", part="p1", helper="v1", why="expired"), "because Ana has not answered"),
        (swapped("said_no", part="p1", helper="v1", why="released"), "because Ana handed it back"),
        (swapped("said_no", part="p1", helper="v1", why="no_show"), "because Ana could not come"),
        (
            swapped("said_no", part="p1", helper="v1", why="dismissed"),
            "because a coordinator chose somebody else",
        ),
        (swapped("said_no", part="p1", helper="v1", why="a word of later"), NEUTRAL),
        (swapped("said_no", part="p2", helper="v3", why="declined"), "because Rosa said no (MH-2 (A ride))"),
        (swapped("said_yes", part="p2", helper="v1"), "because Ana has something else to do: MH-2 (A ride)"),
        (swapped("busier", helper="v1"), "because Ana has something else to do"),
        (swapped("away", helper="v1"), "because Ana is not free"),
        (swapped("away", helper="v1", why="resting"), "because Ana has been asked often enough this week"),
        (swapped("came", helper="v2"), "because Luis can help now"),
        (swapped("person_changed", helper="v1"), "because what Ana can do, or when, has changed"),
        (swapped("new", part="p2"), "because a new request came in: MH-2 (A ride)"),
        (swapped("new", part="p2", outranks=["p1"]), "because a more urgent request came in: MH-2 (A ride)"),
        (swapped("ended", part="p2"), "because MH-2 (A ride) needs nobody any more"),
        (swapped("changed", part="p1"), "because the request was changed"),
        (swapped("changed", part="p2"), "because MH-2 (A ride) was changed"),
        (swapped("time"), "because time has passed, and what has waited longer counts for more"),
        (swapped("hours"), "because two tasks fell into the same hour"),
        (swapped("unsaid"), NEUTRAL),
    ],
)
def test_every_kind_of_event_is_a_reason(happened, because):
    assert said(happened) == [f"Luis instead of Ana, {because}."]
    assert said(happened, language="es") != said(happened)


def test_who_comes_and_who_goes():
    assert said(event("away", broken=[("p1", "v1")], helper="v1")) == [
        "Ana is not proposed any more, because Ana is not free."
    ]
    assert said(event("new", made=[("p1", "v1")], part="p1")) == ["Ana is proposed now, because this is new."]


def test_what_was_put_back_has_not_moved():
    there_and_back = swapped("unsaid"), event("came", broken=[("p1", "v2")], made=[("p1", "v1")], helper="v1")

    assert said(*there_and_back) == []


def test_the_event_that_took_somebody_away_is_the_reason_and_not_a_later_one():
    first = event("away", broken=[("p1", "v1")], made=[("p1", "v2")], helper="v1")
    then = event(
        "said_no", broken=[("p1", "v2")], made=[("p1", "v3")], part="p1", helper="v2", why="declined"
    )

    assert said(first, then) == ["Rosa instead of Ana, because Ana is not free."]


def test_what_has_ended_is_no_news():
    assert said(event("ended", broken=[("p1", "v1")], part="p1")) == []


def test_whoever_was_forgotten_has_no_name():
    move = list_moves([swapped("away", helper="v1")])[0]

    assert sentence_of_move(move, language="en", names={}) == (
        "somebody instead of somebody, because somebody is not free."
    )


@pytest.fixture
def _luis_instead_of_ana(part, ana, luis, make_run):
    keys = {"broken": [(f"p{part.pk}", ana.key)], "made": [(f"p{part.pk}", luis.key)]}
    make_run(changes=[event("away", helper=ana.key, **keys)])


@pytest.mark.usefixtures("_luis_instead_of_ana")
def test_the_board_says_what_has_changed(board, need):
    page = board(need=need.reference)

    sentence = "Luis Gomez instead of Ana Ruiz, because Ana Ruiz is not free."
    assert "What has changed since the last plan: 1 proposal" in page
    assert page.count(sentence) == 2
    assert sentence in board("plan/")


@pytest.mark.usefixtures("_luis_instead_of_ana")
def test_a_request_that_has_what_it_had_says_nothing(board, group):
    other = make_need(group, at=NOW)

    assert board(need=other.reference).count("instead of") == 1


def test_a_plan_made_anew_says_so(board, need, make_run):
    make_run(changes=[event("anew")])

    assert "Everything was worked out anew" in board(need=need.reference)
