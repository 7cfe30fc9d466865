from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.apps.groups.access import enter_group, public_page
from manyhands.apps.groups.actions import InviteEndedError, join_by_invite
from manyhands.apps.groups.models import MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_invite
from manyhands.storage.actors import Actor


@public_page
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: opening it shows the group, the button joins; whoever is not signed in does so first."""
    now = timezone.now()
    invite = find_invite(token, at=now)
    if invite is None:
        return render(request, "groups/invite_ended.html", status=410)
    enter_group(request, invite.group)
    if request.method != "POST":
        return render(request, "groups/join.html", {"roles": [role.label for role in invite.roles.all()]})
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        membership = join_by_invite(invite, request.user, by=Actor.user(request.user.pk), at=now)
    except InviteEndedError:
        return render(request, "groups/invite_ended.html", status=410)
    if membership.state == MembershipState.APPLICANT:
        messages.info(request, _("Thank you. Somebody of the group will look at it and tell you."))
        return redirect(group_path(invite.group, "groups:public"))
    messages.success(request, _("Welcome! Tell us how you can help."))
    return redirect(group_path(invite.group, "people:volunteer_join"))
