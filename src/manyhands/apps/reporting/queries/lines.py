"""A page of the journal, and the names of whoever its lines are about: a fixed number of queries, however long it is.

Names only as far as the reader may see them on other pages; a card that was emptied has none.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from manyhands.apps.dispatch.models import Assignment, Proposal
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.people.queries import persons_named
from manyhands.apps.privacy.models import Reading
from manyhands.apps.reporting.words.names import Names, kind_of_reason
from manyhands.core.values.names import initial_form
from manyhands.core.values.numbers import find_number

LINES_PER_PAGE = 50
PROGRAM, NEIGHBOURS = "system", "neighbour"
_NEED, _PART, _TASK, _PROPOSAL = "needs.need", "needs.needpart", "dispatch.assignment", "dispatch.proposal"
_PERSON, _VOLUNTEER, _MEMBER = "people.person", "people.volunteer", "groups.membership"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of the journal is asked for; nothing narrows nothing. `before` is the number of the line above the page."""

    verbs: tuple[str, ...] = ()
    by: str = ""
    person: str = ""
    reference: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def list_lines(group: Group, asked: Narrowing) -> tuple[list[Entry], bool]:
    """The latest first, and whether there are older ones."""
    rows: QuerySet[Any] = Entry.objects.filter(group_id=group.pk)
    if asked.before is not None:
        rows = rows.filter(number__lt=asked.before)
    if asked.verbs:
        # A whole verb, or the first word of several.
        rows = rows.filter(_any(Q(verb=word) | Q(verb__startswith=f"{word}.") for word in asked.verbs))
    rows = _in_days(_by(rows, asked.by), asked, group)
    if asked.person:
        rows = rows.filter(_about_person(persons_named(group, asked.person)))
    if asked.reference:
        rows = rows.filter(_about_need(Need.objects.filter(reference__iexact=asked.reference).values("pk")))
    found = list(rows.order_by("-number")[: LINES_PER_PAGE + 1])
    return found[:LINES_PER_PAGE], len(found) > LINES_PER_PAGE


def list_doers(group: Group) -> list[tuple[int, str]]:
    """Members, by name, as far as they have one."""
    members = Membership.objects.filter(group=group).values_list("pk", "display_name")
    return sorted(((pk, name) for pk, name in members if name), key=lambda member: member[1].casefold())


def names_for(lines: list[Entry], *, sees_requests: bool, sees_people: bool) -> Names:
    names = Names(readings=_readings(lines))
    ids = _ids_by_kind(lines, names.readings.values())
    members = Membership.objects.filter(pk__in=ids[_MEMBER])
    names.people = {(_MEMBER, pk): name for pk, name in members.values_list("pk", "display_name")}
    if sees_people or sees_requests:
        persons = Person.objects.filter(pk__in=ids[_PERSON]).values_list("pk", "name")
        volunteers = Volunteer.objects.filter(pk__in=ids[_VOLUNTEER]).values_list("pk", "person__name")
        names.people |= {(_PERSON, pk): initial_form(name) for pk, name in persons}
        names.people |= {(_VOLUNTEER, pk): initial_form(name) for pk, name in volunteers}
    _name_work(names, ids, sees_requests=sees_requests, sees_people=sees_people or sees_requests)
    return names


def _name_work(names: Names, ids: dict[str, set[int]], *, sees_requests: bool, sees_people: bool) -> None:
    """Requests, their parts, and who was to help with them."""
    if sees_requests:
        needs = Need.objects.filter(pk__in=ids[_NEED]).values_list("pk", "reference")
        parts = NeedPart.objects.filter(pk__in=ids[_PART]).values_list("pk", "need__reference")
        names.references |= {(_NEED, pk): reference for pk, reference in needs}
        names.references |= {(_PART, pk): reference for pk, reference in parts}
    for kind, model in ((_TASK, Assignment), (_PROPOSAL, Proposal)):
        rows = model.objects.filter(pk__in=ids[kind])
        for pk, reference, name in rows.values_list("pk", "part__need__reference", "helper__name"):
            if sees_requests:
                names.references[kind, pk] = reference
            if sees_people:
                names.people[kind, pk] = initial_form(name)


def _ids_by_kind(lines: list[Entry], readings: Iterable[Reading]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.subject_id is not None:
            ids[line.subject_kind].add(line.subject_id)
        if line.actor_id is not None and line.actor_kind in ("member", "neighbour"):
            ids[_MEMBER if line.actor_kind == "member" else _PERSON].add(line.actor_id)
    for reading in readings:
        if reading.reason_id is not None:
            ids[kind_of_reason(reading.reason)].add(reading.reason_id)
    return ids


def _readings(lines: list[Entry]) -> dict[tuple[int, datetime], Reading]:
    """Why somebody looked: written beside the line, in the same moment."""
    looks = [line for line in lines if line.verb == "person.read" and line.subject_id is not None]
    rows = Reading.objects.filter(
        subject_id__in={line.subject_id for line in looks}, at__in={line.at for line in looks}
    )
    return {(row.subject_id, row.at): row for row in rows.defer("reader_label")}


def _by(rows: QuerySet[Any], by: str) -> QuerySet[Any]:
    member_id = find_number(by)
    if member_id is not None:
        return rows.filter(actor_kind="member", actor_id=member_id)
    return rows.filter(actor_kind=by) if by else rows


def _in_days(rows: QuerySet[Any], asked: Narrowing, group: Group) -> QuerySet[Any]:
    if asked.since:
        rows = rows.filter(at__gte=datetime.combine(asked.since, time.min, group.zone))
    if asked.until:
        rows = rows.filter(at__lt=datetime.combine(asked.until + timedelta(days=1), time.min, group.zone))
    return rows


def _about_person(people: QuerySet[Any]) -> Q:
    """What was done to somebody or by them."""
    volunteers = Volunteer.objects.filter(person__in=people)
    tasks = Assignment.objects.filter(helper__in=people).values("pk")
    return (
        Q(subject_kind=_PERSON, subject_id__in=people)
        | Q(subject_kind=_VOLUNTEER, subject_id__in=volunteers.values("pk"))
        | Q(subject_kind=_TASK, subject_id__in=tasks)
        | Q(actor_kind="neighbour", actor_id__in=people)
        | Q(actor_kind="member", actor_id__in=volunteers.exclude(membership=None).values("membership_id"))
    )


def _about_need(needs: QuerySet[Any]) -> Q:
    """With its parts, whoever was to help, and who looked at somebody's details because of it."""
    tasks = Assignment.objects.filter(part__need__in=needs).values("pk")
    because = Q(reason="request", reason_id__in=needs) | Q(reason=_TASK, reason_id__in=tasks)
    looked = Reading.objects.filter(because, subject_id=OuterRef("subject_id"), at=OuterRef("at"))
    about: Q = (
        Q(subject_kind=_NEED, subject_id__in=needs)
        | Q(subject_kind=_PART, subject_id__in=NeedPart.objects.filter(need__in=needs).values("pk"))
        | Q(subject_kind=_TASK, subject_id__in=tasks)
        | Q(subject_kind=_PROPOSAL, subject_id__in=Proposal.objects.filter(part__need__in=needs).values("pk"))
        | Q(Exists(looked), subject_kind=_PERSON)
    )
    return about


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
