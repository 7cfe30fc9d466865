"""What if the plan weighed an even load and short ways differently."""

from dataclasses import dataclass, replace

from manyhands.core.dispatch.objectives.styles import STYLES
from manyhands.core.dispatch.what_if.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherStyle:
    """The plan is made with the weights of another of the named styles.

    Attributes:
        style: its name.

    Raises:
        ValueError: when there is no style of that name.
    """

    style: str

    def __post_init__(self) -> None:
        """Refuse a style that is not published."""
        if self.style not in STYLES:
            raise ValueError(f"no style is called {self.style!r}; there are {', '.join(STYLES)}")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation with the other weights."""
        return replace(situation, weights=STYLES[self.style].weights)
