"""More pairs than there is memory for are refused before it is full, with numbers."""

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find, find_candidates, index, oracle, room
from manyhands.core.dispatch.problem import Places, TooManyPairsError

FREE = "manyhands.core.dispatch.candidates.room.find_free_bytes"


def crowd(requests=10, volunteers=200, **columns):
    """Everybody can help with everything, from anywhere."""
    return from_arrays(
        requests={"id": np.arange(requests)}, volunteers={"id": np.arange(volunteers)} | columns
    )


@pytest.fixture
def small_machine(monkeypatch):
    """Room for a thousand pairs."""
    monkeypatch.setattr(room, "SURELY", 0)
    monkeypatch.setattr(FREE, lambda: 1_000 * room.BYTES_PER_PAIR)


def test_what_fits_is_found(small_machine):
    assert len(find_candidates(crowd(requests=5))) == 1_000


def test_what_does_not_fit_is_refused_before_it_is_found(small_machine, monkeypatch):
    looked_at = []
    whole = oracle.find_candidates
    monkeypatch.setattr(
        oracle, "find_candidates", lambda problem: looked_at.append(len(problem.volunteers)) or whole(problem)
    )

    with pytest.raises(TooManyPairsError, match="about 2000 pairs are feasible: to plan with them takes "):
        find_candidates(crowd())
    assert looked_at == [4]


def test_the_sentence_says_what_it_takes_and_what_there_is(monkeypatch):
    monkeypatch.setattr(FREE, lambda: 1_500_000_000)

    with pytest.raises(
        TooManyPairsError, match=r"takes 4.8 GB of memory, and 1.5 GB are free; plan for fewer"
    ):
        room.check_count(30_000_000)


def test_many_cells_of_which_few_are_pairs_are_no_trouble(small_machine):
    problem = crowd(capacity=[1] * 64 + [0] * 136)

    assert len(find_candidates(problem)) == 640


@pytest.mark.parametrize("way", [index, oracle])
def test_a_guess_that_was_too_low_is_found_out(small_machine, way):
    """Nobody of those who were looked at can help; the others are many."""
    one_in_64 = np.arange(200) % 64 == 0

    with pytest.raises(TooManyPairsError, match="more than 1000 pairs are feasible"):
        find_with(way, crowd(capacity=np.where(one_in_64, 0, 1)))


def find_with(way, problem):
    """The candidates of a way that has passed the first look."""
    room.check_room(problem, find.count_cells(problem), way.find_candidates)
    return way.find_candidates(problem)


def test_degrees_and_pairs_do_not_stand_in_the_way_of_a_guess(small_machine):
    count = 200
    degrees = Places(
        request_lon=np.zeros(10),
        request_lat=np.zeros(10),
        volunteer_lon=np.zeros(count),
        volunteer_lat=np.zeros(count),
    )
    problem = from_arrays(
        requests={"id": np.arange(10), "x_m": np.zeros(10), "y_m": np.zeros(10)},
        volunteers={
            "id": np.arange(count),
            "x_m": np.zeros(count),
            "y_m": np.zeros(count),
            "radius_m": np.zeros(count),
        },
        blocked=[(0, 199)],
        preferences=[(1, 198, 5)],
        published=[(2, 197)],
        places=degrees,
    )

    assert room.estimate_pairs(problem, oracle.find_candidates) == 2_000


class TestHowMuchIsFree:
    def test_the_machine_says(self, monkeypatch, tmp_path):
        (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:   2048 kB\n")
        monkeypatch.setattr(room, "_MEMORY", tmp_path / "meminfo")
        monkeypatch.setattr(room, "_GROUP", tmp_path)

        assert room.find_free_bytes() == 2048 * 1024

    @pytest.mark.parametrize(
        ("most", "free"), [("max", 2_097_152), ("5000", 4_000), ("900", 0), ("nonsense", 2_097_152)]
    )
    def test_a_container_may_have_less(self, monkeypatch, tmp_path, most, free):
        (tmp_path / "meminfo").write_text("MemAvailable: 2048 kB\n")
        (tmp_path / "memory.max").write_text(f"{most}\n")
        (tmp_path / "memory.current").write_text("1000\n")
        monkeypatch.setattr(room, "_MEMORY", tmp_path / "meminfo")
        monkeypatch.setattr(room, "_GROUP", tmp_path)

        assert room.find_free_bytes() == free

    def test_where_nobody_says_there_is_a_limit_all_the_same(self, monkeypatch, tmp_path):
        monkeypatch.setattr(room, "_MEMORY", tmp_path / "nothing")
        monkeypatch.setattr(room, "_GROUP", tmp_path)

        assert room.find_free_bytes() is None
        assert room.find_most_pairs() == 10_000_000
        with pytest.raises(TooManyPairsError, match="nobody can say how much is free"):
            room.check_count(10_000_001)

    def test_numbers_of_pairs_fit_into_32_bits_on_any_machine(self, monkeypatch):
        monkeypatch.setattr(FREE, lambda: 10**15)

        assert room.find_most_pairs() == 2**31 - 1
