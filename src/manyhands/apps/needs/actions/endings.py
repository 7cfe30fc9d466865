"""What must also happen when a need is closed or closing it is undone, said by the apps above: they register, needs
does not call up.
"""

from collections.abc import Callable
from datetime import datetime

from manyhands.apps.needs.models import Need
from manyhands.storage.actors import Actor

Ending = Callable[..., None]
_endings: list[Ending] = []
_returns: list[Ending] = []


def register_ending(ending: Ending) -> None:
    """`ending(need, by=, at=)` runs in the transaction that closes the need."""
    _endings.append(ending)


def register_return(returning: Ending) -> None:
    """`returning(need, ended_at=, by=, at=)` runs in the transaction that undoes a closing: what ended with the need
    at that moment goes on as before.
    """
    _returns.append(returning)


def run_endings(need: Need, *, by: Actor, at: datetime) -> None:
    for ending in _endings:
        ending(need, by=by, at=at)


def run_returns(need: Need, *, ended_at: datetime, by: Actor, at: datetime) -> None:
    for returning in _returns:
        returning(need, ended_at=ended_at, by=by, at=at)
