"""Who helps with each task and why, in the reader's language and unit."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from manyhands.cli.language import gettext as _
from manyhands.cli.language import spoken
from manyhands.cli.planning.kinds import ANYTHING_ELSE, IN_OWN_WORDS, kind_names, skill_asked
from manyhands.cli.planning.model import Gathered, Helper, Line, Outcome, Task
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.explain import Code, Explainer, Explanation, Said
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.sentences import say
from manyhands.core.dispatch.verify import Certificate


@dataclass(frozen=True, slots=True)
class Solved:
    """The engine's question and its answer."""

    problem: Problem
    arcs: Arcs
    plan: Plan
    weights: Weights
    certificate: Certificate
    said: Said


class Teller:
    """Says who helps with each task and why, in the reader's language and unit."""

    def __init__(self, gathered: Gathered, solved: Solved, unit: str) -> None:
        self._gathered = gathered
        self._solved = solved
        self._unit = unit
        helpers = {helper.id: helper.name for helper in gathered.helpers}
        tasks = {task.id: f"{task.what} ({task.name})" if task.name else task.what for task in gathered.tasks}
        self._names = {**tasks, **helpers}
        in_own_words = {
            f"{IN_OWN_WORDS}{task.own_words}": task.what for task in gathered.tasks if task.own_words
        }
        self._words = kind_names() | in_own_words
        self._helpers = {helper.id: helper for helper in gathered.helpers}
        self._offered = frozenset(skill for helper in gathered.helpers for skill in helper.skills)
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
                is_same_zip=_is_same_zip(task, helper),
                load_after=self._planned[helper_number],
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
            why=self._why(task, helper_id),
            task_id=task.id,
            is_remote=task.is_remote,
        )

    def _why(self, task: Task, helper_id: str | None) -> str:
        if skill_asked(task.kind, task.own_words, self._offered) == ANYTHING_ELSE:
            return _nobody_knows_what(task)
        explanation = self._explainer.explain(task.id, helper_id)
        if helper_id is not None and _is_same_zip(task, self._helpers[helper_id]):
            explanation = _in_same_zip(explanation)
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


def _helpers_of(solved: Solved) -> list[list[tuple[int, int]]]:
    """For each task the numbers of its helpers, with their ways in metres."""
    arcs = solved.arcs
    chosen: list[list[tuple[int, int]]] = [[] for _request in range(len(solved.problem.requests))]
    for request, volunteer in solved.plan.pairs.tolist():
        first, last = int(arcs.start[request]), int(arcs.start[request + 1])
        place = first + int(arcs.volunteer[first:last].searchsorted(volunteer))
        chosen[request].append((volunteer, int(arcs.distance_m[place])))
    return chosen


def _nobody_knows_what(task: Task) -> str:
    """An unknown kind fits nobody by itself: two unknown things are not the same thing."""
    if not task.own_words:
        return _("No kind of help is named, so nobody was looked for: somebody has to read it.")
    text = _(
        "“%(what)s” is not a kind of help that is known here, and nobody offers it in these words: somebody has to "
        "look at it."
    )
    return text % {"what": task.what}


def _is_same_zip(task: Task, helper: Helper) -> bool:
    return bool(task.zip_only) and task.zip_only == helper.zip_only and not task.is_remote


def _in_same_zip(explanation: Explanation) -> Explanation:
    """Two middles of one ZIP code are no distance apart, which is true of nobody."""
    remarks = tuple(
        replace(one, facts={**one.facts, "same_zip": True}) if one.code is Code.DISTANCE else one
        for one in explanation.remarks
    )
    return replace(explanation, remarks=remarks)
