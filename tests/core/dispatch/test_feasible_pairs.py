"""Which pairs are found, by whichever way: what each costs besides, exact hours, and how much is looked at at once."""

from dataclasses import replace
from typing import get_args, get_type_hints

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find, find_candidates, index, oracle, room
from manyhands.core.dispatch.candidates.exact import find_too_short
from manyhands.core.dispatch.candidates.places import find_places
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.problem import NO_PAIRS, Places, TooManyPairsError
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.towns import town_problem
from tests.core.dispatch.worlds import context, request, volunteer, window

BOTH = pytest.mark.parametrize("way", [oracle, index])


class TestWhatAPairCostsBesides:
    @BOTH
    def test_a_wish_counts_on_what_is_not_said(self, way):
        problem = from_arrays(
            requests={"id": [1, 2]},
            volunteers={"id": [7, 8, 9], "malus": [50, 0, 5]},
            preferences=[(0, 2, -30), (1, 0, 12), (1, 1, -7)],
        )

        arcs = way.find_candidates(problem)

        assert arcs.request.tolist() == [0, 0, 0, 1, 1, 1]
        assert arcs.volunteer.tolist() == [0, 1, 2, 0, 1, 2]
        assert arcs.preference.tolist() == [50, 0, -25, 62, -7, 5]
        assert arcs.distance_m.tolist() == [0] * 6

    @BOTH
    def test_a_wish_about_a_pair_that_cannot_be_is_no_other_pairs(self, way):
        problem = from_arrays(
            requests={"id": [1, 2]},
            volunteers={"id": [6, 7, 8, 9], "capacity": [0, 1, 0, 1]},
            preferences=[(0, 0, 5), (0, 1, 6), (0, 2, 7), (1, 2, 8), (1, 3, 9)],
        )

        arcs = way.find_candidates(problem)

        assert arcs.volunteer.tolist() == [1, 3, 1, 3]
        assert arcs.preference.tolist() == [6, 0, 0, 9]

    @BOTH
    @pytest.mark.parametrize(
        ("malus", "wish", "cost"),
        [
            (2**31 - 1, 1, 2**31 - 1),
            (2**31 - 2, 1, 2**31 - 1),
            (0, -(2**31), -(2**31)),
            (1, -(2**31), -(2**31) + 1),
        ],
    )
    def test_costs_end_where_their_column_does(self, way, malus, wish, cost):
        problem = from_arrays(requests={"id": [1]}, volunteers={"id": [7], "malus": [0]})
        volunteers = replace(problem.volunteers, malus=np.array([malus], dtype=np.int32))
        wishes = replace(
            problem.preferences,
            pairs=np.array([[0, 0]], dtype=np.int32),
            cost=np.array([wish], dtype=np.int32),
        )

        arcs = way.find_candidates(replace(problem, volunteers=volunteers, preferences=wishes))

        assert arcs.preference.tolist() == [cost]


def test_places_are_found_in_long_rows_and_in_empty_ones():
    start = np.array([0, 0, 9, 9, 10])
    volunteer_rows = np.array([1, 3, 5, 7, 9, 11, 13, 15, 17, 4], dtype=np.int32)
    everywhere = np.array([(row, other) for row in range(4) for other in range(20)], dtype=np.int32)

    rows, places = find_places(start, volunteer_rows, everywhere)

    assert [tuple(pair) for pair in everywhere[rows].tolist()] == [
        *((1, other) for other in range(1, 18, 2)),
        (3, 4),
    ]
    assert places.tolist() == list(range(10))


