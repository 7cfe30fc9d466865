"""How much each measure counts against the others."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Whole-number factors of the measures; all costs are in the same unit, 10 m of travel.

    Attributes:
        unserved: of one person missing for a request of weight 1. It must exceed what any chain of
            hand-overs can save, so that no way is too long for a need that somebody can meet.
        load: of a first task, for a volunteer with a capacity of one task a week. With the
            default it weighs as much as a way of 400 m, and each further task 800 m more.
        travel: of 10 metres.
        switch: of tearing up a pair that people have been told of; the default is a way of 3 km.
        preference: of the wishes about pairs.

    Raises:
        ValueError: when a weight is no whole number, or negative.
    """

    unserved: int = 50_000
    load: int = 40
    travel: int = 1
    switch: int = 300
    preference: int = 1

    def __post_init__(self) -> None:
        """Refuse a weight that would reward what it is meant to spare."""
        for weight in fields(self):
            value = getattr(self, weight.name)
            if not isinstance(value, int):
                raise ValueError(  # noqa: TRY004 - one error for whatever is wrong with a weight
                    f"the weight of {weight.name} must be a whole number, not {value!r}"
                )
            if value < 0:
                raise ValueError(f"the weight of {weight.name} must be 0 or more, not {value}")
