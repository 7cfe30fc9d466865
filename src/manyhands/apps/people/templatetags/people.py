from collections.abc import Iterable
from datetime import tzinfo

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Skill
from manyhands.apps.people import words
from manyhands.apps.people.models import Vehicle, Volunteer, VolunteerState
from manyhands.apps.people.queries import WeekAhead, list_weeks_ahead
from manyhands.core.values.phones import show_phone
from manyhands.web.languages import language_name
from manyhands.web.parts import Chip
from manyhands.web.words import distance_in_words, weekday_and_date

register = template.Library()

_VEHICLE_ICONS = {Vehicle.BICYCLE: "bicycle", Vehicle.CAR: "car-front", Vehicle.VAN: "truck"}
_STATE_KINDS = {VolunteerState.APPLICANT: "soon", VolunteerState.ACTIVE: "ok"}


@register.filter
def freshness(volunteer: Volunteer, zone: tzinfo) -> Chip:
    """When somebody last said that their details are right; worth a call after half a year."""
    at, confirmed = timezone.now(), volunteer.details_confirmed_at
    text = words.confirmed_in_words(confirmed.astimezone(zone).date(), today=at.astimezone(zone).date())
    return Chip(text, "soon" if is_stale(volunteer) else "")


@register.filter
def is_stale(volunteer: Volunteer) -> bool:
    return words.is_stale(volunteer, at=timezone.now())


@register.filter
def last_asked(volunteer: Volunteer, zone: tzinfo) -> str:
    asked, today = volunteer.last_asked_at, timezone.now().astimezone(zone).date()
    return words.asked_in_words(asked.astimezone(zone).date() if asked else None, today=today)


@register.filter
def volunteer_state(volunteer: Volunteer) -> Chip:
    return Chip(str(volunteer.get_state_display()), _STATE_KINDS.get(VolunteerState(volunteer.state), ""))


@register.filter
def vehicle_icon(volunteer: Volunteer) -> str:
    if is_lent(volunteer):
        return "person"
    return _VEHICLE_ICONS.get(Vehicle(volunteer.vehicle), "person-arms-up")


@register.filter
def weeks_ahead(volunteer: Volunteer) -> list[WeekAhead]:
    """This week and the next, and whether they keep them free."""
    return list_weeks_ahead(volunteer, at=timezone.now())


@register.filter
def week_begin(ahead: WeekAhead) -> str:
    """With its date, for on a Sunday the next Monday is tomorrow: "Monday 16 November"."""
    return weekday_and_date(ahead.monday)


@register.filter
def week(mask: int | None) -> list[tuple[str, str]]:
    return words.week_in_words(mask)


@register.filter
def spoken_by(volunteer: Volunteer) -> str:
    """What they speak. Of somebody whom another group has lent nobody here knows it."""
    return _("not known") if is_lent(volunteer) else words.languages_in_words(volunteer.languages)


@register.filter
def gets_around(volunteer: Volunteer) -> str:
    return _("not known") if is_lent(volunteer) else str(volunteer.get_vehicle_display())


@register.filter
def is_lent(volunteer: Volunteer) -> bool:
    return bool(volunteer.state == VolunteerState.PARTNER)


@register.filter
def language_names(codes: Iterable[str]) -> str:
    return words.languages_in_words(codes)


@register.filter
def one_language(code: str) -> str:
    return language_name(code)


@register.filter
def skill_names(skills: Iterable[Skill]) -> str:
    return words.skills_in_words(skills)


@register.filter
def reach_of(volunteer: Volunteer) -> str:
    """How far somebody goes: "up to 5 mi"."""
    return distance_in_words(volunteer.radius_m, volunteer.group.distance_unit)


@register.filter
def phone_as_written(phone: str, region: str) -> str:
    return show_phone(phone, region=region)
