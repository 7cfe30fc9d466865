from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.needs.actions import confirm_still_needed
from manyhands.apps.needs.queries.status import find_first_look_at
from manyhands.apps.needs.states import NeedState
from manyhands.apps.needs.status.access import OwnRequest, own_page, own_path
from manyhands.apps.needs.status.readers import looks_of
from manyhands.apps.needs.status.story import (
    found_nobody_in_time,
    headline,
    kept_until_in_words,
    timeline_of,
    what_now,
)
from manyhands.apps.needs.words import need_title
from manyhands.apps.privacy.queries import list_readings_of
from manyhands.web.parts import Action

LOOKS_AT_ONCE = 5


@require_safe
@own_page
def status(request: OwnRequest) -> HttpResponse:
    need, at = request.need, timezone.now()
    readings = list_readings_of(need.person)
    looks = looks_of(readings)
    context = {
        "need": need,
        "heading": headline(need, at=at),
        "what_now": what_now(need, at=at),
        "what": need_title(need),
        "timeline": timeline_of(need, at=at, read_at=find_first_look_at(need, readings)),
        "new_time_url": own_path(request, "own_change_one", what="when")
        if found_nobody_in_time(need, at=at)
        else "",
        "is_closed": need.state == NeedState.CLOSED,
        "actions": _actions(request),
        "looks": looks[:LOOKS_AT_ONCE],
        "earlier_looks": looks[LOOKS_AT_ONCE:],
        "kept_until": kept_until_in_words(need, at=at),
        "own": {
            name: own_path(request, f"own_{name}") for name in ("data", "delete", "safety", "still_needed")
        },
    }
    return render(request, "needs/status/page.html", context)


@require_POST
@own_page
def still_needed(request: OwnRequest) -> HttpResponse:
    if request.need.state == NeedState.CLOSED:
        return redirect(own_path(request, "own_again"))
    confirm_still_needed(request.need, by=request.actor, at=timezone.now())
    messages.success(request, _("Thank you. We keep looking after it."))
    return redirect(own_path(request))


def _actions(request: OwnRequest) -> list[Action]:
    if request.need.state == NeedState.CLOSED:
        return [Action(_("I need it again"), own_path(request, "own_again"), style="quiet")]
    done: list[Any] = [Action(_("It is done"), own_path(request, "own_done"), icon="check-lg", style="quiet")]
    if request.need.state in (NeedState.NEW, NeedState.TRIAGED):
        done = []
    return [
        *done,
        Action(_("Change something"), own_path(request, "own_change"), icon="pencil", style="quiet"),
        Action(_("No longer needed"), own_path(request, "own_stop"), icon="x-lg", style="quiet"),
    ]
