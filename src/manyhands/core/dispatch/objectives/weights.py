"""How much each measure counts against the others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Whole-number factors of the measures; all costs are in the same unit, 10 m of travel.

    Attributes:
        load: of a first task, for a volunteer with a capacity of one task a week. With the
            default it weighs as much as a way of 400 m, and each further task 800 m more.
        travel: of 10 metres.

    Raises:
        ValueError: when a weight is negative.
    """

    load: int = 40
    travel: int = 1

    def __post_init__(self) -> None:
        """Refuse a weight that would reward what it is meant to spare."""
        for name in ("load", "travel"):
            if getattr(self, name) < 0:
                raise ValueError(f"the weight of {name} must be 0 or more, not {getattr(self, name)}")
