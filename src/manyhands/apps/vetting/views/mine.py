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
from manyhands.apps.vetting.queries import find_requirement, kinds_open_to, list_own_subjects, read_sheet
from manyhands.web.missing import or_404


@require_safe
@member_page()
def mine(request: MemberRequest) -> HttpResponse:
    at = timezone.now()
    sheets = [read_sheet(subject, at=at) for subject in list_own_subjects(request.membership)]
    kinds = {sheet.subject.key: kinds_open_to(sheet) for sheet in sheets}
    return render(
        request, "vetting/mine.html", {"sheets": [(sheet, kinds[sheet.subject.key]) for sheet in sheets]}
    )


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
