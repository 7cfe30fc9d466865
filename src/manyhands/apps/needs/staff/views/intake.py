from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.queries import SimilarNeed, find_similar_needs
from manyhands.apps.needs.staff.actions import take_in
from manyhands.apps.needs.staff.bridge import asked_from
from manyhands.apps.needs.staff.forms.intake import IntakeForm
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.once import run_form_once


class LooksLikeAnotherError(Exception):
    """There is a request that may be the same one, and whoever takes the call has not been shown it yet."""


@require_http_methods(["GET", "HEAD", "POST"])
@member_page("needs.intake")
def intake(request: MemberRequest) -> HttpResponse:
    """One screen for the time of a phone call. What looks like an earlier request is shown once before it is taken."""
    is_sent = request.method == "POST"
    form = IntakeForm(request.POST if is_sent else None, group=request.group, at=timezone.now())
    is_held = False
    if is_sent and form.is_valid():
        try:
            return _take_in(request, form)
        except LooksLikeAnotherError:
            is_held = True
    context = {"form": form, "similar": _similar(request) if is_sent else [], "is_held": is_held}
    return render(request, "needs/staff/intake.html", context, status=422 if is_sent else 200)


@require_POST
@member_page("needs.intake")
def similar(request: MemberRequest) -> HttpResponse:
    """While typing: requests that may be the same one. Posted, so that no number lands in an address or a log."""
    return render(request, "needs/staff/_similar.html", {"similar": _similar(request)})


def _similar(request: MemberRequest) -> list[SimilarNeed]:
    typed = {name: request.POST.get(name, "")[:200] for name in ("phone", "name", "zip_code")}
    return find_similar_needs(request.group, **typed)


def _stop_at_news(request: MemberRequest) -> None:
    """Raises LooksLikeAnotherError when one is found that this page has not shown before."""
    if {found.need.reference for found in _similar(request)} - set(request.POST.getlist("seen")):
        raise LooksLikeAnotherError


def _take_in(request: MemberRequest, form: IntakeForm) -> HttpResponse:
    data = form.cleaned_data

    def do() -> str:
        # Looked for here, and not before: the same page sent twice must not find itself.
        _stop_at_news(request)
        need = take_in(
            request.group,
            asked_from(form),
            note=data["note"],
            open_now=data["open_now"] and may(request.membership, "needs.triage"),
            author=request.membership,
            by=request.actor,
            at=form.at,
        )
        return str(need.reference)

    try:
        reference, replayed = run_form_once(request, "needs.intake", at=form.at, do=do)
    except KeyReusedError:
        messages.warning(request, _("This page was already sent. Start a new one for another request."))
        return redirect(group_path(request.group, "needs:intake"))
    if not replayed:
        messages.success(
            request,
            _("Request %(reference)s is taken in. Tell them the number.") % {"reference": reference},
        )
    return redirect(group_path(request.group, "needs:detail", reference=reference))
