"""The index of requests: each lies where whoever can help looks for it, and nobody looks farther than they must."""

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates.ground import FARTHEST_M, Ground
from manyhands.core.dispatch.candidates.strips import STRIP_M, Asked, build_strips
from manyhands.core.dispatch.kernels.strips import BITS, HEAPS
from manyhands.core.dispatch.problem import Places
from manyhands.core.values.point import Point, distance_m

METRES_PER_DEGREE = 111_195.08


def asked_for(count, **columns):
    """Requests of one pool that require nothing and lie in one point, unless it is said otherwise."""
    given = {
        "row": np.arange(count),
        "pool": 0,
        "x_m": 0,
        "y_m": 0,
        "is_remote": False,
        "need_mask": 0,
    } | columns
    masks = {"need_mask": np.uint64, "is_remote": np.bool_}
    return Asked(
        **{
            name: np.broadcast_to(np.asarray(column, dtype=masks.get(name, np.int32)), count).copy()
            for name, column in given.items()
        },
        language_mask=np.arange(count, dtype=np.uint64),
        slot_mask=np.arange(count, dtype=np.uint64) + np.uint64(7),
    )


def holders(*masks):
    """What some volunteers have."""
    return np.array(masks, dtype=np.uint64)


def heap_of(strips, pool, bit, *, is_remote=False):
    """The rows of the requests that somebody finds who looks for a bit; `BITS` for those that require nothing."""
    heap = strips.heap[(2 * pool + is_remote) * HEAPS + bit]
    first, end = strips.first_strip[heap], strips.first_strip[heap + 1]
    return sorted(strips.row[strips.start[first] : strips.start[end]].tolist())


class TestHeaps:
    def test_a_request_lies_with_the_rarest_thing_it_requires(self):
        asked = asked_for(4, need_mask=[0b1000_0001, 0b1, 0, 1 << 63])

        strips = build_strips(asked, pools=1, have_mask=holders(0b1000_0001, 0b1, 0b1, 1 << 63))

        assert heap_of(strips, 0, 7) == [0]
        assert heap_of(strips, 0, 0) == [1]
        assert heap_of(strips, 0, BITS) == [2]
        assert heap_of(strips, 0, 63) == [3]
        assert heap_of(strips, 0, 5) == []
        assert strips.asked_mask.tolist() == [1 << 63 | 0b1000_0001]
        assert strips.remote_mask.tolist() == [0]

    def test_of_few_volunteers_each_counts(self):
        strips = build_strips(asked_for(1, need_mask=0b11), pools=1, have_mask=holders(0b11, 0b10))

        assert heap_of(strips, 0, 0) == [0]

    def test_pools_and_what_has_no_way_lie_apart(self):
        asked = asked_for(
            6, pool=[1, 0, 1, 1, 0, 1], is_remote=[0, 0, 1, 0, 1, 1], need_mask=[2, 2, 2, 2, 0, 0]
        )

        strips = build_strips(asked, pools=2, have_mask=holders(2))

        assert heap_of(strips, 0, 1) == [1]
        assert heap_of(strips, 1, 1) == [0, 3]
        assert heap_of(strips, 1, 1, is_remote=True) == [2]
        assert heap_of(strips, 0, BITS, is_remote=True) == [4]
        assert heap_of(strips, 1, BITS, is_remote=True) == [5]
        assert heap_of(strips, 0, 1, is_remote=True) == heap_of(strips, 0, BITS) == []
        assert (strips.asked_mask.tolist(), strips.remote_mask.tolist()) == ([2, 2], [0, 2])

    def test_of_nothing_there_is_no_heap(self):
        strips = build_strips(asked_for(0), pools=1, have_mask=holders())

        assert heap_of(strips, 0, BITS) == []
        assert strips.first_strip.tolist() == [0, 0]
        assert strips.start.tolist() == [0]


