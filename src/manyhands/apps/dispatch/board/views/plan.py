"""The plan: looked at line by line, approved whole or in part, made anew."""

from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.actions.beginning.approve import Approval
from manyhands.apps.dispatch.board.queries.plan import (
    find_just_dismissed,
    find_runs,
    list_just_approved,
)
from manyhands.apps.dispatch.board.queries.sentences import say_lines
from manyhands.apps.dispatch.board.views.context import numbers_context
from manyhands.apps.dispatch.models import Proposal, UnmetPart
from manyhands.apps.dispatch.queries.plans.elsewhere import partners_who_could
from manyhands.apps.dispatch.queries.plans.runs import (
    list_looked_at,
    list_open_proposals,
    list_proposals,
    list_unmet,
)
from manyhands.apps.dispatch.queries.plans.what_if_links import link_about
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.dispatch.views.acting import act_once
from manyhands.apps.dispatch.views.returning import back, number_in, numbers_of
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.states import is_time_over
from manyhands.apps.needs.words import part_title

STALE_SAID = 12
Line = TypeVar("Line", Proposal, UnmetPart)


@require_safe
@member_page("needs.assign")
def plan(request: MemberRequest) -> HttpResponse:
    """Every line with its reason and a tick, and those whom nobody can reach yet."""
    at = timezone.now()
    runs = find_runs(request.group, at=at)
    proposals = _in_time(list_open_proposals(runs.latest), at=at) if runs.latest else []
    unmet = _in_time(list_unmet(runs.latest), at=at) if runs.latest else []
    language = get_language() or "en"
    context = {
        "runs": runs,
        **numbers_context(request.group, runs, at=at),
        "proposals": list(
            zip(proposals, say_lines(request.group, proposals, language=language), strict=True)
        ),
        "unmet": _unmet(request, unmet, language=language),
        "back": group_path(request.group, "dispatch:board"),
    }
    return render(request, "dispatch/board/plan.html", context)


def _in_time(lines: list[Line], *, at: datetime) -> list[Line]:
    """What was wanted at a time that has come since is no question any more."""
    return [line for line in lines if not is_time_over(line.part, at=at)]


def _unmet(request: MemberRequest, unmet: list[UnmetPart], *, language: str) -> list[Any]:
    """Each with what stands in the way, and with the groups that share and have somebody."""
    said = say_lines(request.group, unmet, language=language)
    elsewhere = partners_who_could(request.group, unmet)
    return [
        (
            one,
            said_of,
            elsewhere.get(one.part_id),
            link_about(request.group, one, one.part, language=language),
        )
        for one, said_of in zip(unmet, said, strict=True)
    ]


@require_POST
@member_page("needs.assign")
def make_plan(request: MemberRequest) -> HttpResponse:
    """Worked out by a process of its own; the board shows how far it is. Asking twice gets the same one."""
    at, member = timezone.now(), request.membership

    def want() -> str:
        return str(actions.ask_for_plan(request.group, requested_by=member, by=request.actor, at=at).pk)

    act_once(request, "dispatch.board_make_plan", at=at, do=want)
    return redirect(back(request))


@require_POST
@member_page("needs.assign")
def approve(request: MemberRequest) -> HttpResponse:
    """`all`: everything the plan that was looked at proposes; else the lines that were ticked."""
    at = timezone.now()
    stale: list[tuple[Proposal, Refusal]] = []

    def decide() -> str:
        approval = _approve(request, at=at)
        stale.extend(approval.stale)
        return str(len({assignment.helper_id for assignment in approval.asked}))

    result = act_once(request, "dispatch.board_approve", at=at, do=decide)
    count = int(result or 0)
    if count:
        text = ngettext("%(count)d person is asked.", "%(count)d people are asked.", count)
        messages.success(request, text % {"count": count})
    _tell_stale(request, stale)
    return redirect(back(request, approved=str(count or "")))


def _approve(request: MemberRequest, *, at: datetime) -> Approval:
    """Raises RefusedError when there is nothing to approve."""
    proposals = list_proposals(request.group, numbers_of(request, "proposal"))
    if "all" in request.POST:
        proposals = list_looked_at(request.group, number_in(request.POST["all"]))
    if not proposals:
        raise RefusedError(Refusal.NOBODY)
    return actions.approve_proposals(proposals, made_by=request.membership, by=request.actor, at=at)


def _tell_stale(request: MemberRequest, stale: list[tuple[Proposal, Refusal]]) -> None:
    for proposal, refusal in stale[:STALE_SAID]:
        line = _("%(reference)s, %(kind)s, %(name)s was not asked. %(reason)s") % {
            "reference": proposal.part.need.reference,
            "kind": part_title(proposal.part),
            "name": proposal.organisation.name if proposal.organisation else proposal.helper.name,
            "reason": refusal.label,
        }
        messages.warning(request, line)
    if len(stale) > STALE_SAID:
        rest = len(stale) - STALE_SAID
        text = ngettext(
            "%(count)d more line is no longer true.", "%(count)d more lines are no longer true.", rest
        )
        messages.warning(request, text % {"count": rest})


@require_POST
@member_page("needs.assign")
def undo(request: MemberRequest) -> HttpResponse:
    """Everything that this member has approved within the last ten seconds."""
    at = timezone.now()
    proposals = list_just_approved(request.group, request.membership, at=at)

    def take_back() -> str:
        if not proposals:
            raise RefusedError(Refusal.TOO_LATE)
        actions.undo_approval(proposals, by=request.actor, at=at)
        return str(len(proposals))

    if act_once(request, "dispatch.board_plan_undo", at=at, do=take_back):
        messages.success(request, _("Undone. None of them was told."))
    return redirect(back(request))


@require_POST
@member_page("needs.assign")
def dismiss(request: MemberRequest) -> HttpResponse:
    """Not this one: the plan is made anew without that pair."""
    at = timezone.now()
    proposals = list_proposals(request.group, numbers_of(request, "proposal"))

    def decide() -> str:
        if not proposals:
            raise RefusedError(Refusal.CHANGED)
        actions.dismiss_proposal(proposals[0], by=request.actor, at=at, decided_by=request.membership)
        return "dismissed"

    if not act_once(request, "dispatch.board_dismiss", at=at, do=decide):
        return redirect(back(request))
    line = proposals[0]
    return redirect(back(request, need=line.part.need.reference, dismissed=str(line.pk)))


@require_POST
@member_page("needs.assign")
def undo_dismissal(request: MemberRequest) -> HttpResponse:
    """Within ten seconds, by whoever did not want them."""
    at = timezone.now()
    line = find_just_dismissed(request.group, request.membership, numbers_of(request, "proposal"), at=at)

    def take_back() -> str:
        if line is None:
            raise RefusedError(Refusal.TOO_LATE)
        actions.undo_dismissal(line, by=request.actor, at=at)
        return "undone"

    if act_once(request, "dispatch.board_undo_dismissal", at=at, do=take_back):
        messages.success(request, _("Undone. They can be proposed for this again."))
    return redirect(back(request, need=line.part.need.reference if line else ""))
