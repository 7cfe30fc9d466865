"""Break the code on purpose, one small thing at a time: a test has to fail each time (R30).

    python -m benchmarks.mutation [PART …] [--sample 150] [--seed 1] [--write]

mutmut changes a copy of the tree, one change a run, and runs the tests that walk the changed function. With
`--sample` only that many changes of each part are tried, drawn by the seed; the page says how sure the score is then.
All of them take a night.
"""

import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mutmut.stats import status_by_exit_code

from benchmarks.assurance import get_promise

ROOT = Path(__file__).parents[1]
PROMISE = get_promise("R30")
WANTED = 0.85
# A test failed, or it ran on and on.
NOTICED = frozenset({"killed", "timeout"})


@dataclass(frozen=True)
class Part:
    """What is broken, and the tests that have to notice."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]


def _core(name: str) -> Part:
    return Part(f"core/{name}", (f"src/manyhands/core/{name}/*",), (f"tests/core/{name}",))


def _engine(name: str, *tests: str) -> Part:
    files = (f"src/manyhands/core/dispatch/{name}/*",)
    return Part(f"core/dispatch/{name}", files, tuple(f"tests/core/dispatch/{test}" for test in tests))


PARTS = (
    _core("values"),
    _core("privacy"),
    _core("equity"),
    _core("areas"),
    _core("gazetteer"),
    _core("vetting"),
    _core("sheets"),
    _engine("constraints", "test_rules.py", "test_registry.py", "test_masks.py"),
    _engine("objectives", "test_objectives.py", "test_ranking.py"),
    _engine("inviting", "test_inviting.py"),
    _engine("what_if", "what_if"),
    _engine("verify", "test_verify.py", "test_verify_fairness.py", "test_best_plan.py", "test_hours.py"),
    _engine("explain", "test_explain.py", "test_explain_costs.py", "test_explain_together.py"),
    _engine("sentences", "test_sentences.py"),
    Part("policies", ("src/manyhands/apps/*/policies.py",), ("tests/apps",)),
)


@dataclass(frozen=True)
class Score:
    part: str
    tried: int
    of: int
    noticed: int

    @property
    def share(self) -> float:
        return self.noticed / self.tried if self.tried else 0.0

    @property
    def lowest(self) -> float:
        """Where the share of all of them lies at least, nineteen times in twenty (Wilson's interval)."""
        if self.tried in {0, self.of}:
            return self.share
        z, n = 1.645, self.tried
        middle = self.share + z * z / (2 * n)
        spread = z * math.sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n))
        return (middle - spread) / (1 + z * z / n)


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help="for example core/privacy; all of them without a name")
    parser.add_argument("--sample", type=int, default=0, help="so many changes of each part; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wanted = [part for part in PARTS if not options.parts or part.name in options.parts]
    scores = []
    for part in wanted:
        scores.append(measure(part, sample=options.sample, seed=options.seed))
        print(scores[-1], flush=True)
    missed = [f"{score.part}: {score.share:.0%} noticed" for score in scores if score.share < WANTED]
    if len(wanted) < len(PARTS):
        missed.append(f"{len(wanted)} of {len(PARTS)} parts were tried")
    return PROMISE.judge(
        "changes",
        [_row(score) for score in scores],
        missed,
        heads=["broken", "changes tried", "noticed by tests", "at least (19 in 20)", "wanted"],
        more=f"At most {options.sample} changes of each part, chosen at random." if options.sample else "",
        is_written=options.write,
    )


def measure(part: Part, *, sample: int, seed: int) -> Score:
    with tempfile.TemporaryDirectory(prefix="manyhands-mutants-") as folder:
        tree = Path(folder, "tree")
        copy_tree(tree, part)
        _mutmut(tree, "none of them")  # writes the changes down without trying any
        names = _names(tree)
        chosen = sorted(random.Random(seed).sample(names, min(sample or len(names), len(names))))
        _mutmut(tree, *chosen)
        codes = _codes(tree)
    ends = {name: status_by_exit_code[codes[name]] for name in chosen}
    for name, end in ends.items():
        if end not in NOTICED:
            print(f"  {end}: {name}")
    return Score(part.name, len(chosen), len(names), sum(end in NOTICED for end in ends.values()))


def copy_tree(tree: Path, part: Part) -> None:
    """All that is committed, and what has been built beside it; the changes go into the copy's settings."""
    git = shutil.which("git") or "git"
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    for built in ("src/manyhands/web/static/manyhands", *_catalogues()):
        if (ROOT / built).is_dir():
            shutil.copytree(ROOT / built, tree / built, dirs_exist_ok=True)
        elif (ROOT / built).exists():
            shutil.copy2(ROOT / built, tree / built)
    with (tree / "pyproject.toml").open("a") as settings:
        settings.write(_settings(part))


def _catalogues() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.mo")]


def _settings(part: Part) -> str:
    listed = {
        "source_paths": ["src/manyhands"],
        "only_mutate": list(part.files),
        "also_copy": ["benchmarks", "examples", "docs", "README.md"],
        "pytest_add_cli_args_test_selection": list(part.tests),
        "pytest_add_cli_args": ["-p", "no:randomly", "--hypothesis-profile=some", "-q"],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in listed.items()]
    return "\n".join(["", "[tool.mutmut]", *lines, ""])


def _mutmut(tree: Path, *names: str) -> None:
    command = [Path(sys.executable).parent / "mutmut", "run", "--max-children", "2", *names]
    with (tree / "mutmut.log").open("a") as log:
        subprocess.run(command, cwd=tree, stdout=log, stderr=subprocess.STDOUT, check=False)


def _codes(tree: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for path in sorted((tree / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text())["exit_code_by_key"]
    return found


def _names(tree: Path) -> list[str]:
    names = sorted(_codes(tree))
    if not names:
        raise SystemExit((tree / "mutmut.log").read_text()[-3_000:])
    return names


def _row(score: Score) -> list[str]:
    return [
        score.part,
        f"{score.tried:,} of {score.of:,}",
        f"{score.share:.0%}",
        f"{score.lowest:.0%}",
        f"{WANTED:.0%}",
    ]


if __name__ == "__main__":
    sys.exit(main())
