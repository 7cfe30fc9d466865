"""Joint plans of groups that share: what one has over, put to those who have time left in another."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from manyhands.apps.dispatch.bridge.planning.process import PlanFailedError, work_out
from manyhands.apps.dispatch.bridge.planning.sharing import (
    AskedPart,
    LentHelper,
    Made,
    Offer,
    joint_question,
    offers_of,
)
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.actions import SHARER, propose_asks, withdraw_ask
from manyhands.apps.dispatch.partners.queries import list_asks_made, list_free_helpers, list_unmet_here
from manyhands.apps.dispatch.queries.plans.runs import find_live_run
from manyhands.apps.dispatch.states import AskState
from manyhands.apps.groups.models import Group, SharingPool
from manyhands.apps.groups.queries import list_groups_in_pool
from manyhands.storage.scope import group_scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the groups of a pool have said, each for itself."""

    parts: list[AskedPart]
    helpers: list[LentHelper]
    made: list[Made]


def plan_pool(pool_id: int) -> None:
    """Who of one group could do what another could not. Nothing while one of them plans: it asks again when done."""
    groups = list(Group.objects.filter(pk__in=list_groups_in_pool(pool_id)).order_by("pk"))
    if any(_is_planning(group) for group in groups):
        return
    _withdraw_what_is_met(groups, pool_id, at=timezone.now())
    for asking, helping in _turns(groups):
        _plan_together(groups, asking, helping, pool_id)


def _turns(groups: Sequence[Group]) -> Iterator[tuple[list[Group], list[Group]]]:
    """Who asks whom: first those that live by one clock, then, of what is left, everybody else.

    A slot of the week is three hours by one clock, and by another it is parts of two. So those who are asked together
    live by one clock, and each question is settled exactly.
    """
    zones = sorted({group.time_zone for group in groups})
    near = {zone: [group for group in groups if group.time_zone == zone] for zone in zones}
    yield from ((near[zone], near[zone]) for zone in zones)
    for zone in zones if len(zones) > 1 else ():
        yield [group for group in groups if group.time_zone != zone], near[zone]


def _is_planning(group: Group) -> bool:
    with group_scope(group.pk):
        return find_live_run(group) is not None


def _plan_together(
    groups: Sequence[Group], asking: Sequence[Group], helping: Sequence[Group], pool_id: int
) -> None:
    at = timezone.now()
    read = _read(groups, asking, helping, pool_id, at=at)
    zone = helping[0].zone
    question = joint_question(read.parts, read.helpers, read.made, pool_id=pool_id, zone=zone, at=at)
    if question is None:
        return
    try:
        answer = work_out(question, on_progress=lambda _percent: None)
    except PlanFailedError as error:
        logger.error("joint plan of pool %s: %s", pool_id, error)  # noqa: TRY400 - the child has said more
        return
    _keep(groups, offers_of(answer, read.parts, read.helpers), read.made, pool_id, at=at)


def _read(
    groups: Sequence[Group],
    asking: Sequence[Group],
    helping: Sequence[Group],
    pool_id: int,
    *,
    at: datetime,
) -> _Read:
    read = _Read([], [], _list_made(groups, pool_id))
    for group in asking:
        with group_scope(group.pk):
            read.parts.extend(list_unmet_here(group, at=at))
    moments = {part.moment for part in read.parts}
    for group in helping if moments else ():
        with group_scope(group.pk):
            read.helpers.extend(list_free_helpers(group, pool_id, moments, at=at))
    return read


def _list_made(groups: Sequence[Group], pool_id: int) -> list[Made]:
    made: list[Made] = []
    for group in groups:
        with group_scope(group.pk):
            made.extend(list_asks_made(group, pool_id))
    return made


def _keep(
    groups: Sequence[Group], offers: Sequence[Offer], known: Sequence[Made], pool_id: int, *, at: datetime
) -> None:
    """One joint plan of a pool after another: what another has asked for meanwhile is left as it is."""
    with transaction.atomic():
        SharingPool.objects.select_for_update().get(pk=pool_id)
        sharing = set(list_groups_in_pool(pool_id))
        changed = {part for part, _volunteer, _state in {*_list_made(groups, pool_id)} - {*known}}
        for group in groups:
            mine = [
                offer
                for offer in offers
                if offer.helper_group_id == group.pk
                and {group.pk, offer.part.group_id} <= sharing
                and offer.part.part_id not in changed
            ]
            with group_scope(group.pk):
                propose_asks(group, mine, pool_id=pool_id, by=SHARER, at=at)


def _withdraw_what_is_met(groups: Sequence[Group], pool_id: int, *, at: datetime) -> None:
    """What a group has met meanwhile, or asks for no more, nobody needs to be asked for."""
    unmet: set[int] = set()
    for group in groups:
        with group_scope(group.pk):
            unmet.update(part.part_id for part in list_unmet_here(group, at=at))
    names = {group.pk for group in groups}
    for group in groups:
        with group_scope(group.pk):
            idle = PartnerAsk.objects.filter(
                group=group,
                pool=pool_id,
                asking_group__in=names,
                state__in=[AskState.PROPOSED, AskState.ASKED],
            )
            for ask in idle.exclude(part_number__in=unmet).select_related("group", "asking_group", "helper"):
                withdraw_ask(ask, by=SHARER, at=at)
