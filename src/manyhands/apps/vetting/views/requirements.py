"""For organisers: what the group asks for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import list_categories, list_roles
from manyhands.apps.vetting.actions import add_requirement, change_requirement, take_shipped_requirements
from manyhands.apps.vetting.forms import RequirementForm, initial_of
from manyhands.apps.vetting.models import AppliesTo, Requirement
from manyhands.apps.vetting.queries import find_requirement, list_requirements, lists_missing_shipped
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


@require_safe
@member_page("group.settings")
def requirements(request: MemberRequest) -> HttpResponse:
    rows = list_requirements(request.group, with_inactive=True)
    context = {
        "of_people": [row for row in rows if row.applies_to == AppliesTo.PERSON],
        "of_organisations": [row for row in rows if row.applies_to == AppliesTo.ORGANISATION],
        "has_shipped_left": lists_missing_shipped(rows),
    }
    return render(request, "vetting/requirements.html", context)


@member_page("group.settings")
def add(request: MemberRequest) -> HttpResponse:
    form = _form(request, initial={"is_active": True, "renewal_days": 60, "grace_days": 30})
    if form.is_valid():
        now = timezone.now()

        def do() -> str:
            added = add_requirement(
                request.group,
                form.details,
                categories=form.chosen_categories,
                roles=form.chosen_roles,
                by=request.actor,
                at=now,
            )
            return str(added.pk)

        run_form_once(request, "vetting.requirement_new", at=now, do=do)
        messages.success(request, _("Saved."))
        return redirect(group_path(request.group, "vetting:requirements"))
    return _show(request, form, _("Something new to ask for"))


@member_page("group.settings")
def change(request: MemberRequest, requirement_id: int) -> HttpResponse:
    requirement = or_404(find_requirement(request.group, requirement_id))
    form = _form(request, initial=initial_of(requirement, request.group.languages))
    if form.is_valid():
        change_requirement(
            requirement,
            form.details,
            categories=form.chosen_categories,
            roles=form.chosen_roles,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect(group_path(request.group, "vetting:requirements"))
    return _show(request, form, requirement.name_in(get_language() or "en"), requirement)


@require_POST
@member_page("group.settings")
def take_shipped(request: MemberRequest) -> HttpResponse:
    taken = take_shipped_requirements(request.group, by=request.actor, at=timezone.now())
    if taken:
        messages.success(request, _("The usual set is there now. Change of it what you like."))
    return redirect(group_path(request.group, "vetting:requirements"))


def _form(request: MemberRequest, initial: dict[str, Any]) -> RequirementForm:
    return RequirementForm(
        request.POST or None,
        group=request.group,
        categories=list_categories(request.group, active_only=False),
        roles=list_roles(request.group),
        initial=initial,
    )


def _show(
    request: MemberRequest, form: RequirementForm, heading: str, requirement: Requirement | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "requirement": requirement}
    return render(request, "vetting/requirement.html", context, status=422 if form.is_bound else 200)
