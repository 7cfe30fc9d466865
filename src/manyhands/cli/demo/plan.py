"""The plan of the first group: made once with the demo, and said in figures each time that it starts."""

from datetime import datetime

from manyhands.apps.dispatch.actions import request_run
from manyhands.apps.dispatch.board.queries.plan import PlanNumbers, count_plan
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
from manyhands.apps.dispatch.states import RunCause
from manyhands.apps.dispatch.tasks import make_plan
from manyhands.apps.groups.models import Group
from manyhands.cli.demo.groups import GROUPS
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from manyhands.web.words import distance_in_words

# What the engine says stands in the way, as codes; whatever is not here is said by its code.
_REASONS = {
    "nobody": "nobody meets all that it takes",
    "lacks": "a skill or a vehicle is missing",
    "skill_missing": "nobody has the skill",
    "no_vehicle": "nobody has a car or van",
    "lead_needed": "nobody who could has done it before",
    "no_common_language": "nobody speaks the language",
    "no_time": "nobody has time then",
    "too_far": "nobody goes so far",
    "place_not_known": "the place is not known yet",
    "everybody_full": "everybody has enough to do",
    "full_elsewhere": "whoever could is needed more elsewhere",
    "too_few_people": "it takes more people than there are",
    "hours_taken": "whoever could is busy at that time",
    "everybody_paused": "everybody takes a break",
    "excluded": "whoever could has been asked already",
}


def make_demo_plan(*, at: datetime) -> None:
    group = Group.objects.get(slug=GROUPS[0].slug)
    with group_scope(group.pk):
        request_run(group, cause=RunCause.REQUESTED, by=Actor.system("demo"), at=at)
        make_plan(group.pk)


def print_plan(*, at: datetime) -> None:
    group = Group.objects.get(slug=GROUPS[0].slug)
    with group_scope(group.pk):
        run = find_latest_run(group)
        numbers = count_plan(run, at=at) if run is not None else PlanNumbers()
    if run is not None:
        print("\n".join(lines_about(run, numbers, group)), flush=True)


def lines_about(run: Run, numbers: PlanNumbers, group: Group) -> list[str]:
    """The plan in a few lines, without a name: first what the board says, as things stand now, then what was found."""
    summary, unit = run.summary, group.distance_unit
    average = distance_in_words(summary["travel_m"] / max(1, summary["covered"]), unit)
    return [
        f"\nThe plan for {group.name}, {_proof(run)}:\n",
        f"  it finds somebody for {numbers.covered} of {numbers.sought} requests",
        f"  {numbers.asked} more requests wait for an answer",
        f"  that is {summary['covered']} of {summary['people_wanted']} helpers, for {summary['parts']} tasks",
        f"  {summary['people_asked']} people would be asked, nobody for more than {summary['busiest']}",
        f"  the way is {average} on average, {distance_in_words(summary['longest_way_m'], unit)} at most",
        *_unmet(summary["unmet"], summary["unmet_by_reason"]),
    ]


def _proof(run: Run) -> str:
    if run.certificate["is_optimal"]:
        return "checked, and proven to be the best there is"
    return "checked; how far from the best it can be at most is known"


def _unmet(missing: int, reasons: dict[str, int]) -> list[str]:
    if not missing:
        return ["  there is nobody whom nobody can reach"]
    said = ", ".join(
        f"{_REASONS.get(code, code.replace('_', ' '))} ({count})" for code, count in reasons.items()
    )
    return [f"  {missing} nobody can reach yet: {said}"]
