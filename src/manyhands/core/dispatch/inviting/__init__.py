"""How many people are asked at once, so that enough say yes and few are asked for nothing.

Whom to ask first is decided elsewhere, by the cost of their coming (``ranking``, ``online``): how often somebody has
said yes or no never moves them up or down. ``chances`` reads from past answers how likely a yes is, ``numbers`` how
many must be asked for that, ``pace`` how certain it has to be and how long an answer may take.
"""

from manyhands.core.dispatch.inviting.chances import (
    AGEING,
    MOST_CHANCE,
    chance_of_yes,
    group_chance,
    weight_of_age,
)
from manyhands.core.dispatch.inviting.numbers import chance_of_enough, how_many, yeses_in_vain
from manyhands.core.dispatch.inviting.pace import MOST_FOR_EACH, Pace, pace_for

__all__ = [
    "AGEING",
    "MOST_CHANCE",
    "MOST_FOR_EACH",
    "Pace",
    "chance_of_enough",
    "chance_of_yes",
    "group_chance",
    "how_many",
    "pace_for",
    "weight_of_age",
    "yeses_in_vain",
]
