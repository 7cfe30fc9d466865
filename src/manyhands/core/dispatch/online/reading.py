"""Rows from what is given: columns of one value, or records in the bits that the pool already uses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates.exact import find_too_short
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.online.question import Question
from manyhands.core.dispatch.problem import (
    DECLINED,
    KEPT_APART,
    TOO_SHORT,
    Int64,
    Problem,
    ProblemError,
    columns_of,
)
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.dispatch.words import Words

Id: TypeAlias = str | int
Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, as columns of one value, whom it must never be paired with, and whom somebody wishes for."""

    id: Id
    columns: dict[str, NDArray[Any]]
    blocked: tuple[tuple[Id, int], ...] = ()
    wishes: tuple[tuple[Id, int], ...] = ()


class Reader(Protocol):
    """What turns a request or a volunteer into a row."""

    def read_request(self, question: Question, given: RequestRecord | Values) -> Row:
        """Return the row of a request; the question's bits are changed if it asks for something new."""
        ...

    def read_volunteer(self, given: VolunteerRecord | Values) -> Row:
        """Return the row of a volunteer."""
        ...

    def around(self, question: Question, requests: Int64, volunteers: Int64) -> Problem:
        """Return the problem of some rows, in which windows that are too short are known."""
        ...

    def know(self, context: MatchContext) -> None:
        """Read what is given from now on as of another moment."""
        ...


class ColumnReader:
    """Reads values by the names of ``RequestTable`` and ``VolunteerTable``, as ``from_arrays`` does."""

    def __init__(self, pool: int, *, has_places: bool) -> None:
        self._pool = pool
        self._has_places = has_places

    def read_request(self, question: Question, given: RequestRecord | Values) -> Row:
        """Return the row of a request."""
        values, degrees = self._split(given)
        table = from_arrays(requests=values, volunteers={"id": []}).requests
        question.check_is_new(table.id[0].item())
        return self._row("request", columns_of(table), degrees)

    def read_volunteer(self, given: VolunteerRecord | Values) -> Row:
        """Return the row of a volunteer."""
        values, degrees = self._split(given)
        table = from_arrays(requests={"id": []}, volunteers=values).volunteers
        return self._row("volunteer", columns_of(table), degrees)

    def around(self, question: Question, requests: Int64, volunteers: Int64) -> Problem:
        """Return the problem of some rows: what is too short is among the blocked pairs already."""
        return question.around(requests, volunteers)

    def know(self, context: MatchContext) -> None:
        """Refuse: columns are of no moment."""
        raise TypeError("this engine is made of columns, which are of no moment")

    def _split(
        self, given: RequestRecord | VolunteerRecord | Values
    ) -> tuple[dict[str, list[Any]], dict[str, NDArray[Any]]]:
        """Return the columns of a table, and the degrees."""
        if not isinstance(given, Mapping):
            raise TypeError(f"this engine is made of columns: give values by their names, not {given!r}")
        values = {name: [value] for name, value in ({"pool": self._pool} | dict(given)).items()}
        degrees = {name: values.pop(name, [np.nan]) for name in ("lon", "lat")} if self._has_places else {}
        return values, {name: np.array(value, dtype=np.float64) for name, value in degrees.items()}

    def _row(self, kind: str, columns: dict[str, NDArray[Any]], degrees: dict[str, NDArray[Any]]) -> Row:
        """Return a row of this pool."""
        identifier = columns.pop("id")[0].item()
        if columns["pool"][0] != self._pool:
            raise ProblemError(
                f"{kind} {identifier!r} is of pool {columns['pool'][0]}; this engine is of pool {self._pool}"
            )
        return Row(identifier, columns | degrees)


