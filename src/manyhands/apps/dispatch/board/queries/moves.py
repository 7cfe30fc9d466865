"""What is different from the plan before, said to staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from manyhands.apps.dispatch.bridge.words.moves import Event, Move, list_moves, sentence_of_move
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.names import names_of
from manyhands.apps.groups.models import Group

# More than this nobody reads; the plan itself shows them all.
_MOST = 30


@dataclass(frozen=True, slots=True)
class SaidMove:
    part: str
    title: str
    sentence: str

    @property
    def reference(self) -> str:
        return self.title.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class SaidMoves:
    """`is_anew`: everything was worked out from nothing, so that nothing can be said of each."""

    moves: list[SaidMove]
    is_anew: bool = False


def say_moves(run: Run | None, *, language: str) -> SaidMoves:
    """Three queries at most; none where nothing has moved."""
    if run is None:
        return SaidMoves([])
    moves = list_moves(run.changes)[:_MOST]
    is_anew = any(event["kind"] == "anew" for event in run.changes)
    return SaidMoves(_say(run.group, moves, language=language), is_anew)


def say_first_moves(group: Group, runs: Iterable[Run], *, language: str) -> dict[int, SaidMove]:
    """By the run's id, the first thing that has moved in each; whose names are looked up once for all."""
    first = {run.pk: moves[0] for run in runs if (moves := list_moves(run.changes))}
    return dict(zip(first, _say(group, first.values(), language=language), strict=True))


def moves_of(part_id: int, events: Iterable[Event]) -> list[Move]:
    return [move for move in list_moves(events) if move.part == f"p{part_id}"]


def _say(group: Group, moves: Iterable[Move], *, language: str) -> list[SaidMove]:
    told = list(moves)
    names = names_of(group, {key for move in told for key in move.ids()}, language=language) if told else {}
    return [
        SaidMove(
            move.part,
            names.get(move.part, ""),
            sentence_of_move(move, language=language, names=names),
        )
        for move in told
    ]
