"""Everything that a plan is made from, in a number of queries that does not depend on how much there is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from manyhands.apps.dispatch.bridge.planning.inputs import (
    Busy,
    WeekOf,
    hours_of,
    planned_request,
    planned_volunteers,
    week_of,
)
from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.apps.dispatch.bridge.records import WEEKS_LOOKED_BACK, Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.asks import lent_between
from manyhands.apps.dispatch.queries.people.helpers import list_helpers
from manyhands.apps.dispatch.queries.people.leads import known_in, leads_missing
from manyhands.apps.dispatch.queries.people.load import day_of
from manyhands.apps.dispatch.queries.people.wishes import wishes_between
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
from manyhands.apps.dispatch.states import (
    ASKED_WITHIN,
    CARRIED,
    HOLDING,
    PLAN_WITHIN,
    AssignmentState,
    Began,
    ProposalState,
)
from manyhands.apps.groups.models import Category, Group, MeetingMode
from manyhands.apps.journal.queries import get_cursor
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState, is_time_over
from manyhands.apps.people.models import BlockedPair
from manyhands.apps.vetting.queries import held_for, needed_in
from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.records import MatchContext, VolunteerRecord

State = AssignmentState
PLANNED_MODES = (MeetingMode.DISPATCH, MeetingMode.SUGGESTED, MeetingMode.AUTOMATIC)
IS_PLANNED = Q(category__meeting_mode__in=PLANNED_MODES) | Q(
    category__meeting_mode="", group__meeting_mode__in=PLANNED_MODES
)
BY_ITSELF = (MeetingMode.SUGGESTED, MeetingMode.AUTOMATIC)
# Whoever has said no, let the time pass, handed back or did not come is not proposed for the same request again;
# whoever is asked or helps already, not for the same part.
NOT_AGAIN = (State.DECLINED, State.EXPIRED, State.RELEASED, State.NO_SHOW)
CONCERNED = (State.INVITED, State.AWAITING_APPROVAL, *HOLDING, State.COMPLETED)
_CLOSED = ("need__details", "need__place__text", "need__place__access_notes", "need__place__position")
_UNANSWERED = (State.INVITED, State.AWAITING_APPROVAL)


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """The question, and what its ids mean here.

    `resting` have been asked so often lately that the plan spares them: how often, by the person's id. `spared` are
    their records, so that a request that is not met can say how many of them could have helped.
    `elsewhere`, once there is an answer: groups that share and have somebody, by the key of an unmet part.
    """

    question: Question
    parts: dict[str, NeedPart]
    helpers: dict[str, Helper]
    resting: dict[int, int]
    spared: tuple[VolunteerRecord, ...]
    cursor: int
    elsewhere: Mapping[str, list[int]] = field(default_factory=dict)


def plans_by_itself(group: Group) -> bool:
    """Whether proposals are made here without anybody asking for them."""
    kinds = Category.objects.filter(group=group, is_active=True, meeting_mode__in=BY_ITSELF)
    return group.meeting_mode in BY_ITSELF or kinds.exists()


def plans_anything(group: Group) -> bool:
    """Whether staff or the plan look for people here, if only for one kind of help. One query at most."""
    kinds = Category.objects.filter(group=group, is_active=True, meeting_mode__in=PLANNED_MODES)
    return group.meeting_mode in PLANNED_MODES or kinds.exists()


def _planned_modes(group: Group) -> list[str]:
    return [*PLANNED_MODES, ""] if group.meeting_mode in PLANNED_MODES else list(PLANNED_MODES)


def open_parts_to_plan(group: Group) -> QuerySet[NeedPart]:
    """What people are looked for by staff or by the plan; what volunteers choose by themselves is left to them."""
    return open_parts(group).filter(category__meeting_mode__in=_planned_modes(group))


def open_parts(group: Group) -> QuerySet[NeedPart]:
    """Everything that people are looked for, also what volunteers choose by themselves."""
    rows: QuerySet[NeedPart] = NeedPart.objects.filter(group=group, state=PartState.OPEN)
    return rows


def read_inputs(group: Group, *, with_chosen: bool = False, at: datetime) -> PlanInputs:
    """The journal's number is read first: what happens while we read is after it.

    What was wanted at a time that has gone by is left out: staff ask for another. `with_chosen`: with what volunteers
    choose by themselves, which no plan looks after.
    """
    cursor = get_cursor(group.pk)
    found = _with_categories(group, open_parts(group) if with_chosen else open_parts_to_plan(group))
    history = history_of(found)
    missing = {part.pk: people_missing(part, history) for part in found}
    parts = {f"p{part.pk}": part for part in found if missing[part.pk] > 0 and not is_time_over(part, at=at)}
    weeks = {key: week_of(part, at=at) for key, part in parts.items()}
    leads = leads_missing(parts.values(), with_asked=True)
    needed = needed_in(group, [part.category_id for part in parts.values()])
    requests = [
        planned_request(
            part,
            weeks[key],
            missing[part.pk],
            requirements=needed.by(part.category_id),
            at=at,
            leads_missing=leads.get(part.pk, 0),
        )
        for key, part in parts.items()
    ]
    resting = resting_in(group, at=at)
    helpers = {helper.key: helper for helper in list_helpers(group)}
    awake = [helper for helper in helpers.values() if helper.person.pk not in resting]
    asleep = [helper for helper in helpers.values() if helper.person.pk in resting]
    distinct = sorted({week.pool: week for week in weeks.values()}.values(), key=lambda week: week.pool)
    busy = busy_in(group, distinct)
    held = held_for(needed, group=group, at=at)
    known = known_in(group, parts.values(), {week.monday(group) for week in distinct}, held)
    volunteers = planned_volunteers(awake, distinct, busy, group, known)
    question = Question(
        requests=tuple(requests),
        volunteers=tuple(volunteers),
        context=context_for(group, parts, helpers, history, at=at),
        published=_published(find_latest_run(group), parts),
        weights=weights_of(group.plan_style),
        limit_seconds=int(PLAN_WITHIN.total_seconds()),
    )
    spared = tuple(planned_volunteers(asleep, distinct, busy, group, known))
    return PlanInputs(question, parts, helpers, resting, spared, cursor)


def _with_categories(group: Group, parts: QuerySet[NeedPart]) -> list[NeedPart]:
    """The group and each kind of help once, not once for each part; nothing is opened that no plan needs."""
    found = list(parts.select_related("category", "need__place").defer(*_CLOSED).order_by("pk"))
    categories = {part.category_id: part.category for part in found}
    prefetch_related_objects(list(categories.values()), "required_skills")
    for part in found:
        part.group, part.category = group, categories[part.category_id]
    return found


def resting_in(group: Group, *, at: datetime) -> dict[int, int]:
    """People who have been asked as often in these days as the group wants anybody asked, with how often."""
    counts = asked_lately(group, at=at)
    return {person_id: times for person_id, times in counts.items() if times >= group.invitations_per_week}


def asked_lately(group: Group, *, at: datetime, helper_id: int | None = None) -> dict[int, int]:
    """By the person's id, how many invitations, whoever sent them."""
    rows = invited_lately(group, at=at)
    if helper_id is not None:
        rows = rows.filter(helper_id=helper_id)
    return dict(rows.values("helper_id").annotate(times=Count("pk")).values_list("helper_id", "times"))