class RecordReader:
    """Reads records, and gives new bits to the pool when somebody asks for what nobody has asked for."""

    def __init__(
        self,
        requests: Iterable[RequestRecord],
        volunteers: Iterable[VolunteerRecord],
        context: MatchContext,
        *,
        pool: str,
        default_radius_m: int,
    ) -> None:
        self._requests = {one.id: one for one in requests}
        self._volunteers = {one.id: one for one in volunteers}
        self._context, self._pool, self._default_radius_m = context, pool, default_radius_m
        self._words = Words(list(self._requests.values()), list(self._volunteers.values()))
        self._apart = _by_id(context)

    def read_request(self, question: Question, given: RequestRecord | Values) -> Row:
        """Return the row of a request; every mask is written anew when it asks for something new."""
        if not isinstance(given, RequestRecord):
            raise TypeError(f"this engine is made of records: give a RequestRecord, not {given!r}")
        question.check_is_new(given.id)
        self._check_pool("request", given)
        problem = from_records([given], [], self._context)
        alone, known = problem.vocabulary, self._words.vocabulary
        self._requests[given.id] = given
        if not known.pools or not (
            set(alone.needs[0]) <= set(known.needs[0]) and set(alone.languages[0]) <= set(known.languages[0])
        ):
            self._words = Words(list(self._requests.values()), list(self._volunteers.values()))
            self._write_masks(question)
        columns = columns_of(problem.requests)
        columns.pop("id")
        columns["need_mask"] = np.array([self._words.needs_of(given)], dtype=np.uint64)
        columns["lead_mask"] = np.array([self._words.lead_needs_of(given)], dtype=np.uint64)
        columns["language_mask"] = np.array([self._words.languages_asked(given)], dtype=np.uint64)
        assert problem.places is not None  # noqa: S101  records always have them
        columns |= {"lon": problem.places.request_lon, "lat": problem.places.request_lat}
        wishes = [(helper, cost) for request, helper, cost in self._context.wishes if request == given.id]
        return Row(given.id, columns, self._apart.get(given.id, ()), tuple(wishes))

    def read_volunteer(self, given: VolunteerRecord | Values) -> Row:
        """Return the row of a volunteer."""
        if not isinstance(given, VolunteerRecord):
            raise TypeError(f"this engine is made of records: give a VolunteerRecord, not {given!r}")
        self._check_pool("volunteer", given)
        problem = from_records([], [given], self._context, default_radius_m=self._default_radius_m)
        self._volunteers[given.id] = given
        columns = columns_of(problem.volunteers)
        columns.pop("id")
        columns["have_mask"] = np.array([self._words.have_of(given)], dtype=np.uint64)
        mask = self._words.languages_of(self._pool, given.languages)
        columns["language_mask"] = np.array([mask], dtype=np.uint64)
        assert problem.places is not None  # noqa: S101  records always have them
        columns |= {"lon": problem.places.volunteer_lon, "lat": problem.places.volunteer_lat}
        blocked = [
            (request, why)
            for request, pairs in self._apart.items()
            for other, why in pairs
            if other == given.id
        ]
        wishes = [(request, cost) for request, helper, cost in self._context.wishes if helper == given.id]
        return Row(given.id, columns, tuple(blocked), tuple(wishes))

    def around(self, question: Question, requests: Int64, volunteers: Int64) -> Problem:
        """Return the problem of some rows, with the pairs whose exact windows have too few hours in common."""
        question.known.forget_short(requests.tolist(), volunteers.tolist())
        problem = question.around(requests, volunteers)
        asked = [self._requests[one] for one in problem.requests.id.tolist()]
        helping = [self._volunteers[one] for one in problem.volunteers.id.tolist()]
        short = find_too_short(problem, asked, helping, self._context)
        for request, volunteer in short.tolist():
            question.known.block((int(requests[request]), int(volunteers[volunteer])), TOO_SHORT)
        return question.around(requests, volunteers) if len(short) else problem

    def know(self, context: MatchContext) -> None:
        """Read what is given from now on as of another moment, with the pairs that must not be made then."""
        self._context, self._apart = context, _by_id(context)

    def _check_pool(self, kind: str, given: RequestRecord | VolunteerRecord) -> None:
        """Refuse a record of another pool."""
        if given.pool != self._pool:
            raise ProblemError(
                f"{kind} {given.id!r} is of pool {given.pool!r}; this engine is of pool {self._pool!r}"
            )

    def _write_masks(self, question: Question) -> None:
        """Write the masks of every row in the present bits."""
        question.vocabulary = self._words.vocabulary
        requests = [self._requests[one] for one in question.requests.ids if isinstance(one, str)]
        volunteers = [self._volunteers[one] for one in question.volunteers.ids if isinstance(one, str)]
        asked, helping = question.requests, question.volunteers
        asked.column("need_mask")[:] = [self._words.needs_of(one) for one in requests]
        asked.column("lead_mask")[:] = [self._words.lead_needs_of(one) for one in requests]
        asked.column("language_mask")[:] = [self._words.languages_asked(one) for one in requests]
        helping.column("have_mask")[:] = [self._words.have_of(one) for one in volunteers]
        helping.column("language_mask")[:] = [
            self._words.languages_of(self._pool, one.languages) for one in volunteers
        ]


def _by_id(context: MatchContext) -> dict[Id, tuple[tuple[Id, int], ...]]:
    """Return, by request, the volunteers who must not be asked, and why."""
    apart: dict[Id, list[tuple[Id, int]]] = {}
    for pairs, why in ((context.blocked, KEPT_APART), (context.declined, DECLINED)):
        for request, volunteer in sorted(pairs):
            apart.setdefault(request, []).append((volunteer, why))
    return {request: tuple(pairs) for request, pairs in apart.items()}
