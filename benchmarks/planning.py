"""How long `manyhands plan` takes from a cold start, on invented sheets.

python -m benchmarks.planning            200 needs × 300 volunteers, and 2,000 × 10,000
python -m benchmarks.planning --tenth    a tenth of each, to try a change out
"""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.budgets import LARGE_PLAN_SECONDS, SMALL_PLAN_SECONDS
from benchmarks.table import print_table

SEED = 20260309
# A town of a million lies within 25 km of its middle; a village within 5 km.
MIDDLE = (42.7337, -84.5556)
NEED_HEADINGS = (
    "Name",
    "Phone",
    "What do you need?",
    "Latitude",
    "Longitude",
    "Urgency",
    "Language",
    "Needed by",
)
VOLUNTEER_HEADINGS = (
    "Name", "Phone", "Can help with", "Latitude", "Longitude", "How far can you go?", "Car?", "Availability",
    "Tasks per week", "Languages", "Recent tasks",
)  # fmt: skip
KINDS = (
    "groceries",
    "ride",
    "talk",
    "errand",
    "housework",
    "pharmacy",
    "childcare",
    "pet care",
    "diapers",
    "forms",
)
WHEN = (
    "weekday mornings",
    "evenings",
    "Mon/Wed 9-12",
    "weekends",
    "Mon-Fri after 5pm",
    "afternoons",
    "any time",
    "",
)
URGENCIES = ("urgent", "in 2 days", "this week", "whenever", "")
LANGUAGES = ("English", "English", "English", "Spanish", "English, Spanish", "Somali, English", "")


@dataclass(frozen=True)
class Case:
    needs: int
    volunteers: int
    radius_degrees: float
    most_seconds: float


CASES = (Case(200, 300, 0.06, SMALL_PLAN_SECONDS), Case(2_000, 10_000, 0.25, LARGE_PLAN_SECONDS))


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.planning", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--tenth", action="store_true", help="a tenth of the rows")
    problems = measure_all(share=10 if parser.parse_args().tenth else 1)
    for problem in problems:
        print(f"over its target: {problem}")
    return int(bool(problems))


def measure_all(*, share: int) -> list[str]:
    """Print every case, and return what is over its target."""
    rows, problems = [], []
    with tempfile.TemporaryDirectory(prefix="manyhands-planning-") as folder:
        for case in CASES:
            needs, volunteers = case.needs // share, case.volunteers // share
            wall_seconds, cpu_seconds, megabytes, headline = measure(Path(folder), case, needs, volunteers)
            size = f"{needs:,} needs × {volunteers:,} volunteers"
            if wall_seconds > case.most_seconds:
                problems.append(f"Planning {size}: {wall_seconds:.1f} s, more than {case.most_seconds:g}.")
            target = f"≤ {case.most_seconds:g} s"
            rows.append(
                (
                    size,
                    f"{wall_seconds:.2f} s",
                    target,
                    f"{cpu_seconds:.2f} s",
                    f"{megabytes:.0f} MB",
                    headline,
                )
            )
    print_table(
        "`manyhands plan`, cold start to both files written", ("", "wall", "target", "CPU", "peak", ""), rows
    )
    return problems


def measure(folder: Path, case: Case, needs: int, volunteers: int) -> tuple[float, float, float, str]:
    random = Random(SEED)
    needs_file, volunteers_file = folder / f"needs{needs}.csv", folder / f"volunteers{volunteers}.csv"
    write_rows(needs_file, NEED_HEADINGS, [need_row(random, case, n) for n in range(needs)])
    write_rows(
        volunteers_file, VOLUNTEER_HEADINGS, [volunteer_row(random, case, n) for n in range(volunteers)]
    )
    command = [
        sys.executable, "-m", "manyhands.cli.main", "plan", "--needs", str(needs_file), "--volunteers",
        str(volunteers_file), "--out", str(folder / "plan.csv"), "--map", str(folder / "plan.html"), "--force",
        "--week", "2026-03-09", "--language", "en",
    ]  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    wall_seconds = time.perf_counter() - began
    assert done.returncode in (0, 1), done.stderr
    headline = next(line for line in done.stdout.splitlines() if line.startswith("Covered"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall_seconds, cpu_seconds, after.ru_maxrss / 1024, headline


def need_row(random: Random, case: Case, number: int) -> list[str]:
    lat, lon = somewhere(random, case)
    due = f"2026-03-{random.randint(9, 20):02d}" if random.random() < 0.4 else ""
    return [
        f"Neighbour {number}", f"517 {200 + number // 10_000} {number % 10_000:04d}", random.choice(KINDS), lat, lon,
        random.choice(URGENCIES), random.choice(("English", "Spanish", "")), due,
    ]  # fmt: skip


def volunteer_row(random: Random, case: Case, number: int) -> list[str]:
    lat, lon = somewhere(random, case)
    kinds = random.sample(KINDS, random.randint(1, 4))
    return [
        f"Helper {number}", f"616 {200 + number // 10_000} {number % 10_000:04d}", ", ".join(kinds), lat, lon,
        random.choice(("2 miles", "5 miles", "8 km", "10", "")), random.choice(("yes", "no", "")),
        random.choice(WHEN), str(random.randint(1, 3)), random.choice(LANGUAGES), str(random.randint(0, 6)),
    ]  # fmt: skip


def somewhere(random: Random, case: Case) -> tuple[str, str]:
    """Denser towards the middle, as towns are."""
    spread = case.radius_degrees / 2
    return f"{random.gauss(MIDDLE[0], spread):.5f}", f"{random.gauss(MIDDLE[1], spread * 1.3):.5f}"


def write_rows(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])


if __name__ == "__main__":
    sys.exit(main())
