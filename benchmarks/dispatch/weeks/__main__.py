"""Simulated weeks: who waits where help is short, who is asked where it is not.

python -m benchmarks.dispatch.weeks             half a minute; prints the page
python -m benchmarks.dispatch.weeks --write     writes docs/reference/fairness-measurements.md
"""

import argparse
import sys
from pathlib import Path

from benchmarks.dispatch.weeks.report import measure_ample, measure_short, page_of

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "fairness-measurements.md"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first town (default: 1)")
    parser.add_argument(
        "--towns", type=int, default=5, help="over how many towns means are taken (default: 5)"
    )
    parser.add_argument("--write", action="store_true", help="write the page of the documentation")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.towns)
    short = measure_short(options.seed)
    page = page_of(short, measure_ample(seeds), options.seed, seeds)
    if options.write:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)
    broken = [one for one in short if one.longer and one.variant != "waiting does not count"]
    for one in broken:
        print(f"{one.longer} waited longer than they may: {one.variant}, room {one.room}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
