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
from manyhands.apps.needs.queries.over import time_over
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


def wished_for(*, before: Any = None, language: Any = None, urgency: Any = None, of: str = "") -> Q:
    """`of`: how a row leads to the part, where it is not the part itself."""
    wished = Q()
    if before:
        # What is wanted by a day ends with its midnight.
        wished &= Q((f"{of}due_at__lte", before)) | Q((f"{of}starts_at__lt", before))
    if language:
        wished &= Q((f"{of}language", language))
    if urgency:
        wished &= Q((f"{of}urgency__gte", urgency))
    return wished


def _nothing(*_shape: Hashable, **_values: Any) -> list[tuple[QuerySet[Any], str]]:
    return []


def _all_kinds(*_shape: Hashable, group: Any, **_values: Any) -> QuerySet[Any]:
    return Category.objects.filter(group=group)


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to choose from: what makes the query, the form of it, and the values that go into it.

    The same in parts, for whoever counts: `everything` that is there for anybody (None: that is what there is), of it
    the `kinds` that are theirs to choose, and the parts that are `closed` to them: for each way rows, and how they
    lead to a part.
    """

    build: Callable[..., QuerySet[Any]]
    shape: tuple[Hashable, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    everything: Callable[..., QuerySet[Any]] | None = None
    kinds: Callable[..., QuerySet[Any]] = _all_kinds
    closed: Callable[..., list[tuple[QuerySet[Any], str]]] = _nothing

    def rows(self) -> QuerySet[NeedPart]:
        return self.build(*self.shape, **self.values)


def open_to(group: Group, helper: Helper, *, at: datetime) -> Choice:
    """Of the kinds that are theirs to choose; not those of neighbours they are kept apart from, nor their own, nor
    what they have answered or hold already, nor what they are not checked for, nor what was wanted at a time that has
    gone by. Two queries.
    """
    closed = _kinds_not_checked_for(group, helper, at=at)
    shape = tuple(claimable_modes(group)), helper.organisation is not None
    values = {"group": group, "person": helper.person, "card": helper.card.pk, "at": at}
    values |= {"closed": closed} if closed else {}
    return Choice(_open_to, shape, values, _everything_open, _kinds_open_to, _closed_to)


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


def _everything_open(*_shape: Hashable, group: Any, **_values: Any) -> QuerySet[Any]:
    return _all_open(group=group)


def _open_to(
    modes: tuple[str, ...],
    is_organisation: bool,
    *,
    group: Any,
    person: Any,
    card: Any,
    at: Any,
    closed: Any = None,
) -> QuerySet[Any]:
    """Each condition is a list that is made once, not a question asked of each of two thousand rows."""
    kinds = _kinds_open_to(modes, is_organisation, group=group, card=card, closed=closed)
    parts = _all_open(group=group).filter(category_id__in=kinds.values("pk"))
    mine = Assignment.objects.filter(helper=person)
    return parts.filter(
        *(~Q(need_id__in=needs.values("pk")) for needs in _closed_needs(is_organisation, person, card)),
        ~Q(need_id__in=mine.filter(state=AssignmentState.DECLINED).values("part__need_id")),
        ~Q(pk__in=mine.filter(state__in=LIVE).values("part_id")),
        ~Q(pk__in=_over(group, at).values("pk")),
    )


def _over(group: Any, at: Any) -> QuerySet[Any]:
    return _all_open(group=group).filter(time_over(at))


def _kinds_open_to(
    modes: tuple[str, ...],
    is_organisation: bool,
    *,
    group: Any,
    card: Any,
    closed: Any = None,
    **_values: Any,
) -> QuerySet[Any]:
    kinds = Category.objects.filter(group=group, is_active=True, meeting_mode__in=modes)
    if closed is not None:
        kinds = kinds.exclude(pk__in=closed)
    return kinds.filter(~Q(pk__in=_kinds_beyond(is_organisation, card, group)))


def _closed_needs(is_organisation: bool, person: Any, card: Any) -> list[QuerySet[Any]]:
    """One list for each way in which a request can be theirs, or of somebody they are kept apart from: an index leads
    to each, and to none of them together.
    """
    apart = BlockedPair.objects.filter(helper=person).values("neighbour_id")
    theirs = [Q(person_id__in=apart), Q(asked_by_id__in=apart), Q(person=person), Q(asked_by=person)]
    if is_organisation:
        theirs.append(Q(organisation=card))
    return [Need.objects.filter(way) for way in theirs]


def _closed_to(
    _modes: tuple[str, ...],
    is_organisation: bool,
    *,
    group: Any,
    person: Any,
    card: Any,
    at: Any,
    **_values: Any,
) -> list[tuple[QuerySet[Any], str]]:
    """What `_open_to` leaves out of the kinds that are theirs: few rows. Each way begins where they are known, so that
    no database takes to reading all that is open.
    """
    mine = Assignment.objects.filter(helper=person)
    ways = [(needs, "parts__") for needs in _closed_needs(is_organisation, person, card)]
    ways.append((mine.filter(state=AssignmentState.DECLINED), "part__need__parts__"))
    ways.append((mine.filter(state__in=LIVE), "part__"))
    ways.append((_over(group, at), ""))
    return [(rows.filter((f"{to_part}is_listed", True)), to_part) for rows, to_part in ways]


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
