"""What a change has changed, and whom to invite."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Id: TypeAlias = str | int
Pair: TypeAlias = tuple[Id, Id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """The difference between the best plan before a change and the best plan after it.

    Pairs are (request id, volunteer id), sorted. A pair that was frozen is neither made nor broken.

    Attributes:
        made, broken: pairs that are in the plan now, and those that are no longer.
        unmet: for each request of which this has changed: how many people it lacks now.
        published_broken: those of the broken pairs that people had been told of.
        published_restored: those of the pairs made that people had been told of.
        clashing: volunteers among those of the pairs made whose tasks do not fit into different
            hours; ``Engine.plan`` finds others for what does not fit.
    """

    made: tuple[Pair, ...] = ()
    broken: tuple[Pair, ...] = ()
    unmet: Mapping[Id, int] = field(default_factory=dict)
    published_broken: tuple[Pair, ...] = ()
    published_restored: tuple[Pair, ...] = ()
    clashing: tuple[Id, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is different.

        >>> bool(Delta()), bool(Delta(unmet={"r1": 1}))
        (False, True)
        """
        return bool(self.made or self.broken or self.unmet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody who could be invited to a request.

    Attributes:
        volunteer_id: who.
        cost: what the pair costs, without the volunteer's load, in grains.
        price: what one more task of the volunteer costs everybody together, in grains: high for
            somebody who is needed elsewhere.
        is_planned: whether the best plan gives them this request.
    """

    volunteer_id: Id
    cost: int
    price: int
    is_planned: bool

    @property
    def total(self) -> int:
        """What it would cost everybody together if they came.

        >>> Invitation(volunteer_id="Ana", cost=640, price=1_280, is_planned=False).total
        1920
        """
        return self.cost + self.price
