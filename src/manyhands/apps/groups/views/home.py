from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from manyhands.apps.groups.access import MemberRequest, member_page, public_page
from manyhands.apps.groups.paths import SECTIONS, group_path, open_pages
from manyhands.apps.groups.policies import may
from manyhands.apps.groups.queries import MyGroup, list_listed_groups, list_my_groups

GROUPS_PER_PAGE = 20
_LONGEST_SEARCH = 60


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, my groups and what waits for me in them, all groups that want to be found."""
    search = request.GET.get("q", "")[:_LONGEST_SEARCH]
    pages = Paginator(list_listed_groups(search), GROUPS_PER_PAGE)
    context = {
        "my_groups": _my_groups(request),
        "page": pages.get_page(request.GET.get("page")),
        "search": search,
    }
    return render(request, "groups/home.html", context)


def _my_groups(request: HttpRequest) -> list[MyGroup]:
    return list_my_groups(request.user, at=timezone.now()) if request.user.is_authenticated else []


@member_page()
def enter(request: MemberRequest) -> HttpResponse:
    """A member's first page: the first section that is open to them."""
    pages = open_pages(request.group, SECTIONS, lambda rule: may(request.membership, rule))
    first = next((url for _label, _icon, url in pages), group_path(request.group, "groups:public"))
    return redirect(first)
