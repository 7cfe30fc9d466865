"""For whoever is checked: what is still missing, how it is done, when it ends; and an agreement to sign."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.vetting import actions
from manyhands.apps.vetting.models import RequirementKind
from manyhands.apps.vetting.queries import (
    find_requirement,
    kinds_open_to,
    list_checks_with_files,
    list_own_subjects,
    list_role_needs,
    read_own_sheet,
)
from manyhands.web.missing import or_404


@require_safe
@member_page()
def mine(request: MemberRequest) -> HttpResponse:
    at = timezone.now()
    needs = [one for one in list_role_needs(request.membership, at=at) if one.is_theirs]
    roles = {one.role.pk for one in needs}
    sheets = [read_own_sheet(one, roles, at=at) for one in list_own_subjects(request.membership)]
    context = {
        "sheets": [(sheet, kinds_open_to(sheet)) for sheet in sheets],
        "needs": needs,
        "checks_with_files": list_checks_with_files([sheet.subject for sheet in sheets]),
    }
    return render(request, "vetting/mine.html", context)


@require_POST
@member_page()
def hand_in(request: MemberRequest, who: str, requirement_id: int) -> HttpResponse:
    """Their part is done: what is signed is met at once, anything else waits for somebody to look at it."""
    at, language = timezone.now(), get_language() or "en"
    subject = next((one for one in list_own_subjects(request.membership) if one.key == who), None)
    requirement = or_404(find_requirement(request.group, requirement_id))
    if subject is None:
        raise Http404
    try:
        if requirement.kind == RequirementKind.AGREEMENT:
            text = requirement.agreement_in(language)
            actions.sign_agreement(
                requirement, subject, text_shown=text, language=language, by=request.actor, at=at
            )
            messages.success(request, _("Signed. Thank you."))
        else:
            actions.hand_in(requirement, subject, by=request.actor, at=at)
            messages.success(
                request, _("Thank you. Somebody looks at it and you can read here how it goes on.")
            )
    except actions.WrongSubjectError as error:
        raise Http404 from error
    return redirect(group_path(request.group, "vetting:mine"))