def invited_lately(group: Group, *, at: datetime) -> QuerySet[Assignment]:
    return invited_since(group, at - ASKED_WITHIN)


def invited_since(group: Any, since: Any) -> QuerySet[Assignment]:
    asked: QuerySet[Assignment] = Assignment.objects.filter(
        group=group,
        made_at__gt=since,
        began__in=[Began.PLAN, Began.INVITATION],
        never_heard=False,
    )
    return asked


@dataclass(frozen=True, slots=True)
class _Past:
    """One pairing that there was, or is, with a request."""

    part_id: int
    need_id: int
    helper_id: int
    state: str


def history_of(parts: Iterable[NeedPart]) -> list[_Past]:
    rows = Assignment.objects.filter(part__need_id__in={part.need_id for part in parts})
    return [_Past(*row) for row in rows.values_list("part_id", "part__need_id", "helper_id", "state")]


def people_missing(part: NeedPart, history: Iterable[_Past]) -> int:
    """Those who were asked and have not answered count as found: the part is theirs until they do."""
    asked = sum(past.part_id == part.pk and past.state in _UNANSWERED for past in history)
    return part.people_needed - part.people_taken - asked


def busy_in(group: Group, weeks: list[WeekOf]) -> Mapping[int, list[Busy]]:
    """What everybody has, and is asked to take, in these weeks and the four before."""
    tasks: dict[int, list[Busy]] = defaultdict(list)
    if not weeks:
        return tasks
    begin = min(week.begin for week in weeks) - timedelta(weeks=WEEKS_LOOKED_BACK)
    rows = (
        Assignment.objects.filter(group=group, state__in=[*CARRIED, State.INVITED])
        .annotate(on=day_of("answered_at", "made_at"))
        .filter(on__gte=begin, on__lt=max(week.end for week in weeks))
        .values_list("helper_id", "on", "state", "part__starts_at", "part__minutes", "part__need__when_kind")
    )
    for helper_id, on, state, starts_at, minutes, when_kind in rows:
        window = None if state == State.COMPLETED else hours_of(when_kind, starts_at, minutes)
        tasks[helper_id].append(Busy(helper_id, on, window))
    for lent in lent_between(group, begin, max(week.end for week in weeks)):
        tasks[lent.helper_id].append(lent)
    return tasks


