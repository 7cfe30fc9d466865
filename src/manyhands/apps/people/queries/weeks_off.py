"""Weeks that somebody keeps free: this one and the next can be pressed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import Volunteer, WeekOff


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """`name` is what forms call it: "this" or "next"."""

    name: str
    monday: date
    is_off: bool


def monday_of(group: Group, *, name: str = "this", at: datetime) -> date:
    today = at.astimezone(group.zone).date()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=int(name == "next"))


def list_weeks_ahead(volunteer: Volunteer, *, at: datetime) -> list[WeekAhead]:
    mondays = {name: monday_of(volunteer.group, name=name, at=at) for name in ("this", "next")}
    rows = WeekOff.objects.filter(volunteer=volunteer, monday__in=mondays.values())
    off = set(rows.values_list("monday", flat=True))
    return [WeekAhead(name, monday, monday in off) for name, monday in mondays.items()]


def with_week_off(volunteers: QuerySet[Any], group: Group, *, at: datetime) -> QuerySet[Any]:
    """`is_week_off`: whether they keep the week of `at` free."""
    this_week = WeekOff.objects.filter(volunteer=OuterRef("pk"), monday=monday_of(group, at=at))
    return volunteers.annotate(is_week_off=Exists(this_week))
