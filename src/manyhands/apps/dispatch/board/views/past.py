"""Past plans, for whoever asks how a decision came about."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from manyhands.apps.dispatch.board.queries.past import (
    find_past_plan,
    list_lines,
    list_past_plans,
    list_unmet_lines,
)
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.web.missing import or_404


@require_safe
@member_page("needs.assign")
def past_plans(request: MemberRequest) -> HttpResponse:
    context = {
        "plans": list_past_plans(request.group, language=get_language() or "en"),
        "back": group_path(request.group, "dispatch:board_plan"),
    }
    return render(request, "dispatch/board/past_plans.html", context)


@require_safe
@member_page("needs.assign")
def past_plan(request: MemberRequest, run_id: int) -> HttpResponse:
    plan = or_404(find_past_plan(request.group, run_id))
    language = get_language() or "en"
    context = {
        "plan": plan,
        "lines": list_lines(request.group, plan.run, language=language),
        "unmet": list_unmet_lines(request.group, plan.run, language=language),
        "back": group_path(request.group, "dispatch:past_plans"),
    }
    return render(request, "dispatch/board/past_plan.html", context)
