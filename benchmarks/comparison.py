"""The same visits with the data once and twice: what they cost, and whether they still ask as many queries."""

from dataclasses import dataclass

from benchmarks.installation import Server
from benchmarks.meters import BrokenVisitError, Inside, OverHttp, measure_inside, measure_over_http
from benchmarks.table import print_table
from benchmarks.visits import Visit
from benchmarks.world import Size


@dataclass(frozen=True)
class Measured:
    visit: Visit
    inside: Inside
    http: OverHttp


def measure_all(visits: list[Visit], server: Server, problems: list[str]) -> list[Measured]:
    """A page that is broken is told among the problems, and the others are measured all the same."""
    measured = []
    for visit in visits:
        try:
            measured.append(Measured(visit, measure_inside(visit), measure_over_http(visit, server)))
        except BrokenVisitError as error:
            problems.append(str(error))
    return measured


def compare(size: Size, once: list[Measured], twice: list[Measured]) -> list[str]:
    """Print both, and return what is over a target."""
    _print(size, once)
    _print(size.share(1 / 2), twice)
    problems = []
    again = {measured.visit.name: measured for measured in twice}
    for first in once:
        visit, second = first.visit, again.get(first.visit.name, first)
        problems += _problems(visit, first, "") + _problems(visit, second, " at twice the data")
        if first.inside.queries != second.inside.queries:
            problems.append(
                f"{visit.name}: {first.inside.queries} queries, "
                f"and {second.inside.queries} at twice the data; the number must not grow."
            )
    return problems


def _problems(visit: Visit, measured: Measured, when: str) -> list[str]:
    found = []
    if visit.most_cpu_ms is not None and measured.http.cpu_ms > visit.most_cpu_ms:
        found.append(
            f"{visit.name}: {measured.http.cpu_ms:.1f} ms of CPU{when}, more than {visit.most_cpu_ms:g}."
        )
    if measured.inside.queries > visit.most_queries:
        found.append(
            f"{visit.name}: {measured.inside.queries} queries{when}, more than {visit.most_queries}."
        )
    return found


def _print(size: Size, measured: list[Measured]) -> None:
    rows = [
        [
            one.visit.name,
            f"{one.inside.kilobytes:.0f}",
            f"{one.inside.cpu_ms:.1f}",
            f"{one.http.app_ms:.1f}",
            f"{one.http.database_ms:.1f}",
            f"{one.http.cpu_ms:.1f}",
            one.visit.most_cpu_ms or "",
            one.inside.queries,
            one.visit.most_queries,
        ]
        for one in measured
    ]
    amount = (
        f"{size.other_groups:,} groups, {size.open_needs:,} open requests, {size.large_open_needs:,} in one"
    )
    print_table(
        f"{amount}: CPU ms for each request",
        ["", "KB", "inside", "app", "database", "sum", "at most", "queries", "at most"],
        rows,
    )
