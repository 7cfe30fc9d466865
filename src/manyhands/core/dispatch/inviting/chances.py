"""How likely somebody says yes when they are asked, as far as past answers tell."""

from typing import Final

USUAL_CHANCE: Final = 0.5
"""What is assumed of a group that has never asked anybody: one in two says yes."""

GROUP_STRENGTH: Final = 10
"""The usual chance counts as so many answers of the group: after some dozens the group's own rate speaks."""

PERSON_STRENGTH: Final = 4
"""The group's rate counts as so many answers of each person: a single no tells little about anybody."""

LEAST_CHANCE: Final = 0.05
"""Nobody is given up: who has always said no may say yes the next time."""

MOST_CHANCE: Final = 0.95
"""Nobody is taken for granted: whoever has always said yes has a dentist, too."""

AGEING: Final = ((30, 4), (90, 2), (365, 1))
"""(days, weight): an answer counts four quarters for so many days, then two, then one; after a year it is forgotten.
People's lives change, and an old no must not follow them."""


def weight_of_age(days: float) -> float:
    """Return how much an answer counts that is so many days old, from 1 down to 0.

    >>> [weight_of_age(days) for days in (0, 29.9, 30, 90, 364, 365)]
    [1.0, 1.0, 0.5, 0.25, 0.25, 0.0]
    """
    full = AGEING[0][1]
    return next((weight / full for limit, weight in AGEING if days < limit), 0.0)


def group_chance(yes: float, no: float, silent: float) -> float:
    """Return how likely anybody of a group says yes, as all their answers tell.

    >>> group_chance(0, 0, 0)
    0.5
    >>> group_chance(70, 20, 10)
    0.6818181818181818
    """
    return chance_of_yes(yes, no, silent, USUAL_CHANCE, strength=GROUP_STRENGTH)


def chance_of_yes(
    yes: float, no: float, silent: float, prior: float, *, strength: float = PERSON_STRENGTH
) -> float:
    """Return how likely somebody says yes in time.

    It is the mean of a beta distribution whose prior is the group's rate: somebody who has never been asked answers
    as the group does, somebody with many answers as they do themselves, and in between it moves smoothly. Silence
    brings nobody, so it counts like a no. Always between ``LEAST_CHANCE`` and ``MOST_CHANCE``.

    Args:
        yes, no, silent: past answers, each counted with ``weight_of_age``.
        prior: how likely a yes is where nothing is known of somebody (``group_chance``).
        strength: as how many answers the prior counts.

    Raises:
        ValueError: when a count is negative, the strength is not above 0, or the prior is no chance.

    Source: empirical Bayes smoothing of rates; G. Casella, "An Introduction to Empirical Bayes Data Analysis",
    The American Statistician 39 (1985).

    >>> chance_of_yes(0, 0, 0, 0.6)
    0.6
    >>> round(chance_of_yes(0, 1, 0, 0.6), 2), round(chance_of_yes(0, 20, 0, 0.6), 2)
    (0.48, 0.1)
    >>> chance_of_yes(0, 400, 0, 0.6), chance_of_yes(400, 0, 0, 0.6)
    (0.05, 0.95)
    """
    if min(yes, no, silent) < 0 or strength <= 0:
        raise ValueError(
            f"answers cannot be counted as {yes}, {no} and {silent} with a strength of {strength}"
        )
    if not 0 <= prior <= 1:
        raise ValueError(f"a chance is between 0 and 1, not {prior}")
    expected = (yes + strength * prior) / (yes + no + silent + strength)
    return min(MOST_CHANCE, max(LEAST_CHANCE, expected))
