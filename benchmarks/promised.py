"""What R10 to R12 promise of each request, beside what was measured: a section of the assurance page."""

from collections.abc import Iterable

from benchmarks.assurance import write_section
from benchmarks.comparison import Measured
from benchmarks.world import Size

_CODES = {"SQLite": "R10-1", "PostgreSQL": "R10-2"}
_COMMANDS = {
    "SQLite": "python -m benchmarks --requests --write",
    "PostgreSQL": "python tests/throwaway_postgres.py python -m benchmarks --requests --write",
}


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
    rows = [_row(one, again.get(one.visit.name, one)) for one in once]
    over = [f"- {problem}" for problem in problems]
    text = [
        f"`{_COMMANDS[vendor]}`",
        "",
        f"## R10 to R12: what a request costs, on {vendor}",
        "",
        amount,
        "",
        machine,
        "",
        "| page or action | CPU ms | at twice the data | at most | queries | at twice the data | at most |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        "Over a target:" if over else "Nothing is over its target.",
        "",
        *over,
    ]
    write_section(_CODES[vendor], "\n".join(text))


def _row(first: Measured, second: Measured) -> str:
    visit = first.visit
    most = f"{visit.most_cpu_ms:g}" if visit.most_cpu_ms else "–"
    cells = [
        _name(visit.name),
        f"{first.http.cpu_ms:.1f}",
        f"{second.http.cpu_ms:.1f}",
        most,
        first.inside.queries,
        second.inside.queries,
        visit.most_queries,
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _name(name: str) -> str:
    codes = {"open list near a place": "R10", "send a request": "R11", "board": "R12"}
    return f"{codes[name]}: {name}" if name in codes else name