def context_for(
    group: Group,
    parts: Mapping[str, NeedPart],
    helpers: Mapping[str, Helper],
    history: Iterable[_Past],
    *,
    at: datetime,
) -> MatchContext:
    keys = _keys_by_person(helpers)
    of_need, of_part = defaultdict(set), defaultdict(set)
    for past in history:
        if past.state in NOT_AGAIN:
            of_need[past.need_id].add(past.helper_id)
        elif past.state in CONCERNED:
            of_part[past.part_id].add(past.helper_id)
    for need_id, helper_id in _dismissed(parts.values()):
        of_need[need_id].add(helper_id)
    apart = _kept_apart(parts.values())
    blocked, declined = set(), set()
    for request_id, part in parts.items():
        neighbours = {part.need.person_id, part.need.asked_by_id}
        blocked |= {
            (request_id, key)
            for one in neighbours - {None}
            for who in (one, *apart.get(one, ()))
            for key in keys[who]
        }
        # Nobody is sent to what their own organisation has asked for.
        own = f"o{part.need.organisation_id}"
        blocked |= {(request_id, own)} if own in helpers else set()
        not_these = of_need[part.need_id] | of_part[part.pk]
        declined |= {(request_id, key) for who in not_these for key in keys[who]}
    wishes = wishes_between(parts, keys)
    return MatchContext(at=at, zone=group.zone, blocked=blocked, declined=declined, wishes=wishes)


def _keys_by_person(helpers: Mapping[str, Helper]) -> Mapping[int, list[str]]:
    keys: dict[int, list[str]] = defaultdict(list)
    for key, helper in helpers.items():
        keys[helper.person.pk].append(key)
    return keys


def _dismissed(parts: Iterable[NeedPart]) -> list[tuple[int, int]]:
    """Staff have said "not this one": by request, whichever part it was about."""
    rows = Proposal.objects.filter(
        state=ProposalState.DISMISSED, part__need_id__in={part.need_id for part in parts}
    )
    return list(rows.values_list("part__need_id", "helper_id"))


def _kept_apart(parts: Iterable[NeedPart]) -> Mapping[int | None, set[int]]:
    neighbours = {person for part in parts for person in (part.need.person_id, part.need.asked_by_id)}
    apart: dict[int | None, set[int]] = defaultdict(set)
    rows = BlockedPair.objects.filter(neighbour_id__in=neighbours - {None})
    for neighbour_id, helper_id in rows.values_list("neighbour_id", "helper_id"):
        apart[neighbour_id].add(helper_id)
    return apart


def _published(latest: Run | None, parts: Mapping[str, NeedPart]) -> frozenset[tuple[str, str]]:
    """What the last plan proposed and nobody has decided: staff have seen it, and it is not torn up for nothing."""
    if latest is None:
        return frozenset()
    rows = Proposal.objects.filter(Q(run=latest), state=ProposalState.OPEN)
    named = rows.values_list("part_id", "volunteer_id", "organisation_id")
    pairs = (
        (f"p{part}", f"v{volunteer}" if volunteer else f"o{organisation}")
        for part, volunteer, organisation in named
    )
    return frozenset(pair for pair in pairs if pair[0] in parts)
