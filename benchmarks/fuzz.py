"""What nobody would send: to the API as its description allows and forbids, to every page, form and parser.

    python -m benchmarks.fuzz [--examples 200] [--each 10] [--seed 1] [--write]

Beside tests/throwaway_postgres.py the pages and the API run on PostgreSQL, which refuses other things than SQLite.
"""

import argparse
import logging
import sys
from typing import Any

from benchmarks.assurance import get_promise
from benchmarks.installation import installed

PROMISE = get_promise("R18")
MOST_SHOWN = 20
PROMISED_EXAMPLES = 200
Found = tuple[list[tuple[str, object]], list[str]]


def main() -> int:
    parser = PROMISE.parser(__doc__.splitlines()[0])
    parser.add_argument(
        "--examples",
        type=int,
        default=PROMISED_EXAMPLES,
        help="of each operation as each program, each parser",
    )
    parser.add_argument("--each", type=int, default=10, help="times that each page and each form is tried")
    parser.add_argument("--seed", type=int, default=1, help="of what pages and forms get")
    options = parser.parse_args()
    with installed() as installation:
        rows, problems = run(options, with_parsers=installation.vendor == "SQLite")
    print("\n".join(problem[:1000] for problem in problems[:MOST_SHOWN]))
    told = [f"{len(problems)} answers or readings are wrong"] if problems else []
    if options.examples < PROMISED_EXAMPLES:
        told.append(
            f"a run with {options.examples} examples, not yet the {PROMISED_EXAMPLES} that are promised"
        )
    return PROMISE.judge(installation.vendor, rows, told, is_written=options.write)


def run(options: argparse.Namespace, *, with_parsers: bool) -> Found:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    logging.disable()
    parts = [of_programs(options), of_pages(options)]
    if with_parsers:
        parts.append(of_parsers(options))
    return [row for rows, _problems in parts for row in rows], [one for _rows, told in parts for one in told]


def of_programs(options: argparse.Namespace) -> Found:
    from django.utils import timezone

    from tests.fuzz.programs import ApiFuzz
    from tests.journeys.town import make_town

    at = timezone.now()
    fuzz = ApiFuzz(make_town(at), make_town(at))
    outcome = fuzz.run(examples=options.examples)
    rows = [
        ("operations of the API", len(outcome.operations)),
        ("as", ", ".join(fuzz.tokens)),
        ("calls that schemathesis made up", f"{outcome.requests:,}"),
        ("answers by status", _statuses(outcome)),
        ("operations that did what was asked at least once", len(outcome.answered_well)),
        ("5xx, or not as the description says", len(outcome.problems)),
    ]
    return rows, outcome.problems


def of_pages(options: argparse.Namespace) -> Found:
    from django.utils import timezone

    from tests.fuzz.pages import Fuzz
    from tests.journeys.town import make_town

    outcome = Fuzz(make_town(timezone.now()), seed=options.seed).run(each=options.each)
    rows = [
        ("routes of pages", len(outcome.routes)),
        ("kinds of forms", outcome.forms),
        ("odd questions and answers sent", f"{outcome.requests:,}"),
        ("answered by status", _statuses(outcome)),
        ("slowest, of a processor", f"{outcome.slowest_seconds:.2f} s"),
        ("5xx, or longer than a second", len(outcome.problems)),
    ]
    return rows, outcome.problems


def of_parsers(options: argparse.Namespace) -> Found:
    from tests.fuzz.parsers import PARSERS

    problems: list[str] = []
    slowest = max(_try(parser, options.examples, problems) for parser in PARSERS)
    rows = [
        ("parsers", len(PARSERS)),
        ("texts and files that hypothesis made up for each", options.examples),
        ("slowest reading, of a processor", f"{slowest:.2f} s"),
        ("crashes, or longer than a second", len(problems)),
    ]
    return rows, problems


def _try(parser: Any, examples: int, problems: list[str]) -> float:
    from hypothesis import HealthCheck, given, settings

    from tests.fuzz.parsers import LONGEST_SECONDS

    slowest = [0.0]

    @settings(
        max_examples=min(examples, parser.most),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(parser.given)
    def read(given_: Any) -> None:
        slowest[0] = max(slowest[0], parser.time(given_))

    try:
        read()
    except Exception as error:  # noqa: BLE001 - whatever it is: it is what is looked for
        problems.append(f"{parser.name}: {type(error).__name__}: {error}")
    if slowest[0] > LONGEST_SECONDS:
        problems.append(f"{parser.name}: took {slowest[0]:.1f} s")
    return slowest[0]


def _statuses(outcome: Any) -> str:
    return ", ".join(f"{status}: {count}" for status, count in sorted(outcome.statuses.items()))


if __name__ == "__main__":
    sys.exit(main())
