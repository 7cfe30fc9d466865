"""What R10 to R12 promise of each request, beside what was measured: a section of the assurance page."""

from collections.abc import Iterable

from benchmarks.assurance import get_promise
from benchmarks.comparison import Measured
from benchmarks.table import as_markdown
from benchmarks.world import Size

PROMISE = get_promise("R10")


def write_promised(
    vendor: str,
    machine: str,
    size: Size,
    measured: tuple[list[Measured], list[Measured]],
    problems: Iterable[str],
) -> None:
    """`measured`: with the data once, and twice."""
    once, twice = measured
    amount = (
        f"{size.other_groups + 1:,} groups, {size.open_needs:,} open requests, {size.large_open_needs:,} of them in "
        f"one group with {size.large_volunteers:,} volunteers; then twice of everything. CPU milliseconds of the "
        "application and the database together, over HTTP, one visitor after another. The number of queries must not "
        "grow."
    )
    again = {one.visit.name: one for one in twice}
    heads = [
        "page or action",
        "CPU ms",
        "at twice the data",
        "at most",
        "queries",
        "at twice the data",
        "at most",
    ]
    table = as_markdown(heads, [_row(one, again.get(one.visit.name, one)) for one in once])
    PROMISE.write(
        f"{amount}\n\n{machine}\n\n{table}", [problem.rstrip(".") for problem in problems], part=vendor
    )


def _row(first: Measured, second: Measured) -> list[object]:
    visit = first.visit
    most = f"{visit.most_cpu_ms:g}" if visit.most_cpu_ms else "–"
    return [
        _name(visit.name),
        f"{first.http.cpu_ms:.1f}",
        f"{second.http.cpu_ms:.1f}",
        most,
        first.inside.queries,
        second.inside.queries,
        visit.most_queries,
    ]


def _name(name: str) -> str:
    codes = {"open list near a place": "R10", "send a request": "R11", "board": "R12"}
    return f"{codes[name]}: {name}" if name in codes else name
