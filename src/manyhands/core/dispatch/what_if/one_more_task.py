"""What if everybody took one task more a week."""

from dataclasses import dataclass, replace

from manyhands.core.dispatch.what_if.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMoreTask:
    """Everybody does so many tasks a week more than they have said. Who has a break keeps it.

    Attributes:
        tasks: how many more, 1 or more.

    Raises:
        ValueError: when it is not more.
    """

    tasks: int = 1

    def __post_init__(self) -> None:
        """Refuse what is not more."""
        if self.tasks < 1:
            raise ValueError(f"one more task a week must be 1 or more, not {self.tasks}")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation with more room. Who has not named a limit is taken to do one task."""
        return replace(
            situation,
            volunteers=tuple(
                replace(
                    one,
                    capacity_per_week=(1 if one.capacity_per_week is None else one.capacity_per_week)
                    + self.tasks,
                )
                for one in situation.volunteers
            ),
        )
