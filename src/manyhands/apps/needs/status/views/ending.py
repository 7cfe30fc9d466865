from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from manyhands.apps.needs.actions import MoveRefusedError, close_need, reopen_need
from manyhands.apps.needs.actions.status import say_how_it_went
from manyhands.apps.needs.states import NeedState
from manyhands.apps.needs.status.access import OwnRequest, own_page, own_path
from manyhands.apps.needs.status.forms import DoneForm, StopForm
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.once import run_form_once

_READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(_READ_AND_WRITE)
@own_page
def done(request: OwnRequest) -> HttpResponse:
    if request.need.state == NeedState.CLOSED:
        return redirect(own_path(request))
    form = DoneForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, _("Is it done?"), submit_label=_("Tell the group"))
    at = timezone.now()

    def say() -> str:
        say_how_it_went(
            request.need,
            close_reason=form.close_reason,
            words=form.cleaned_data["words"],
            by=request.actor,
            at=at,
        )
        return request.need.reference

    try:
        run_form_once(request, "needs.own_done", at=at, do=say)
    except (MoveRefusedError, KeyReusedError):
        return redirect(own_path(request))
    text = (
        _("Thank you for telling us.")
        if form.close_reason
        else _("Thank you. Somebody from the group looks at it.")
    )
    messages.success(request, text)
    return redirect(own_path(request))


@require_http_methods(_READ_AND_WRITE)
@own_page
def stop(request: OwnRequest) -> HttpResponse:
    """No longer needed. Whoever was asked or had said yes is told not to come."""
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.need.state == NeedState.CLOSED:
        return redirect(own_path(request))
    if request.method != "POST" or not form.is_valid():
        hint = _("If somebody has said yes, we tell them not to come.")
        return _page(
            request, form, _("You do not need this any more?"), hint=hint, submit_label=_("End the request")
        )
    try:
        close_need(request.need, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
    except MoveRefusedError:
        return redirect(own_path(request))
    messages.success(request, _("Your request has ended. Thank you for telling us."))
    return redirect(own_path(request))


@require_http_methods(_READ_AND_WRITE)
@own_page
def again(request: OwnRequest) -> HttpResponse:
    """Closed too early, or needed once more: the same request opens again with its history."""
    if request.need.state != NeedState.CLOSED:
        return redirect(own_path(request))
    if request.method == "POST":
        try:
            reopen_need(
                request.need, reason=_("The neighbour needs it again."), by=request.actor, at=timezone.now()
            )
        except MoveRefusedError:
            return redirect(own_path(request))
        messages.success(request, _("Your request is open again."))
        return redirect(own_path(request))
    context = {"heading": _("Do you need it again?"), "back_url": own_path(request)}
    return render(request, "needs/status/again.html", context)


def _page(
    request: OwnRequest, form: DoneForm | StopForm, heading: str, *, submit_label: str, hint: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "hint": hint,
        "submit_label": submit_label,
        "back_url": own_path(request),
    }
    return render(request, "needs/status/question.html", context)
