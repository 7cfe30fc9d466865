"""The engine's plan for two sheets: found, proven, and explained line by line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from manyhands.cli.planning.kinds import kind_names
from manyhands.cli.planning.language import gettext as _
from manyhands.cli.planning.language import spoken
from manyhands.cli.planning.measures import length_in_words
from manyhands.cli.planning.model import (
    Gathered,
    Line,
    Load,
    Outcome,
    Planned,
    Proof,
    Task,
    UnusableError,
    WrongPlanError,
)
from manyhands.cli.planning.progress import Progress
from manyhands.cli.planning.records import (
    DEFAULT_RADIUS_M,
    assumptions,
    context_of,
    request_of,
    volunteer_of,
)
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.explain import Explainer, Said
from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem, ProblemError
from manyhands.core.dispatch.sentences import say
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import Certificate, certify


@dataclass(frozen=True, slots=True)
class _Solved:
    problem: Problem
    arcs: Arcs
    plan: Plan
    weights: Weights
    certificate: Certificate
    said: Said


def make_plan(
    gathered: Gathered, *, begins: date, zone: ZoneInfo | None, style: str, unit: str, progress: Progress
) -> Planned:
    weights = weights_of(style)
    with progress.step(_("Who could do what")):
        context = context_of(begins, zone)
        records = {helper.id: volunteer_of(helper) for helper in gathered.helpers}
        requests = [request_of(task, begins=begins) for task in gathered.tasks]
        try:
            problem = from_records(requests, records.values(), context, default_radius_m=DEFAULT_RADIUS_M)
            arcs = find_candidates(problem)
        except ProblemError as error:
            text = _(
                "These sheets are too much for one plan (%(reason)s). Plan for one part of town at a time."
            )
            raise UnusableError(text % {"reason": error}) from error
    with progress.step(_("The best plan")):
        plan = solve(problem, arcs, weights=weights)
    with progress.step(_("Is it true, and is it the best?")):
        certificate = certify(problem, arcs, plan, weights)
        solved = _Solved(problem, arcs, plan, weights, certificate, Said(at=context.at, volunteers=records))
        proof = _proof(solved, unit=unit)
    with progress.step(_("The reasons")):
        lines = tuple(_lines(gathered, solved, unit=unit, progress=progress))
    return Planned(
        lines=lines,
        loads=tuple(_loads(gathered, lines)),
        proof=proof,
        assumed=assumptions(gathered, zone, unit=unit),
        begins=begins,
    )


def _proof(solved: _Solved, *, unit: str) -> Proof:
    """Say only what was found true of this very plan."""
    certificate = solved.certificate
    if not certificate.may_be_shown:
        raise WrongPlanError(", ".join(str(problem.fault) for problem in certificate.problems))
    if not len(solved.problem.requests):
        return Proof(is_best=True, sentences=(), solver=solved.plan.solver)
    sentences = []
    if certificate.is_optimal:
        sentences.append(_("Proven: with these sheets and these rules no plan is better."))
    elif certificate.gap_m is not None:
        text = _("Checked; a better plan could save at most what a way of %(length)s costs.")
        sentences.append(text % {"length": length_in_words(certificate.gap_m, unit)})
    else:
        sentences.append(_("Checked against every rule; it is not proven that no plan is better."))
    if certificate.no_handover_improves and certificate.counts.get("pairs"):
        sentences.append(
            _(
                "No chain of hand-overs can move a task from a busier person to one at least two tasks less busy "
                "without leaving a need unmet."
            )
        )
    if certificate.no_unmet_outranks and certificate.counts.get("people_missing"):
        sentences.append(
            _("No need without help matters more than one with help that it could have replaced.")
        )
    return Proof(is_best=certificate.is_optimal, sentences=tuple(sentences), solver=solved.plan.solver)


def _lines(gathered: Gathered, solved: _Solved, *, unit: str, progress: Progress) -> Iterator[Line]:
    """In the order of the sheet, those that were not planned among the others."""
    by_row: dict[int, list[Line]] = {}
    for left_out in gathered.left_out:
        line = Line(left_out.line, Outcome.NOT_PLANNED, left_out.name, why=left_out.reason)
        by_row.setdefault(left_out.line, []).append(line)
    teller = _Teller(gathered, solved, unit)
    for number, task in enumerate(gathered.tasks):
        progress.within(number, len(gathered.tasks))
        by_row.setdefault(task.line, []).extend(teller.lines_of(number, task))
    for row in sorted(by_row):
        yield from by_row[row]


class _Teller:
    """Says who helps with each task and why, in the reader's language and unit."""

    def __init__(self, gathered: Gathered, solved: _Solved, unit: str) -> None:
        self._gathered = gathered
        self._solved = solved
        self._unit = unit
        helpers = {helper.id: helper.name for helper in gathered.helpers}
        tasks = {task.id: f"{task.what} ({task.name})" if task.name else task.what for task in gathered.tasks}
        self._names = {**tasks, **helpers}
        self._words = kind_names()
        self._main_languages = _main_languages(gathered)
        self._chosen = _helpers_of(solved)
        self._explainer = Explainer(
            solved.problem, solved.arcs, solved.plan, solved.weights, said=solved.said
        )
        self._planned = Counter(helper for chosen in self._chosen for helper, _distance in chosen)

    def lines_of(self, number: int, task: Task) -> Iterator[Line]:
        for helper_number, distance_m in self._chosen[number]:
            helper = self._gathered.helpers[helper_number]
            yield replace(
                self._line(Outcome.COVERED, task, helper.id),
                helper_id=helper.id,
                helper_name=helper.name,
                distance_m=None if task.is_remote else distance_m,
                load_after=helper.recent + self._planned[helper_number],
            )
        missing = int(self._solved.plan.unmet[number])
        if missing:
            yield replace(self._line(Outcome.UNMET, task, None), missing=missing)

    def _line(self, outcome: Outcome, task: Task, helper_id: str | None) -> Line:
        return Line(
            task.line,
            outcome,
            task.name,
            what=task.what,
            where=task.where,
            why=self._why(task.id, helper_id),
            task_id=task.id,
            is_remote=task.is_remote,
        )

    def _why(self, task_id: str, helper_id: str | None) -> str:
        explanation = self._explainer.explain(task_id, helper_id)
        return say(
            explanation,
            language=spoken(),
            names=self._names,
            unit=self._unit,
            words=self._words,
            main_languages=self._main_languages,
        )


def _main_languages(gathered: Gathered) -> list[str]:
    """What more than half of the helpers speak goes without saying."""
    spoken_by = Counter(code for helper in gathered.helpers for code in helper.languages)
    return [code for code, count in spoken_by.items() if count * 2 > len(gathered.helpers)]


def _helpers_of(solved: _Solved) -> list[list[tuple[int, int]]]:
    """For each task the numbers of its helpers, with their ways in metres."""
    arcs = solved.arcs
    chosen: list[list[tuple[int, int]]] = [[] for _request in range(len(solved.problem.requests))]
    for request, volunteer in solved.plan.pairs.tolist():
        first, last = int(arcs.start[request]), int(arcs.start[request + 1])
        place = first + int(arcs.volunteer[first:last].searchsorted(volunteer))
        chosen[request].append((volunteer, int(arcs.distance_m[place])))
    return chosen


def _loads(gathered: Gathered, lines: tuple[Line, ...]) -> Iterator[Load]:
    added = Counter(line.helper_id for line in lines if line.helper_id)
    for helper in gathered.helpers:
        yield Load(helper.id, helper.name, helper.recent, added[helper.id], helper.tasks_per_week)
