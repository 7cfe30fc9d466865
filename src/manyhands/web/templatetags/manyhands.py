"""What every template may say: icons, chips, times and distances in words, forms and their problems."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import segno
from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from manyhands.core.values.phones import NotAPhoneNumberError, read_phone, show_phone
from manyhands.web import words
from manyhands.web.forms.errors import ErrorSummary
from manyhands.web.icons import draw_icon
from manyhands.web.languages import Language
from manyhands.web.languages import other_languages as list_other_languages
from manyhands.web.markup import draw

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return draw_icon(name, label)


@register.simple_tag
def chip(text: str, kind: str = "", icon: str = "") -> SafeString:
    """`{% chip "today" "now" icon="alarm" %}`. Kinds: now, soon, ok, teal, or none."""
    return draw(
        '<span class="chip{}">{}{}</span>',
        f" chip-{kind}" if kind else "",
        draw_icon(icon) if icon else "",
        text,
    )


@register.filter
def bdi(text: object) -> SafeString:
    """Keep the direction of what a person wrote from turning the words around it."""
    return draw("<bdi>{}</bdi>", text)


@register.filter
def in_words(moment: date | None, zone: tzinfo | None = None) -> str:
    """`{{ need.opened_at|in_words:group.zone }}`: a moment or a day, seen from now: "today 5 pm", "tomorrow"."""
    if not moment:
        return ""
    zone, at = zone or timezone.get_current_timezone(), timezone.now()
    if isinstance(moment, datetime):
        return words.moment_in_words(moment, at=at, zone=zone)
    return words.day_in_words(moment, today=at.astimezone(zone).date())


@register.filter
def in_full(moment: datetime, zone: tzinfo) -> str:
    """`{{ message.not_before|in_full:group.zone }}`: in a list over weeks, with the date: "Tue 3 June, 5 pm"."""
    return words.dated_moment_in_words(moment, at=timezone.now(), zone=zone)


@register.filter
def day(moment: date | None, zone: tzinfo | None = None) -> str:
    """`{{ check.valid_until|day:group.zone }}`: a day of the calendar, for any sentence: "Fri 20 November"."""
    if not moment:
        return ""
    zone = zone or timezone.get_current_timezone()
    today = timezone.now().astimezone(zone).date()
    return words.date_in_words(_local_day(moment, zone), today=today)


@register.filter
def on_paper(moment: date, zone: tzinfo) -> str:
    """`{{ at|on_paper:group.zone }}`: with its year, on what is printed or kept: "20 November 2026, 5 pm"."""
    return words.kept_in_words(moment, zone=zone)


@register.filter
def month(moment: date, zone: tzinfo) -> str:
    """`{{ since|month:group.zone }}`: "May 2026"."""
    return words.month_in_words(_local_day(moment, zone))


@register.filter
def weekday(moment: datetime, zone: tzinfo) -> str:
    """`{{ group.intake_paused_until|weekday:group.zone }}`: a day, where the hour means nothing."""
    today = timezone.now().astimezone(zone).date()
    return words.weekday_in_words(moment.astimezone(zone).date(), today=today)


@register.simple_tag
def window(starts_at: datetime | None, ends_at: datetime | None, zone: tzinfo | None = None) -> str:
    """`{% window part.starts_at part.ends_at group.zone %}`"""
    zone = zone or timezone.get_current_timezone()
    return words.window_in_words(starts_at, ends_at, at=timezone.now(), zone=zone)


@register.filter
def waited(since: datetime | None) -> str:
    return words.waited_in_words(since, at=timezone.now()) if since else ""


@register.filter
def time_left(until: datetime) -> str:
    """`{{ loss.opens_at|time_left }}`, where nobody knows in which zone the reader is: "31 hours"."""
    return words.time_left_in_words(until, at=timezone.now())


@register.filter
def distance(distance_m: float | None, unit: str = "km") -> str:
    """`{{ row.distance_m|distance:group.distance_unit }}`"""
    return "" if distance_m is None else words.distance_in_words(distance_m, unit)


@register.filter
def size(size_bytes: int) -> str:
    """`{{ one.size_bytes|size }}`: "1.2 MB"."""
    return words.size_in_words(size_bytes)


@register.filter
def tel(phone: str, region: str) -> str:
    """What a telephone dials, `tel:{{ group.help_phone|tel:group.phone_region }}`; words stay as they are."""
    try:
        return read_phone(phone, region=region)
    except NotAPhoneNumberError:
        return phone


@register.filter
def phone(e164: str, region: str) -> str:
    """A number as people of the region write it."""
    return show_phone(e164, region=region)


@register.simple_tag
def load_steps(done: int, limit: int) -> Sequence[str]:
    """One state per step of a load bar: on, full (at or over the limit) or free."""
    if done >= limit:
        return ["full"] * max(done, 1)
    return ["on"] * done + ["free"] * (limit - done)


@register.simple_tag
def qr_code(text: str) -> SafeString:
    """Of which 15 % may be unreadable, or more where that takes no more squares."""
    code = segno.make(text, error="m")
    drawing = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawing)  # noqa: S308 - segno draws shapes only


@register.inclusion_tag("web/forms/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, Any]:
    return {"problems": list(ErrorSummary(*(form for form in forms if form)))}


@register.simple_tag
def other_languages() -> list[Language]:
    return list_other_languages()


def _local_day(moment: date, zone: tzinfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
