"""What crosses over to the process in which a plan is worked out. Nothing here loads Django, nor a solver."""

from dataclasses import dataclass

from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord


@dataclass(frozen=True, slots=True)
class Question:
    """All that the engine needs to know, and nothing else: no name, no address."""

    requests: tuple[RequestRecord, ...]
    volunteers: tuple[VolunteerRecord, ...]
    context: MatchContext
    published: frozenset[tuple[str, str]]
    weights: Weights
    limit_seconds: int