class TestStrips:
    @pytest.mark.parametrize(("north_m", "strips_there"), [(STRIP_M - 1, 1), (STRIP_M, 2)])
    def test_many_close_together_share_a_strip_of_two_kilometres(self, north_m, strips_there):
        strips = build_strips(
            asked_for(100, y_m=np.linspace(-5, north_m - 5, 100)), pools=1, have_mask=holders()
        )

        assert strips.height_m[0] == STRIP_M
        assert strips.lowest_m[0] == -5
        assert strips.first_strip[1] == strips_there

    def test_two_far_apart_share_a_high_strip(self):
        strips = build_strips(asked_for(2, y_m=[-7, 89_993]), pools=1, have_mask=holders())

        assert strips.height_m[0] == 90_000 * 8 // 2 + 1
        assert strips.first_strip[1] == 1

    def test_of_many_about_eight_lie_in_each(self):
        strips = build_strips(asked_for(800, y_m=np.arange(800) * 1_000), pools=1, have_mask=holders())

        assert strips.first_strip[1] == 100
        assert np.diff(strips.start).max() == 8

    def test_whatever_has_no_way_lies_in_one_strip(self):
        asked = asked_for(50, y_m=np.arange(50) * 100_000, is_remote=True)

        strips = build_strips(asked, pools=1, have_mask=holders())

        assert strips.start.tolist() == [0, 50]
        assert not strips.y_m.any()

    def test_each_request_lies_once_between_the_edges_of_its_strip_ordered_from_west_to_east(self):
        chance = np.random.default_rng(8)
        count = 600
        asked = asked_for(
            count,
            row=chance.permutation(count) * 3,
            pool=chance.integers(0, 3, count),
            x_m=chance.integers(-60_000, 60_000, count),
            y_m=chance.integers(-60_000, 60_000, count),
            is_remote=chance.random(count) < 0.1,
            need_mask=chance.choice([0, 1, 2, 3], count),
        )

        strips = build_strips(asked, pools=3, have_mask=holders(1, 1, 2))

        assert sorted(strips.row.tolist()) == sorted(asked.row.tolist())
        place_of = {row: place for place, row in enumerate(asked.row.tolist())}
        order = [place_of[row] for row in strips.row.tolist()]
        assert strips.x_m.tolist() == asked.x_m[order].tolist()
        assert strips.y_m.tolist() == np.where(asked.is_remote, 0, asked.y_m)[order].tolist()
        for column in ("need_mask", "language_mask", "slot_mask"):
            assert getattr(strips, column).tolist() == getattr(asked, column)[order].tolist()
        for heap in range(len(strips.first_strip) - 2):
            for strip in range(strips.first_strip[heap], strips.first_strip[heap + 1]):
                lower = strips.lowest_m[heap] + (strip - strips.first_strip[heap]) * strips.height_m[heap]
                inside = slice(strips.start[strip], strips.start[strip + 1])
                assert (strips.y_m[inside] >= lower).all()
                assert (strips.y_m[inside] < lower + strips.height_m[heap]).all()
                assert (np.diff(strips.x_m[inside]) >= 0).all()
                assert len(set(asked.pool[order[inside]].tolist())) <= 1


def ground_of(where, *, pools=(0, 0), radius_m=4_000):
    """The ground of one request and one volunteer at two places in degrees."""
    (lon, lat), (other_lon, other_lat) = where
    somewhere = {"x_m": [0], "y_m": [0]}
    problem = from_arrays(
        requests={"id": [1], **somewhere},
        volunteers={"id": [7], "radius_m": [radius_m], **somewhere},
        places=Places(
            request_lon=np.array([lon]),
            request_lat=np.array([lat]),
            volunteer_lon=np.array([other_lon]),
            volunteer_lat=np.array([other_lat]),
        ),
    )
    numbers = [np.array([pool], dtype=np.int32) for pool in pools]
    return Ground.of(problem, *numbers, pools=2)


