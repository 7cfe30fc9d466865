from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.apps.needs import words
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import NeedState, WhenKind
from manyhands.core.values.phones import show_phone
from manyhands.web.languages import language_name
from manyhands.web.parts import Chip
from manyhands.web.words import window_in_words

register = template.Library()


@register.filter
def need_title(need: Need) -> str:
    return words.need_title(need)


@register.filter
def part_title(part: NeedPart) -> str:
    return words.part_title(part)


@register.filter
def when_chip(need: Need) -> Chip:
    """When it is wanted, coloured by how soon that is."""
    at = timezone.now()
    if need.when_kind == WhenKind.ANY or need.due_at is None:
        return Chip(_("any time"))
    if need.when_kind == WhenKind.SOON:
        return Chip(_("as soon as possible"), "soon")
    text = window_in_words(need.starts_at, need.due_at, at=at, zone=need.group.zone)
    return Chip(text, _closeness(need.due_at, at))


@register.filter
def overdue_chip(need: Need) -> Chip | None:
    """Somebody said yes, and the time has gone by without a word that it is done."""
    is_taken = need.state in (NeedState.ASSIGNED, NeedState.IN_PROGRESS)
    if not is_taken or need.due_at is None or need.due_at > timezone.now():
        return None
    return Chip(_("overdue"), "now", "alarm")


def _closeness(due_at: datetime, at: datetime) -> str:
    if due_at <= at + timedelta(hours=24):
        return "now"
    return "soon" if due_at <= at + timedelta(days=3) else ""


@register.filter
def state_chip(need: Need) -> Chip:
    kinds = {
        NeedState.NEW: "soon",
        NeedState.OPEN: "teal",
        NeedState.ASSIGNED: "ok",
        NeedState.IN_PROGRESS: "ok",
    }
    return Chip(str(need.get_state_display()), kinds.get(NeedState(need.state), ""))


@register.filter
def first_icon(need: Need) -> str:
    parts = list(need.parts.all())
    return parts[0].category.icon if parts else "asterisk"


@register.filter
def own_language_name(code: str) -> str:
    """A language by its own name: Español."""
    return language_name(code)


@register.filter
def phone_as_written(phone: str, region: str) -> str:
    return show_phone(phone, region=region)
