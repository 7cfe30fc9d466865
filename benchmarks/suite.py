"""How long the tests take, in an order of their own each time (R30).

    python -m benchmarks.suite [--workers 2] [--write]

What needs a browser, or a server that is not here, has commands of its own and is not counted.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree as ET  # what pytest has just written

from benchmarks.assurance import get_promise

PROMISE = get_promise("R30")
ROOT = Path(__file__).parents[1]
MOST_SECONDS = 300


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument("--workers", default="2")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="manyhands-suite-") as folder:
        report = Path(folder, "report.xml")
        began = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", options.workers, f"--junitxml={report}"],
            cwd=ROOT, check=False,
        ).returncode  # fmt: skip
        seconds = time.monotonic() - began
        counted = next(ET.parse(report).getroot().iter("testsuite")).attrib  # noqa: S314
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = [
        ("tests", f"{int(counted['tests']) - int(counted['skipped']):,}"),
        ("of them failed", int(counted["failures"]) + int(counted["errors"])),
        ("left out: for a browser, PostgreSQL, public data", counted["skipped"]),
        ("processes", options.workers),
        ("seconds", f"{seconds:.0f} (at most {MOST_SECONDS})"),
        ("processor seconds", f"{used.ru_utime + used.ru_stime:.0f}"),
        ("asked of a processor by others and these, on average", f"{os.getloadavg()[1]:.1f} times its work"),
    ]
    missed = [f"{seconds:.0f} s, more than {MOST_SECONDS}"] if seconds > MOST_SECONDS else []
    missed += ["tests failed"] if ended else []
    return PROMISE.judge("time", rows, missed, is_written=options.write)


if __name__ == "__main__":
    sys.exit(main())
