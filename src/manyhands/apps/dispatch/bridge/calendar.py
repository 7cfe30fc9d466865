"""Tasks as a calendar (RFC 5545). Companies that run calendars read it: it says what and about where, never who.

Times are in UTC, which every calendar shows in the reader's own zone, through every change of the clocks. What has
no time of day stands on its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.queries import Changes
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.words import part_title

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_A_DAY = timedelta(days=1)
_ASK_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarTask:
    assignment: Assignment
    changes: Changes
    is_called_off: bool


def calendar_of(group: Group, entries: Sequence[CalendarTask]) -> bytes:
    """The whole feed, in the language that is active. The same tasks give the same bytes."""
    calendar = _calendar()
    calendar.add("x-wr-calname", group.name)
    calendar.add("refresh-interval", _ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(group, entry))
    feed: bytes = calendar.to_ical()
    return feed


def file_of(entry: CalendarTask, *, is_member: bool) -> bytes:
    """One task, to keep. Without an account nothing in it leads further: the invitation's link is not for calendars."""
    calendar = _calendar()
    calendar.add_component(_event(entry.assignment.group, entry, is_member=is_member))
    file: bytes = calendar.to_ical()
    return file


def _calendar() -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 - only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//Manyhands//Tasks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _event(group: Group, entry: CalendarTask, *, is_member: bool = True) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    part = entry.assignment.part
    begin, end = span_of(part)
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"{settings.PUBLIC_URL}/tasks/{entry.assignment.pk}")))
    event.add("dtstamp", entry.changes.last_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changes.last_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.changes.count)
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", _title(part))
    event.add("status", "CANCELLED" if entry.is_called_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if isinstance(begin, datetime) else "TRANSPARENT")
    # Of what is over only what and when: about where is nobody's business any more.
    area = _area(part) if entry.assignment.ended_at is None else ""
    if area:
        event.add("location", area)
    if is_member:
        url = settings.PUBLIC_URL + group_path(group, "dispatch:task", assignment_id=entry.assignment.pk)
        event.add("url", url)
        text = _("What you need to know is here, once you have signed in: %(url)s") % {"url": url}
    else:
        text = _("What you need to know is on the page that our message to you leads to.")
    event.add("description", text)
    return event


def span_of(part: NeedPart) -> tuple[date, date] | tuple[datetime, datetime]:
    """From when to when: instants where there is a time of day, else the local day on which it is due."""
    zone = part.group.zone
    starts_at, due_at = part.starts_at, part.due_at
    if starts_at is not None:
        end = due_at if due_at and due_at > starts_at else starts_at + timedelta(minutes=max(1, part.minutes))
        if end - starts_at < _A_DAY:
            return starts_at.astimezone(UTC), end.astimezone(UTC)
        return starts_at.astimezone(zone).date(), _last_day(end, part) + _A_DAY
    if due_at is None:
        raise ValueError("A task without a day has no place in a calendar.")
    day = _last_day(due_at, part)
    return day, day + _A_DAY


def _last_day(moment: datetime, part: NeedPart) -> date:
    """A day ends with the midnight that begins the next one."""
    return (moment.astimezone(UTC) - timedelta(minutes=1)).astimezone(part.group.zone).date()


def _title(part: NeedPart) -> str:
    """What a neighbour would not want to be read by others is not named."""
    return _("Help for a neighbour") if part.category.is_sensitive else part_title(part)


def _area(part: NeedPart) -> str:
    if not part.category.happens_at_home:
        return ""
    area = part.need.place.area_name if part.need.place else ""
    return _("near %(area)s") % {"area": area} if area else ""
