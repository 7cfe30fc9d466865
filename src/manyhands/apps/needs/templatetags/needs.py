from django import template
from django.utils import timezone

from manyhands.apps.needs import states, words
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.core.values.phones import show_phone
from manyhands.web.languages import language_name
from manyhands.web.parts import Chip

register = template.Library()

# Where "Leave this page quickly" leads: known to everybody, and about nothing.
NEUTRAL_PAGE = "https://www.wikipedia.org/"


@register.simple_tag
def way_out() -> str:
    return NEUTRAL_PAGE


@register.filter
def need_title(need: Need) -> str:
    return words.need_title(need)


@register.filter
def part_title(part: NeedPart) -> str:
    return words.part_title(part)


@register.filter
def when_chip(asked: Need | NeedPart) -> Chip:
    return words.when_chip(asked, at=timezone.now())


@register.filter
def when_chips(asked: Need | NeedPart) -> list[Chip]:
    return words.when_chips(asked, at=timezone.now())


@register.filter
def overdue_chip(need: Need) -> Chip | None:
    return words.overdue_chip(need, at=timezone.now())


@register.filter
def is_overdue(need: Need) -> bool:
    return states.is_overdue(need, at=timezone.now())


@register.filter
def is_time_over(part: NeedPart) -> bool:
    return states.is_time_over(part, at=timezone.now())


@register.filter
def state_chip(need: Need) -> Chip:
    return words.state_chip(need)


@register.filter
def first_icon(need: Need) -> str:
    return words.first_icon(need)


@register.filter
def own_language_name(code: str) -> str:
    """A language by its own name: Español."""
    return language_name(code)


@register.filter
def phone_as_written(phone: str, region: str) -> str:
    return show_phone(phone, region=region)
