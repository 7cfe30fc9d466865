"""Which branches tests walk, and where every one has to be walked (R30).

    python -m benchmarks.branches [--workers 2] [--write]

Runs the whole suite, counts in every process that it starts, and reads the kernels of the engine as plain Python.
Then runs on PostgreSQL what nothing else walks: the tests of the storage, and those that need it.
"""

import fnmatch
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.assurance import get_promise

ROOT = Path(__file__).parents[1]
PROMISE = get_promise("R30")
ALL, WANTED_OVERALL = 100.0, 95.0
TESTS_FAILED = 1  # of pytest's ways to end; those above it have run nothing
BIN = Path(sys.executable).parent
ON_POSTGRESQL = (sys.executable, "tests/throwaway_postgres.py")
WALKED_THERE = ("-k", "storage or postgres")  # names of a folder and of a mark


@dataclass(frozen=True)
class Kept:
    """Files of which every branch is walked."""

    name: str
    files: tuple[str, ...]


WHERE_ALL = (
    Kept(
        "who may: policies and access",
        ("apps/*/policies.py", "apps/groups/access/*", "apps/privacy/access.py"),
    ),
    Kept(
        "groups apart: scope, managers, row security",
        ("storage/scope.py", "storage/managers.py", "storage/row_security.py", "apps/groups/middleware.py"),
    ),
    Kept(
        "one winner: claims", ("apps/dispatch/actions/beginning/claim.py", "apps/dispatch/actions/moving.py")
    ),
    Kept("one message: outbox", ("apps/messaging/actions/*", "apps/messaging/tasks.py")),
    Kept("privacy", ("apps/privacy/*", "core/privacy/*")),
    Kept("core", ("core/*",)),
)


@dataclass(frozen=True)
class Walked:
    name: str
    walked: int
    of: int
    gaps: tuple[str, ...]

    @property
    def percent(self) -> float:
        return 100.0 * self.walked / self.of if self.of else ALL


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--workers", default="2")
    options, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-coverage-") as folder:
        ended = walk(Path(folder), [*more, "-n", options.workers])
        if ended <= TESTS_FAILED:
            there = walk(Path(folder), [*WALKED_THERE, "-n", options.workers], inside=ON_POSTGRESQL)
            ended = max(ended, there)
        if ended > TESTS_FAILED:
            return ended
        report = read(Path(folder))
    found = [count(kept, report["files"]) for kept in WHERE_ALL]
    overall = count(Kept("all of it", ("*",)), report["files"])
    rows = [[one.name, f"{one.percent:.2f} %", "100 %"] for one in found]
    rows.append([overall.name, f"{overall.percent:.2f} %", f"{WANTED_OVERALL:.0f} %"])
    missed = [f"{one.name}: {one.percent:.2f} %" for one in found if one.percent < ALL]
    if overall.percent < WANTED_OVERALL:
        missed.append(f"all of it: {overall.percent:.2f} %")
    heads = ["lines and branches", "walked by tests", "wanted"]
    missed += ["tests failed"] if ended else []
    return PROMISE.judge(
        "branches", rows, missed, heads=heads, more=_list_gaps(found), is_written=options.write
    )


def walk(folder: Path, arguments: list[str], *, inside: Iterable[str] = ()) -> int:
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "COVERAGE_FILE": str(folder / "data")}
    pytest = [str(BIN / "coverage"), "run", "-m", "pytest", "-q", "--hypothesis-profile=some"]
    command = [*inside, *pytest, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def read(folder: Path) -> Any:
    environment = os.environ | {"COVERAGE_FILE": str(folder / "data")}
    for command in (
        ["combine", "--quiet"],
        ["json", "--quiet", "-o", str(folder / "report.json"), "--fail-under=0"],
    ):
        subprocess.run([BIN / "coverage", *command], cwd=ROOT, env=environment, check=True)
    return json.loads((folder / "report.json").read_text())


def count(kept: Kept, files: dict[str, Any]) -> Walked:
    """Lines and branches together, as the report itself counts them."""
    chosen = {path: one for path, one in files.items() if _is_of(path, kept.files)}
    walked = sum(
        one["summary"]["covered_lines"] + one["summary"]["covered_branches"] for one in chosen.values()
    )
    of = sum(one["summary"]["num_statements"] + one["summary"]["num_branches"] for one in chosen.values())
    return Walked(kept.name, walked, of, tuple(_gaps(chosen)))


def _is_of(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatch(path, f"src/manyhands/{pattern}") for pattern in patterns)


def _gaps(files: dict[str, Any]) -> Iterable[str]:
    for path, one in sorted(files.items()):
        lines = {*one["missing_lines"], *(abs(start) for start, _ in one["missing_branches"])}
        if lines:
            yield f"`{path.removeprefix('src/manyhands/')}` {', '.join(map(str, sorted(lines)))}"


def _list_gaps(found: list[Walked]) -> str:
    gaps = sorted({gap for one in found for gap in one.gaps})
    return "\n".join(["Not walked where all should be:", "", *(f"- {gap}" for gap in gaps)]) if gaps else ""


if __name__ == "__main__":
    sys.exit(main())
