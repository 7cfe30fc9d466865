from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions.forget import delete_details
from manyhands.apps.needs.actions.status import export_own, pack_own, report_safety_problem
from manyhands.apps.needs.queries.retention import is_need_held
from manyhands.apps.needs.queries.status import is_only_a_neighbour
from manyhands.apps.needs.states import NeedState
from manyhands.apps.needs.status.access import OwnRequest, own_page, own_path
from manyhands.apps.needs.status.forms import DeleteForm, SafetyForm
from manyhands.apps.needs.status.story import kept_until_in_words
from manyhands.apps.privacy.actions import MEDIA_TYPE, withdraw_consent
from manyhands.apps.privacy.queries import find_own_consent
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.downloads import send_file
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once

_READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(_READ_AND_WRITE)
@own_page
def safety(request: OwnRequest) -> HttpResponse:
    form = SafetyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at, words = timezone.now(), form.cleaned_data["words"]

        def report() -> str:
            return str(report_safety_problem(request.need, words, by=request.actor, at=at).pk)

        try:
            run_form_once(request, "needs.own_safety", at=at, do=report)
        except KeyReusedError:
            messages.warning(
                request, _("We have what you sent first. If you want to add something, send a new report.")
            )
            return redirect(own_path(request, "own_safety"))
        messages.success(request, _("We have your report. Somebody responsible for safety reads it soon."))
        return redirect(own_path(request))
    context = {
        "form": form,
        "heading": _("Did something feel wrong?"),
        "hint": _("Tell us. You do not have to be sure."),
        "seen_by": _(
            "the few people of the group who look after safety. Whoever it is about does not see it."
        ),
        "submit_label": _("Send the report"),
        "back_url": own_path(request),
    }
    return render(request, "needs/status/question.html", context)


@require_safe
@own_page
def data(request: OwnRequest) -> HttpResponse:
    """All that the group holds of this person, to read."""
    at = timezone.now()
    extracts = export_own(request.need, by=request.actor, at=at)
    context = {
        "heading": _("What we know about you"),
        "need": request.need,
        "extracts": extracts,
        "kept_until": kept_until_in_words(request.need, at=at),
        "is_held": is_need_held(request.need, at=at),
        "download_url": own_path(request, "own_download"),
        "delete_url": own_path(request, "own_delete"),
        "back_url": own_path(request),
    }
    return render(request, "needs/status/data.html", context)


@require_safe
@own_page
def download(request: OwnRequest) -> HttpResponse:
    """The same as one file: to read, and for programs."""
    packed = pack_own(request.need, by=request.actor, at=timezone.now())
    return send_file(packed, media_type=MEDIA_TYPE, name=f"request-{request.need.reference}.zip")


@require_POST
@own_page
def take_back(request: OwnRequest, consent_id: int) -> HttpResponse:
    """What the neighbour agreed to; whoever asked for them takes their own back on their own page."""
    consent = or_404(find_own_consent([request.need.person], consent_id))
    withdraw_consent(consent, by=request.actor, at=timezone.now())
    messages.success(request, _("You have taken it back. It is written down with the day."))
    return redirect(own_path(request, "own_data"))


@require_http_methods(_READ_AND_WRITE)
@own_page
def delete(request: OwnRequest) -> HttpResponse:
    """Two steps: what will happen, then it happens."""
    need = request.need
    form = DeleteForm(request.POST if request.method == "POST" else None)
    is_held = is_need_held(need, at=timezone.now())
    if request.method == "POST" and not is_held and form.is_valid():
        delete_details(need, by=request.actor, at=timezone.now())
        return redirect(group_path(request.group, "needs:ask_deleted"))
    context = {
        "form": form,
        "heading": _("Delete my details now"),
        "is_held": is_held,
        "is_live": need.state != NeedState.CLOSED,
        "somebody_is_coming": need.state in (NeedState.ASSIGNED, NeedState.IN_PROGRESS),
        "card_stays": not is_only_a_neighbour(need.person),
        "back_url": own_path(request),
    }
    return render(request, "needs/status/delete.html", context)
