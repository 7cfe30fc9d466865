from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import (
    PartInUseError,
    add_contact_attempt,
    add_note,
    set_parts,
    set_summary,
    set_when,
)
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.staff.forms import CallForm, ChangeForm, NoteForm
from manyhands.apps.needs.staff.lookup import get_need_or_404
from manyhands.apps.needs.staff.present import present
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.queries import reader_label

SHOWN_FIELDS = ("name", "phone", "email", "address", "access_notes", "details", "household")


@require_safe
@member_page("needs.read")
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    return render(request, "needs/staff/detail.html", present(need, request, at=timezone.now()))


@require_POST
@member_page("contact.reveal")
def reveal(request: MemberRequest, reference: str) -> HttpResponse:
    """Showing who and where is a deliberate act: it is written down, and the neighbour can read it."""
    need = get_need_or_404(request, reference)
    at = timezone.now()
    note_reading(
        need.person,
        label=reader_label(request.membership),
        fields=SHOWN_FIELDS,
        reason="request",
        reason_id=need.pk,
        by=request.actor,
        at=at,
    )
    return render(request, "needs/staff/detail.html", present(need, request, at=at, is_revealed=True))


@require_POST
@member_page("needs.intake")
def notes(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, need, note_form=form)
    add_note(need, form.cleaned_data["text"], author=request.membership, by=request.actor, at=timezone.now())
    return _back(request, need, _("The note is kept."))


@require_POST
@member_page("needs.intake")
def calls(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _again(request, need, call_form=form)
    add_contact_attempt(
        need,
        outcome=form.cleaned_data["outcome"],
        note=form.cleaned_data["note"],
        member=request.membership,
        by=request.actor,
        at=timezone.now(),
    )
    return _back(request, need, _("The call is written down."))


@require_http_methods(["GET", "POST"])
@member_page("needs.triage")
def change(request: MemberRequest, reference: str) -> HttpResponse:
    need = get_need_or_404(request, reference)
    at = timezone.now()
    form = ChangeForm(request.POST or None, need=need, group=request.group, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            set_parts(need, form.people(), by=request.actor, at=at)
        except PartInUseError:
            form.add_error(
                None, _("Somebody has already said yes to a part you took out. Take them off it first.")
            )
        else:
            set_summary(need, form.cleaned_data["summary"], by=request.actor, at=at)
            when = form.when
            set_when(
                need,
                when_kind=when.kind,
                starts_at=when.starts_at,
                due_at=when.due_at,
                by=request.actor,
                at=at,
            )
            return _back(request, need, _("The request is changed."))
    status = 422 if form.is_bound else 200
    return render(request, "needs/staff/change.html", {"need": need, "form": form}, status=status)


def _back(request: MemberRequest, need: Need, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(group_path(request.group, "needs:detail", reference=need.reference))


def _again(request: MemberRequest, need: Need, **forms: object) -> HttpResponse:
    context = present(need, request, at=timezone.now()) | forms
    return render(request, "needs/staff/detail.html", context, status=422)
