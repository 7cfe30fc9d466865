"""One check: taken up, decided, withdrawn; and what somebody is spared."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.vetting.actions import (
    CheckMoveRefusedError,
    ExemptionEndedError,
    OwnCheckError,
    WrongSubjectError,
    decide,
    end_check,
    end_exemption,
    exempt,
    take_up,
    withdraw,
)
from manyhands.apps.vetting.bridge import day_of, subject_of, usual_end
from manyhands.apps.vetting.forms import DecideForm, EndForm, SpareForm
from manyhands.apps.vetting.models import OPEN_STATES, Check
from manyhands.apps.vetting.queries import find_check, find_exemption, find_requirement, find_subject
from manyhands.web.missing import or_404

MOVES = {"take_up": take_up, "withdraw": withdraw}


@member_page("vetting.manage")
def check(request: MemberRequest, check_id: int) -> HttpResponse:
    one, at = or_404(find_check(request.group, check_id)), timezone.now()
    today = day_of(request.group, at)
    initial = {"valid_from": today, "valid_until": usual_end(one.requirement, today)}
    form = DecideForm(request.POST or None, today=today, initial=initial)
    if form.is_valid():
        _decide(request, one, form.cleaned_data, at=at)
        return _to_sheet(request, one)
    context = {
        "check": one,
        "subject": subject_of(one),
        "form": form if one.state in OPEN_STATES else None,
        "end_form": EndForm(),
    }
    return render(request, "vetting/check.html", context, status=422 if form.is_bound else 200)


def _decide(request: MemberRequest, one: Check, data: dict[str, Any], *, at: datetime) -> None:
    try:
        decide(
            one,
            met=data["decision"] == "met",
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            note=data["note"],
            decided_by=request.membership,
            by=request.actor,
            at=at,
        )
    except CheckMoveRefusedError:
        messages.warning(request, _("Somebody else has decided already."))
    except OwnCheckError:
        _say_own(request)
    else:
        messages.success(request, _("Decided."))


@require_POST
@member_page("vetting.manage")
def move(request: MemberRequest, check_id: int) -> HttpResponse:
    one, do = or_404(find_check(request.group, check_id)), MOVES.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        do(one, by=request.actor, at=timezone.now())
    except CheckMoveRefusedError:
        messages.warning(request, _("Somebody else has decided already."))
    else:
        messages.success(request, _("Written down."))
    return _to_sheet(request, one)


@require_POST
@member_page("vetting.manage")
def end(request: MemberRequest, check_id: int) -> HttpResponse:
    """Something has come up: it counts no more from now on."""
    one, form = or_404(find_check(request.group, check_id)), EndForm(request.POST)
    if not form.is_valid():
        context = {"check": one, "subject": subject_of(one), "form": None, "end_form": form}
        return render(request, "vetting/check.html", context, status=422)
    try:
        end_check(
            one,
            note=form.cleaned_data["note"],
            decided_by=request.membership,
            by=request.actor,
            at=timezone.now(),
        )
    except CheckMoveRefusedError:
        messages.warning(request, _("Somebody else has decided already."))
    except OwnCheckError:
        _say_own(request)
    else:
        messages.success(request, _("It counts no more."))
    return _to_sheet(request, one)


@member_page("vetting.manage")
def spare(request: MemberRequest, who: str, requirement_id: int) -> HttpResponse:
    subject = or_404(find_subject(request.group, who))
    requirement, at = or_404(find_requirement(request.group, requirement_id)), timezone.now()
    if requirement.applies_to != subject.applies_to:
        raise Http404
    today: date = day_of(request.group, at)
    form = SpareForm(request.POST or None, today=today)
    if form.is_valid():
        told = {**form.cleaned_data, "given_by": request.membership, "by": request.actor, "at": at}
        try:
            exempt(requirement, subject, **told)
        except OwnCheckError:
            _say_own(request)
        except (ExemptionEndedError, WrongSubjectError) as error:
            raise Http404 from error
        else:
            messages.success(request, _("They are spared it until then."))
        return redirect(group_path(request.group, "vetting:of", who=subject.key))
    context = {"form": form, "subject": subject, "requirement": requirement}
    return render(request, "vetting/exempt.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_page("vetting.manage")
def end_sparing(request: MemberRequest, exemption_id: int) -> HttpResponse:
    exemption = or_404(find_exemption(request.group, exemption_id))
    try:
        end_exemption(exemption, by=request.actor, at=timezone.now())
    except ExemptionEndedError:
        messages.warning(request, _("It has been ended already."))
    else:
        messages.success(request, _("From now on it is asked of them again."))
    return redirect(group_path(request.group, "vetting:of", who=subject_of(exemption).key))


def _say_own(request: MemberRequest) -> None:
    messages.warning(request, _("This is about yourself. Somebody else has to decide."))


def _to_sheet(request: MemberRequest, one: Check) -> HttpResponse:
    return redirect(group_path(request.group, "vetting:of", who=subject_of(one).key))
