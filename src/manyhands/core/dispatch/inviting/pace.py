"""How certain a yes has to be, and how long an answer may take: by how urgent a request is."""

from dataclasses import dataclass
from typing import Final

WHENEVER, WEEK, DAYS, TODAY = 1, 2, 3, 4
"""Degrees of urgency."""

MOST_FOR_EACH: Final = 6
"""For each person wanted at most so many are asked at once, however seldom people here say yes."""

HOURS_TO_ANSWER: Final = {DAYS: 12, TODAY: 3}
"""At most so many hours for an answer where it is urgent, counted from when the message may be read. What is less
urgent has the hours that the group gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a request is asked.

    Attributes:
        target: how likely enough people must say yes; 0 where one is asked after the other.
        hours_to_answer: after which the question ends and the next is asked.
    """

    target: float
    hours_to_answer: int

    @property
    def asks_several(self) -> bool:
        """Whether more people are asked at once than are wanted."""
        return self.target > 0


def pace_for(urgency: int, *, target: float, hours_to_answer: int) -> Pace:
    """Return how a request of this urgency is asked in a group that has set these.

    ========================  =====================================  ====================
    wanted                    how likely enough must say yes         hours to answer
    ========================  =====================================  ====================
    today                     half of the group's doubt is left      at most 3
    within two or three days  as the group has set it                at most 12
    within a week, whenever   one after the other, nobody in vain    as the group has set
    ========================  =====================================  ====================

    What can wait a week finds somebody anyway, so nobody is asked in vain for it.

    >>> pace_for(TODAY, target=0.8, hours_to_answer=24)
    Pace(target=0.9, hours_to_answer=3)
    >>> pace_for(DAYS, target=0.8, hours_to_answer=6)
    Pace(target=0.8, hours_to_answer=6)
    >>> pace_for(WEEK, target=0.8, hours_to_answer=24).asks_several
    False
    """
    targets = {TODAY: (1 + target) / 2, DAYS: target}
    hours = min(hours_to_answer, HOURS_TO_ANSWER.get(urgency, hours_to_answer))
    return Pace(target=targets.get(urgency, 0.0), hours_to_answer=hours)
