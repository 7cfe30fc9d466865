"""The examples run with the core alone, and print what the guide says."""

import doctest
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN_WITHOUT_DJANGO = """
import runpy, sys
sys.modules["django"] = None
sys.path.insert(0, "src")
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
GUIDE = ROOT / "docs" / "guides" / "engine.md"
EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.py"))


@cache
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
    assert "distance: too_far, distance_m 7729, radius_m 4000" in printed


def test_a_week_is_planned_proven_and_explained():
    printed = run("plan_a_week.py")

    assert "2 of 3 requests met; proven best: True" in printed
    assert (
        "groceries for Rosa: Ana\n    Ana is 1 km away, speaks Spanish and has no task yet this week."
        in printed
    )
    assert "    Ana está a 1 km, habla español y todavía no tiene tareas esta semana." in printed
    assert (
        "Why not Luis for the groceries?\n    Luis could do it but is needed for a ride to dialysis."
        in printed
    )


def test_an_evening_ends_with_a_plan_that_is_proven():
    printed = run("one_evening_online.py")

    assert (
        "18:10  A warm meal is needed, and only Ana cooks\n    no longer  Ana: groceries for Rosa" in printed
    )
    assert "is the best there is, which is proven; people still missing: 0" in printed


def test_a_town_is_solved_in_ways_that_differ():
    printed = run("solve_a_town.py").splitlines()
    rows = {line[:24].strip(): line[24:].split() for line in printed if line.endswith((" yes", " no"))}
    met = {name: int(row[0]) for name, row in rows.items()}
    km = {name: int(row[1]) for name, row in rows.items()}
    twice = {name: int(row[5]) + int(row[6]) for name, row in rows.items()}

    assert [row[-1] for row in rows.values()] == ["no", "yes", "yes", "yes"]
    assert met["nearest first, by hand"] < met["best plan, balanced"] == met["best plan, strict"]
    assert km["best plan, nearest"] < km["best plan, balanced"] < km["best plan, strict"]
    assert twice["best plan, strict"] < twice["best plan, balanced"] < twice["best plan, nearest"]


def test_the_guide_names_every_example_and_shows_what_the_first_prints():
    guide = GUIDE.read_text()
    shown = guide[guide.index("```text\n") : guide.index("\n```\n")]

    assert [name for name in EXAMPLES if f"examples/{name}" not in guide] == []
    assert without_times(shown) == without_times(run("solve_a_town.py"))[:-1]


def without_times(text: str) -> list[list[str]]:
    """The words of each line, without how long something took."""
    lines = [line for line in text.splitlines() if line.strip() and line != "```text"]
    return [re.sub(r"\d+ ms", "", line).split() for line in lines]


def test_the_code_of_the_guide_is_true():
    failed, attempted = doctest.testfile(str(GUIDE), module_relative=False)

    assert failed == 0
    assert attempted >= 6
