"""What must also happen when a membership changes, said by the apps above: they register, groups does not call up."""

from collections.abc import Callable

Handler = Callable[..., None]
_asked: list[Handler] = []
_answered: list[Handler] = []
_left: list[Handler] = []


def register_asked(handler: Handler) -> None:
    """`handler(membership, by=, at=)` runs in the transaction in which somebody asks to join and has to wait."""
    _asked.append(handler)


def register_answered(handler: Handler) -> None:
    """`handler(membership, admitted=, by=, at=)` runs in the transaction that says yes or no to an applicant."""
    _answered.append(handler)


def register_left(handler: Handler) -> None:
    """`handler(membership, by=, at=)` runs in the transaction in which a member leaves."""
    _left.append(handler)


def run_asked(membership: object, **facts: object) -> None:
    for handler in _asked:
        handler(membership, **facts)


def run_answered(membership: object, **facts: object) -> None:
    for handler in _answered:
        handler(membership, **facts)


def run_left(membership: object, **facts: object) -> None:
    for handler in _left:
        handler(membership, **facts)
