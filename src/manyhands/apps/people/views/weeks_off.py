""" "Not this week": one press, and one to take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.actions import give_week_back, keep_week_free
from manyhands.apps.people.queries import find_volunteer_by_person, find_volunteer_of, monday_of
from manyhands.web.missing import or_404

_PAGES = {"tasks": "dispatch:my_tasks"}


@require_POST
@member_page()
def week_off(request: MemberRequest) -> HttpResponse:
    volunteer, at = find_volunteer_of(request.membership), timezone.now()
    if volunteer is not None:
        monday = monday_of(request.group, name=request.POST.get("week", ""), at=at)
        if request.POST.get("do") == "back":
            give_week_back(volunteer, monday, by=request.actor, at=at)
            messages.success(request, _("Thank you. You may be asked again for that week."))
        else:
            keep_week_free(volunteer, monday, by=request.actor, at=at)
            messages.success(request, _("That week is yours. Nobody asks you anything for it."))
    return redirect(group_path(request.group, _PAGES.get(request.POST.get("page", ""), "people:my_details")))


@require_POST
@member_page("people.manage")
def week_off_of(request: MemberRequest, person_id: int) -> HttpResponse:
    """At the phone: somebody says that this or next week does not suit."""
    volunteer, at = or_404(find_volunteer_by_person(request.group, person_id)), timezone.now()
    monday = monday_of(request.group, name=request.POST.get("week", ""), at=at)
    if request.POST.get("do") == "back":
        give_week_back(volunteer, monday, by=request.actor, at=at)
        messages.success(request, _("They may be asked again for that week."))
    else:
        keep_week_free(volunteer, monday, by=request.actor, at=at)
        messages.success(request, _("Nobody asks them anything for that week."))
    return redirect(group_path(request.group, "people:detail", person_id=person_id))
