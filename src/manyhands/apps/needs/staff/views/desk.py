from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.queries import Desk, count_desks, list_needs, search_needs
from manyhands.web.parts import NavItem

NEEDS_A_PAGE = 25


@require_safe
@member_page("needs.read")
def requests_list(request: MemberRequest) -> HttpResponse:
    """The desks; with `q`, what was searched for."""
    at = timezone.now()
    typed = request.GET.get("q", "").strip()
    desk = request.GET.get("desk", Desk.NEW)
    if desk not in set(Desk):
        desk = Desk.NEW
    found: Any = (
        search_needs(request.group, typed)
        if typed
        else list_needs(request.group, desk, at=at, member=request.membership)
    )
    page = Paginator(found, NEEDS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "needs/staff/list.html",
        {"page": page, "desk": desk, "typed": typed, "tabs": _tabs(request, desk, at), "at": at},
    )


def _tabs(request: MemberRequest, current: str, at: Any) -> list[NavItem]:
    counts = count_desks(request.group, at=at, member=request.membership)
    labels = {
        Desk.NEW: (_("New"), "inbox"),
        Desk.ALARM: (_("Due, nobody yet"), "alarm"),
        Desk.FOLLOW_UP: (_("Look again"), "clock-history"),
        Desk.MINE: (_("Mine"), "person"),
        Desk.OPEN: (_("Looking"), "search"),
        Desk.UNDER_WAY: (_("Under way"), "person-check"),
        Desk.CLOSED: (_("Closed"), "check-circle"),
    }
    here = group_path(request.group, "needs:list")
    return [
        NavItem(label, f"{here}?desk={desk}", icon, is_current=desk == current, count=counts.get(desk))
        for desk, (label, icon) in labels.items()
    ]
