"""The wheel is built twice from the same files: both times the same bytes. And all that it needs is listed.

    python -m benchmarks.wheel [--write]

Each build begins from a fresh copy of what is committed, so that nothing built before is taken along. The list is made
from the lock of what runs (requirements/run.txt) in the form of CycloneDX. Their licences are looked at, too
(benchmarks/licences.py).
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import licences
from benchmarks.assurance import get_promise

ROOT = Path(__file__).parents[1]
MOST_NAMED = 10
PROMISE = get_promise("R31")


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-wheel-") as folder:
        # Named once: work that goes on meanwhile must not come between the two.
        commit = ask_git("rev-parse", "HEAD")
        wheels = [build(commit, Path(folder) / name) for name in ("first", "second")]
        digests = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels]
        size = wheels[0].stat().st_size
    listed = list_libraries(ROOT / "requirements" / "run.txt")
    without_hash = [one["name"] for one in listed if not one["has_hash"]]
    is_same = digests[0] == digests[1]
    rows = [
        ("the wheel, built twice from fresh copies", "the same bytes" if is_same else "**differs**"),
        ("its size", f"{size:,} bytes"),
        ("libraries that run with it, all named in the lock and in the list", len(listed)),
        ("of these without a hash", ", ".join(map(str, without_hash[:MOST_NAMED])) or 0),
    ]
    libraries, today = [*licences.list_installed(), *licences.list_bundled()], datetime.now(UTC).date()
    rows += licences.rows(libraries, today=today)
    missed = [] if is_same else ["the two wheels differ"]
    if without_hash:
        missed.append(f"{len(without_hash)} libraries have no hash")
    missed += licences.problems(libraries, today=today)
    return PROMISE.judge("", rows, missed, is_written=options.write)


def ask_git(*words: str) -> str:
    asked = ["git", *words]
    return subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def build(commit: str, folder: Path) -> Path:
    """One wheel, of nothing but what is committed."""
    source = folder / "source"
    source.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S607
    subprocess.run(["tar", "x", "-C", source], input=archive, check=True)  # noqa: S607
    made_at = ask_git("log", "-1", "--format=%ct", commit)
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps",
         "--no-build-isolation", "--wheel-dir", folder, source],
        check=True, env={**os.environ, "SOURCE_DATE_EPOCH": made_at},
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def list_libraries(lock: Path) -> list[dict[str, object]]:
    said = subprocess.run(
        [Path(sys.executable).with_name("cyclonedx-py"), "requirements", "--output-reproducible", "--of", "JSON", lock],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    parts = json.loads(said.stdout)["components"]
    return [{"name": part["name"], "has_hash": _has_hash(part)} for part in parts]


def _has_hash(part: dict[str, object]) -> bool:
    return '"alg"' in json.dumps(part)


if __name__ == "__main__":
    sys.exit(main())
