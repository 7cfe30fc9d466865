"""Which requests somebody may choose from, and what they wish for, as queries that are prepared."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.policies import claimable_modes
from manyhands.apps.dispatch.states import LIVE, AssignmentState
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import BlockedPair, Organisation, Volunteer
from manyhands.apps.vetting.queries import met_by, needed_in


@dataclass(frozen=True, slots=True)
class Wish:
    """What a volunteer filters and sorts by, as the address bar says it."""

    kind: str = ""
    within_m: int | None = None
    before: datetime | None = None
    language: str = ""
    urgency: int | None = None
    order: str = "nearest"
    cell: str = ""

    def of_rows(self) -> dict[str, Any]:
        """What can be asked of the row itself; kind and distance are asked of its heap."""
        said = {"before": self.before, "language": self.language, "urgency": self.urgency}
        return {name: value for name, value in said.items() if value}


def wished_for(*, before: Any = None, language: Any = None, urgency: Any = None) -> Q:
    wished = Q()
    if before:
        wished &= Q(due_at__lt=before) | Q(starts_at__lt=before)
    if language:
        wished &= Q(language=language)
    if urgency:
        wished &= Q(urgency__gte=urgency)
    return wished


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to choose from: what makes the query, the form of it, and the values that go into it."""

    build: Callable[..., QuerySet[Any]]
    shape: tuple[Hashable, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def rows(self) -> QuerySet[NeedPart]:
        return self.build(*self.shape, **self.values)


def open_to(group: Group, helper: Helper, *, at: datetime) -> Choice:
    """Of the kinds that are theirs to choose; not those of neighbours they are kept apart from, nor their own, nor
    what they have answered or hold already, nor what they are not checked for. Two queries.
    """
    closed = _kinds_not_checked_for(group, helper, at=at)
    shape = tuple(claimable_modes(group)), helper.organisation is not None
    values = {"group": group, "person": helper.person, "card": helper.card.pk}
    return Choice(_open_to, shape, values | ({"closed": closed} if closed else {}))


def _kinds_not_checked_for(group: Group, helper: Helper, *, at: datetime) -> list[int]:
    needed = needed_in(group)
    organisation_id = helper.organisation.pk if helper.organisation else None
    met = met_by(needed, helper.person.pk, organisation_id, group=group, at=at)
    return sorted(pk for pk, codes in needed.of_category.items() if codes - met)


def all_open(group: Group) -> Choice:
    """What staff see: everything that somebody is being looked for."""
    return Choice(_all_open, (), {"group": group})


def _all_open(*, group: Any) -> QuerySet[Any]:
    return NeedPart.objects.filter(group=group, is_listed=True)


def _open_to(
    modes: tuple[str, ...], is_organisation: bool, *, group: Any, person: Any, card: Any, closed: Any = None
) -> QuerySet[Any]:
    """Each condition is a list that is made once, not a question asked of each of two thousand rows."""
    kinds = Category.objects.filter(group=group, is_active=True, meeting_mode__in=modes)
    if closed is not None:
        kinds = kinds.exclude(pk__in=closed)
    kinds = kinds.filter(~Q(pk__in=_kinds_beyond(is_organisation, card, group)))
    parts = _all_open(group=group).filter(category_id__in=kinds.values("pk"))
    apart = BlockedPair.objects.filter(helper=person).values("neighbour_id")
    # One list for each way in which a request can be theirs: an index leads to each, and to none of them together.
    theirs = [Q(person_id__in=apart), Q(asked_by_id__in=apart), Q(person=person), Q(asked_by=person)]
    if is_organisation:
        theirs.append(Q(organisation=card))
    not_theirs = [~Q(need_id__in=Need.objects.filter(way).values("pk")) for way in theirs]
    mine = Assignment.objects.filter(helper=person)
    return parts.filter(
        *not_theirs,
        ~Q(need_id__in=mine.filter(state=AssignmentState.DECLINED).values("part__need_id")),
        ~Q(pk__in=mine.filter(state__in=LIVE).values("part_id")),
    )


def _kinds_beyond(is_organisation: bool, card: Any, group: Any) -> QuerySet[Any]:
    """Kinds of help that take a skill which this helper has not told us of."""
    if is_organisation:
        theirs: QuerySet[Any] = Organisation.skills.through.objects.filter(organisation_id=card)
    else:
        theirs = Volunteer.skills.through.objects.filter(volunteer_id=card)
    asked = Category.required_skills.through.objects.filter(
        category_id__in=Category.objects.filter(group=group).values("pk")
    )
    beyond = asked.exclude(skill_id__in=theirs.values("skill_id"))
    return beyond.values("category_id")
