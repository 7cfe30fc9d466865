"""How many people to ask at once."""

from collections.abc import Sequence
from typing import Final

IN_VAIN_FOR_EACH: Final = 1.5
"""On average no more than so many yeses in vain for each person wanted: whoever says yes and hears "no longer needed"
is disappointed, and comes less gladly the next time. It is the bound if all answered in the same minute; in truth the
first yes takes the other questions back, so fewer say yes in vain."""

_ROUNDING: Final = 1e-9


def how_many(chances_in_order: Sequence[float], wanted: int, target: float, most: int) -> int:
    """Return how many of these people to ask: the fewest, from the first on, of whom enough say yes.

    *Enough* is ``wanted``, and it must be at least as likely as ``target``. As many as are wanted are asked in any
    case; beyond them nobody is added once the yeses in vain would exceed ``IN_VAIN_FOR_EACH``, and never more than
    ``most`` are asked. Where the target is out of reach, all within these bounds are asked.

    The order is taken as it is: chances decide how many, never who. Takes time in proportion to the number of people
    times those wanted.

    Args:
        chances_in_order: how likely each says yes; those who have been asked already come first.
        wanted: how many people are needed; nobody is asked where none is.
        target: how likely enough must say yes; 0 asks one person for each one wanted.
        most: the most to ask.

    Raises:
        ValueError: when a chance or the target is not between 0 and 1, or the most is negative.

    Source: V. Manshadi, S. Rodilitz, "Online Policies for Efficient Volunteer Crowdsourcing", Management Science 68
    (2022): each needless message makes volunteers answer less; R. Shi et al., "Improving Efficiency of Volunteer-Based
    Food Rescue Operations", AAAI (2020): fewer, better chosen notifications for 412 Food Rescue.

    >>> how_many([0.5] * 9, wanted=1, target=0.8, most=6)
    3
    >>> how_many([0.9, 0.2, 0.2], wanted=1, target=0.8, most=6)
    1
    >>> how_many([0.1] * 30, wanted=1, target=0.8, most=6)
    6
    >>> how_many([0.5] * 9, wanted=2, target=0, most=6), how_many([0.5], wanted=2, target=0.8, most=6)
    (2, 1)
    >>> how_many([0.5] * 9, wanted=1, target=1.0, most=9), how_many([0.5] * 9, wanted=0, target=0.8, most=6)
    (4, 0)
    """
    _check(chances_in_order, target, most)
    longest = min(most, len(chances_in_order))
    if wanted <= 0 or longest <= wanted:
        return max(0, min(wanted, longest))
    few, expected = _few([], wanted), 0.0
    for count, chance in enumerate(chances_in_order[:longest], start=1):
        more, expected = _with_one_more(few, chance), expected + chance
        if count > wanted and _in_vain(more, expected, wanted) > IN_VAIN_FOR_EACH * wanted:
            return count - 1
        few = more
        if count >= wanted and 1 - sum(few) >= target - _ROUNDING:
            return count
    return longest


def chance_of_enough(chances: Sequence[float], wanted: int) -> float:
    """Return how likely at least ``wanted`` of people with these chances say yes, each on their own.

    The exact Poisson binomial distribution, one person after the other.

    >>> chance_of_enough([0.5, 0.5], 1), chance_of_enough([0.5, 0.5], 2), chance_of_enough([], 0)
    (0.75, 0.25, 1.0)
    """
    return 1.0 - sum(_few(chances, wanted))


def yeses_in_vain(chances: Sequence[float], wanted: int) -> float:
    """Return how many more than ``wanted`` would say yes, on average.

    >>> yeses_in_vain([0.5, 0.5], 1)
    0.25
    """
    return _in_vain(_few(chances, wanted), sum(chances), wanted)


def _few(chances: Sequence[float], wanted: int) -> list[float]:
    """Return the chances that exactly 0, 1, … ``wanted - 1`` say yes."""
    few = [1.0] + [0.0] * (wanted - 1) if wanted > 0 else []
    for chance in chances:
        few = _with_one_more(few, chance)
    return few


def _with_one_more(few: Sequence[float], chance: float) -> list[float]:
    """Return what ``few`` is with one more person asked."""
    return [
        same * (1 - chance) + (few[yeses - 1] * chance if yeses else 0.0) for yeses, same in enumerate(few)
    ]


def _in_vain(few: Sequence[float], expected: float, wanted: int) -> float:
    """Return the mean number of yeses beyond ``wanted``: all that are expected, less those that are of use."""
    missing = sum((wanted - yeses) * chance for yeses, chance in enumerate(few))
    return max(0.0, expected - wanted + missing)


def _check(chances: Sequence[float], target: float, most: int) -> None:
    if not 0 <= target <= 1 or not all(0 <= chance <= 1 for chance in chances):
        raise ValueError(f"chances are between 0 and 1: {target}, {list(chances)}")
    if most < 0:
        raise ValueError(f"at most {most} people cannot be asked")
