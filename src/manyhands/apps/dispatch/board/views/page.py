from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from manyhands.apps.dispatch.board.queries.margin import read_margin
from manyhands.apps.dispatch.board.views.context import (
    changes_context,
    chosen_reference,
    head_context,
    list_context,
    need_context,
    numbers_context,
)
from manyhands.apps.dispatch.board.views.toasts import plan_toast
from manyhands.apps.dispatch.board.views.words import say_changes
from manyhands.apps.dispatch.views.returning import is_part_of_board, without_empty
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.core.values.numbers import find_number


@require_safe
@member_page("needs.assign")
def board(request: MemberRequest) -> HttpResponse:
    """The list at once; the rest at once when a request is chosen or something was pressed, else the script asks."""
    if shorter := without_empty(request):
        return redirect(shorter)
    at = timezone.now()
    context = list_context(request, at=at)
    margin = read_margin(request.group, request.membership, head=context["page"].head, at=at)
    context |= {"views": margin.views, "lapsed_count": margin.not_checked, "drawn_at": at}
    if chosen_reference(request) or is_part_of_board(request):
        context |= head_context(request, at=at) | need_context(request, at=at)
        context |= numbers_context(request.group, context["runs"], at=at)
    context["toasts"] = [*context.get("toasts", []), *plan_toast(request, at=at)]
    return render(request, "dispatch/board/board.html", context)


@require_safe
@member_page("needs.assign")
def beside(request: MemberRequest) -> HttpResponse:
    """What stands beside the list: the people and the request. A part of the page, not a page."""
    context = need_context(request, at=timezone.now())
    status = 200 if context["need"] else 404
    return render(request, "dispatch/board/_beside.html", context, status=status)


@require_safe
@member_page("needs.assign")
def since(request: MemberRequest) -> HttpResponse:
    """What is new since the journal's number `cursor`: 204 while there is nothing."""
    at = timezone.now()
    known = find_number(request.GET.get("cursor", ""))
    head = head_context(request, since=known, at=at)
    has_news = head["has_news"]
    signature = request.GET.get("signature", "")
    if not has_news and head["signature"] == signature:
        return HttpResponse(status=204)
    context = head | numbers_context(request.group, head["runs"], at=at)
    if has_news or _is_of_another_plan(signature, head["signature"]):
        context |= list_context(request, at=at)
    changes = changes_context(request, since=known)["changes"] if known is not None else []
    context |= {"changes": say_changes(changes), "now_ms": round(at.timestamp() * 1000)}
    return render(request, "dispatch/board/_since.html", context)


def _is_of_another_plan(known: str, now: str) -> bool:
    """Whoever has only just come knows no signature: their list is as new as the plan."""
    return bool(known) and known.partition("~")[0] != now.partition("~")[0]
