from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.actions import add_note, open_need, receive_need
from manyhands.apps.needs.queries import find_similar_needs
from manyhands.apps.needs.staff.bridge import asked_from
from manyhands.apps.needs.staff.forms import IntakeForm
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.once import run_form_once


@require_http_methods(["GET", "POST"])
@member_page("needs.intake")
def intake(request: MemberRequest) -> HttpResponse:
    """One screen for the time of a phone call."""
    at = timezone.now()
    form = IntakeForm(request.POST or None, group=request.group, at=at)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            return _take_in(request, form, at)
        status = 422
    similar = _similar(request) if request.method == "POST" else []
    return render(
        request, "needs/staff/intake.html", {"form": form, "similar": similar, "at": at}, status=status
    )


@require_safe
@member_page("needs.intake")
def similar(request: MemberRequest) -> HttpResponse:
    """While typing: requests that may be the same one, from the same phone or the same name and place."""
    return render(request, "needs/staff/_similar.html", {"similar": _similar(request), "at": timezone.now()})


def _similar(request: MemberRequest) -> list[object]:
    typed = request.GET or request.POST
    return list(
        find_similar_needs(
            request.group,
            phone=typed.get("phone", ""),
            name=typed.get("name", ""),
            zip_code=typed.get("zip_code", ""),
        )
    )


def _take_in(request: MemberRequest, form: IntakeForm, at: datetime) -> HttpResponse:
    def do() -> str:
        return _store(request, form, at)

    try:
        reference, replayed = run_form_once(request, "needs.intake", at=at, do=do)
    except KeyReusedError:
        messages.warning(request, _("This page was already sent. Start a new one for another request."))
        return redirect(group_path(request.group, "needs:intake"))
    if not replayed:
        messages.success(request, _("Request %(reference)s is taken in.") % {"reference": reference})
    return redirect(group_path(request.group, "needs:detail", reference=reference))


@transaction.atomic
def _store(request: MemberRequest, form: IntakeForm, at: datetime) -> str:
    need = receive_need(request.group, asked_from(form), by=request.actor, at=at)
    note = form.cleaned_data["note"]
    if note:
        add_note(need, note, author=request.membership, by=request.actor, at=at)
    if form.cleaned_data["open_now"] and may(request.membership, "needs.triage", need):
        open_need(need, by=request.actor, at=at)
    return need.reference
