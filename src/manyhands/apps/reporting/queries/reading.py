"""Who reads contact details, day by day, and what of it is unusual: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import GRANT_REASON
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need
from manyhands.apps.privacy.models import LookedInto, Reading
from manyhands.core.privacy.unusual_reading import Finding, Look, find_unusual

WATCHED = timedelta(days=56)
_CAUSE_WITHIN = timedelta(days=1)
_CLOSED_FOR = timedelta(days=7)
_REQUEST = "request"


@dataclass(slots=True)
class Day:
    """One day on which somebody looked at details, and what is unusual about it."""

    reader: Membership
    day: date
    people: int = 0
    looks: int = 0
    findings: list[Finding] = field(default_factory=list)
    looked_into: LookedInto | None = None


def list_unusual_days(group: Group, *, at: datetime) -> list[Day]:
    """What a person should look into first: what nobody has looked into, the latest first."""
    days = [day for day in _days(group, at=at).values() if day.findings]
    return sorted(days, key=lambda one: (one.looked_into is not None, -one.day.toordinal(), one.reader.pk))


def list_days_of(reader: Membership, *, at: datetime) -> list[Day]:
    """Everybody can see their own reading as those do who look after it."""
    days = [day for day in _days(reader.group, at=at).values() if day.reader.pk == reader.pk]
    return sorted(days, key=lambda one: one.day, reverse=True)


def _days(group: Group, *, at: datetime) -> dict[tuple[int, date], Day]:
    looks = _looks(group, since=at - WATCHED)
    members = Membership.objects.filter(group=group).in_bulk({look.reader for look in looks})
    days: dict[tuple[int, date], Day] = {}
    seen: defaultdict[tuple[int, date], set[int]] = defaultdict(set)
    for look in looks:
        if look.reader in members:
            key = (look.reader, look.at.date())
            day = days.setdefault(key, Day(members[look.reader], key[1]))
            seen[key].add(look.subject)
            day.looks, day.people = day.looks + 1, len(seen[key])
    for finding in find_unusual(looks):
        if (finding.reader, finding.day) in days:
            days[finding.reader, finding.day].findings.append(finding)
    for mark in LookedInto.objects.filter(group=group, day__gte=(at - WATCHED).date()).select_related("by"):
        if (mark.reader_id, mark.day) in days:
            days[mark.reader_id, mark.day].looked_into = mark
    return days


def _looks(group: Group, *, since: datetime) -> list[Look]:
    """Of members: helpers look at what a task opened for them, and a link is its owner's."""
    rows = Reading.objects.filter(group=group, reader_kind="member", at__gte=since).exclude(reader_id=None)
    found = list(rows.defer("reader_label", "fields"))
    need_ids = {row.reason_id for row in found if row.reason == _REQUEST and row.reason_id is not None}
    closed = dict(Need.objects.filter(pk__in=need_ids).values_list("pk", "closed_at"))
    done = _what_was_done(need_ids)
    return [
        Look(
            reader=row.reader_id or 0,
            subject=row.subject_id,
            at=row.at.astimezone(group.zone),
            has_cause=row.reason != _REQUEST or _has_cause(row, done),
            is_closed=row.reason == _REQUEST and _was_closed(row, closed.get(row.reason_id or 0)),
        )
        for row in found
        if row.reason != GRANT_REASON
    ]


def _what_was_done(need_ids: Iterable[int]) -> dict[tuple[int, int], list[datetime]]:
    """When which member called, wrote a note or asked somebody, by need."""
    done: defaultdict[tuple[int, int], list[datetime]] = defaultdict(list)
    of_needs = Q(need__in=need_ids)
    for rows in (
        ContactAttempt.objects.filter(of_needs).order_by().values_list("need_id", "member_id", "at"),
        InternalNote.objects.filter(of_needs).order_by().values_list("need_id", "author_id", "at"),
        Assignment.objects.filter(part__need__in=need_ids).values_list(
            "part__need_id", "made_by_id", "made_at"
        ),
    ):
        for need_id, member_id, at in rows:
            if member_id is not None:
                done[need_id, member_id].append(at)
    return done


def _has_cause(row: Reading, done: dict[tuple[int, int], list[datetime]]) -> bool:
    moments = done.get((row.reason_id or 0, row.reader_id or 0), ())
    return any(abs(moment - row.at) <= _CAUSE_WITHIN for moment in moments)


def _was_closed(row: Reading, closed_at: datetime | None) -> bool:
    return closed_at is not None and row.at - closed_at > _CLOSED_FOR
