"""Break the code on purpose, one small thing at a time: a test has to fail each time (R30).

    python -m benchmarks.mutation [PART …] [--sample 150] [--seed 1] [--write]

mutmut changes a copy of the tree, one change a run, and runs the tests that walk the changed function. With
`--sample` only that many changes of each part are tried, drawn by the seed; the page says how sure the score is then.
All of them take a night.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from benchmarks.assurance import PAGE, get_promise, read_figures
from benchmarks.mutation.parts import PARTS, Part
from benchmarks.mutation.scores import WANTED, Score, Together
from benchmarks.mutation.tree import ENDS, TOLD, copy_tree

PROMISE = get_promise("R30")


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help="for example core/privacy; all of them without a name")
    parser.add_argument("--sample", type=int, default=0, help="so many changes of each part; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="so many parts at a time")
    options = parser.parse_args()
    wanted = [part for part in PARTS if not options.parts or part.name in options.parts]
    found = read_scores(PAGE)
    status = 1
    with ThreadPoolExecutor(options.workers) as pool:
        tries = [pool.submit(measure, part, sample=options.sample, seed=options.seed) for part in wanted]
        for done in as_completed(tries):
            score = done.result()
            if score is not None:
                # As each takes its time, what has been found is not lost with what has not.
                found[score.part] = score
                status = judge(found, is_written=options.write)
    return status


def read_scores(page: Path) -> dict[str, Score]:
    """Of the parts that were tried before, as the page tells them."""
    text = read_figures(page).get(("R30", "changes"), "") if page.exists() else ""
    rows = (row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| "))
    names = {part.name for part in PARTS}
    numbers = ([row[0].strip(), *(cell.replace(",", "") for cell in row[1:4])] for row in rows)
    return {
        name: Score(name, int(tried), int(of), int(seen))
        for name, of, tried, seen in numbers
        if name in names
    }


def judge(scores: Mapping[str, Score], *, is_written: bool) -> int:
    known = [(part, scores[part.name]) for part in PARTS if part.name in scores]
    rows: list[Score | Together] = [score for _part, score in known]
    core = [score for part, score in known if part.is_core]
    if len(core) > 1:
        rows.append(Together("core together", core))
    missed = [f"{score.part}: {score.share:.0%} noticed" for score in rows if score.share < WANTED]
    if len(known) < len(PARTS):
        missed.append(f"{len(known)} of {len(PARTS)} parts were tried")
    return PROMISE.judge(
        "changes",
        [_row(score) for score in rows],
        missed,
        heads=["broken", "changes", "tried", "noticed by tests", "share", "at least (19 in 20)", "wanted"],
        more="Where fewer were tried than there are, they were chosen at random.",
        is_written=is_written,
    )


def measure(part: Part, *, sample: int, seed: int) -> Score | None:
    """None where its tests fail before anything is broken."""
    with tempfile.TemporaryDirectory(prefix="manyhands-mutants-") as folder:
        tree = Path(folder, "tree")
        copy_tree(tree, part)
        command = [sys.executable, "-m", "benchmarks.mutation.trying"]
        numbers = [str(int(number)) for number in (sample, seed, part.is_set_up)]
        path = {"PYTHONPATH": str(tree)}
        tried = subprocess.run(
            [*command, *numbers], cwd=tree, env=os.environ | path, capture_output=True, text=True, check=False
        )
        if tried.returncode:
            print(part.name, tried.stdout[-3_000:], tried.stderr[-3_000:], sep="\n", flush=True)
            return None
        told = (line.removeprefix(TOLD) for line in tried.stdout.splitlines() if line.startswith(TOLD))
        print(part.name, *told, sep="\n", flush=True)
        ends = json.loads((tree / ENDS).read_text())
    return Score(part.name, len(ends["noticed"]), ends["of"], sum(ends["noticed"]))


def _row(score: Score | Together) -> list[str]:
    counts = [f"{count:,}" for count in (score.of, score.tried, score.noticed)]
    return [score.part, *counts, f"{score.share:.0%}", f"{score.lowest:.0%}", f"{WANTED:.0%}"]


if __name__ == "__main__":
    sys.exit(main())
