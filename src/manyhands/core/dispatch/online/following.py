"""An engine that follows: what has happened is applied step by step, and each step says what it changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online.delta import Delta
from manyhands.core.dispatch.online.engine import Engine
from manyhands.core.dispatch.online.steps import Kind, Situation, Step


@dataclass(frozen=True, slots=True)
class Followed:
    """What one step has changed."""

    step: Step
    delta: Delta


def begin(before: Situation, weights: Weights) -> Engine:
    """Return the engine of a situation in which there is somebody, or something is asked.

    Raises:
        ProblemError: when a record cannot be planned with.
    """
    return Engine.from_records(
        list(before.requests.values()),
        list(before.volunteers.values()),
        before.context,
        weights=weights,
        published=before.published,
    )


def follow(engine: Engine, steps: Sequence[Step], now: Situation) -> list[Followed]:
    """Apply steps, in the order given, to an engine that has seen nothing of them.

    Raises:
        ProblemError: when a record cannot be planned with.
    """
    engine.know(now.context)
    return [Followed(step, _TAKE[step.kind](engine, step)) for step in steps]


def _freeze(engine: Engine, step: Step) -> Delta:
    """Let a pair leave the question."""
    return engine.freeze(_request_of(step), _volunteer_of(step))


def _decline(engine: Engine, step: Step) -> Delta:
    """Never make a pair again."""
    return engine.decline(_request_of(step), _volunteer_of(step))


def _cancel(engine: Engine, step: Step) -> Delta:
    """Look for nobody any more."""
    return engine.cancel(_request_of(step))


def _insert(engine: Engine, step: Step) -> Delta:
    """Look for somebody."""
    assert step.request is not None  # noqa: S101  what comes is read
    told = [one for one in step.published if engine.knows(one)]
    return engine.insert(step.request, published=told)


def _insert_again(engine: Engine, step: Step) -> Delta:
    """Look for somebody else, or for something else."""
    return join(engine.cancel(_request_of(step)), _insert(engine, step))


def _set_volunteer(engine: Engine, step: Step) -> Delta:
    """Take somebody as they are now."""
    assert step.volunteer is not None  # noqa: S101  who comes is read
    return engine.set_volunteer(step.volunteer)


_TAKE: Final[Mapping[Kind, Callable[[Engine, Step], Delta]]] = {
    Kind.SAID_YES: _freeze,
    Kind.SAID_NO: _decline,
    Kind.APART: _decline,
    Kind.ENDED: _cancel,
    Kind.NEW: _insert,
    Kind.CHANGED: _insert_again,
    Kind.CAME: _set_volunteer,
    Kind.AWAY: _set_volunteer,
    Kind.BUSIER: _set_volunteer,
    Kind.PERSON_CHANGED: _set_volunteer,
}


def _request_of(step: Step) -> str:
    """Return the request that a step is about."""
    assert step.request_id is not None  # noqa: S101  these kinds have one
    return step.request_id


def _volunteer_of(step: Step) -> str:
    """Return the volunteer that a step is about."""
    assert step.volunteer_id is not None  # noqa: S101  these kinds have one
    return step.volunteer_id


def join(first: Delta, second: Delta) -> Delta:
    """Return two changes as one: what the second puts back has not changed.

    >>> join(Delta(broken=(("p1", "v1"),)), Delta(made=(("p1", "v1"), ("p2", "v2")))).made
    (('p2', 'v2'),)
    """
    made = (set(first.made) - set(second.broken)) | (set(second.made) - set(first.broken))
    broken = (set(first.broken) - set(second.made)) | (set(second.broken) - set(first.made))
    told = set(first.published_broken) | set(second.published_broken)
    restored = set(first.published_restored) | set(second.published_restored)
    return Delta(
        made=tuple(sorted(made, key=str)),
        broken=tuple(sorted(broken, key=str)),
        unmet={**first.unmet, **second.unmet},
        published_broken=tuple(sorted(told & broken, key=str)),
        published_restored=tuple(sorted(restored & made, key=str)),
        clashing=second.clashing,
    )
