"""What is asked, as it stands now: the tables of a pool, to which rows come and in which they change."""

from collections.abc import Iterable
from math import pi
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.online.growing import GrowingTable
from manyhands.core.dispatch.online.known import Known, Pair
from manyhands.core.dispatch.problem import (
    NOWHERE,
    PLACED,
    Int32,
    Int64,
    PairTable,
    Places,
    Problem,
    ProblemError,
    RequestTable,
    VolunteerTable,
    columns_of,
)
from manyhands.core.dispatch.projection import project
from manyhands.core.values.point import EARTH_RADIUS_M

_METRES_PER_DEGREE: Final = EARTH_RADIUS_M * pi / 180
_ROUNDING_M: Final = 1


class Question:
    """The tables of one pool, by rows that never change their number.

    A request that has ended, or in which everybody needed has agreed, keeps its row but is not in
    the problem any more.
    """

    def __init__(self, problem: Problem) -> None:
        self.vocabulary = problem.vocabulary
        self.has_places = problem.places is not None
        self.requests = _table(problem.requests, problem.places, "request")
        self.volunteers = _table(problem.volunteers, problem.places, "volunteer")
        self.lives = [True] * len(self.requests)
        self.known = Known(problem)

    def check_is_new(self, request_id: str | int) -> None:
        """Refuse the id of a request that has not ended.

        Raises:
            ProblemError: as said.
        """
        row = self.requests.row_of.get(request_id)
        if row is not None and self.lives[row]:
            raise ProblemError(f"request {request_id!r} is given more than once")

    def take_back_request(self) -> None:
        """Forget the last request and what is known of it, as if it had never been added."""
        row = len(self.requests) - 1
        self.requests.take_back_last()
        self.lives.pop()
        self.known.forget(row)

    def near_volunteers(self, request: int) -> Int64:
        """Return those who may be able to help with a request; none that can is missing."""
        table, asked = self.volunteers, self._row(self.requests, request)
        may = (table.column("capacity") > 0) & (
            (table.column("have_mask") & asked["need_mask"]) == asked["need_mask"]
        )
        may &= (table.column("language_mask") & asked["language_mask"]) != 0
        may &= (table.column("slot_mask") & asked["slot_mask"]) != 0
        if asked["where"] == NOWHERE:
            may[:] = False
        rows = np.flatnonzero(may)
        if asked["where"] != PLACED:
            return rows
        near: Int64 = rows[self._in_reach(table, rows, asked, table.column("radius_m")[rows])]
        return near

    def near_requests(self, volunteer: int) -> Int64:
        """Return the open requests that a volunteer may be able to help with."""
        table, helping = self.requests, self._row(self.volunteers, volunteer)
        if helping["capacity"] <= 0:
            return np.empty(0, dtype=np.int64)
        may = np.array(self.lives, dtype=np.bool_)
        may &= (table.column("need_mask") & ~helping["have_mask"]) == 0
        may &= (table.column("language_mask") & helping["language_mask"]) != 0
        may &= (table.column("slot_mask") & helping["slot_mask"]) != 0
        rows = np.flatnonzero(may)
        reach = self._in_reach(table, rows, helping, np.full(len(rows), helping["radius_m"]))
        near: Int64 = rows[(table.column("where")[rows] != PLACED) | reach]
        return near

    def around(self, requests: Int64, volunteers: Int64) -> Problem:
        """Return the problem of these rows alone, with what is known between them."""
        return self._problem(requests, volunteers, self.known.between(requests, volunteers), quantity=1)

    def open_rows(self) -> Int64:
        """Return the rows of requests that still want somebody."""
        wants = self.requests.column("quantity") > 0
        return np.flatnonzero(wants & np.array(self.lives, dtype=np.bool_))

    def problem(self) -> Problem:
        """Return the whole problem as it stands: open requests, and everybody."""
        requests = self.open_rows()
        volunteers = np.arange(len(self.volunteers))
        return self._problem(requests, volunteers, self.known.between(requests, volunteers), quantity=0)

    def _problem(
        self, requests: Int64, volunteers: Int64, known: dict[Pair, Pair], *, quantity: int
    ) -> Problem:
        """Return the problem of some rows.

        Args:
            requests, volunteers: the rows.
            known: pairs between which something is known, and what their rows are in the answer.
            quantity: at least how many people each request wants in the answer.
        """
        request_ids, asked = self.requests.take(requests)
        volunteer_ids, helping = self.volunteers.take(volunteers)
        asked["quantity"] = np.maximum(asked["quantity"], quantity).astype(np.int16)
        asked["leads"] = np.minimum(asked["leads"], asked["quantity"])
        blocked = [
            (rows, why) for pair, rows in known.items() for why in sorted(self.known.blocked.get(pair, ()))
        ]
        wishes = [
            (rows, self.known.wishes[pair]) for pair, rows in known.items() if pair in self.known.wishes
        ]
        places = self._places(asked, helping)
        if places is not None:
            asked["x_m"], asked["y_m"], helping["x_m"], helping["y_m"] = _on_map(places)
        return Problem(
            requests=RequestTable(id=request_ids, **asked),
            volunteers=VolunteerTable(id=volunteer_ids, **helping),
            blocked=_pairs(rows for rows, _why in blocked),
            blocked_why=np.array([why for _rows, why in blocked], dtype=np.int8),
            preferences=PairTable(
                pairs=_pairs(rows for rows, _cost in wishes),
                cost=np.array([cost for _rows, cost in wishes], dtype=np.int32),
            ),
            published=_pairs(rows for pair, rows in known.items() if pair in self.known.published),
            places=places,
            vocabulary=self.vocabulary,
        )

    def _places(self, asked: dict[str, NDArray[Any]], helping: dict[str, NDArray[Any]]) -> Places | None:
        """Take the degrees out of the columns, if there are any."""
        if not self.has_places:
            return None
        return Places(
            request_lon=asked.pop("lon"),
            request_lat=asked.pop("lat"),
            volunteer_lon=helping.pop("lon"),
            volunteer_lat=helping.pop("lat"),
        )

    def _row(self, table: GrowingTable, row: int) -> dict[str, Any]:
        """Return the values of one row."""
        names = ["capacity", "have_mask", "radius_m"] if table is self.volunteers else ["need_mask", "where"]
        names += ["language_mask", "slot_mask", *self._place_names()]
        return {name: table.column(name)[row] for name in names}

    def _place_names(self) -> tuple[str, ...]:
        """Return the columns that say where something is."""
        return ("lat",) if self.has_places else ("x_m", "y_m")

    def _in_reach(
        self, table: GrowingTable, rows: Int64, centre: dict[str, Any], radius_m: Int32
    ) -> NDArray[np.bool_]:
        """Say which rows lie so near, north or east taken alone, that they may be within a radius."""
        may = radius_m >= 0
        with np.errstate(invalid="ignore"):  # nobody's place is NaN degrees from anywhere
            for name in self._place_names():
                apart = np.abs(table.column(name)[rows].astype(np.float64) - float(centre[name]))
                may &= apart * (_METRES_PER_DEGREE if name == "lat" else 1) <= radius_m + _ROUNDING_M
        return may


def _table(table: RequestTable | VolunteerTable, places: Places | None, kind: str) -> GrowingTable:
    """Return a table to which rows can be added, with degrees if they are known."""
    columns = columns_of(table)
    ids = columns.pop("id").tolist()
    if places is not None:
        columns |= {name: getattr(places, f"{kind}_{name}") for name in ("lon", "lat")}
    return GrowingTable(ids, columns)


def _pairs(rows: Iterable[Pair]) -> NDArray[np.int32]:
    """Return pairs of rows as a column of pairs."""
    return np.array(list(rows), dtype=np.int32).reshape(-1, 2)


def _on_map(places: Places) -> list[NDArray[np.int32]]:
    """Return where requests and volunteers are on the pool's map: east and north of both."""
    lon = np.concatenate([places.request_lon, places.volunteer_lon])
    lat = np.concatenate([places.request_lat, places.volunteer_lat])
    east, north = project(lon, lat, np.zeros(len(lon), dtype=np.int32))
    split = len(places.request_lon)
    return [east[:split], north[:split], east[split:], north[split:]]
