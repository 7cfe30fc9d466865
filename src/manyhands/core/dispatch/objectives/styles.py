"""How a group may want its plan: named choices of weights, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from manyhands.core.dispatch.objectives.weights import Weights


@dataclass(frozen=True, slots=True)
class Style:
    """One way to weigh an even load against short ways.

    Attributes:
        weights: the factors of the measures.
        reason: in one sentence, what these factors bring about.
    """

    weights: Weights
    reason: str


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "balanced": Style(
            Weights(),
            "A first task weighs as much as a way of 400 m and each further one 800 m more, so the load is "
            "shared among people who live about as near.",
        ),
        "strict": Style(
            Weights(load=4_000, unserved=500_000, switch=600),
            "A second task weighs more than any way somebody would go, so that a way decides between equals only.",
        ),
        "nearest": Style(
            Weights(load=1),
            "The load only decides between ways that are about as long.",
        ),
    }
)
"""By the names that groups and the command line call them. What each measure counts is told in `weights`."""


def weights_of(style: str) -> Weights:
    """Return the weights of a style by its name.

    Raises:
        KeyError: when there is no style of that name.
    """
    return STYLES[style].weights
