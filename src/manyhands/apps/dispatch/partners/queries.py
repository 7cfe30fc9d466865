"""What groups that share know of each other before anybody has said yes, read group by group.

Every function here runs under the scope of one group. What leaves it are records and snapshots without a name, an
address or a word of anybody: places are the middles of public cells.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from manyhands.apps.dispatch.bridge.planning.inputs import (
    planned_request,
    planned_volunteers,
    week_at,
    week_of,
)
from manyhands.apps.dispatch.bridge.planning.sharing import AskedPart, LentHelper, pool_name
from manyhands.apps.dispatch.bridge.records import moment_of, point_of
from manyhands.apps.dispatch.models import Assignment, PartnerAsk
from manyhands.apps.dispatch.queries.asks import asked_of
from manyhands.apps.dispatch.queries.people.helpers import list_helpers
from manyhands.apps.dispatch.queries.people.leads import known_in, leads_missing
from manyhands.apps.dispatch.queries.plans.elsewhere import taken_or_proposed
from manyhands.apps.dispatch.queries.plans.inputs import asked_lately, history_of, people_missing
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, list_unmet
from manyhands.apps.dispatch.states import ASKED_WITHIN, HOLDING, AskState, AssignmentState
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import list_partners
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.vetting.queries import needed_in


def list_unmet_here(group: Group, *, at: datetime) -> list[AskedPart]:
    """What the latest plan of this group could not meet with its own people, and still is not.

    Places for those who lead are left out: who has done it before here, or is known to, is of this group. So is what
    asks for a check: whom a group has checked only that group knows. The sharing page says both.
    """
    latest = find_latest_run(group)
    if latest is None:
        return []
    ids = [line.part_id for line in list_unmet(latest)]
    rows = NeedPart.objects.filter(group=group, pk__in=ids, state=PartState.OPEN)
    parts = list(
        rows.select_related("group", "category", "need__place")
        .prefetch_related("category__required_skills")
        .order_by("pk")
    )
    history = history_of(parts)
    leads = leads_missing(parts, with_asked=True)
    missing = {part.pk: people_missing(part, history) - leads.get(part.pk, 0) for part in parts}
    needed = needed_in(group, [part.category_id for part in parts])
    wanted = [part for part in parts if missing[part.pk] > 0 and not needed.by(part.category_id)]
    return [_asked_part(part, missing[part.pk], at=at) for part in wanted]


def _asked_part(part: NeedPart, missing: int, *, at: datetime) -> AskedPart:
    request = planned_request(part, week_of(part, at=at), missing, requirements=frozenset(), at=at)
    return AskedPart(
        group_id=part.group_id,
        part_id=part.pk,
        request=replace(request, point=point_of(part.public_cell)),
        kind_names={language: part.category.name_in(language) for language in ("en", "es")},
        when_kind=part.need.when_kind,
        starts_at=part.starts_at,
        due_at=part.due_at,
        area=part.need.place.area_name if part.need.place else "",
        language=part.need.language,
        minutes=part.minutes,
        moment=moment_of(part, at=at),
    )


def list_free_helpers(
    group: Group, pool_id: int, moments: Iterable[datetime], *, at: datetime
) -> list[LentHelper]:
    """Volunteers who have time left beside what their own group plans with them and what others ask of them."""
    found = {week.pool: week for week in (week_at(one, group, pool_name(pool_id)) for one in moments)}
    weeks = [found[pool] for pool in sorted(found)]
    tired = tired_in(group, at=at)
    helpers = [one for one in list_helpers(group) if one.volunteer and one.person.pk not in tired]
    cells = {one.key: one.start_place.public_cell if one.start_place else "" for one in helpers}
    tasks = {person_id: list(busy) for person_id, busy in taken_or_proposed(group, weeks).items()}
    for busy in asked_of(group, at=at):
        tasks.setdefault(busy.helper_id, []).append(busy)
    known = known_in(group, [], {week.monday(group) for week in weeks})
    records = planned_volunteers(helpers, weeks, tasks, group, known)
    return [LentHelper(group.pk, replace(one, point=point_of(cells[one.id]))) for one in records]


def tired_in(group: Group, *, at: datetime) -> set[int]:
    """Asked often enough lately, by their own group and for others together."""
    times = dict(asked_lately(group, at=at))
    lent = PartnerAsk.objects.filter(group=group, asked_at__gt=at - ASKED_WITHIN)
    for helper_id in lent.values_list("helper_id", flat=True):
        times[helper_id] = times.get(helper_id, 0) + 1
    return {person_id for person_id, count in times.items() if count >= group.invitations_per_week}


def list_asks_made(group: Group, pool_id: int) -> list[tuple[int, int, str]]:
    """Of this group's people, all that were ever asked for this pool: the part, the volunteer, the state."""
    rows = PartnerAsk.objects.filter(group=group, pool=pool_id)
    return list(rows.values_list("part_number", "volunteer_id", "state"))


def find_ask(group: Group, ask_id: int) -> PartnerAsk | None:
    related = ("asking_group", "helper", "volunteer", "group")
    found: PartnerAsk | None = (
        PartnerAsk.objects.filter(group=group, pk=ask_id).select_related(*related).first()
    )
    return found


def find_card(group: Group, ids: Sequence[int]) -> int | None:
    """The card that a helper of another group has here already, if it still is one."""
    cards = Volunteer.objects.filter(group=group, pk__in=ids, state=VolunteerState.PARTNER)
    return cards.filter(person__anonymised_at__isnull=True).values_list("pk", flat=True).first()


def list_asks_with_card(group: Group) -> list[PartnerAsk]:
    """Of those of this group's people who have a card in another."""
    return list(PartnerAsk.objects.filter(group=group, card_number__isnull=False).order_by("pk"))


def what_became_of(assignment_id: int) -> AskState | None:
    """Whether somebody who was lent still has their task; None where that changes nothing for their own group."""
    task = Assignment.objects.filter(pk=assignment_id).first()
    if task is None:
        return None
    if task.state in HOLDING:
        return AskState.ACCEPTED
    # Who was there in vain has not handed anything back.
    if task.state == AssignmentState.RELEASED and not task.outcome:
        return AskState.RELEASED
    return AskState.WITHDRAWN if task.state == AssignmentState.WITHDRAWN else None


def is_sharing_with(group: Group, other_id: int) -> bool:
    return any(partner.pk == other_id for partner in list_partners(group))
