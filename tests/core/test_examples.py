"""The examples run with the core alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN_WITHOUT_DJANGO = """
import runpy, sys
sys.modules["django"] = None
sys.path.insert(0, "src")
runpy.run_path("examples/who_can_help.py", run_name="__main__")
"""


def test_who_can_help_prints_everybody_in_order():
    done = subprocess.run(
        [sys.executable, "-c", RUN_WITHOUT_DJANGO], cwd=ROOT, capture_output=True, text=True, check=True
    )

    names = [line.split()[0] for line in done.stdout.splitlines() if " away, " in line]
    assert names == ["Ana", "Mina", "Luis", "Tom"]
    assert "too_far {'distance_m': 7729, 'radius_m': 4000}" in done.stdout