def way_m(ground):
    """How far the two are from each other on the plane."""
    return float(
        np.hypot(
            float(ground.request_x[0]) - float(ground.volunteer_x[0]),
            float(ground.request_y[0]) - float(ground.volunteer_y[0]),
        )
    )


class TestGround:
    @pytest.mark.parametrize(
        "where",
        [
            pytest.param(((-84.55, 42.70), (-84.50, 42.75)), id="a town"),
            pytest.param(((15.6, 78.2), (15.9, 78.25)), id="far north"),
            pytest.param(((151.2, -33.8), (151.1, -33.95)), id="in the south"),
            pytest.param(((0.01, 0.01), (-0.01, -0.01)), id="where all numbers change their sign"),
        ],
    )
    def test_in_a_town_the_plane_is_as_good_as_true(self, where):
        """Never longer than in truth, by more than the rounding; and hardly shorter: nobody is looked at in vain."""
        true_m = distance_m(*(Point(*place) for place in where))

        ground = ground_of(where)

        assert not ground.is_true
        assert 0.99 * true_m < way_m(ground) <= true_m + 2
        assert 4_001 <= ground.reach_m[0] <= 4_010

    def test_across_a_country_one_looks_a_little_farther(self):
        ground = ground_of(((0, 30), (40, 60)))

        span = np.radians(40)
        assert ground.reach_m[0] == pytest.approx(4_001 / np.sqrt(1 - span**2 / 12), abs=5)

    @pytest.mark.parametrize(("east", "is_laid_out"), [(57.2, True), (57.4, False)])
    def test_what_is_wider_than_a_radian_lies_in_one_point(self, east, is_laid_out):
        ground = ground_of(((0, 1), (east, 1)))

        assert (way_m(ground) > 0) == is_laid_out

    def test_pools_are_measured_each_from_its_own_corner(self):
        ground = ground_of(((-84, 42), (80, -30)), pools=(0, 1))

        assert way_m(ground) == 0

    def test_whoever_has_no_place_is_not_near_anything(self):
        ground = ground_of(((-84, 42), (-84, 42)), radius_m=-1)

        assert ground.reach_m[0] < 0

    def test_no_reach_is_farther_than_a_number_can_say(self):
        assert ground_of(((-84, 42), (-84.1, 42)), radius_m=2**31 - 1).reach_m[0] == 2**31 - 1

    @pytest.mark.parametrize(
        ("x_m", "is_true"), [(FARTHEST_M, True), (-FARTHEST_M, True), (FARTHEST_M + 1, False)]
    )
    def test_on_a_map_distances_are_true_as_far_as_they_can_be_reckoned(self, x_m, is_true):
        problem = from_arrays(
            requests={"id": [1, 2], "x_m": [x_m, 5], "y_m": [0, -FARTHEST_M]},
            volunteers={"id": [7], "x_m": [0], "y_m": [FARTHEST_M], "radius_m": [10]},
        )

        ground = Ground.of(problem, np.zeros(2, dtype=np.int32), np.zeros(1, dtype=np.int32), pools=1)

        assert ground.is_true == is_true
        assert ground.request_x.tolist() == ([x_m, 5] if is_true else [0, 0])

    def test_one_pool_that_is_too_wide_does_not_flatten_the_other(self):
        problem = from_arrays(
            requests={"id": [1, 2], "pool": [3, 4], "x_m": [FARTHEST_M + 1, 50], "y_m": [9, 60]},
            volunteers={"id": [7, 8], "pool": [3, 4], "x_m": [1, 2], "y_m": [3, 4], "radius_m": [10, 20]},
        )
        numbers = np.array([0, 1], dtype=np.int32)

        ground = Ground.of(problem, numbers, numbers, pools=2)

        assert (ground.request_x.tolist(), ground.request_y.tolist()) == ([0, 50], [0, 60])
        assert (ground.volunteer_x.tolist(), ground.volunteer_y.tolist()) == ([0, 2], [0, 4])
        assert ground.reach_m.tolist() == [10, 20]
