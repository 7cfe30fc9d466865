"""Compile all changes, or load what was compiled: for a worker that has time before the first one comes."""

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.online.engine import Engine


def warm() -> None:
    """Let everything happen once in a pool of two.

    The first time on a machine, and after each change of a kernel, this takes about half a minute; else
    a second, most of it for loading numba. An engine that is made without it pays the same for the first
    change of each kind.

    >>> warm()
    """
    engine = Engine(from_arrays(requests={"id": ["a", "b"]}, volunteers={"id": ["v", "w"]}))
    engine.insert({"id": "c"})
    engine.invitations("a", 1)
    (request, volunteer), (other, helper) = engine.pairs()
    engine.freeze(request, volunteer)
    engine.decline(other, helper)
    engine.set_volunteer({"id": helper, "capacity": 2})
    engine.cancel("c")
