"""The best plan of one pool, kept best: every change is made at once and leaves nothing to solve again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Self

import numpy as np

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online.delta import Delta, Id, Invitation
from manyhands.core.dispatch.online.reading import ColumnReader, Reader, RecordReader
from manyhands.core.dispatch.online.reporting import Reporter, make_plan
from manyhands.core.dispatch.online.wiring import Wiring
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import (
    DECLINED,
    KEPT_APART,
    Problem,
    ProblemError,
)
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

_DEFAULT_WEIGHTS: Final = Weights()


class Engine:
    """The best plan of one pool while people come, go, say yes and say no.

    After each change the plan is as good as one solved from nothing, in the time that a search among
    those concerned takes. Pairs that have been published stay unless tearing them up is worth more
    than ``weights.switch``. Hours are left aside until ``plan`` is asked for: the plan of the moment
    may give somebody two tasks at one time, which ``Delta.clashing`` says. So are leads: it may give
    a lead's place to somebody who cannot lead. ``plan`` has such a pool solved whole.

    Rows are never reused: make a new engine from the records for each piece of work, which takes
    milliseconds, rather than keeping one for weeks.

    Args:
        problem: of one pool.
        weights: how much each measure counts.
        arcs: the feasible pairs, if they have been found already.

    Raises:
        ProblemError: when the problem is of several pools, or costs are too large.

    Source: A. Bernstein, J. Holm, E. Rotenberg, "Online bipartite matching with amortized O(log^2 n)
    replacements", JACM 66 (2019): shortest augmenting paths move few pairs.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> engine = Engine(from_arrays(
    ...     requests={"id": ["lift"]},
    ...     volunteers={"id": ["Ana", "Luis"], "recent": [0, 2], "have_mask": [1, 0]},
    ... ))
    >>> engine.pairs()
    [('lift', 'Ana')]
    >>> delta = engine.insert({"id": "cooking", "need_mask": 1})
    >>> delta.made, delta.broken
    ((('cooking', 'Ana'), ('lift', 'Luis')), (('lift', 'Ana'),))
    >>> engine.decline("cooking", "Ana").unmet
    {'cooking': 1}
    """

    def __init__(
        self,
        problem: Problem,
        *,
        weights: Weights = _DEFAULT_WEIGHTS,
        arcs: Arcs | None = None,
        reader: Reader | None = None,
    ) -> None:
        pools = np.union1d(problem.requests.pool, problem.volunteers.pool).tolist()
        if len(pools) > 1:
            raise ProblemError(f"an engine is of one pool, but these rows are of the pools {pools}")
        self.weights = weights
        self._reader = reader or ColumnReader(pools[0] if pools else 0, has_places=problem.places is not None)
        feasible = find_candidates(problem) if arcs is None else arcs
        self._wiring = Wiring(problem, feasible, self._reader, weights)
        self._question, self._network = self._wiring.question, self._wiring.network
        self._frozen: set[tuple[int, int]] = set()
        self._reporter = Reporter(self._question, self._network)
        self._reporter.tell(range(len(problem.requests)))

    @classmethod
    def from_records(
        cls,
        requests: Sequence[RequestRecord],
        volunteers: Sequence[VolunteerRecord],
        context: MatchContext,
        *,
        weights: Weights = _DEFAULT_WEIGHTS,
        default_radius_m: int = 5_000,
        published: Iterable[tuple[str, str]] = (),
        preferences: Iterable[tuple[str, str, int]] = (),
    ) -> Self:
        """Return an engine of records, to which records are given; see ``from_records`` of ``columns``.

        Raises:
            ProblemError: when there is no record, or they are of several pools.
        """
        pools = sorted({one.pool for one in requests} | {one.pool for one in volunteers})
        if len(pools) != 1:
            raise ProblemError(f"an engine is of one pool, but these records are of the pools {pools}")
        problem = from_records(
            requests,
            volunteers,
            context,
            default_radius_m=default_radius_m,
            published=published,
            preferences=preferences,
        )
        reader = RecordReader(requests, volunteers, context, pool=pools[0], default_radius_m=default_radius_m)
        return cls(problem, weights=weights, reader=reader)

    def insert(
        self,
        request: RequestRecord | Mapping[str, Any],
        *,
        blocked: Iterable[Id] = (),
        wishes: Mapping[Id, int] | None = None,
        published: Iterable[Id] = (),
    ) -> Delta:
        """Add a request, and find people for it.

        Args:
            request: a record, or the values of a row by their names; an id of its own.
            blocked: volunteers who must not be asked.
            wishes: by volunteer, what pairing them with it costs besides, in units of 10 m.
            published: volunteers who were told of it before, when it was another request.

        Raises:
            ProblemError: when the id is taken, the row cannot be, or it is of another pool.
        """
        apart = [self._volunteer(one) for one in blocked]
        wished = {self._volunteer(one): cost for one, cost in (wishes or {}).items()}
        told = [self._volunteer(one) for one in published]
        row = self._wiring.add_request(request)
        for volunteer in apart:
            self._question.known.block((row, volunteer), KEPT_APART)
        for volunteer, cost in wished.items():
            self._question.known.wish((row, volunteer), cost)
        for volunteer in told:
            self._question.known.publish((row, volunteer))
        try:
            self._wiring.connect(row)
        except ProblemError:
            self._question.take_back_request()
            raise
        self._network.serve(row)
        return self._reporter.tell([row])

    def cancel(self, request_id: Id) -> Delta:
        """Let a request end; those who would have come are free for others."""
        row = self._request(request_id)
        self._question.lives[row] = False
        self._network.cancel(row)
        return self._reporter.tell([])

    def decline(self, request_id: Id, volunteer_id: Id) -> Delta:
        """Take a no for an answer: the pair is never made again, and the next best is found.

        Whoever had said yes before (``freeze``) drops out: the request wants one person more again.
        """
        row, volunteer = self._request(request_id), self._volunteer(volunteer_id)
        self._question.known.block((row, volunteer), DECLINED)
        if (row, volunteer) not in self._frozen:
            self._network.forbid(row, volunteer)
            return self._reporter.tell([row])
        self._frozen.remove((row, volunteer))
        self._wiring.count_task(row, volunteer, -1)
        self._network.want(row, int(self._question.requests.column("quantity")[row]))
        self._wiring.renew(volunteer)
        return self._reporter.tell([row])

    def freeze(self, request_id: Id, volunteer_id: Id) -> Delta:
        """Take a yes for an answer: the pair leaves the question, and never moves.

        The request wants one person less; the volunteer has one task more, and their further tasks
        cost what they would have cost. They need not be the one whom the plan names, nor have room.

        Raises:
            ProblemError: when somebody is not known, they said yes before, or nobody more is wanted.
        """
        row, volunteer = self._request(request_id), self._volunteer(volunteer_id)
        if (row, volunteer) in self._frozen:
            raise ProblemError(f"volunteer {volunteer_id!r} has said yes to {request_id!r} before")
        if self._question.requests.column("quantity")[row] == 0:
            raise ProblemError(f"request {request_id!r} wants nobody more")
        self._question.known.block((row, volunteer), KEPT_APART)
        self._frozen.add((row, volunteer))
        self._wiring.count_task(row, volunteer, 1)
        if volunteer in self._network.helpers(row):
            self._network.keep(row, volunteer)
            self._reporter.forget(row, volunteer)
        else:
            self._network.forbid(row, volunteer)
            self._network.want(row, int(self._question.requests.column("quantity")[row]))
            self._wiring.renew(volunteer)
        return self._reporter.tell([row])

    def set_volunteer(self, volunteer: VolunteerRecord | Mapping[str, Any]) -> Delta:
        """Take a volunteer as they are now: new, changed, or off (a capacity of 0, or a pause).

        What is given replaces all that was known; tasks that they have said yes to must be in it.

        Raises:
            ProblemError: when the row cannot be, or is of another pool.
        """
        given = self._reader.read_volunteer(volunteer)
        row, before = self._wiring.write_volunteer(given)
        try:
            self._wiring.renew(row)
        except ProblemError:
            self._question.volunteers.change(row, before)
            raise
        return self._reporter.tell([])

    def know(self, context: MatchContext) -> None:
        """Read records from now on as of another moment: when it is, and who must not meet whom.

        What has been read before stays as it is: what is new of it is a ``decline``.
        """
        self._reader.know(context)

    def knows(self, volunteer_id: Id) -> bool:
        """Say whether there is, or was, such a volunteer."""
        return volunteer_id in self._question.volunteers.row_of

    def invitations(self, request_id: Id, k: int) -> list[Invitation]:
        """Return whom to invite to a request: those first whose coming costs everybody together least.

        Raises:
            ProblemError: when the request is not known.
            ValueError: when nobody is to be invited.

        >>> from manyhands.core.dispatch.arrays import from_arrays
        >>> engine = Engine(from_arrays(
        ...     requests={"id": ["lift", "cooking"], "need_mask": [0, 1]},
        ...     volunteers={"id": ["Ana", "Luis"], "recent": [0, 2], "have_mask": [1, 0]},
        ... ))
        >>> [one.volunteer_id for one in engine.invitations("lift", 2)]
        ['Luis', 'Ana']
        """
        if k < 1:
            raise ValueError(f"at least one person must be invited, not {k}")
        row = self._request(request_id)
        self._network.raise_prices()
        volunteers, costs = self._network.arcs(row)
        has_room = self._question.volunteers.column("capacity")[volunteers] > 0
        volunteers, costs = volunteers[has_room], costs[has_room]
        prices = self._network.prices[volunteers]
        is_planned = np.isin(volunteers, self._network.helpers(row))
        order = np.lexsort((volunteers, ~is_planned, costs + prices))[:k]
        return [
            Invitation(
                volunteer_id=self._question.volunteers.ids[volunteers[place]],
                cost=int(costs[place]),
                price=int(prices[place]),
                is_planned=bool(is_planned[place]),
            )
            for place in order.tolist()
        ]

    def pairs(self) -> list[tuple[Id, Id]]:
        """Return who does what as things stand, hours left aside; frozen pairs are not among them."""
        return self._reporter.pairs()

    def problem(self) -> Problem:
        """Return the problem as it stands: requests that still want somebody, and all volunteers."""
        return self._question.problem()

    def plan(self) -> Plan:
        """Return the plan of ``problem()``, in which nobody's tasks clash, certified.

        Where tasks of the moment's plan clash it is solved once more with regard to hours, which
        takes as long as solving from nothing; ``clash_cost`` says what the hours cost.

        Raises:
            RuntimeError: when the plan does not pass its certificate, so that it must not be shown.
        """
        return make_plan(self._question, self._network, self.weights)

    def _request(self, request_id: Id) -> int:
        """Return the row of a request that has not ended."""
        row = self._question.requests.row_of.get(request_id)
        if row is None or not self._question.lives[row]:
            raise ProblemError(f"there is no request {request_id!r}")
        return row

    def _volunteer(self, volunteer_id: Id) -> int:
        """Return the row of a volunteer."""
        row = self._question.volunteers.row_of.get(volunteer_id)
        if row is None:
            raise ProblemError(f"there is no volunteer {volunteer_id!r}")
        return row
