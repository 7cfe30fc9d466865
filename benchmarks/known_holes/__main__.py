"""Has a library that we use a known hole, and by when must it be mended? Asks OSV, the open database of such holes.

    python -m benchmarks.known_holes [--osv https://api.osv.dev]

Asks about every version that requirements/*.txt and frontend/package-lock.json name, also about what only other
machines would install. Names and versions of public libraries are all that is sent. What may stay for a while stands in
known_holes.toml, with a reason and its last day. Ends with 0 where nothing has to be done, with 1 where something has,
with 3 where the database could not be asked: then nothing is known, which is not the same as nothing found.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks.known_holes.asking import CouldNotAskError, find_holes, list_pins
from benchmarks.known_holes.judging import EXCEPTIONS, FOUND, ExceptionsError, judge, read_exemptions

OSV = "https://api.osv.dev"
COULD_NOT_ASK = 3
NOTHING_KNOWN = (
    "So it is not known whether a library has a known hole. Ask again from where there is a network."
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.known_holes", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--osv", default=OSV, help="address of the database, or of a copy of it")
    address = parser.parse_args(arguments).osv.rstrip("/")
    today = datetime.now(UTC).date()
    try:
        exemptions = read_exemptions(today=today)
        pins = list_pins()
        holes = find_holes(pins, address)
    except ExceptionsError as error:
        print(f"{EXCEPTIONS.name}: {error}", file=sys.stderr)
        return FOUND
    except CouldNotAskError as error:
        print(f"COULD NOT ASK {address}: {error}\n{NOTHING_KNOWN}", file=sys.stderr)
        return COULD_NOT_ASK
    return judge(pins, holes, exemptions, today=today)


if __name__ == "__main__":
    sys.exit(main())
