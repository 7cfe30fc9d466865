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
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import (
    MoveRefusedError,
    TooLateToUndoError,
    close_need,
    confirm_still_needed,
    open_need,
    reopen_need,
    set_follow_up,
    set_owner,
    triage_need,
    undo_move,
)
from manyhands.apps.needs.models import Need, NeedMove
from manyhands.apps.needs.staff.forms import CloseForm, FollowUpForm, ReopenForm
from manyhands.apps.needs.staff.lookup import get_move, get_need_or_404
from manyhands.apps.needs.states import NeedState, Urgency


@require_POST
@member_page("needs.triage")
def triage(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    chosen = request.POST.get("urgency", "")
    if chosen not in {str(value) for value in Urgency.values}:
        return _told(request, need, _("Choose how urgent it is."))
    return _move(request, need, lambda at: triage_need(need, urgency=int(chosen), by=request.actor, at=at))


@require_POST
@member_page("needs.triage")
def open_for_helpers(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    return _move(request, need, lambda at: open_need(need, by=request.actor, at=at))


@require_POST
@member_page("needs.triage")
def close(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _told(request, need, _("Choose why it is closed."))
    answers = form.cleaned_data
    return _move(
        request,
        need,
        lambda at: close_need(need, reason=answers["reason"], note=answers["note"], by=request.actor, at=at),
    )


@require_POST
@member_page("needs.triage")
def reopen(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _told(request, need, _("Say in a few words why it is open again."))
    return _move(
        request,
        need,
        lambda at: reopen_need(need, reason=form.cleaned_data["reason"], by=request.actor, at=at),
    )


@require_POST
@member_page("needs.triage")
def undo(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    wanted = request.POST.get("move", "")
    try:
        undo_move(get_move(need, wanted), by=request.actor, at=timezone.now())
    except TooLateToUndoError:
        return _told(request, need, _("It is too late to undo this. You can still change it by hand."))
    messages.success(request, _("Undone."))
    return redirect(_page(request, need))


@require_POST
@member_page("needs.intake")
def mind(request: MemberRequest, reference: str) -> HttpResponse:
    """Take the request under one's wing, or let it go."""
    need = get_need_or_404(request, reference)
    is_mine = need.owner_id == request.membership.pk
    set_owner(need, None if is_mine else request.membership, by=request.actor, at=timezone.now())
    messages.success(
        request, _("You do not mind this one any more.") if is_mine else _("You mind this one now.")
    )
    return redirect(_page(request, need))


@require_POST
@member_page("needs.intake")
def follow_up(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _told(request, need, _("Write the day like 2026-05-31."))
    day = form.cleaned_data["day"]
    look_at = datetime.combine(day, time(8), tzinfo=request.group.zone) if day else None
    set_follow_up(need, look_at, by=request.actor, at=timezone.now())
    messages.success(request, _("It will come back on that day.") if day else _("It is back on the desk."))
    return redirect(_page(request, need))


@require_POST
@member_page("needs.intake")
def still_needed(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    confirm_still_needed(need, by=request.actor, at=timezone.now())
    messages.success(request, _("Written down: it is still needed."))
    return redirect(_page(request, need))


def _move(request: MemberRequest, need: Need, do: Callable[[datetime], NeedMove]) -> HttpResponse:
    try:
        move = do(timezone.now())
    except MoveRefusedError as refused:
        states = dict(NeedState.choices)
        return _told(
            request,
            need,
            _("That does not go together: the request is “%(state)s” now. Perhaps somebody was quicker.")
            % {"state": states.get(refused.from_state, refused.from_state)},
        )
    return redirect(f"{_page(request, need)}?moved={move.pk}")


def _told(request: MemberRequest, need: Need, said: str) -> HttpResponse:
    messages.warning(request, said)
    return redirect(_page(request, need))


def _page(request: MemberRequest, need: Need) -> str:
    return group_path(request.group, "needs:detail", reference=need.reference)
