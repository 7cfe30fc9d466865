"""After warming nothing is left to be compiled when the first change comes."""

import os
import subprocess
import sys

import pytest

LIST_COLD = """
from manyhands.core.dispatch.kernels import changes
from manyhands.core.dispatch.online import warm
warm()
steps = [changes.serve, changes.serve_all, changes.cancel, changes.forbid, changes.keep, changes.begin_dual]
steps += [changes.link_row, changes.add_arcs_to, changes.drop_arcs_to, changes.switch_on, changes.switch_off]
print([step.__name__ for step in steps if not step.signatures])
"""


def test_every_change_is_compiled():
    pytest.importorskip("numba")
    environment = {**os.environ, "PYTHONPATH": "src", "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", LIST_COLD], capture_output=True, text=True, check=True, env=environment
    )

    assert done.stdout.strip() == "[]"
