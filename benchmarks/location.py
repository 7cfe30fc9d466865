"""Nobody finds a home: an attacker who knows all homes and the rule, with everything that can be opened.

    python -m benchmarks.location [--targets 40] [--seed 1] [--census FOLDER] [--write]

Three densities are made up; with `--census` (or MANYHANDS_TEST_DATA, whose `census/ingham_mi` it is) a real county is
tried too. Beside tests/throwaway_postgres.py it runs on PostgreSQL.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

PROMISE = get_promise("R21")
MOST_SHOWN = 20
LEAST = 20
PERCENTILE = 0.05
HEADS = (
    "town", "homes looked for", "left to choose from (median)", "5th percentile", "fewest", "fewest after two days",
    "found", "cells by resolution", "outputs compared", "wrong",
)  # fmt: skip
HOW = """The attacker knows every home and the rule, and asks from seven places, with every filter and order. Then
all move to other homes of which the same is published, and no output may change. Then homes are built, and all ask
again."""


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--targets", type=int, default=40, help="homes to look for, in each town")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--census", type=Path, default=_census(), help="a folder with census tables")
    options = parser.parse_args()
    with installed() as installation:
        began = time.monotonic()
        found = {name: attack(homes, options) for name, homes in towns(options)}
        seconds = time.monotonic() - began
    problems = [problem for one in found.values() for problem in one.problems]
    print("\n".join(problems[:MOST_SHOWN]))
    missed = [
        f"homes of {name} can be found"
        for name, one in found.items()
        if one.percentile(PERCENTILE) < LEAST or one.identified
    ]
    if problems:
        missed.append(f"{len(problems)} outputs tell more than they may")
    return PROMISE.judge(
        installation.vendor,
        [figures(name, one) for name, one in found.items()],
        missed,
        heads=HEADS,
        more=f"Wanted: at least {LEAST} at the 5th percentile, none found. {seconds:.0f} s. {HOW}",
        is_written=options.write,
    )


def _census() -> Path | None:
    folder = os.environ.get("MANYHANDS_TEST_DATA")
    return Path(folder) / "census" / "ingham_mi" if folder else None


def towns(options: argparse.Namespace) -> Any:
    from tests.location.towns import DENSITIES, Homes, counted, invented

    for name in DENSITIES:
        yield name, Homes(invented(name, options.seed))
    if options.census:
        yield options.census.name, Homes(counted(options.census, options.seed))


def attack(homes: Any, options: argparse.Namespace) -> Any:
    from django.conf import settings
    from django.utils import timezone

    from tests.location.attack import Attack

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    return Attack(homes, targets=options.targets, seed=options.seed, at=timezone.now()).run()


def figures(name: str, found: Any) -> tuple[Any, ...]:
    cells = ", ".join(f"{size}: {count}" for size, count in sorted(found.cells.items()))
    return (
        name,
        found.targets,
        found.percentile(0.5),
        found.percentile(PERCENTILE),
        min(found.left),
        min(found.left_after_two_days),
        found.identified,
        cells,
        found.outputs,
        len(found.problems),
    )


if __name__ == "__main__":
    sys.exit(main())
