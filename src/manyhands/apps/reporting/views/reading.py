"""Who reads contact details: for those who look after it, and for everybody of themselves."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.privacy import policies
from manyhands.apps.privacy.actions.reading import look_into
from manyhands.apps.reporting.queries import Day, list_days_of, list_unusual_days
from manyhands.apps.reporting.words.reading import people_in_words, sign_in_words

__all__ = ["mark_looked_into", "policies", "show_own_reading", "show_reading"]


@dataclass(frozen=True, slots=True)
class SaidDay:
    day: Day
    summary: str
    signs: list[str]


@require_safe
@member_page("privacy.see_reading")
def show_reading(request: MemberRequest) -> HttpResponse:
    """Days on which somebody's reading was unusual. Nothing happens by itself; a person asks."""
    days = [_say(day) for day in list_unusual_days(request.group, at=timezone.now())]
    return render(request, "reporting/reading.html", {"heading": _("Who looks"), "days": days})


@require_safe
@member_page("contact.reveal")
def show_own_reading(request: MemberRequest) -> HttpResponse:
    days = [_say(day) for day in list_days_of(request.membership, at=timezone.now())]
    return render(request, "reporting/own_reading.html", {"days": days})


@require_POST
@member_page("privacy.see_reading")
def mark_looked_into(request: MemberRequest) -> HttpResponse:
    at = timezone.now()
    found = [
        day
        for day in list_unusual_days(request.group, at=at)
        if str(day.reader.pk) == request.POST.get("reader") and day.day == _day(request)
    ]
    if not found:
        raise Http404
    if found[0].reader.pk == request.membership.pk:
        messages.warning(request, _("Somebody else has to look into what you read yourself."))
    else:
        look_into(
            request.group,
            found[0].reader,
            found[0].day,
            looker=request.membership,
            by=request.actor,
            at=at,
        )
        messages.success(request, _("Written down: somebody has looked into it."))
    return redirect(group_path(request.group, "journal:reading"))


def _day(request: MemberRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return None


def _say(day: Day) -> SaidDay:
    signs = [sign_in_words(one.sign.value, one.count, one.usual) for one in day.findings]
    return SaidDay(day, people_in_words(day.people), signs)
