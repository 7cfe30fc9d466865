from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from manyhands.apps.needs.states import NeedState
from manyhands.apps.needs.status.access import OwnRequest, own_page, own_path
from manyhands.apps.needs.status.changes import changes_of
from manyhands.web.missing import or_404


@require_safe
@own_page
def change(request: OwnRequest) -> HttpResponse:
    """What can be changed, with what it is now."""
    if request.need.state == NeedState.CLOSED:
        return redirect(own_path(request))
    at = timezone.now()
    rows = [
        change.row(request.need, at=at, url=own_path(request, "own_change_one", what=key))
        for key, change in changes_of(request.need).items()
    ]
    context = {"heading": _("What do you want to change?"), "rows": rows, "back_url": own_path(request)}
    return render(request, "needs/status/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def change_one(request: OwnRequest, what: str) -> HttpResponse:
    wanted = or_404(changes_of(request.need).get(what))
    if request.need.state == NeedState.CLOSED:
        return redirect(own_path(request))
    at = timezone.now()
    form = wanted.form(request.need, request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        wanted.save(request.need, form, by=request.actor, at=at)
        messages.success(request, _("Changed. Whoever looks after your request sees it now."))
        return redirect(own_path(request))
    context = {
        "form": form,
        "heading": wanted.heading,
        "seen_by": getattr(form, "seen_by", ""),
        "submit_label": _("Save"),
        "back_url": own_path(request, "own_change"),
    }
    return render(request, "needs/status/question.html", context)
