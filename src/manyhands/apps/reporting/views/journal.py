from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.policies import may
from manyhands.apps.reporting.forms import JournalFilter
from manyhands.apps.reporting.queries import list_doers, list_lines, names_for
from manyhands.apps.reporting.words import say_line


@require_GET
@member_page("journal.read")
def show_journal(request: MemberRequest) -> HttpResponse:
    """What happened in the group, the latest first."""
    sees = {
        "sees_requests": may(request.membership, "needs.read"),
        "sees_people": may(request.membership, "people.read"),
    }
    form = JournalFilter(request.GET, doers=list_doers(request.group), **sees)
    lines, has_older = list_lines(request.group, form.narrowing())
    names = names_for(lines, **sees)
    context = {
        "heading": _("Journal"),
        "form": form,
        "active": [(label, _address(request, without=name)) for label, name in form.in_use()],
        "lines": [say_line(line, names) for line in lines],
        "older": _address(request, before=lines[-1].number) if has_older else "",
        "newest": _address(request) if "before" in request.GET else "",
    }
    return render(request, "reporting/journal.html", context)


def _address(request: MemberRequest, *, without: str = "", before: int | None = None) -> str:
    """This page with other filters: a changed filter begins at the latest line again."""
    query = request.GET.copy()
    for name in ("before", without):
        query.pop(name, None)
    if before is not None:
        query["before"] = str(before)
    return f"?{query.urlencode()}"
