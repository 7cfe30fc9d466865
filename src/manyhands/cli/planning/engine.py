"""The engine's plan for two sheets: found, proven, and explained line by line."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.idle import why_idle
from manyhands.cli.planning.measures import length_in_words
from manyhands.cli.planning.model import (
    Gathered,
    Line,
    Load,
    Outcome,
    Planned,
    Proof,
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
from manyhands.cli.planning.telling import Solved, Teller
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.explain import Said
from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.problem import ProblemError
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify


def make_plan(
    gathered: Gathered, *, begins: date, zone: ZoneInfo | None, style: str, unit: str, progress: Progress
) -> Planned:
    weights = weights_of(style)
    with progress.step(_("Who could do what")):
        context = context_of(begins, zone)
        records = {helper.id: volunteer_of(helper) for helper in gathered.helpers}
        offered = frozenset(skill for helper in gathered.helpers for skill in helper.skills)
        requests = [request_of(task, offered=offered, begins=begins) for task in gathered.tasks]
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
        solved = Solved(problem, arcs, plan, weights, certificate, Said(at=context.at, volunteers=records))
        proof = _proof(solved, unit=unit)
    with progress.step(_("The reasons")):
        lines = tuple(_lines(gathered, solved, unit=unit, progress=progress))
    return Planned(
        lines=lines,
        loads=tuple(_loads(gathered, solved, lines)),
        proof=proof,
        assumed=assumptions(gathered, zone, unit=unit),
        begins=begins,
    )


def _proof(solved: Solved, *, unit: str) -> Proof:
    """Say only what was found true of this very plan."""
    certificate = solved.certificate
    if not certificate.may_be_shown:
        raise WrongPlanError(", ".join(str(problem.fault) for problem in certificate.problems))
    if not len(solved.problem.requests):
        return Proof(sentences=(), solver=solved.plan.solver)
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
    return Proof(sentences=tuple(sentences), solver=solved.plan.solver)


def _lines(gathered: Gathered, solved: Solved, *, unit: str, progress: Progress) -> Iterator[Line]:
    """In the order of the sheet, those that were not planned among the others."""
    by_row: dict[int, list[Line]] = {}
    for left_out in gathered.left_out:
        line = Line(left_out.line, Outcome.NOT_PLANNED, left_out.name, why=left_out.reason)
        by_row.setdefault(left_out.line, []).append(line)
    teller = Teller(gathered, solved, unit)
    for number, task in enumerate(gathered.tasks):
        progress.within(number, len(gathered.tasks))
        by_row.setdefault(task.line, []).extend(teller.lines_of(number, task))
    for row in sorted(by_row):
        yield from by_row[row]


def _loads(gathered: Gathered, solved: Solved, lines: tuple[Line, ...]) -> Iterator[Load]:
    added = Counter(line.helper_id for line in lines if line.helper_id)
    idle = why_idle(gathered, solved, busy=frozenset(added))
    for helper in gathered.helpers:
        why = idle.get(helper.id, "")
        yield Load(helper.id, helper.name, helper.recent, added[helper.id], helper.tasks_per_week, why)