class TestExactHours:
    def short(self, requests, volunteers):
        """The pairs that share a slot for too short a time, as the records' ids."""
        problem = from_records([replace(one, window=None) for one in requests], volunteers, context())
        pairs = find_too_short(problem, requests, volunteers, context())
        assert pairs.dtype == np.int32
        return [(requests[row].id, volunteers[other].id) for row, other in pairs.tolist()]

    def test_each_window_is_asked_of_those_who_have_said_when(self):
        mornings = WeekSlots.from_pairs([(0, 3)])
        requests = [
            request(id="any time"),
            request(id="eleven to two", window=window(11, 14), minutes=90),
            request(id="nine to twelve", window=window(9, 12), minutes=90),
        ]
        volunteers = [
            volunteer(id="unsaid", week_slots=None),
            volunteer(id="mornings", week_slots=mornings),
            volunteer(id="always"),
            volunteer(id="elsewhere", pool="west", week_slots=mornings),
        ]

        assert self.short(requests, volunteers) == [("eleven to two", "mornings")]

    def test_a_task_longer_than_its_window_needs_all_of_it(self):
        requests = [request(window=window(9, 12), minutes=600)]
        volunteers = [
            volunteer(id="all", week_slots=WeekSlots.from_pairs([(0, 3)])),
            volunteer(id="never", week_slots=WeekSlots.from_pairs([(0, 4)])),
        ]

        assert self.short(requests, volunteers) == [("r", "never")]

    @pytest.mark.parametrize(("minutes", "is_short"), [(240, False), (241, True)])
    def test_hours_count_only_without_a_break_between(self, minutes, is_short):
        """Free from 9 to 15 and from 18 to 24, wanted from 11 to 20: four hours, then two."""
        slots = WeekSlots.from_pairs([(0, 3), (0, 4), (0, 6), (0, 7)])

        found = self.short([request(window=window(11, 20), minutes=minutes)], [volunteer(week_slots=slots)])

        assert bool(found) == is_short

    @pytest.mark.parametrize(("minutes", "is_short"), [(120, False), (121, True)])
    def test_the_longest_stretch_may_be_the_last(self, minutes, is_short):
        """Free from 9 to 12 and from 18 to 24, wanted from 11 to 20: one hour, then two."""
        slots = WeekSlots.from_pairs([(0, 3), (0, 6), (0, 7)])

        found = self.short([request(window=window(11, 20), minutes=minutes)], [volunteer(week_slots=slots)])

        assert bool(found) == is_short

    def test_without_windows_nothing_is_asked(self):
        assert self.short([request()], [volunteer()]) == []
        assert find_too_short(town_problem("1a"), [], [], context()) is NO_PAIRS


