"""How far somebody looks in the index of requests: at each strip and stretch that may hold something, and no other."""

import numpy as np
import pytest

from manyhands.core.dispatch.candidates.strips import Asked, build_strips
from manyhands.core.dispatch.kernels import strips as kernels
from manyhands.core.dispatch.kernels.strips import BITS, FEW, FULL, HEAPS, Lookout


def plain(kernel):
    """A kernel as it is written, whether it is compiled or not: compiling takes longer than all these tests."""
    return getattr(kernel, "py_func", kernel)


@pytest.fixture(autouse=True)
def uncompiled(monkeypatch):
    """Steps that call each other do so as they are written."""
    for name in ("_look_around", "_look_anywhere", "_next_bit", "_reach", "_stretch", "_first_at_least", "_test",
                 "_settle"):  # fmt: skip
        monkeypatch.setattr(kernels, name, plain(getattr(kernels, name)))


def asked_at(places, **columns):
    """Requests at places (x, y) of one pool that require nothing, unless it is said otherwise."""
    count = len(places)
    x_m, y_m = np.array(places, dtype=np.int32).T
    given = {"pool": np.zeros(count), "is_remote": np.zeros(count), "need_mask": np.zeros(count)} | columns
    return Asked(
        row=np.arange(count, dtype=np.int32),
        pool=np.asarray(given["pool"], dtype=np.int32),
        x_m=x_m,
        y_m=y_m,
        is_remote=np.asarray(given["is_remote"], dtype=np.bool_),
        need_mask=np.asarray(given["need_mask"], dtype=np.uint64),
        language_mask=np.full(count, 3, dtype=np.uint64),
        slot_mask=np.full(count, 5, dtype=np.uint64),
    )


def looking(places, *, reach_m, banned=(), **columns):
    """People at places, all of whom are looked at."""
    count = len(places)
    x_m, y_m = np.array(places, dtype=np.int32).T
    given = {"pool": np.zeros(count), "have_mask": np.zeros(count), "language_mask": np.ones(count),
             "slot_mask": np.ones(count)} | columns  # fmt: skip
    banned_by, banned_rows = np.array(sorted(banned), dtype=np.int32).reshape(-1, 2).T
    return Lookout(
        row=np.arange(count, dtype=np.int32),
        pool=np.asarray(given["pool"], dtype=np.int32),
        x_m=x_m,
        y_m=y_m,
        reach_m=np.broadcast_to(np.asarray(reach_m, dtype=np.int32), count).copy(),
        have_mask=np.asarray(given["have_mask"], dtype=np.uint64),
        language_mask=np.asarray(given["language_mask"], dtype=np.uint64),
        slot_mask=np.asarray(given["slot_mask"], dtype=np.uint64),
        banned_by=banned_by.copy(),
        banned=banned_rows.copy(),
    )


def scanned(lookout, strips, *, room=1_000):
    """The pairs (person, request, metres) that fit, and how far the scan came."""
    found = np.zeros((2, room), dtype=np.int32)
    upto = np.zeros(len(lookout.row), dtype=np.int32)
    count, reached = plain(kernels.scan)(0, len(lookout.row), lookout, strips, (found[0], found[1]), upto)
    people = np.repeat(np.arange(reached), np.diff(upto[:reached], prepend=0))
    assert len(people) == count
    return list(zip(people.tolist(), *found[:, :count].tolist(), strict=True)), reached


NOBODY = np.empty(0, dtype=np.uint64)


@pytest.mark.parametrize("bit", [0, 1, 31, 52, 53, 63])
def test_bits_come_one_by_one_from_the_lowest(bit):
    mask = np.uint64(1 << bit | 1 << 63)

    rest, number = kernels._next_bit(mask)

    assert (int(rest), number) == ((1 << 63) if bit < 63 else 0, bit)
    assert kernels._next_bit(np.uint64(0)) == (0, BITS)


