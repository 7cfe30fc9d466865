"""Everything that a plan is made from, so that a changed copy of it can be planned as well."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import Point

DEFAULT_RADIUS_M = 5_000
"""How far somebody is taken to go who has not said, as everywhere in the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A question to the engine, in records: no name, no address.

    Attributes:
        requests: what is needed.
        volunteers: who could help; somebody who helps in several pools has a record for each.
        context: the moment, the time zone and the pairs that must not be made.
        published: (request id, volunteer id) of pairs of an earlier plan.
        weights: how much each measure counts.
        kinds: by request id, which kind of help it is; a request that is not among them is of none.
        urgencies: by request id, how urgent it is.
    """

    requests: tuple[RequestRecord, ...]
    volunteers: tuple[VolunteerRecord, ...]
    context: MatchContext
    published: frozenset[tuple[str, str]] = frozenset()
    weights: Weights = field(default_factory=Weights)
    kinds: Mapping[str, str] = field(default_factory=dict)
    urgencies: Mapping[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """The same in columns.

        Raises:
            ProblemError: when a row cannot be planned with.
        """
        return from_records(self.requests, self.volunteers, self.context, published=self.published)

    @property
    def pools(self) -> tuple[str, ...]:
        """The pools in which something is asked, each once, in order."""
        return tuple(sorted({request.pool for request in self.requests}))

    @property
    def people(self) -> frozenset[str]:
        """The ids of everybody who could help."""
        return frozenset(volunteer.id for volunteer in self.volunteers)

    @property
    def languages(self) -> frozenset[str]:
        """Every language that somebody asks for."""
        return frozenset(code for request in self.requests for code in request.languages)

    @property
    def middle(self) -> Point | None:
        """The middle of where help is asked for; None when no place is known.

        The mean of longitudes and of latitudes, which is near enough within one town. Across the date line it
        would be wrong: half a world away.
        """
        points = [request.point for request in self.requests if request.point is not None]
        if not points:
            return None
        return Point(
            sum(point.lon for point in points) / len(points), sum(point.lat for point in points) / len(points)
        )

    @property
    def usual_radius_m(self) -> int:
        """The radius that the most volunteers have named; of several that are named as often, the least."""
        named = Counter(one.radius_m for one in self.volunteers if one.radius_m is not None)
        return min(named, key=lambda radius: (-named[radius], radius), default=DEFAULT_RADIUS_M)
