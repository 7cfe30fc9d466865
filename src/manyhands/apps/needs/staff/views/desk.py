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
from manyhands.web.pagination import CountedPaginator
from manyhands.web.parts import NavItem

NEEDS_A_PAGE = 25


@require_safe
@member_page("needs.read")
def requests_list(request: MemberRequest) -> HttpResponse:
    """The desks; with `q`, what was searched for."""
    at, member = timezone.now(), request.membership
    typed = request.GET.get("q", "").strip()[:200]
    desk = _desk(request.GET.get("desk", ""))
    counts = count_desks(request.group, at=at, member=member, with_closed=desk == Desk.CLOSED)
    if typed:
        found: Any = search_needs(request.group, typed)
        pages: Paginator = Paginator(found, NEEDS_A_PAGE)
    else:
        rows = list_needs(request.group, desk, at=at, member=member)
        pages = CountedPaginator(rows, NEEDS_A_PAGE, count=counts[desk])
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "desk": desk,
        "typed": typed,
        "tabs": _tabs(request, "" if typed else desk, counts),
    }
    return render(request, "needs/staff/list.html", context)


def _desk(name: str) -> str:
    return name if name in set(Desk) else Desk.NEW


def _tabs(request: MemberRequest, current: str, counts: dict[str, int]) -> list[NavItem]:
    labels = {
        Desk.NEW: (_("New"), "inbox"),
        Desk.ALARM: (_("Due or overdue"), "alarm"),
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


@require_safe
@member_page("needs.read")
def elsewhere(request: MemberRequest) -> HttpResponse:
    """What waits outside the desks, said by other apps; fetched after the desk itself, which is read all day."""
    template = (
        "needs/staff/_elsewhere.html" if request.headers.get("HX-Request") else "needs/staff/elsewhere.html"
    )
    return render(request, template)
