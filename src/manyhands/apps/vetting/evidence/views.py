"""For those who check: the evidence of one check. For whoever is checked: handing in files, and their own ones back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.vetting import actions
from manyhands.apps.vetting.bridge import Subject, subject_of
from manyhands.apps.vetting.evidence.actions import (
    CheckDecidedError,
    TooManyFilesError,
    add_file,
    add_note,
    open_file,
    remove_evidence,
)
from manyhands.apps.vetting.evidence.forms import EvidenceForm, FileForm
from manyhands.apps.vetting.evidence.queries import find_evidence, list_kept, list_own
from manyhands.apps.vetting.models import OPEN_STATES, Check, Evidence, Requirement
from manyhands.apps.vetting.queries import find_check, find_requirement, list_own_subjects
from manyhands.storage.files import FileGoneError
from manyhands.web.downloads import send_download
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


def evidence_panel(request: HttpRequest, check: Check) -> dict[str, object] | None:
    """On the page of a check."""
    membership = getattr(request, "membership", None)
    if not may(membership, "vetting.evidence", check.requirement):
        return None
    form = EvidenceForm() if check.state in OPEN_STATES else None
    return {"check": check, "evidence": list_kept(check), "form": form}


@member_page("vetting.manage")
def add(request: MemberRequest, check_id: int) -> HttpResponse:
    check = or_404(find_check(request.group, check_id))
    if not may(request.membership, "vetting.evidence", check.requirement):
        raise PermissionDenied
    form = EvidenceForm(*_sent(request))
    if form.is_valid() and _is_added(request, check, form, at=timezone.now()):
        return redirect(group_path(request.group, "vetting:check", check_id=check.pk))
    context = {"check": check, "subject": subject_of(check), "form": form}
    return render(request, "vetting/evidence/add.html", context, status=422 if form.is_bound else 200)


@member_page()
def hand_in(request: MemberRequest, who: str, requirement_id: int) -> HttpResponse:
    """Whoever is checked gives a file; with it their part is done."""
    subject = next((one for one in list_own_subjects(request.membership) if one.key == who), None)
    requirement = find_requirement(request.group, requirement_id)
    if subject is None or requirement is None or requirement.applies_to != subject.applies_to:
        raise Http404
    form = FileForm(*_sent(request))
    if form.is_valid() and _is_handed_in(request, requirement, subject, form, at=timezone.now()):
        return redirect(request.path)
    mine = list_own(requirement, subject)
    context = {"requirement": requirement, "form": form, "mine": mine}
    return render(request, "vetting/evidence/hand_in.html", context, status=422 if form.is_bound else 200)


@require_safe
@member_page()
def download(request: MemberRequest, evidence_id: int) -> HttpResponse:
    evidence = or_404(find_evidence(request.group, evidence_id))
    if not evidence.stored_as or not (_is_about(request, evidence) or _may_handle(request, evidence)):
        raise Http404
    try:
        data = open_file(evidence, reader=request.membership, by=request.actor, at=timezone.now())
    except FileGoneError as error:
        raise Http404 from error
    return send_download(data, media_type=evidence.media_type, name=f"evidence-{evidence.pk}")


@require_POST
@member_page()
def remove(request: MemberRequest, evidence_id: int) -> HttpResponse:
    evidence = or_404(find_evidence(request.group, evidence_id))
    if not _may_handle(request, evidence):
        raise Http404
    remove_evidence(evidence, by=request.actor, at=timezone.now())
    messages.success(request, _("Removed."))
    if evidence.added_by_id == request.membership.pk and not may(request.membership, "vetting.manage"):
        return redirect(group_path(request.group, "vetting:mine"))
    return redirect(group_path(request.group, "vetting:check", check_id=evidence.check_of_id))


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _may_handle(request: MemberRequest, evidence: Evidence) -> bool:
    """Whoever gave it, and who may read this kind of evidence. To the rest it is not there."""
    is_own = evidence.added_by_id == request.membership.pk
    return is_own or may(request.membership, "vetting.evidence", evidence.check_of.requirement)


def _is_about(request: MemberRequest, evidence: Evidence) -> bool:
    """A file about oneself is one's own, whoever has added it."""
    return subject_of(evidence.check_of).person.user_id == request.membership.user_id


def _is_added(request: MemberRequest, check: Check, form: EvidenceForm, *, at: datetime) -> bool:
    told: dict[str, Any] = {"added_by": request.membership, "by": request.actor, "at": at}

    def do() -> str:
        if form.cleaned_data["file"]:
            add_file(check, form.cleaned_data["file"], file_name=form.file_name, **told)
        if form.cleaned_data["note"]:
            add_note(check, form.cleaned_data["note"], **told)
        return str(check.pk)

    return _is_done(request, form, "vetting.evidence", do, at=at)


def _is_handed_in(
    request: MemberRequest, requirement: Requirement, subject: Subject, form: FileForm, *, at: datetime
) -> bool:
    def do() -> str:
        check = actions.hand_in(requirement, subject, by=request.actor, at=at)
        told: dict[str, Any] = {"added_by": request.membership, "by": request.actor, "at": at}
        return str(add_file(check, form.cleaned_data["file"], file_name=form.file_name, **told).pk)

    try:
        return _is_done(request, form, "vetting.hand_in_file", do, at=at)
    except actions.WrongSubjectError as error:
        raise Http404 from error


def _is_done(
    request: MemberRequest, form: FileForm, action: str, do: Callable[[], str], *, at: datetime
) -> bool:
    try:
        run_form_once(request, action, at=at, do=do)
    except TooManyFilesError:
        form.add_error("file", _("There are twelve files already. Remove one first."))
        return False
    except CheckDecidedError:
        form.add_error("file", _("This has been decided already."))
        return False
    messages.success(request, _("Kept. Only those who check people can see it."))
    return True
