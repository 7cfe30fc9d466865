"""What if a kind of help did not need a vehicle, a skill or a check."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from manyhands.core.dispatch.records import RequestRecord
from manyhands.core.dispatch.what_if.situation import Situation

WITHOUT: Final = ("vehicle", "skills", "requirements", "languages")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindNeedsLess:
    """A kind of help is asked for without one of the things that it needs now.

    A check that protects people can be asked about as well: the answer says what it costs to keep it, which is a
    better reason to check more people than to drop it.

    Attributes:
        kind: which kind of help; one of ``Situation.kinds``.
        without: "vehicle", "skills", "requirements" or "languages".

    Raises:
        ValueError: when ``without`` is none of them.
    """

    kind: str
    without: str

    def __post_init__(self) -> None:
        """Refuse what no request needs."""
        if self.without not in WITHOUT:
            raise ValueError(f"a kind of help can need less of {', '.join(WITHOUT)}, not {self.without!r}")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation in which fewer things are needed."""
        return replace(
            situation,
            requests=tuple(
                self._eased(request) if situation.kinds.get(request.id) == self.kind else request
                for request in situation.requests
            ),
        )

    def _eased(self, request: RequestRecord) -> RequestRecord:
        """Return a request without the thing."""
        nothing: AbstractSet[str] = frozenset()
        if self.without == "vehicle":
            return replace(request, needs_vehicle=False)
        if self.without == "skills":
            return replace(request, required_skills=nothing)
        if self.without == "requirements":
            return replace(request, requirements=nothing)
        return replace(request, languages=nothing)
