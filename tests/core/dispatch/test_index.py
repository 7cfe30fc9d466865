"""The index finds exactly what the oracle finds: the same pairs, in the same order, with the same metres."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find, index, oracle
from manyhands.core.dispatch.candidates.ground import FARTHEST_M
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.constraints import registry
from manyhands.core.dispatch.problem import Places
from tests.core.dispatch.strategies import contexts, problems, request_records, volunteer_records
from tests.core.dispatch.towns import town_problem

pytestmark = pytest.mark.skipif(
    {rule.name for rule in registry.RULES} != index.RULES_KNOWN,
    reason="with other rules than it knows the index is not asked",
)


def same(problem, **how):
    """What both find, if it is the same."""
    quick, plain = index.find_candidates(problem, **how), oracle.find_candidates(problem)
    for column in fields(plain):
        mine, theirs = getattr(quick, column.name), getattr(plain, column.name)
        assert mine.dtype == theirs.dtype, column.name
        assert mine.tolist() == theirs.tolist(), column.name
    return plain


def crowd(seed, *, requests=150, volunteers=400, spread_m=30_000, pools=3, **more):
    """People of a few pools, some of whom need or have rare things; places as told."""
    chance = np.random.default_rng(seed)

    def masks(count, bits, share):
        return sum(
            (chance.random(count) < share / (bit + 1)).astype(np.uint64) << np.uint64(bit) for bit in bits
        )

    def pairs(count):
        rows = np.column_stack([chance.integers(0, requests, count), chance.integers(0, volunteers, count)])
        return np.unique(rows, axis=0)

    wished = pairs(3_000)
    return from_arrays(
        requests={
            "id": chance.permutation(requests),
            "pool": chance.choice([*range(pools), 9_000_000], requests),
            "x_m": chance.integers(-spread_m, spread_m, requests),
            "y_m": chance.integers(-spread_m, spread_m, requests),
            "where": chance.choice([0, 0, 0, 0, 1, 2], requests),
            "need_mask": masks(requests, [0, 1, 5, 63], 0.4),
            "language_mask": chance.integers(0, 8, requests),
            "slot_mask": chance.integers(0, 2**6, requests),
        },
        volunteers={
            "id": chance.permutation(volunteers),
            "pool": chance.choice([*range(pools), 8_000_000], volunteers),
            "x_m": chance.integers(-spread_m, spread_m, volunteers),
            "y_m": chance.integers(-spread_m, spread_m, volunteers),
            "have_mask": masks(volunteers, [0, 1, 5, 62, 63], 0.9),
            "language_mask": chance.integers(0, 8, volunteers),
            "slot_mask": chance.integers(0, 2**6, volunteers),
            "radius_m": chance.choice([-1, 0, 500, 5_000, 20_000, 2**31 - 1], volunteers),
            "capacity": chance.choice([0, 1, 2], volunteers),
            "malus": chance.choice([0, 50], volunteers),
        },
        blocked=pairs(3_000),
        preferences=np.column_stack([wished, chance.integers(-300, 300, len(wished))]),
        **more,
    )


@given(problem=problems(most_requests=6, most_volunteers=6))
def test_small_worlds(problem):
    same(problem)


@given(requests=request_records(), volunteers=volunteer_records(), context=contexts())
def test_people_with_all_that_can_be_said_of_them(requests, volunteers, context):
    same(from_records(requests, volunteers, context))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("threads", [1, 2])
def test_crowds(seed, threads):
    arcs = same(crowd(seed), threads=threads)

    assert len(arcs) > 300


@pytest.mark.parametrize("spread_m", [50, 2**31 - 1, 2**29 - 1])
def test_close_together_and_at_the_ends_of_the_plane(spread_m):
    same(crowd(1, requests=60, volunteers=90, spread_m=spread_m))


@pytest.mark.parametrize("north", [-1, 0, 2_000, 2_001])
def test_the_edge_of_a_radius_and_of_a_strip(north):
    same(
        from_arrays(
            requests={"id": np.arange(200), "x_m": np.arange(900, 1_100), "y_m": np.full(200, north)},
            volunteers={"id": [7, 8], "x_m": [0, 0], "y_m": [0, north], "radius_m": [1_000, 1_000]},
        )
    )


def on_earth(seed, *, lon, lat, spread):
    """A crowd with degrees; their metres on the plane say nothing."""
    problem = crowd(seed)
    chance = np.random.default_rng(seed)

    def around(middle, count):
        return middle + chance.uniform(-spread, spread, count)

    places = Places(
        request_lon=(around(lon, 150) + 180) % 360 - 180,
        request_lat=around(lat, 150).clip(-90, 90),
        volunteer_lon=(around(lon, 400) + 180) % 360 - 180,
        volunteer_lat=around(lat, 400).clip(-90, 90),
    )
    return type(problem)(
        **{column.name: getattr(problem, column.name) for column in fields(problem)} | {"places": places}
    )


@pytest.mark.parametrize(
    ("lon", "lat", "spread"),
    [
        pytest.param(-84.5, 42.7, 0.2, id="a town"),
        pytest.param(20, 78, 3, id="far north"),
        pytest.param(180, 0, 1, id="across the date line"),
        pytest.param(0, -90, 2, id="at the pole"),
        pytest.param(10, 40, 25, id="a continent"),
        pytest.param(0, 0, 170, id="everywhere"),
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_great_circles(seed, lon, lat, spread):
    same(on_earth(seed, lon=lon, lat=lat, spread=spread))


def test_a_short_buffer_grows_and_is_used_again(monkeypatch):
    monkeypatch.setattr(index, "PAIRS_AT_ONCE", 1)

    assert len(same(crowd(3))) > 300


def test_columns_that_are_not_in_one_piece_or_not_to_be_written():
    whole = crowd(4)
    every_second = {
        column.name: np.repeat(getattr(whole.volunteers, column.name), 2)[::2]
        for column in fields(whole.volunteers)
    }
    every_second["x_m"].flags.writeable = False
    problem = replace(whole, volunteers=replace(whole.volunteers, **every_second))

    assert len(same(problem)) == len(oracle.find_candidates(whole))


@pytest.mark.parametrize("spread_m", [FARTHEST_M - 1, FARTHEST_M + 10_000])
def test_where_the_plane_ends_only_rows_with_a_place_count(spread_m):
    """Somebody without a place may stand anywhere; what needs no place too."""
    whole = crowd(5, spread_m=spread_m)
    chance = np.random.default_rng(5)
    radius = whole.volunteers.radius_m
    away = np.where(radius < 0, chance.integers(-(2**31), 2**31 - 1, len(radius)), whole.volunteers.x_m)
    problem = replace(whole, volunteers=replace(whole.volunteers, x_m=away.astype(np.int32)))

    assert len(same(problem)) > 0


@pytest.mark.parametrize(("requests", "volunteers"), [(0, 0), (1, 0), (0, 1)])
def test_nobody(requests, volunteers):
    same(from_arrays(requests={"id": np.arange(requests)}, volunteers={"id": np.arange(volunteers)}))


class TestTheChoice:
    def test_small_worlds_load_nothing(self, monkeypatch):
        monkeypatch.setattr(index, "find_candidates", None)

        assert len(find.find_candidates(town_problem("1a2b"))) == 4

    def test_large_worlds_use_the_index(self, monkeypatch):
        monkeypatch.setattr(find, "FEW_CELLS", 3)
        monkeypatch.setattr(oracle, "find_candidates", None)

        assert len(find.find_candidates(town_problem("1a2b"))) == 4

    @pytest.mark.parametrize("rules", [registry.RULES[:-1], registry.RULES[1:]])
    def test_with_other_rules_the_oracle_is_asked(self, monkeypatch, rules):
        monkeypatch.setattr(find, "FEW_CELLS", 3)
        monkeypatch.setattr(find, "RULES", rules)
        monkeypatch.setattr(index, "find_candidates", None)

        assert len(find.find_candidates(town_problem("1a2b"))) == 4

    def test_without_numba_the_oracle_is_asked(self, monkeypatch):
        monkeypatch.setattr(find, "FEW_CELLS", 3)
        monkeypatch.setattr(find, "find_spec", lambda _name: None)
        monkeypatch.setattr(index, "find_candidates", None)

        assert len(find.find_candidates(town_problem("1a2b"))) == 4