@pytest.mark.parametrize(("value", "place"), [(-5, 2), (1, 2), (2, 3), (4, 3), (5, 5), (9, 6)])
def test_the_first_that_is_not_below(value, place):
    assert kernels._first_at_least(np.array([9, 9, 1, 4, 4, 7, 0]), 2, 6, value) == place


class TestStrips:
    """A column of requests, 1 km apart: 20 strips of 2 km."""

    strips = build_strips(asked_at([(0, 1_000 * row) for row in range(40)] * 8), pools=1, have_mask=NOBODY)

    def reached(self, y_m, reach_m):
        lookout = looking([(0, y_m)], reach_m=reach_m)
        heap = int(self.strips.heap[BITS])
        return kernels._reach(heap, 0, lookout, self.strips)

    @pytest.mark.parametrize(
        ("y_m", "reach_m", "first", "end"),
        [
            (0, 0, 0, 1),
            (1_998, 0, 0, 1),
            (1_999, 0, 0, 2),
            (2_000, 0, 0, 2),
            (2_001, 0, 1, 2),
            (10_000, 1_000, 4, 6),
            (10_000, 3_000, 3, 7),
            (38_500, 10_000, 14, 20),
            (-5, 3, 0, 0),
            (-5, 4, 0, 1),
            (-5_000, 7_000, 0, 2),
            (90_000, 99_000, 0, 20),
        ],
    )
    def test_those_the_circle_touches(self, y_m, reach_m, first, end):
        assert self.strips.height_m[0] == 2_000
        assert self.reached(y_m, reach_m) == (first, end)

    def test_those_beyond_the_last_are_none(self):
        first, end = self.reached(90_000, 10)

        assert first >= end

    def test_a_heap_of_nothing_has_none(self):
        lookout = looking([(0, 0)], reach_m=10)

        assert (
            kernels._reach(int(self.strips.heap[5]), 0, lookout, self.strips)[0]
            == (kernels._reach(int(self.strips.heap[5]), 0, lookout, self.strips)[1])
        )


class TestStretches:
    """A row of a hundred requests, 100 m apart, in one strip from y = 0 on."""

    strips = build_strips(asked_at([(100 * row, 0) for row in range(100)]), pools=1, have_mask=NOBODY)

    def covered(self, x_m, y_m, reach_m):
        return kernels._stretch(
            int(self.strips.heap[BITS]), 0, 0, looking([(x_m, y_m)], reach_m=reach_m), self.strips
        )

    @pytest.mark.parametrize(
        ("x_m", "reach_m", "first", "end"),
        [
            (5_000, 300, 47, 54),
            (5_000, 297, 48, 53),
            (5_000, 298, 47, 54),
            (0, 150, 0, 2),
            (9_950, 10_000, 0, 100),
        ],
    )
    def test_what_the_circle_covers_and_two_metres_more(self, x_m, reach_m, first, end):
        assert self.covered(x_m, 500, reach_m) == (first, end)

    def test_less_of_a_strip_that_is_farther_away(self):
        """500 m away in all: 300 down and 400 to either side."""
        first, end = self.covered(5_000, -300, 499)

        assert (first, end) == (46, 55)
        first, end = self.covered(5_000, -500, 499)
        assert end - first == 1

    def test_nothing_where_the_strip_is_out_of_reach(self):
        first, end = self.covered(5_000, -600, 500)

        assert first >= end

    def test_short_ones_are_tested_outright(self):
        few = build_strips(asked_at([(100 * row, 0) for row in range(FEW)]), pools=1, have_mask=NOBODY)

        assert kernels._stretch(int(few.heap[BITS]), 0, 0, looking([(0, 0)], reach_m=1), few) == (0, FEW)


