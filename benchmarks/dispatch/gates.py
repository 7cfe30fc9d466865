"""The targets, each with what was measured in this run, and whether it is reached."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from benchmarks.dispatch.cases import INDEX, JOIN
from benchmarks.dispatch.figures import Figures
from benchmarks.dispatch.first_plan import Start
from benchmarks.dispatch.methods import NEAREST, ORTOOLS_AT_ONCE, ORTOOLS_BY_POOL, OURS
from benchmarks.dispatch.online import Evening
from benchmarks.dispatch.stability import Stability
from benchmarks.dispatch.unseen import Unseen

_TESTS: Final = (
    "more than half of the time goes into tests of requests that turn out not to be feasible: ten are tested for each "
    "that is, half of these are near enough, and most of those at other hours. An index by hours too would have to be "
    "asked once for each hour that somebody has."
)
_BOTH: Final = (
    "finding pairs and choosing among them take about half each, so that either alone would have to take next to "
    f"nothing. Of finding them, {_TESTS} The choice reads each pair and its cost, and sorts each row of them."
)
_SEARCH: Final = (
    "0.8 ms are spent on one request wherever it comes from: its row, whom it could be for among 50,000, what each of "
    "them costs. The rest is the search, which where help is tight moves half a dozen others to make room for one."
)
_WEIGHTIER: Final = (
    "where help is tight the pairs that gave way to a need that weighs more, or had to move so that one person more "
    "could be met, are more than the goal alone; see what becomes of published pairs, below."
)

ROOM_FOR_TWICE: Final = 2.0
ROOM_FOR_ALL: Final = 1.0


@dataclass(frozen=True)
class Gate:
    """One target.

    Attributes:
        name: what is asked.
        gate, goal: the bounds, in the unit of ``measured``; None where nothing more is hoped for.
        measured: the worst of what was measured; None when nothing in this run tells.
        is_least: whether more is better.
        remark: where the worst was, and what belongs beside it.
        unit: as it is written after a number.
        obstacle: why no more is reached, if it is not.
    """

    name: str
    gate: float
    goal: float | None
    measured: float | None
    is_least: bool
    remark: str = ""
    unit: str = ""
    obstacle: str = "nobody has looked why; run the case by itself."

    @property
    def is_reached(self) -> bool | None:
        return self._reaches(self.gate)

    @property
    def is_goal_reached(self) -> bool | None:
        return None if self.goal is None else self._reaches(self.goal)

    def _reaches(self, bound: float) -> bool | None:
        if self.measured is None:
            return None
        return self.measured >= bound if self.is_least else self.measured <= bound

    def written(self, number: float | None) -> str:
        if number is None:
            return "–"
        sign = "≥" if self.is_least else "≤"
        return f"{sign} {number:g}{self.unit}"

    @property
    def row(self) -> list[str]:
        """A line of the table: the words say what colours would."""
        words = {True: "reached", False: "MISSED", None: "not measured"}
        measured = "–" if self.measured is None else f"{self.measured:.3g}{self.unit}"
        goal = "" if self.goal is None or self.measured is None else words[self.is_goal_reached]
        return [
            self.name,
            self.written(self.gate),
            self.written(self.goal),
            measured,
            words[self.is_reached],
            goal,
            self.remark,
        ]


GATE_COLUMNS: Final = ["", "gate", "goal", "measured", "gate is", "goal is", ""]


def list_gates(
    cases: list[Figures],
    evenings: list[Evening],
    nights: list[Stability],
    unseen: list[Unseen],
    start: Start | None,
) -> list[Gate]:
    large = [figures for figures in cases if figures.case.size.name == "large"]
    ample = [figures for figures in large if figures.case.regime.name == "ample"]
    # A small region has so few unmet needs that one more or less is a quarter of them.
    roomy = [
        figures
        for figures in cases
        if figures.room >= ROOM_FOR_TWICE and figures.case.size.name in {"medium", "large"}
    ]
    return [
        _equal(cases, unseen),
        _worst(
            "candidates + optimum, ample, vs polars join + OR-Tools at once",
            ample,
            _both,
            10,
            25,
            obstacle=_BOTH,
        ),
        _worst(
            "the same vs polars join + OR-Tools pool by pool", ample, _both_by_pool, 10, 25, obstacle=_BOTH
        ),
        _worst("solver vs OR-Tools pool by pool, worst regime", large or cases, _solver, 1, 3),
        _worst("candidates vs polars join on cell and skill", large or cases, _pairs, 5, 10, obstacle=_TESTS),
        Gate(
            "insert one request among 50,000 in one pool, p99",
            5,
            1,
            max((1_000 * one.insert_p99_seconds for one in evenings), default=None),
            is_least=False,
            unit=" ms",
            obstacle=_SEARCH,
        ),
        _worst("unmet weight, nearest first vs ours, room for ≥ 2 × the tasks", roomy, _unmet, 4, None),
        _stable(nights),
        _memory(large),
        Gate(
            "first plan in a fresh process, 60 × 200",
            1.5,
            0.5,
            start.cpu_seconds if start else None,
            is_least=False,
            unit=" s",
            remark=f"{start.wall_seconds:.2f} s on the clock" if start else "",
        ),
    ]


def _equal(cases: list[Figures], unseen: list[Unseen]) -> Gate:
    wrong = [problem for figures in cases for problem in figures.problems]
    certified = [figures.is_certified for figures in cases if figures.is_certified is not None]
    certified += [one.is_right for one in unseen]
    remark = f"{sum(certified)} of {len(certified)} plans with hours certified as the best"
    share = 1.0 if not wrong and all(certified) else 0.0
    return Gate(
        "cost equal to OR-Tools', certified", 1, None, share if cases else None, is_least=True, remark=remark
    )


def _worst(
    name: str,
    cases: Iterable[Figures],
    ratio: Callable[[Figures], float | None],
    gate: float,
    goal: float | None,
    *,
    obstacle: str = "",
) -> Gate:
    known = [(value, figures) for figures in cases if (value := ratio(figures)) is not None]
    if not known:
        return Gate(name, gate, goal, None, is_least=True, unit=" ×", obstacle=obstacle)
    value, figures = min(known, key=lambda pair: pair[0])
    remark = f"{figures.case.size.name}, {figures.case.regime.name}"
    return Gate(name, gate, goal, value, is_least=True, remark=remark, unit=" ×", obstacle=obstacle)


def _both(figures: Figures, other: str = ORTOOLS_AT_ONCE) -> float | None:
    lines = [figures.find_line(name) for name in (INDEX, OURS, JOIN, other)]
    if None in lines:
        return None
    index, ours, join, solver = (line.cpu_seconds or 0.0 for line in lines if line)
    return (join + solver) / (index + ours)


def _both_by_pool(figures: Figures) -> float | None:
    return _both(figures, ORTOOLS_BY_POOL)


def _solver(figures: Figures) -> float | None:
    return figures.ratio(ORTOOLS_BY_POOL)


def _pairs(figures: Figures) -> float | None:
    return figures.ratio(JOIN, to=INDEX)


def _unmet(figures: Figures) -> float | None:
    ours, nearest = figures.find_line(OURS), figures.find_line(NEAREST)
    if ours is None or nearest is None:
        return None
    return nearest.unmet_weight / max(1, ours.unmet_weight)


def _memory(large: list[Figures]) -> Gate:
    parts = [
        sum(line.memory_mb for line in lines if line) / 1_000
        for figures in large
        if all(lines := [figures.find_line(INDEX), figures.find_line(OURS)])
    ]
    whole = [
        figures.whole.memory_mb / 1_000 for figures in large if figures.whole and not figures.whole.why_not
    ]
    remark = f"with costs, hours and prices in one process {max(whole):.2g} GB" if whole else ""
    most = max(parts, default=None)
    return Gate("extra memory, large", 0.6, 0.3, most, is_least=False, unit=" GB", remark=remark)


def _stable(nights: list[Stability]) -> Gate:
    """Where there is room for all: where there is not, every second request takes somebody from another."""
    roomy = [night for night in nights if night.room >= ROOM_FOR_ALL]
    shares = (
        f"{night.regime.name} {night.mean('all'):.2f}, of which {night.mean('merely_moved'):.2f} merely moved"
        for night in nights
    )
    return Gate(
        "published pairs broken for each new request, room for ≥ 1 × the tasks",
        0.6,
        0.1,
        max((night.mean("all") for night in roomy), default=None),
        is_least=False,
        remark=f"means of {len(nights[0].towns)} towns: {'; '.join(shares)}" if nights else "",
        obstacle=_WEIGHTIER,
    )
