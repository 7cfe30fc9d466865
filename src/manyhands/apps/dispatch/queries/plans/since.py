"""What has happened since the plan before, as far as the journal and the rows tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from manyhands.apps.dispatch.bridge.planning.inputs import pk_of
from manyhands.apps.dispatch.bridge.planning.kept_question import Kept, UnreadableQuestionError, open_kept
from manyhands.apps.dispatch.bridge.planning.question import Since
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import CONCERNED, NOT_AGAIN, PlanInputs
from manyhands.apps.dispatch.states import AssignmentState, ProposalState
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import NeedPart

# After more than this it is quicker to plan anew, and nobody reads so long a list.
MOST_ENTRIES = 2_000
DISMISSED, RESTING = "dismissed", "resting"
_ENDINGS = (*NOT_AGAIN, AssignmentState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class _Past:
    """One pairing with a request, whatever became of it."""

    pk: int
    part: str
    need_id: int
    helper: str
    state: str


def find_since(latest: Run | None, inputs: PlanInputs) -> Since | None:
    """None where it cannot be told: no plan before, a gap in the journal, other weights. Then a plan is made anew."""
    kept = _open(latest)
    if latest is None or kept is None or kept.question.weights != inputs.question.weights:
        return None
    numbers = _numbers(latest, inputs.cursor)
    if numbers is None:
        return None
    needs = _needs(kept, inputs)
    past = _list_past(needs.values())
    return Since(
        before=kept.question,
        pairs=kept.pairs,
        agreed=frozenset((one.part, one.helper) for one in past if one.state in CONCERNED),
        touched=frozenset(part for part, need in needs.items() if ("needs.need", need) in numbers),
        order=_order(numbers, needs, past),
        reasons=_reasons(kept, inputs, needs, [one for one in past if one.state in _ENDINGS], numbers),
    )


def _open(latest: Run | None) -> Kept | None:
    if latest is None or latest.cursor is None or not latest.inputs:
        return None
    try:
        return open_kept(latest.inputs)
    except UnreadableQuestionError:
        return None


def _numbers(latest: Run, cursor: int) -> dict[tuple[str, int], int] | None:
    """By what it is about: the number of the journal's last line about it. None where a line is missing."""
    lines = Entry.objects.filter(group_id=latest.group_id, number__gt=latest.cursor, number__lte=cursor)
    rows = list(lines.order_by("number").values_list("subject_kind", "subject_id", "number")[:MOST_ENTRIES])
    if len(rows) != cursor - (latest.cursor or 0):
        return None
    return {(kind, subject): number for kind, subject, number in rows}


def _needs(kept: Kept, inputs: PlanInputs) -> dict[str, int]:
    """By the part's key, now or then."""
    gone = {one.id for one in kept.question.requests} - inputs.parts.keys()
    rows = NeedPart.objects.filter(pk__in=[pk_of(key) for key in gone]).values_list("pk", "need_id")
    return {f"p{pk}": need for pk, need in rows} | {key: part.need_id for key, part in inputs.parts.items()}


def _list_past(needs: Iterable[int]) -> list[_Past]:
    rows = Assignment.objects.filter(part__need_id__in=set(needs)).order_by("pk")
    names = ("pk", "part_id", "part__need_id", "volunteer_id", "organisation_id", "state")
    return [
        _Past(pk, f"p{part}", need, f"v{volunteer}" if volunteer else f"o{organisation}", state)
        for pk, part, need, volunteer, organisation, state in rows.values_list(*names)
    ]


def _order(
    numbers: Mapping[tuple[str, int], int], needs: Mapping[str, int], past: Iterable[_Past]
) -> dict[str, int]:
    kinds = {"people.volunteer": "v", "people.organisation": "o"}
    people = {f"{kinds[kind]}{pk}": number for (kind, pk), number in numbers.items() if kind in kinds}
    parts = {part: numbers.get(("needs.need", need), 0) for part, need in needs.items()}
    pairs = {
        f"{part} {one.helper}": numbers[_about(one)]
        for one in past
        if _about(one) in numbers
        for part in _parts_of(one, needs)
    }
    return people | parts | pairs


def _about(past: _Past) -> tuple[str, int]:
    return "dispatch.assignment", past.pk


def _parts_of(past: _Past, needs: Mapping[str, int]) -> list[str]:
    """A no is said to all parts of a request."""
    return [part for part, need in needs.items() if need == past.need_id]


def _reasons(
    kept: Kept,
    inputs: PlanInputs,
    needs: Mapping[str, int],
    ended: list[_Past],
    numbers: Mapping[tuple[str, int], int],
) -> dict[str, tuple[str, str]]:
    fresh = [one for one in ended if _about(one) in numbers]
    reasons = {one.part: (one.state, one.helper) for one in fresh}
    reasons |= {
        f"{part} {one.helper}": (one.state, one.helper) for one in ended for part in _parts_of(one, needs)
    }
    for need_id, helper in _dismissed(needs.values()):
        reasons |= {
            f"{part} {helper}": (DISMISSED, helper) for part, need in needs.items() if need == need_id
        }
    there = {one.id for one in inputs.question.volunteers}
    gone = {one.id for one in kept.question.volunteers} - there
    resting = {key for key in gone & inputs.helpers.keys() if inputs.helpers[key].person.pk in inputs.resting}
    return reasons | {key: (RESTING, key) for key in resting}


def _dismissed(needs: Iterable[int]) -> list[tuple[int, str]]:
    rows = Proposal.objects.filter(state=ProposalState.DISMISSED, part__need_id__in=set(needs))
    names = ("part__need_id", "volunteer_id", "organisation_id")
    return [
        (need, f"v{volunteer}" if volunteer else f"o{organisation}")
        for need, volunteer, organisation in rows.values_list(*names)
    ]