class TestScan:
    def test_each_finds_what_is_within_reach_of_their_own_pool(self):
        strips = build_strips(
            asked_at([(0, 0), (300, 400), (300, 401), (0, 0)], pool=[0, 0, 0, 1]), pools=2, have_mask=NOBODY
        )
        lookout = looking([(0, 0), (0, 0), (0, 900)], reach_m=[500, 500, -1], pool=[0, 1, 0])

        assert scanned(lookout, strips) == ([(0, 0, 0), (0, 1, 500), (1, 3, 0)], 3)

    def test_metres_are_rounded_and_half_a_metre_too_far_is_near_enough(self):
        strips = build_strips(asked_at([(7, 7), (5, 9), (9, 5)]), pools=1, have_mask=NOBODY)

        pairs, _reached = scanned(looking([(0, 0)], reach_m=10), strips)

        assert sorted(pairs) == [(0, 0, 10), (0, 1, 10), (0, 2, 10)]
        assert scanned(looking([(0, 0)], reach_m=9), strips) == ([], 1)

    def test_what_somebody_must_have_speak_and_be_free_for(self):
        strips = build_strips(asked_at([(0, 0)] * 2, need_mask=[3, 0]), pools=1, have_mask=NOBODY)

        def finds(**columns):
            return [row for _person, row, _way in scanned(looking([(0, 0)], reach_m=0, **columns), strips)[0]]

        assert sorted(finds(have_mask=[3])) == [0, 1]
        assert finds(have_mask=[2]) == [1]
        assert finds(have_mask=[4]) == [1]
        assert finds(language_mask=[4]) == []
        assert finds(slot_mask=[2]) == []
        assert finds(slot_mask=[4]) == [1]

    def test_what_has_no_way_is_found_from_anywhere_and_after_the_rest(self):
        strips = build_strips(
            asked_at(
                [(0, 0), (9_000, 9_000), (5, 0)], is_remote=[1, 1, 0], need_mask=[0, 1, 0], pool=[0, 0, 0]
            ),
            pools=1,
            have_mask=NOBODY,
        )
        lookout = looking([(0, 0), (70_000, 0)], reach_m=[9, -1], have_mask=[1, 0])

        pairs, _reached = scanned(lookout, strips)

        assert pairs[0] == (0, 2, 5)
        assert sorted(pairs[1:]) == [(0, 0, 0), (0, 1, 0), (1, 0, 0)]

    def test_what_is_banned_is_left_out_for_whom_it_is(self):
        strips = build_strips(asked_at([(0, 0)] * 3), pools=1, have_mask=NOBODY)
        lookout = looking([(0, 0)] * 4, reach_m=0, banned=[(1, 0), (1, 2), (2, 1), (3, 0), (3, 1), (3, 2)])

        pairs, _reached = scanned(lookout, strips)

        assert [(person, row) for person, row, _way in pairs] == [
            (0, 0),
            (0, 1),
            (0, 2),
            (1, 1),
            (2, 0),
            (2, 2),
        ]

    @pytest.mark.parametrize(("room", "people"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (9, 3)])
    def test_whoever_does_not_fit_whole_is_left_for_later(self, room, people):
        strips = build_strips(asked_at([(0, 0)] * 3), pools=1, have_mask=NOBODY)

        pairs, reached = scanned(looking([(0, 0)] * 3, reach_m=0), strips, room=room)

        assert reached == people
        assert len(pairs) == 3 * people

    @pytest.mark.parametrize("room", [0, 1])
    def test_nor_does_what_has_no_way(self, room):
        strips = build_strips(asked_at([(0, 0)] * 2, is_remote=[1, 1]), pools=1, have_mask=NOBODY)
        lookout = looking([(0, 0)], reach_m=0)

        assert scanned(lookout, strips, room=room) == ([], 0)
        assert kernels._look_anywhere(0, lookout, strips, np.zeros(9, dtype=np.int32), FULL) == FULL

    def test_heaps_of_pools_stand_one_behind_the_other(self):
        strips = build_strips(
            asked_at([(0, 0)] * 4, pool=[0, 1, 2, 2], is_remote=[0, 0, 0, 1]), pools=3, have_mask=NOBODY
        )

        assert len(strips.heap) == 3 * 2 * HEAPS
        lookout = looking([(0, 0)] * 3, reach_m=0, pool=[2, 1, 0])
        assert scanned(lookout, strips)[0] == [(0, 2, 0), (0, 3, 0), (1, 1, 0), (2, 0, 0)]
