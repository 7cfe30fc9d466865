"""Take one rule out of the registry, or let one measure cost nothing: its own tests fail, and no others.

It is taken out in a process of its own before anything is imported, see ``without``. As a rule only the tests that
speak of rules are run there; ``make check-rules`` runs whatever asks about candidates that way.

A test is a rule's own if its class is called by it, if the rule is what varies, or if it says so: ``@pytest.mark.rule``
names the rules without any one of which it has to fail.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from manyhands.core.dispatch.constraints.registry import RULES

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
FEW = ["test_rules.py", "test_registry.py"]
MORE = [
    *("test_masks.py", "test_index.py", "test_room.py", "test_edges_of_solving.py", "test_arrays.py"),
    *("test_ranking.py", "test_explain.py", "test_explain_costs.py", "test_explain_together.py"),
]
FILES = [*FEW, *MORE] if "MANYHANDS_TEST_ALL_RULES" in os.environ else FEW

PYTEST = [
    *(sys.executable, "-m", "pytest", "--noconftest", "-q", "-rf", "-p", "no:cacheprovider"),
    *("-o", "addopts=--import-mode=importlib"),
]


def is_own(test, name):
    """Whether a test is about a rule: its class is called by it, or it is what varies."""
    return f"::Test{name.title().replace('_', '')}::" in test or f"[{name}" in test


def run_without(name, files=FILES, *, kind="rule", plugin="without"):
    """The tests that fail when a rule or a measure is away, those that said they would, and how many pass."""
    done = subprocess.run(
        [*PYTEST, "-p", f"tests.core.dispatch.{plugin}", *(HERE / file for file in files)],
        cwd=ROOT,
        env={
            f"MANYHANDS_WITHOUT_{kind.upper()}": name,
            "PATH": os.environ["PATH"],
            # They take longer to load than the tests to run.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", done.stdout, re.MULTILINE)
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed, done.stdout + done.stderr
    about = re.findall(r"^ABOUT (.+)$", done.stdout, re.MULTILINE)
    return failed, about, int(passed[1])


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_only_its_own_tests_fail(name):
    failed, about, passed = run_without(name)

    assert [test for test in failed if not (is_own(test, name) or test in about)] == []
    assert [test for test in about if test not in failed] == []
    assert len(failed) >= 3
    assert passed > 50


@pytest.mark.parametrize("name", ["unserved", "load", "travel", "preference", "switch", "tie"])
def test_only_the_own_tests_of_a_measure_fail(name):
    failed, about, passed = run_without(name, ["test_measures.py"], kind="measure", plugin="without_measure")

    assert [test for test in failed if not (is_own(test, name) or test in about)] == []
    assert [test for test in about if test not in failed] == []
    assert failed
    assert passed >= 4
