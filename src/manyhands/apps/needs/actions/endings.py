"""What must also happen when a need is closed, said by the apps above: they register, needs does not call up."""

from collections.abc import Callable
from datetime import datetime

from manyhands.apps.needs.models import Need
from manyhands.storage.actors import Actor

Ending = Callable[..., None]
_endings: list[Ending] = []


def register_ending(ending: Ending) -> None:
    """`ending(need, by=, at=)` runs in the transaction that closes the need."""
    _endings.append(ending)


def run_endings(need: Need, *, by: Actor, at: datetime) -> None:
    for ending in _endings:
        ending(need, by=by, at=at)
