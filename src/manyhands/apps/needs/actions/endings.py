"""What must also happen when a need is closed, closing it is undone, or something about a need changes, said by the
apps above: they register, needs does not call up.
"""

from collections.abc import Callable
from datetime import datetime

from manyhands.apps.needs.models import Need
from manyhands.storage.actors import Actor

Ending = Callable[..., None]
_endings: list[Ending] = []
_returns: list[Ending] = []
Change = Callable[[int], None]
_changes: list[Change] = []


def register_ending(ending: Ending) -> None:
    """`ending(need, by=, at=)` runs in the transaction that closes the need."""
    _endings.append(ending)


def register_return(returning: Ending) -> None:
    """`returning(need, ended_at=, by=, at=)` runs in the transaction that undoes a closing: what ended with the need
    at that moment goes on as before.
    """
    _returns.append(returning)


def register_change(change: Change) -> None:
    """`change(group_id)` runs in the transaction in which what people are looked for has changed: opened, released,
    closed, another time or place, more or fewer people.
    """
    _changes.append(change)


def run_changes(group_id: int) -> None:
    for change in _changes:
        change(group_id)


def run_endings(need: Need, *, by: Actor, at: datetime) -> None:
    for ending in _endings:
        ending(need, by=by, at=at)


def run_returns(need: Need, *, ended_at: datetime, by: Actor, at: datetime) -> None:
    for returning in _returns:
        returning(need, ended_at=ended_at, by=by, at=at)
