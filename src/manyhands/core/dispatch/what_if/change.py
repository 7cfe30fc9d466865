"""The list of changes that can be asked about, each a file of its own, by the name it is kept under."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from manyhands.core.dispatch.what_if.another_style import AnotherStyle
from manyhands.core.dispatch.what_if.kind_needs_less import KindNeedsLess
from manyhands.core.dispatch.what_if.more_with import MoreWith
from manyhands.core.dispatch.what_if.one_more_person import OneMorePerson
from manyhands.core.dispatch.what_if.one_more_task import OneMoreTask
from manyhands.core.dispatch.what_if.radius import EverybodyGoes, EverybodyGoesTimes
from manyhands.core.dispatch.what_if.situation import Situation


class Change(Protocol):
    """What could be different. Frozen and comparable; it changes a copy, never what it is given."""

    def apply(self, situation: Situation) -> Situation:
        """Return the situation as it would be."""


CHANGES: Final[Mapping[str, Callable[..., Change]]] = {
    "one_more_person": OneMorePerson,
    "radius": EverybodyGoes,
    "radius_times": EverybodyGoesTimes,
    "one_more_task": OneMoreTask,
    "more_with": MoreWith,
    "another_style": AnotherStyle,
    "kind_needs_less": KindNeedsLess,
}


def change_of(name: str, **values: object) -> Change:
    """Return a change by its name.

    Raises:
        LookupError: when there is no change of that name.
        ValueError: when a value cannot be.

    >>> change_of("radius", at_least_m=6_000)
    EverybodyGoes(at_least_m=6000)
    """
    if name not in CHANGES:
        raise LookupError(f"no change is called {name!r}; there are {', '.join(CHANGES)}")
    return CHANGES[name](**values)
