"""Each button on a request's page: one move, then back to the page with ten seconds to undo."""

from collections.abc import Callable
from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.needs.actions import (
    MoveRefusedError,
    TooLateToUndoError,
    confirm_still_needed,
    open_need,
    reopen_need,
    set_follow_up,
    set_owner,
    triage_need,
)
from manyhands.apps.needs.models import Need, NeedMove
from manyhands.apps.needs.queries import find_move, find_need
from manyhands.apps.needs.staff.actions import close_and_tell
from manyhands.apps.needs.staff.actions import undo as undo_and_untell
from manyhands.apps.needs.staff.forms.moves import CloseForm, FollowUpForm, ReopenForm
from manyhands.apps.needs.staff.return_to import page_after
from manyhands.apps.needs.staff.views.page import show_need_again
from manyhands.apps.needs.states import NeedState, Urgency
from manyhands.core.values.numbers import find_number
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once
from manyhands.web.words import day_in_words

START_OF_DAY = time(8)


@require_POST
@member_page("needs.triage")
def triage(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    chosen = request.POST.get("urgency", "")
    if chosen not in {str(value) for value in Urgency.values}:
        return _told(request, need, _("Choose how urgent it is."))
    return _move(request, need, lambda at: triage_need(need, urgency=int(chosen), by=request.actor, at=at))


@require_POST
@member_page("needs.triage")
def open_for_helpers(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    return _move(request, need, lambda at: open_need(need, by=request.actor, at=at))


@require_POST
@member_page("needs.triage")
def close(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    form = CloseForm(request.POST, need=need)
    if not form.is_valid():
        return show_need_again(request, reference, close_form=form)
    return _move(request, need, lambda at: close_and_tell(need, **form.cleaned_data, by=request.actor, at=at))


@require_POST
@member_page("needs.triage")
def reopen(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return show_need_again(request, reference, reopen_form=form)
    return _move(request, need, lambda at: reopen_need(need, **form.cleaned_data, by=request.actor, at=at))


@require_POST
@member_page("needs.triage")
def undo(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    try:
        undo_and_untell(_get_move(need, request.POST.get("move", "")), by=request.actor, at=timezone.now())
    except TooLateToUndoError:
        return _told(request, need, _("It is too late to undo this. You can still change it by hand."))
    messages.success(request, _("Undone."))
    return redirect(page_after(request, need))


@require_POST
@member_page("needs.intake")
def mind(request: MemberRequest, reference: str) -> HttpResponse:
    """Take the request under one's wing, or let it go: the button says which."""
    need = or_404(find_need(request.group, reference))
    lets_go = request.POST.get("mind") == "no"
    set_owner(need, None if lets_go else request.membership, by=request.actor, at=timezone.now())
    said = _("Somebody else can look after it now.") if lets_go else _("You look after this request now.")
    messages.success(request, said)
    return redirect(page_after(request, need))


@require_POST
@member_page("needs.intake")
def follow_up(request: MemberRequest, reference: str) -> HttpResponse:
    """Out of the way until the morning of that day, or back on the desk now."""
    need = or_404(find_need(request.group, reference))
    at, zone = timezone.now(), request.group.zone
    if "now" in request.POST:
        set_follow_up(need, None, by=request.actor, at=at)
        messages.success(request, _("It is back on the desk."))
        return redirect(page_after(request, need))
    form = FollowUpForm(request.POST, today=at.astimezone(zone).date())
    if not form.is_valid():
        return show_need_again(request, reference, follow_up_form=form)
    look_at = datetime.combine(form.cleaned_data["day"], START_OF_DAY, tzinfo=zone)
    set_follow_up(need, look_at, by=request.actor, at=at)
    day = day_in_words(form.cleaned_data["day"], today=form.today)
    messages.success(request, _("Put away, back on the desk: %(day)s.") % {"day": day})
    return redirect(page_after(request, need, put_away=1))


@require_POST
@member_page("needs.intake")
def still_needed(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    confirm_still_needed(need, by=request.actor, at=timezone.now())
    messages.success(request, _("Written down: it is still needed."))
    return redirect(page_after(request, need))


def _move(request: MemberRequest, need: Need, do: Callable[[datetime], NeedMove]) -> HttpResponse:
    at = timezone.now()
    try:
        pk, _replayed = run_form_once(request, "needs.move", at=at, do=lambda: str(do(at).pk))
    except KeyReusedError:
        return redirect(page_after(request, need))
    except MoveRefusedError as refused:
        state = dict(NeedState.choices).get(refused.from_state, refused.from_state)
        words = _("That does not go together: the request is “%(state)s” now. Perhaps somebody was quicker.")
        return _told(request, need, words % {"state": state})
    return redirect(page_after(request, need, moved=pk))


def _told(request: MemberRequest, need: Need, said: str) -> HttpResponse:
    messages.warning(request, said)
    return redirect(page_after(request, need))


def _get_move(need: Need, typed: str) -> NeedMove:
    move = find_move(need, find_number(typed) or 0)
    if move is None:
        raise TooLateToUndoError
    return move
