"""The compiled steps by themselves: they keep the flow the cheapest, whatever happens to it."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from manyhands.core.dispatch.kernels import compiled
from manyhands.core.dispatch.kernels.changes import cancel, forbid, serve, switch_off, switch_on
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    LOAD,
    PRICE,
    SERVED,
    UNSERVED,
    make_flow,
)
from manyhands.core.dispatch.kernels.heap import drop_least, push
from manyhands.core.dispatch.kernels.highest_prices import raise_to_highest
from manyhands.core.dispatch.kernels.insertion import insert_all
from manyhands.core.dispatch.kernels.release import NONE, Columns
from manyhands.core.dispatch.kernels.rows import sort_row
from manyhands.core.dispatch.kernels.work import make_work

PLENTY = 10**9


class Town:
    """A few requests and volunteers, with everything that changes kept in plain lists beside the flow."""

    def __init__(self, seed):
        self.chance = chance = np.random.default_rng(seed)
        requests, volunteers = int(chance.integers(1, 14)), int(chance.integers(1, 9))
        self.arcs = [
            [(v, int(chance.integers(0, 60))) for v in range(volunteers) if chance.random() < 0.5]
            for _request in range(requests)
        ]
        self.unserved = chance.integers(50, 400, requests).tolist()
        self.most = chance.choice([1, 1, 1, 2, 3], requests).tolist()
        self.wanted = [most if chance.random() < 0.6 else 0 for most in self.most]
        self.room = chance.integers(0, 4, volunteers).tolist()
        self.capacity = list(self.room)
        self.steps = [np.cumsum(chance.integers(0, 30, 4)).tolist() for _volunteer in range(volunteers)]
        self.flow = self.empty_flow(self.most, self.room)
        self.flow.quantity[:] = self.wanted
        self.work = make_work(len(self.flow.cost) + 1, sum(self.most), volunteers, requests)
        for request in range(requests):
            sort_row(self.flow, request)
        self.columns = self.list_columns(volunteers)

    def empty_flow(self, quantity, room):
        pairs = [pair for row in self.arcs for pair in row]
        return make_flow(
            np.cumsum([0, *map(len, self.arcs)]),
            np.array([volunteer for volunteer, _cost in pairs], dtype=np.int32),
            np.array([cost for _volunteer, cost in pairs], dtype=np.int64),
            unserved=np.array(self.unserved),
            quantity=np.array(quantity),
            marginal=np.array(
                [cost for steps, most in zip(self.steps, room, strict=True) for cost in steps[:most]],
                dtype=np.int64,
            ),
            capacity=np.array(room),
        )

    def list_columns(self, volunteers):
        listed = [(request, *pair) for request, row in enumerate(self.arcs) for pair in row]
        first, following = (
            np.full(volunteers, NONE, dtype=np.int32),
            np.full(len(listed), NONE, dtype=np.int32),
        )
        for at, (_request, volunteer, _cost) in enumerate(listed):
            following[at], first[volunteer] = first[volunteer], at
        return Columns(
            first,
            following,
            np.array([request for request, _volunteer, _cost in listed], dtype=np.int32),
            np.array([cost for _request, _volunteer, cost in listed], dtype=np.int32),
        )

    def change_something(self):
        getattr(self, str(self.chance.choice(["ask", "end", "leave_or_come", "refuse"])))()

    def ask(self):
        request = int(self.chance.integers(len(self.arcs)))
        if not self.wanted[request]:
            self.wanted[request] = self.flow.quantity[request] = self.most[request]
            serve(self.flow, self.work, request)

    def end(self):
        request = int(self.chance.integers(len(self.arcs)))
        if self.wanted[request]:
            self.wanted[request] = 0
            cancel(self.flow, self.columns, self.work, request)

    def leave_or_come(self):
        volunteer = int(self.chance.integers(len(self.room)))
        if self.capacity[volunteer]:
            self.capacity[volunteer] = 0
            switch_off(self.flow, self.work, volunteer)
        else:
            self.capacity[volunteer] = self.room[volunteer]
            switch_on(self.flow, self.columns, self.work, volunteer, self.room[volunteer])

    def refuse(self):
        request = int(self.chance.integers(len(self.arcs)))
        if self.wanted[request] and self.arcs[request]:
            volunteer, _cost = self.arcs[request].pop(int(self.chance.integers(len(self.arcs[request]))))
            forbid(self.flow, self.columns, self.work, request, volunteer)

    def solved_anew(self):
        flow = self.empty_flow(self.wanted, self.capacity)
        assert insert_all(flow, np.arange(len(self.arcs)), PLENTY)
        return flow

    def helpers(self, request):
        first = self.flow.requests[request, FIRST_HELPER]
        return self.flow.helper[first : first + self.flow.requests[request, SERVED]].tolist()


def cost_of(flow):
    """What a flow costs."""
    requests, total = flow.requests, 0
    total += int(((flow.quantity - requests[:, SERVED]) * requests[:, UNSERVED]).sum())
    for row in flow.volunteers:
        tasks = slice(row[FIRST_TASK], row[FIRST_TASK] + row[LOAD])
        total += int(flow.marginal[tasks].sum() + flow.task_cost[tasks].sum())
    return total


def check_prices(town):
    """Complementary slackness, pair by pair: the invariants that ``flow`` promises."""
    flow = town.flow
    for request, row in enumerate(town.arcs):
        if not town.wanted[request]:
            continue
        helpers, dual = town.helpers(request), flow.requests[request, DUAL]
        assert len(set(helpers)) == len(helpers)
        assert dual <= town.unserved[request]
        assert len(helpers) == town.wanted[request] or dual == town.unserved[request]
        for volunteer, cost in row:
            beyond = dual - cost - flow.volunteers[volunteer, PRICE]
            assert beyond >= 0 if volunteer in helpers else beyond <= 0
    for volunteer in flow.volunteers:
        first, load = volunteer[FIRST_TASK], volunteer[LOAD]
        assert load == volunteer[CAPACITY] or volunteer[PRICE] <= flow.marginal[first + load]
        assert not load or volunteer[PRICE] >= flow.marginal[first + load - 1]


@pytest.mark.parametrize("seed", range(25))
def test_after_any_history_the_flow_is_the_cheapest(seed):
    town = Town(seed)
    for request in range(len(town.arcs)):
        serve(town.flow, town.work, request)

    for _change in range(15):
        town.change_something()

        check_prices(town)
        assert cost_of(town.flow) == cost_of(town.solved_anew())


@pytest.mark.parametrize("seed", range(20))
def test_no_price_can_be_higher(seed):
    """Every price is what one more task would cost: asked of the flow by giving everybody one more."""
    town = Town(seed)
    flow = town.flow
    for request in range(len(town.arcs)):
        serve(flow, town.work, request)
    raise_to_highest(flow)

    check_prices(town)
    cost = cost_of(flow)
    for request, wanted in enumerate(town.wanted):
        could = {volunteer for volunteer, _cost in town.arcs[request] if town.room[volunteer]}
        if wanted and len(could) > wanted:
            town.wanted[request] += 1
            assert cost_of(town.solved_anew()) == cost + flow.requests[request, DUAL]
            town.wanted[request] -= 1


def test_a_long_row_is_sorted_like_a_short_one():
    chance = np.random.default_rng(3)
    cost = chance.integers(0, 2**31 - 1, 200)
    flow = make_flow(
        np.array([0, 200]),
        np.arange(200, dtype=np.int32),
        cost,
        unserved=np.array([2**33]),
        quantity=np.array([1]),
        marginal=np.repeat(chance.integers(0, 2**31, 100), 2),
        capacity=np.ones(200, dtype=np.int64),
    )

    sort_row(flow, 0)

    keys = np.minimum(cost + flow.volunteers[:, PRICE], 2**31 - 1)
    order = np.argsort(keys, kind="stable")
    assert flow.volunteer.tolist() == order.tolist()
    assert flow.key.tolist() == keys[order].tolist()
    assert flow.cost.tolist() == cost[order].tolist()


@compiled.lean
def sorted_by_heap(values, heap, into):
    """Put all in, take all out."""
    count = 0
    for value in values:
        count = push(heap, count, value)
    for at in range(len(values)):
        into[at] = heap[0]
        count = drop_least(heap, count)


def crowded_flow(seed, *, requests=90, volunteers=40):
    """Everybody could do everything, and more is asked than people can do: rows are looked at in vain."""
    chance = np.random.default_rng(seed)
    return make_flow(
        np.arange(requests + 1) * volunteers,
        np.tile(np.arange(volunteers, dtype=np.int32), requests),
        chance.integers(0, 60, requests * volunteers),
        unserved=np.full(requests, 1_000),
        quantity=np.ones(requests, dtype=np.int64),
        marginal=np.zeros(volunteers, dtype=np.int64),
        capacity=np.ones(volunteers, dtype=np.int64),
    )


def test_rows_are_sorted_anew_when_prices_have_risen():
    flow, as_first_sorted = crowded_flow(2), crowded_flow(2)
    for request in range(90):
        sort_row(as_first_sorted, request)

    assert insert_all(flow, np.arange(90), PLENTY)

    moved = (flow.key.reshape(90, 40) != as_first_sorted.key.reshape(90, 40)).any(axis=1)
    assert moved.any()
    assert (np.diff(flow.key.reshape(90, 40), axis=1) >= 0).all()
    prices = flow.volunteers[flow.volunteer, PRICE]
    assert (flow.key <= flow.cost + prices).all()


@pytest.mark.parametrize("count", [1, 2, 5, 6, 100])
def test_the_queue_gives_the_least_first(count):
    values = np.random.default_rng(count).integers(0, 40, count)
    into = np.empty(count, dtype=np.int64)

    getattr(sorted_by_heap, "py_func", sorted_by_heap)(values, np.empty(count, dtype=np.int64), into)

    assert into.tolist() == sorted(values.tolist())


class TestWhatWasCompiled:
    def test_is_kept_in_a_folder_of_ones_own(self, tmp_path, monkeypatch):
        monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

        folder = compiled.find_cache_folder("kernels-1")

        assert folder == tmp_path / "manyhands" / "kernels-1"
        assert folder.stat().st_mode & 0o777 == 0o700

    @pytest.mark.parametrize(
        ("platform", "variable", "below"),
        [("win32", "LOCALAPPDATA", ""), ("darwin", "HOME", "Library/Caches"), ("linux", "HOME", ".cache")],
    )
    def test_of_each_system(self, tmp_path, monkeypatch, platform, variable, below):
        for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(compiled.sys, "platform", platform)
        monkeypatch.setenv(variable, str(tmp_path))

        assert compiled.find_cache_folder("kernels-1") == tmp_path / below / "manyhands" / "kernels-1"

    def test_or_where_numba_is_told_to(self, tmp_path, monkeypatch):
        monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

        assert compiled.find_cache_folder("kernels-1") == tmp_path / "manyhands" / "kernels-1"

    def test_or_nowhere(self, tmp_path, monkeypatch):
        (tmp_path / "file").touch()
        monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))

        assert compiled.find_cache_folder("kernels-1") is None

    def test_is_forgotten_when_any_source_changes(self, tmp_path, monkeypatch):
        before = compiled.name_sources()
        for source in Path(compiled.__file__).parent.glob("*.py"):
            (tmp_path / source.name).write_bytes(source.read_bytes())
        monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))

        assert compiled.name_sources() == before
        (tmp_path / "heap.py").write_text("changed = True\n")
        assert compiled.name_sources() != before

    def test_says_nothing_to_other_users_of_numba(self):
        import numba

        before = numba.config.CACHE_DIR
        compiled.lean(lambda number: number)

        assert before == numba.config.CACHE_DIR


def run_alone(program):
    """In a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_without_numba_they_are_plain_python():
    """A fresh interpreter in which numba cannot be found finds the same plan."""
    program = (
        "import sys, importlib.util\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'numba' else find(name, *more)\n"
        "from manyhands.core.dispatch.solvers import solve\n"
        "from manyhands.core.dispatch.candidates import index\n"
        "from tests.core.dispatch.test_two_solvers import crowded\n"
        "problem = crowded(3)\n"
        "plan = solve(problem, index.find_candidates(problem), solver='augmenting')\n"
        "assert plan.objective.total == solve(problem, solver='ortools').objective.total\n"
        "assert 'numba' not in sys.modules\n"
    )
    run = run_alone(program)

    assert run.returncode == 0, run.stderr


def test_warming_runs_every_kernel_of_planning():
    """What is compiled (or loaded) afterwards is for the signatures that planning uses: no second one appears."""
    from manyhands.core.dispatch.candidates import index
    from manyhands.core.dispatch.kernels import by_request, strips
    from manyhands.core.dispatch.kernels.warm import warm
    from manyhands.core.dispatch.solvers import solve
    from tests.core.dispatch.test_two_solvers import crowded

    warm()
    kernels = [insert_all, raise_to_highest, strips.scan, by_request.count_rows, by_request.fill_rows]
    before = [list(getattr(kernel, "signatures", ())) for kernel in kernels]
    problem = crowded(2)
    solve(problem, index.find_candidates(problem), solver="augmenting")

    assert [list(getattr(kernel, "signatures", ())) for kernel in kernels] == before


def test_a_plan_for_a_normal_group_loads_no_compiler():
    program = (
        "import sys\n"
        "from manyhands.core.dispatch.solvers import solve\n"
        "from tests.core.dispatch.test_two_solvers import crowded\n"
        "solve(crowded(3))\n"
        "assert 'numba' not in sys.modules\n"
    )
    run = run_alone(program)

    assert run.returncode == 0, run.stderr
