"""asvs.toml is whole, and what it names exists. `make check-asvs` runs what it names, too."""

import dataclasses
from types import SimpleNamespace

import pytest

from benchmarks.asvs import MOST_REASONS, Outcomes, Requirement, counted, problems, read
from benchmarks.asvs_levels import levels


@pytest.fixture(scope="module")
def requirements() -> list[Requirement]:
    return read()


def test_the_levels_add_up():
    every = list(levels().values())

    assert [every.count(level) for level in (1, 2, 3)] == [70, 183, 92]


def test_every_requirement_is_classified(requirements):
    assert list(problems(requirements)) == []
    assert counted(requirements).total() == 253
    assert counted(requirements)["reason"] <= MOST_REASONS


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "exactly one of"),
        ({"asks": ""}, "does not say what it asks"),
        ({"level": 3}, "is of level 1"),
        ({"code": "99.1.1"}, "no such requirement"),
        ({"kind": "tests", "said": ["tests/assurance/test_asvs.py::test_that_is_not_there"]}, "no test"),
        ({"kind": "tests", "said": ["tests/nowhere.py::test_any"]}, "no test"),
        ({"kind": "document", "said": "docs/index.md#nowhere"}, "no heading"),
        ({"kind": "document", "said": "docs/nowhere.md"}, "no heading"),
    ],
)
def test_what_is_wrong_is_said(requirements, changed, said):
    one = next(one for one in requirements if one.code == "1.2.1")
    others = [other for other in requirements if other is not one]

    found = list(problems([*others, dataclasses.replace(one, **changed)]))

    assert any(said in problem for problem in found), found


def test_one_that_is_left_out_is_said(requirements):
    assert "2.3.4: not classified" in problems([one for one in requirements if one.code != "2.3.4"])


def test_too_many_reasons_are_said(requirements):
    excused = [dataclasses.replace(one, kind="reason", said="none") for one in requirements]

    assert any("may be" in problem for problem in problems(excused))


def test_both_ways_of_classifying_one_are_none(tmp_path):
    file = tmp_path / "asvs.toml"
    file.write_text('["1.1.1"]\nlevel = 2\nasks = "once"\nreason = "none"\nmissing = "all"\n')

    assert [one.kind for one in read(file)] == [""]


def test_a_test_that_fails_or_skips_is_told_from_one_that_passes():
    outcomes = Outcomes()
    for test, when, outcome in [
        ("t.py::test_good", "call", "passed"),
        ("t.py::test_half[1]", "call", "passed"),
        ("t.py::test_half[2]", "call", "failed"),
        ("t.py::test_some[1]", "setup", "skipped"),
        ("t.py::test_some[2]", "call", "passed"),
        ("t.py::test_left_out", "setup", "skipped"),
        ("t.py::test_untidy", "call", "passed"),
        ("t.py::test_untidy", "teardown", "failed"),
        ("t.py::test_never_begun", "setup", "passed"),
    ]:
        outcomes.pytest_runtest_logreport(SimpleNamespace(nodeid=test, when=when, outcome=outcome))

    assert {test.split("_", 1)[1]: outcome for test, outcome in outcomes.of.items()} == {
        "good": "passed",
        "half": "failed",
        "some": "passed",
        "left_out": "skipped",
        "untidy": "failed",
    }
