"""Asking whoever the plan proposes, or somebody else; taking it back within ten seconds."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.board.queries.people import find_proposed_helper
from manyhands.apps.dispatch.board.queries.why import explain_why_not
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helpers
from manyhands.apps.dispatch.queries.plans.runs import list_proposals
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.dispatch.views.acting import act_once, take_back_asking
from manyhands.apps.dispatch.views.returning import back, is_part_of_board, number_in, numbers_of
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.needs.models import NeedPart
from manyhands.web.missing import or_404

MOST_TOGETHER = 50


@require_POST
@member_page("needs.assign")
def ask(request: MemberRequest) -> HttpResponse:
    """`proposal` when the plan proposes them, `one` when staff choose somebody else, `together` the best at once."""
    part, at = _part(request, request.POST.get("part", "")), timezone.now()
    asked = act_once(request, "dispatch.board_ask", at=at, do=lambda: _ask(request, part, at=at))
    return redirect(back(request, need=part.need.reference, asked=asked or ""))


def _ask(request: MemberRequest, part: NeedPart, *, at: datetime) -> str:
    if "proposal" in request.POST:
        asked = _ask_proposed(request, at=at)
    elif "together" in request.POST:
        helpers = find_helpers(request.group, request.POST["together"].split("-")[:MOST_TOGETHER])
        asked = actions.ask_together(part, helpers, made_by=request.membership, by=request.actor, at=at)
    else:
        helpers = find_helpers(request.group, [request.POST.get("one", "")])
        asked = actions.invite(part, helpers, made_by=request.membership, by=request.actor, at=at)
    return "-".join(str(assignment.pk) for assignment in asked)


def _ask_proposed(request: MemberRequest, *, at: datetime) -> list[Assignment]:
    """Raises RefusedError with the reason why the plan's line no longer holds."""
    proposals = list_proposals(request.group, numbers_of(request, "proposal"))
    if not proposals:
        raise RefusedError(Refusal.CHANGED)
    approval = actions.approve_proposals(proposals, made_by=request.membership, by=request.actor, at=at)
    if approval.stale:
        raise RefusedError(approval.stale[0][1])
    return list(approval.asked)


@require_POST
@member_page("needs.assign")
def undo(request: MemberRequest) -> HttpResponse:
    part, at = _part(request, request.POST.get("part", "")), timezone.now()
    take_back_asking(request, part, at=at)
    return redirect(back(request, need=part.need.reference))


@require_safe
@member_page("needs.assign")
def why(request: MemberRequest) -> HttpResponse:
    """ "Why not this one?": as a part of the board, or without scripts as a page."""
    part, at = _part(request, request.GET.get("part", "")), timezone.now()
    helpers = find_helpers(request.group, [request.GET.get("helper", "")])
    if not helpers:
        raise Http404
    proposed = find_proposed_helper(part)
    answer = explain_why_not(part, helpers[0], proposed, language=get_language() or "en", at=at)
    template = "_why_not" if is_part_of_board(request) else "why_not"
    return render(
        request, f"dispatch/board/{template}.html", {"why": answer, "part": part, "proposed": proposed}
    )


def _part(request: MemberRequest, typed: str) -> NeedPart:
    part_id = number_in(typed)
    return or_404(find_part(request.group, part_id) if part_id else None)
