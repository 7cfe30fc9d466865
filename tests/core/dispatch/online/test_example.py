"""The example of an evening runs with the core alone, and ends well."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
RUN_WITHOUT_DJANGO = """
import runpy, sys
sys.modules["django"] = None
sys.path.insert(0, "src")
runpy.run_path("examples/one_evening_online.py", run_name="__main__")
"""


def test_one_evening_online():
    done = subprocess.run(
        [sys.executable, "-c", RUN_WITHOUT_DJANGO], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "now        Ana: a warm meal" in done.stdout
    assert "no longer  Ana: groceries for Rosa (they had been told)" in done.stdout
    assert "best for everybody first: Mina, Luis" in done.stdout
    assert done.stdout.endswith("Certified: 1 pair(s), 0 people missing\n")
