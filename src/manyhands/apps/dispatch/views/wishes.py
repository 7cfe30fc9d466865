"""The neighbour says whether they would like the same helper again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.queries.assignments.safety import find_task_of_need
from manyhands.apps.dispatch.views.acting import speak
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.web.missing import or_404


@require_POST
@link_page("need_status")
def neighbour_wish(request: LinkRequest, assignment_id: int) -> HttpResponse:
    assignment = or_404(find_task_of_need(request.group, request.link.object_id, assignment_id))
    speak(request, assignment.part.need.language)
    try:
        actions.say_of_helper(assignment, request.POST.get("wish", ""), by=request.actor, at=timezone.now())
    except RefusedError as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("Thank you. Only you can see what you said."))
    return redirect(request.path.removesuffix(f"helper/{assignment_id}/again/"))
