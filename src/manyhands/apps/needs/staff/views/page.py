"""The page of one request, as it is and with a form that could not be taken."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.needs.queries import find_need_with_all
from manyhands.apps.needs.staff.present import present
from manyhands.web.missing import or_404


def show_need(
    request: MemberRequest, reference: str, *, is_revealed: bool = False, private_url: str = ""
) -> HttpResponse:
    need = or_404(find_need_with_all(request.group, reference))
    context = present(need, request, at=timezone.now(), is_revealed=is_revealed) | {
        "private_url": private_url
    }
    return render(request, "needs/staff/detail.html", context)


def show_need_again(request: MemberRequest, reference: str, **forms: object) -> HttpResponse:
    """The same page with a form that could not be taken: what was typed is still in it."""
    need = or_404(find_need_with_all(request.group, reference))
    context = present(need, request, at=timezone.now()) | forms | {"wrong": next(iter(forms.values()))}
    return render(request, "needs/staff/detail.html", context, status=422)
