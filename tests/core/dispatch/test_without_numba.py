"""Where numba is not installed the same pairs and the same plan are found, more slowly."""

import json
import os
import subprocess
import sys

import pytest

from manyhands.core.dispatch.candidates import find_candidates, index
from manyhands.core.dispatch.solvers import solve
from tests.core.dispatch.test_two_solvers import crowded

PROGRAM = """
import importlib.util, json, sys

find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "numba" else find(name, *more)

class Nowhere:
    def find_spec(self, name, *more):
        if name.partition(".")[0] == "numba":
            raise ModuleNotFoundError(f"no {name} here")

sys.meta_path.insert(0, Nowhere())
from manyhands.core.dispatch.candidates import find_candidates, index
from manyhands.core.dispatch.solvers import solve
from tests.core.dispatch.test_two_solvers import crowded

answers = {}
for seed in SEEDS:
    problem = crowded(seed)
    arcs = index.find_candidates(problem, threads=2)
    assert find_candidates(problem).volunteer.tolist() == arcs.volunteer.tolist()
    answers[seed] = [solve(problem, arcs, solver=name, threads=2).pairs.tolist() for name in ("auto", "augmenting")]
print(json.dumps(answers))
"""
SEEDS = range(3)


@pytest.fixture(scope="module")
def without():
    """What a fresh interpreter finds that cannot import numba."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM.replace("SEEDS", repr([*SEEDS]))],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_plan(without, seed, threads):
    problem = crowded(seed)
    arcs = index.find_candidates(problem, threads=threads)

    plan = solve(problem, arcs, solver="augmenting", threads=threads).pairs.tolist()

    assert without[str(seed)] == [plan, plan]
    assert find_candidates(problem).distance_m.tolist() == arcs.distance_m.tolist()
