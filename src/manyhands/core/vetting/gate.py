"""Which kinds of help are open to somebody, by what they have shown."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """What is open and what is not.

    Attributes:
        provisional: kinds that nothing is asked for: open to anybody from the first day.
        open: the others that are open to them.
        closed: those that are not, each with what is missing.
    """

    provisional: frozenset[str]
    open: frozenset[str]
    closed: Mapping[str, frozenset[str]]

    def lets_in(self, kind: str) -> bool:
        """Whether they may help with this kind."""
        return kind not in self.closed


def gate(needed: Mapping[str, AbstractSet[str]], held: AbstractSet[str]) -> Gate:
    """Compare what each kind of help asks for with what somebody holds.

    >>> needed = {"groceries": set(), "ride": {"driving_licence"}, "childcare": {"references", "background_check"}}
    >>> gate = gate(needed, {"driving_licence", "references"})
    >>> sorted(gate.provisional), sorted(gate.open), {kind: sorted(codes) for kind, codes in gate.closed.items()}
    (['groceries'], ['ride'], {'childcare': ['background_check']})
    """
    missing = {kind: frozenset(codes - held) for kind, codes in needed.items() if codes}
    return Gate(
        provisional=frozenset(kind for kind, codes in needed.items() if not codes),
        open=frozenset(kind for kind, codes in missing.items() if not codes),
        closed={kind: codes for kind, codes in missing.items() if codes},
    )
