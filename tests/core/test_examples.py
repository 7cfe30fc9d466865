"""The examples run with the core alone."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN_WITHOUT_DJANGO = """
import runpy, sys
sys.modules["django"] = None
sys.path.insert(0, "src")
runpy.run_path(sys.argv[1], run_name="__main__")
"""
EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.py"))


def run(name: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", RUN_WITHOUT_DJANGO, f"examples/{name}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs(name):
    assert run(name)


def test_who_can_help_prints_everybody_in_order():
    printed = run("who_can_help.py")

    names = [line.split()[0] for line in printed.splitlines() if " away, " in line]
    assert names == ["Ana", "Mina", "Luis", "Tom"]
    assert "too_far {'distance_m': 7729, 'radius_m': 4000}" in printed


def test_a_week_is_planned_proven_and_explained():
    printed = run("plan_a_week.py")

    assert "2 of 3 requests met; proven best: True" in printed
    assert "en: Ana is 1 km away, speaks Spanish and has no task yet this week." in printed
    assert "es: Ana está a 1 km, habla español y todavía no tiene tareas esta semana." in printed
    assert "Why not Luis? Luis could do it but is needed for a ride to dialysis." in printed