class TestHowMuchAtOnce:
    @pytest.mark.parametrize(
        ("room_for", "sizes"), [(1, [3, 3, 3, 3, 3]), (6, [6, 6, 3]), (8, [6, 6, 3]), (100, [15])]
    )
    def test_the_plain_way_looks_at_blocks_of_rows(self, monkeypatch, room_for, sizes):
        monkeypatch.setattr(oracle, "CELLS_AT_ONCE", room_for)
        looked_at, whole = [], oracle.feasible

        def feasible(pairs):
            looked_at.append(len(pairs.listed().request))
            return whole(pairs)

        monkeypatch.setattr(oracle, "feasible", feasible)
        problem = from_arrays(requests={"id": range(5)}, volunteers={"id": range(3)})

        assert len(oracle.find_candidates(problem)) == 15
        assert looked_at == sizes

    def test_what_is_found_is_counted_as_it_comes(self, monkeypatch):
        """So that too many are refused long before all of them are there."""
        counted = []
        monkeypatch.setattr(oracle, "CELLS_AT_ONCE", 6)
        monkeypatch.setattr(oracle, "check_count", counted.append)

        oracle.find_candidates(from_arrays(requests={"id": range(5)}, volunteers={"id": range(3)}))

        assert counted == [6, 12, 15]

    def test_what_the_index_finds_is_counted_as_it_comes(self, monkeypatch):
        counted = []
        monkeypatch.setattr(index, "PAIRS_AT_ONCE", 6)
        monkeypatch.setattr(index, "check_count", counted.append)

        index.find_candidates(from_arrays(requests={"id": range(5)}, volunteers={"id": range(3)}))

        assert counted == [5, 10, 15, 15]

    @pytest.mark.parametrize(("threads", "pieces"), [(1, 1), (2, 8)])
    def test_each_thread_has_four_pieces_of_about_the_same_work(self, monkeypatch, threads, pieces):
        done, whole = [], index._Scan._run_piece

        def run_piece(scan, first, last):
            done.append((first, last))
            return whole(scan, first, last)

        monkeypatch.setattr(index._Scan, "_run_piece", run_piece)
        problem = from_arrays(requests={"id": range(5)}, volunteers={"id": range(80)})

        assert len(index.find_candidates(problem, threads=threads)) == 400
        done.sort()
        assert len(done) == pieces
        assert [first for first, _last in done] == [0, *(last for _first, last in done[:-1])]
        assert {abs(last - first - 80 // pieces) for first, last in done} <= {0, 1}

    def test_kernels_are_given_the_columns_they_are_compiled_for(self):
        """Of other types the same pairs would be found, after half a minute of compiling."""
        scan = index._Scan.prepare(*prepared(town_problem("1a2b")))

        for table in (scan.lookout, scan.strips):
            promised = get_type_hints(type(table))
            given = {name: column.dtype for name, column in table._asdict().items()}
            assert given == {name: np.dtype(get_args(get_args(promised[name])[1])[0]) for name in given}
        for columns in scan.lookout:
            assert columns.flags.c_contiguous

    def test_pools_are_looked_at_by_themselves(self, monkeypatch):
        looked_at, whole = [], oracle.feasible

        def feasible(pairs):
            listed = pairs.listed()
            looked_at.append((listed.request.tolist(), listed.volunteer.tolist()))
            return whole(pairs)

        monkeypatch.setattr(oracle, "feasible", feasible)
        problem = from_arrays(
            requests={"id": [1, 2, 3, 4], "pool": [5, 9, 5, 1]},
            volunteers={"id": [7, 8, 9], "pool": [2, 5, 9]},
        )

        arcs = oracle.find_candidates(problem)

        assert looked_at == [([0, 2], [1, 1]), ([1], [2])]
        assert arcs.start.tolist() == [0, 1, 2, 3, 3]
        assert arcs.volunteer.tolist() == [1, 2, 1]

    @pytest.mark.parametrize(("few", "is_index"), [(4, False), (3, True)])
    @pytest.mark.parametrize("threads", [1, 2])
    def test_from_how_many_on_the_index_is_asked(self, monkeypatch, few, is_index, threads):
        asked, whole = [], index.find_candidates

        def scan(problem, *, threads):
            asked.append(threads)
            return whole(problem, threads=threads)

        monkeypatch.setattr(find, "FEW_CELLS", few)
        monkeypatch.setattr(index, "find_candidates", scan)

        assert len(find_candidates(town_problem("1a2b"), threads=threads)) == 4
        assert asked == ([threads] if is_index else [])


def prepared(problem):
    """What a scan is made from."""
    return problem, index._number(problem)


class TestRoom:
    @pytest.fixture
    def nobody_asks(self, monkeypatch):
        """A machine that fails when it is asked how much is free."""

        def fail():
            raise AssertionError("asked")

        monkeypatch.setattr(room, "SURELY", 12)
        monkeypatch.setattr(room, "find_free_bytes", fail)

    @pytest.mark.usefixtures("nobody_asks")
    def test_what_surely_fits_needs_no_looking(self):
        room.check_count(12)
        room.check_room(town_problem("1a"), 12, oracle.find_candidates)
        with pytest.raises(AssertionError, match="asked"):
            room.check_count(13)
        with pytest.raises(AssertionError, match="asked"):
            room.check_room(town_problem("1a"), 13, oracle.find_candidates)

    def test_exactly_as_many_as_fit_are_found(self, monkeypatch):
        """Two thousand pairs share a pool, of which half may be: as many as there is room for."""
        monkeypatch.setattr(room, "SURELY", 0)
        monkeypatch.setattr(room, "find_free_bytes", lambda: 1_000 * room.BYTES_PER_PAIR)
        requests = {"id": range(10), "need_mask": [0, 1] * 5}

        assert len(find_candidates(from_arrays(requests=requests, volunteers={"id": range(200)}))) == 1_000
        room.check_count(1_000)
        with pytest.raises(TooManyPairsError):
            room.check_count(1_001)

    def test_what_is_said_of_too_many(self, monkeypatch):
        monkeypatch.setattr(room, "SURELY", 0)
        monkeypatch.setattr(room, "find_free_bytes", lambda: 400_000_000)
        problem = from_arrays(requests={"id": range(30_000)}, volunteers={"id": range(100)})

        with pytest.raises(TooManyPairsError) as caught:
            room.check_room(problem, 3_000_000, lambda some: range(30_000 * len(some.volunteers)))

        assert str(caught.value) == (
            "about 3000000 pairs are feasible: to plan with them takes 0.5 GB of memory, and 0.4 GB are free; "
            "plan for fewer requests at a time, or in smaller pools"
        )

    def test_a_guess_looks_at_degrees_where_they_are_known(self):
        """On the plane all are in one point; on earth two of the four that are looked at are a quarter round it."""
        here = {"x_m": np.zeros(256), "y_m": np.zeros(256)}
        degrees = Places(
            request_lon=np.zeros(1),
            request_lat=np.zeros(1),
            volunteer_lon=np.where(np.arange(256) % 128 == 0, 0.0, 90.0),
            volunteer_lat=np.where(np.arange(256) % 64 == 0, 0.0, 45.0),
        )
        problem = from_arrays(
            requests={"id": [1], "x_m": [0], "y_m": [0]},
            volunteers={"id": range(256), "radius_m": np.full(256, 9), **here},
            places=degrees,
        )

        assert room.estimate_pairs(problem, oracle.find_candidates) == 128

    def test_of_nobody_nothing_is_expected(self):
        nobody = from_arrays(requests={"id": [1]}, volunteers={"id": []})

        assert room.estimate_pairs(nobody, oracle.find_candidates) == 0
