"""Who can lead: who has done a kind of help before, and how many of those who are needed still have to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from manyhands.apps.dispatch.bridge.leads import NOBODY_LEADS, LeadsLeft, leads_of
from manyhands.apps.dispatch.bridge.planning.inputs import Known
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, IN_VAIN, AssignmentState
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Vehicle, Volunteer, WeekOff
from manyhands.apps.vetting.queries import Held

TIMES_TO_LEAD = 2
"""Whoever has done a kind of help this often in this group can lead others in it; or staff say so."""

_DRIVING = (Vehicle.CAR, Vehicle.VAN)
COUNTED = (*HOLDING, AssignmentState.COMPLETED)
_ASKED = (AssignmentState.INVITED, AssignmentState.AWAITING_APPROVAL)

Done = Mapping[int, frozenset[str]]


def known_in(
    group: Group, parts: Iterable[NeedPart], mondays: Iterable[date], held: Held | None = None
) -> Known:
    """For planning these parts in these weeks. Three queries at most. Without `held` nobody is checked for anything."""
    kinds = {part.category_id for part in parts if leads_of(part).experience}
    weeks = WeekOff.objects.filter(group=group, monday__in=list(mondays))
    return Known(
        experience_in(group, kinds), frozenset(weeks.values_list("volunteer_id", "monday")), held or Held()
    )


def experience_in(group: Group, kinds: Iterable[int]) -> Done:
    """By the person's id, the keys of those of these kinds of help that they can lead others in."""
    asked = list(kinds)
    found: dict[int, set[str]] = defaultdict(set)
    if not asked:
        return {}
    often = _completed(group).filter(part__category_id__in=asked).values("helper_id", "part__category__key")
    for row in often.annotate(times=Count("pk")).filter(times__gte=TIMES_TO_LEAD).order_by():
        found[row["helper_id"]].add(row["part__category__key"])
    ticked = Volunteer.objects.filter(group=group, leads__in=asked).values_list("person_id", "leads__key")
    for person_id, key in ticked.filter(leads__in=asked):
        found[person_id].add(key)
    return {person_id: frozenset(keys) for person_id, keys in found.items()}


def _completed(group: Any) -> QuerySet[Assignment]:
    done = Assignment.objects.filter(group=group, state=AssignmentState.COMPLETED)
    rows: QuerySet[Assignment] = done.exclude(outcome__in=IN_VAIN)
    return rows


def has_done(group: Any, category: Any, person_id: OuterRef) -> Q:
    """The same for the rows of a query: whether they can lead others in this kind of help."""
    times = _completed(group).filter(part__category=category, helper_id=person_id)
    often = times.order_by().values("helper_id").annotate(times=Count("pk")).filter(times__gte=TIMES_TO_LEAD)
    ticked = Volunteer.objects.filter(person_id=person_id, leads=category)
    return Exists(often) | Exists(ticked)


def leads_missing(parts: Iterable[NeedPart], *, with_asked: bool = False) -> dict[int, int]:
    """By the part's id, how many leads are still to be found; parts in which nobody leads are left out.

    `with_asked` counts those who have been asked and have not answered as found, as the plan does.
    """
    led = {part.pk: (part, leads_of(part)) for part in parts if leads_of(part).count}
    if not led:
        return {}
    states = [*COUNTED, *_ASKED] if with_asked else list(COUNTED)
    rows = Assignment.objects.filter(part__in=list(led), state__in=states)
    group = next(iter(led.values()))[0].group
    experience = experience_in(group, {part.category_id for part, leads in led.values() if leads.experience})
    found: Counter[int] = Counter()
    for part_id, helper_id, vehicle in rows.values_list("part_id", "helper_id", "volunteer__vehicle"):
        keys = experience.get(helper_id, frozenset())
        found[part_id] += led[part_id][1].can_be(keys, has_vehicle=vehicle in _DRIVING)
    return {part_id: max(0, leads.count - found[part_id]) for part_id, (_part, leads) in led.items()}


def leads_wanted(part: NeedPart) -> int:
    """How many of the places that are left are for those who can lead."""
    return leads_missing([part]).get(part.pk, 0)


def leads_left(part: NeedPart, helper_ids: Iterable[int]) -> LeadsLeft:
    """With those of these people who can lead; no query where nobody has to."""
    missing, leads = leads_wanted(part), leads_of(part)
    if not missing:
        return NOBODY_LEADS
    asked = list(helper_ids)
    experience = experience_in(part.group, [part.category_id] if leads.experience else [])
    cards = Volunteer.objects.filter(group=part.group, person__in=asked, vehicle__in=_DRIVING)
    driving = set(cards.values_list("person_id", flat=True)) if leads.vehicle else set()
    able = [
        one for one in asked if leads.can_be(experience.get(one, frozenset()), has_vehicle=one in driving)
    ]
    return LeadsLeft(missing, frozenset(able))


def can_lead(part: NeedPart, helper_id: int, volunteer: Volunteer | None) -> bool:
    """`helper_id` is the person's; an organisation's car nobody knows of."""
    leads = leads_of(part)
    keys = experience_in(part.group, [part.category_id] if leads.experience else []).get(helper_id)
    drives = volunteer is not None and volunteer.vehicle in _DRIVING
    return leads.can_be(keys or frozenset(), has_vehicle=drives)


def is_place_for_a_lead(part: NeedPart) -> bool:
    """Whether every place that is left is for somebody who can lead."""
    wanted = leads_wanted(part)
    return 0 < part.people_needed - part.people_taken <= wanted
