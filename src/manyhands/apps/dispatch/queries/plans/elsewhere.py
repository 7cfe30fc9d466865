"""Which of the groups that share have somebody for what a plan could not meet: the group, never the person.

Both places are the middles of their public cells, so that no series of requests can find where somebody lives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.bridge.planning.answer import Answer
from manyhands.apps.dispatch.bridge.planning.inputs import Busy, WeekOf, hours_of, planned_volunteers, week_at
from manyhands.apps.dispatch.bridge.records import Helper, moment_of, point_of
from manyhands.apps.dispatch.models import Proposal, UnmetPart
from manyhands.apps.dispatch.queries.people.helpers import list_helpers
from manyhands.apps.dispatch.queries.people.leads import known_in
from manyhands.apps.dispatch.queries.plans.inputs import PlanInputs, busy_in, resting_in
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
from manyhands.apps.dispatch.states import ProposalState
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import list_partners
from manyhands.apps.journal.models import Entry
from manyhands.core.dispatch.ranking import Standing, judge
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord


def look_elsewhere(inputs: PlanInputs, answer: Answer, partners: Iterable[Group]) -> dict[str, list[int]]:
    """By the key of an unmet part, the groups that have somebody. Under a scope that holds these groups as well.

    What their own plans propose to their people counts as theirs already: nobody is taken away from a group.
    """
    missing = {line["request_id"] for line in answer["unmet"]}
    requests = [_public(request, inputs) for request in inputs.question.requests if request.id in missing]
    found: dict[str, list[int]] = {}
    if not requests:
        return found
    at = inputs.question.context.at
    for partner in partners:
        # By the partner's own clock: the week of a request, and when somebody has time.
        weeks = {one.id: week_at(moment_of(inputs.parts[one.id], at=at), partner, "week") for one in requests}
        distinct = list({week.pool: week for week in weeks.values()}.values())
        volunteers = _free_helpers(partner, distinct, inputs.question.context)
        context = MatchContext(at=at, zone=partner.zone)
        for request in requests:
            asked = replace(request, pool=weeks[request.id].pool)
            if any(_can(asked, volunteer, context) for volunteer in volunteers):
                found.setdefault(request.id, []).append(partner.pk)
    return found


def _public(request: RequestRecord, inputs: PlanInputs) -> RequestRecord:
    return replace(request, point=point_of(inputs.parts[request.id].public_cell))


def _free_helpers(partner: Group, weeks: Sequence[WeekOf], context: MatchContext) -> list[VolunteerRecord]:
    resting = resting_in(partner, at=context.at)
    helpers = [helper for helper in list_helpers(partner) if helper.person.pk not in resting]
    cells = {helper.key: _public_cell(helper) for helper in helpers}
    known = known_in(partner, [], {week.monday(partner) for week in weeks})
    records = planned_volunteers(helpers, weeks, taken_or_proposed(partner, weeks), partner, known)
    return [replace(record, point=point_of(cells[record.id])) for record in records]


def _public_cell(helper: Helper) -> str:
    return helper.start_place.public_cell if helper.start_place else ""


def taken_or_proposed(partner: Group, weeks: Sequence[WeekOf]) -> Mapping[int, list[Busy]]:
    """What a group's people have, are asked, and are proposed by their own group's plan."""
    tasks = {helper_id: list(busy) for helper_id, busy in busy_in(partner, list(weeks)).items()}
    latest = find_latest_run(partner)
    if latest is None:
        return tasks
    proposed = Proposal.objects.filter(run=latest, state=ProposalState.OPEN)
    rows = proposed.annotate(on=Coalesce("part__starts_at", "part__due_at", "run__finished_at"))
    of_part = ("part__need__when_kind", "part__starts_at", "part__minutes")
    for helper_id, on, *when in rows.values_list("helper_id", "on", *of_part):
        tasks.setdefault(helper_id, []).append(Busy(helper_id, on, hours_of(*when)))
    return tasks


def _can(request: RequestRecord, volunteer: VolunteerRecord, context: MatchContext) -> bool:
    """A way that nobody knows is no reason to ask another group."""
    if request.pool != volunteer.pool:
        return False
    judged = judge(request, volunteer, context)
    return judged.standing is Standing.CAN_HELP and (request.is_remote or judged.distance_m is not None)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Groups that share and have somebody for a part, and whether one of them is asking somebody already."""

    groups: list[Group]
    is_waiting: bool


def partners_who_could(group: Group, unmet: Sequence[UnmetPart]) -> dict[int, Elsewhere]:
    """By the id of the part, for staff. Only groups that share at this moment; two queries where there is any."""
    if not any(one.explanation.get("elsewhere") for one in unmet):
        return {}
    partners = {partner.pk: partner for partner in list_partners(group)}
    waiting = _waiting_for_answer(group, [one.part_id for one in unmet]) if partners else frozenset()
    return {
        one.part_id: Elsewhere(
            [partners[pk] for pk in one.explanation.get("elsewhere", ()) if pk in partners],
            one.part_id in waiting,
        )
        for one in unmet
    }


def _waiting_for_answer(group: Group, part_ids: Sequence[int]) -> frozenset[int]:
    """Parts of which the last that was heard is that somebody is asked: by this group's own journal."""
    lines = Entry.objects.filter(
        group_id=group.pk,
        subject_kind="needs.needpart",
        subject_id__in=part_ids,
        verb__startswith="partner_ask.",
    )
    last = dict(lines.order_by("number").values_list("subject_id", "verb"))
    return frozenset(part_id for part_id, verb in last.items() if verb == "partner_ask.asked")
