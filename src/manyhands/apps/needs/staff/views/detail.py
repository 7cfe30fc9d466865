from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import PartInUseError, add_contact_attempt, add_note
from manyhands.apps.needs.actions.ask import make_status_link, status_url
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries import find_need, find_need_with_all
from manyhands.apps.needs.staff.actions import change_request
from manyhands.apps.needs.staff.forms.moves import CallForm, ChangeForm, NoteForm
from manyhands.apps.needs.staff.return_to import page_after
from manyhands.apps.needs.staff.views.page import show_need, show_need_again
from manyhands.apps.needs.states import NeedState
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.queries import reader_label
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once

SHOWN_FIELDS = ("name", "phone", "email", "address", "access_notes", "details", "household")


@require_safe
@member_page("needs.read")
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    return show_need(request, reference)


@require_POST
@member_page("contact.reveal")
def reveal(request: MemberRequest, reference: str) -> HttpResponse:
    """Showing who and where is a deliberate act: it is written down, and the neighbour can read it."""
    need = or_404(find_need(request.group, reference))
    for person in filter(None, (need.person, need.asked_by)):
        note_reading(
            person,
            label=reader_label(request.membership),
            fields=SHOWN_FIELDS,
            reason="request",
            reason_id=need.pk,
            by=request.actor,
            at=timezone.now(),
        )
    return show_need(request, reference, is_revealed=True)


@require_POST
@member_page("needs.intake")
def private_link(request: MemberRequest, reference: str) -> HttpResponse:
    """For whoever called: read out, copied into a message or held in front of a camera; shown this once."""
    need = or_404(find_need(request.group, reference))
    token = make_status_link(need, by=request.actor, at=timezone.now())
    return show_need(request, reference, private_url=status_url(token))


@require_POST
@member_page("needs.intake")
def notes(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_need_again(request, reference, note_form=form)
    at = timezone.now()

    def do() -> str:
        text = form.cleaned_data["text"]
        return str(add_note(need, text, author=request.membership, by=request.actor, at=at).pk)

    try:
        run_form_once(request, "needs.note", at=at, do=do)
    except KeyReusedError:
        return show_need_again(request, reference, note_form=NoteForm(initial=form.cleaned_data))
    return _back(request, need, _("The note is kept."))


@require_POST
@member_page("needs.intake")
def calls(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need(request.group, reference))
    form = CallForm(request.POST)
    if not form.is_valid():
        return show_need_again(request, reference, call_form=form)
    at = timezone.now()

    def do() -> str:
        attempt = add_contact_attempt(
            need, **form.cleaned_data, member=request.membership, by=request.actor, at=at
        )
        return str(attempt.pk)

    try:
        run_form_once(request, "needs.call", at=at, do=do)
    except KeyReusedError:
        return show_need_again(request, reference, call_form=CallForm(initial=form.cleaned_data))
    return _back(request, need, _("The call is written down."))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page("needs.triage")
def change(request: MemberRequest, reference: str) -> HttpResponse:
    need = or_404(find_need_with_all(request.group, reference))
    if need.state == NeedState.CLOSED:
        messages.warning(request, _("It is closed. Open it again to change it."))
        return redirect(group_path(request.group, "needs:detail", reference=need.reference))
    form = ChangeForm(request.POST if request.method == "POST" else None, need=need, at=timezone.now())
    if request.method == "POST" and form.is_valid() and _change(request, need, form):
        return _back(request, need, _("The request is changed."))
    status = 422 if form.is_bound else 200
    return render(request, "needs/staff/change.html", {"need": need, "form": form}, status=status)


def _change(request: MemberRequest, need: Need, form: ChangeForm) -> bool:
    try:
        change_request(
            need,
            summary=form.cleaned_data["summary"],
            people=form.people() if form.parts_have_changed else None,
            leads=form.leads(),
            when=form.when if form.when_has_changed else None,
            by=request.actor,
            at=form.at,
        )
    except PartInUseError:
        form.add_error(
            None, _("Somebody has already said yes to a part you took out. Take them off it first.")
        )
        return False
    return True


def _back(request: MemberRequest, need: Need, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(page_after(request, need))
