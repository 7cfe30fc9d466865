"""OWASP ASVS 5.0.0, level 2: is each requirement classified, and do the tests that are named for it pass?

    python -m benchmarks.asvs [--without-running]

Reads asvs.toml, runs every test that it names, and writes section R16 of docs/reference/assurance.md.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.assurance import get_promise
from benchmarks.asvs_levels import VERSION, levels

ROOT = Path(__file__).parents[1]
PROMISE = get_promise("R16")
FILE = ROOT / "asvs.toml"
KINDS = ("tests", "document", "reason", "missing")
REQUIRED_LEVEL = 2
MOST_REASONS = 60
_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
_MARKED = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Requirement:
    code: str
    level: int
    asks: str
    kind: str
    said: Any
    """Test ids, a document and its heading, or a sentence."""


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--without-running", action="store_true", help="do not run the tests that are named")
    options = parser.parse_args()
    requirements = read()
    wrong = list(problems(requirements))
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    if options.without_running:
        print(summary(requirements))
        return 0
    outcomes = run(sorted({test for one in requirements if one.kind == "tests" for test in one.said}))
    failed = sorted(test for test, outcome in outcomes.items() if outcome == "failed")
    if failed:
        print("\n".join(f"failed: {test}" for test in failed), file=sys.stderr)
        return 1
    if options.write:
        PROMISE.write(report(requirements, outcomes), [])
    print(summary(requirements))
    return 0


# --- reading and checking ----------------------------------------------------------------------------------


def read(path: Path = FILE) -> list[Requirement]:
    """A requirement that stands twice is refused by TOML itself."""
    return [_requirement(code, entry) for code, entry in tomllib.loads(path.read_text()).items()]


def _requirement(code: str, entry: dict[str, Any]) -> Requirement:
    kinds = [kind for kind in KINDS if entry.get(kind)]
    kind = kinds[0] if len(kinds) == 1 else ""
    return Requirement(code, entry.get("level", 0), entry.get("asks", ""), kind, entry.get(kind))


def problems(requirements: Iterable[Requirement]) -> Iterator[str]:
    known = levels()
    by_code = {one.code: one for one in requirements}
    required = {code for code, level in known.items() if level <= REQUIRED_LEVEL}
    yield from (f"{code}: not classified" for code in sorted(required - by_code.keys()))
    yield from (f"{code}: no such requirement" for code in sorted(by_code.keys() - known.keys()))
    for one in by_code.values():
        yield from _problems_of(one, known)
    reasons = sum(one.kind == "reason" for one in by_code.values())
    if reasons > MOST_REASONS:
        yield f"{reasons} requirements are left out for a reason; {MOST_REASONS} may be"


def _problems_of(one: Requirement, known: dict[str, int]) -> Iterator[str]:
    if not one.asks:
        yield f"{one.code}: does not say what it asks"
    if not one.kind:
        yield f"{one.code}: needs exactly one of {', '.join(KINDS)}"
    if one.level != known.get(one.code, one.level):
        yield f"{one.code}: is of level {known[one.code]}"
    if one.kind == "tests":
        yield from (f"{one.code}: no test {test}" for test in one.said if not is_test(test))
    if one.kind == "document" and not is_heading(one.said):
        yield f"{one.code}: no heading {one.said}"


def is_test(test: str) -> bool:
    path, *names = test.split("::")
    return (ROOT / path).is_file() and "::".join(names) in _tests_in(ROOT / path)


@cache
def _tests_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    plain = {node.name for node in tree.body if _is_test_function(node)}
    held = {
        f"{holder.name}::{node.name}"
        for holder in tree.body
        if isinstance(holder, ast.ClassDef)
        for node in holder.body
        if _is_test_function(node)
    }
    return frozenset(plain | held)


def _is_test_function(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")


def is_heading(document: str) -> bool:
    path, _, heading = document.partition("#")
    return (ROOT / path).is_file() and (not heading or heading in _headings_of(ROOT / path))


@cache
def _headings_of(path: Path) -> frozenset[str]:
    text = path.read_text()
    named = {re.sub(r"[^\w\- ]", "", one.strip().lower()).replace(" ", "-") for one in _HEADING.findall(text)}
    return frozenset(named | set(_MARKED.findall(text)))


# --- running -----------------------------------------------------------------------------------------------


class Outcomes:
    """What became of each test: its worst case counts. One that only skipped has shown nothing here."""

    worst = ("failed", "passed", "skipped")

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        test = report.nodeid.split("[")[0]
        before = self.of.get(test, "skipped")
        self.of[test] = min(before, report.outcome, key=self.worst.index)


def run(tests: list[str]) -> dict[str, str]:
    """Every test by its id. One that was not even collected counts as failed."""
    outcomes = Outcomes()
    ended = pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[outcomes])
    missing = dict.fromkeys(set(tests) - outcomes.of.keys(), "failed")
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        missing |= dict.fromkeys(tests, "failed")
    return outcomes.of | missing


# --- saying ------------------------------------------------------------------------------------------------


def counted(requirements: Iterable[Requirement]) -> Counter[str]:
    return Counter(one.kind for one in requirements if one.level <= REQUIRED_LEVEL)


def summary(requirements: list[Requirement]) -> str:
    kinds = counted(requirements)
    return (
        f"ASVS {VERSION}, levels 1 and 2: {kinds.total()} classified; {kinds['tests']} by tests, "
        f"{kinds['document']} by a document, {kinds['reason']} not applicable, {kinds['missing']} missing"
    )


def report(requirements: list[Requirement], outcomes: dict[str, str]) -> str:
    kinds = counted(requirements)
    required = len([level for level in levels().values() if level <= REQUIRED_LEVEL])
    lines = [
        f"Version {VERSION}. The command reads `asvs.toml` and runs every test that it names.",
        "",
        "| | requirements of levels 1 and 2 |",
        "|---|---|",
        f"| classified | {kinds.total()} of {required} |",
        f"| shown by tests that ran and passed | {kinds['tests']} |",
        f"| asked for in writing, and written | {kinds['document']} |",
        f"| about something that is not here | {kinds['reason']} (at most {MOST_REASONS}) |",
        f"| **not met** | **{kinds['missing']}** |",
        "",
        f"{len(outcomes)} tests are named. {_skipped(outcomes)}",
        f"Of level 3 we hold ourselves to: {', '.join(_beyond(requirements))}.",
        "",
        "What is not met:",
        "",
    ]
    lines += [f"- {one.code} {one.asks}: {one.said}" for one in requirements if one.kind == "missing"]
    return "\n".join(lines)


def _skipped(outcomes: dict[str, str]) -> str:
    skipped = sorted(test.split("::")[-1] for test, outcome in outcomes.items() if outcome == "skipped")
    if not skipped:
        return "All of them passed."
    names = ", ".join(f"`{name}`" for name in skipped)
    return f"{len(outcomes) - len(skipped)} passed; on PostgreSQL only (`make test-postgres`): {names}."


def _beyond(requirements: Iterable[Requirement]) -> list[str]:
    return [one.code for one in requirements if one.level > REQUIRED_LEVEL]


if __name__ == "__main__":
    sys.exit(main())
