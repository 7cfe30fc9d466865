"""Settings, Sharing: with which groups this one shares, and the link by which another joins."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page, public_page
from manyhands.apps.groups.actions import (
    AlreadySharingError,
    SharingEndedError,
    agree_to_words,
    end_pool_invite,
    has_new_words,
    invite_to_pool,
    join_pool,
    leave_pool,
)
from manyhands.apps.groups.forms.sharing import ShareForm
from manyhands.apps.groups.models import PoolInvite
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import (
    find_pool_invite,
    find_pool_invite_by_id,
    find_pool_membership,
    list_groups_run_by,
    list_partners,
    list_pool_invites,
)
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


@member_page("group.settings")
def sharing(request: MemberRequest) -> HttpResponse:
    """A new link is shown in the answer to the form itself: nothing keeps it."""
    now = timezone.now()
    token = _invite(request, at=now) if request.method == "POST" else ""
    mine = find_pool_membership(request.group)
    context = {
        "partners": list_partners(request.group),
        "mine": mine,
        "has_new_words": has_new_words(mine),
        "invites": list_pool_invites(request.group, at=now),
        "link": settings.PUBLIC_URL + reverse("groups:share", kwargs={"token": token}) if token else "",
    }
    return render(request, "groups/sharing.html", context)


def _invite(request: MemberRequest, *, at: datetime) -> str:
    """Its token; none when the form came twice: by then it has been shown."""
    made: list[str] = []

    def do() -> str:
        invite, token = invite_to_pool(request.group, made_by=request.membership, at=at)
        made.append(token)
        return str(invite.pk)

    try:
        run_form_once(request, "groups.share", at=at, do=do)
    except KeyReusedError:
        messages.warning(request, _("This page was already sent. Make another link here if you need one."))
    return made[0] if made else ""


@member_page("group.settings")
@require_POST
def end(request: MemberRequest, invite_id: int) -> HttpResponse:
    invite = or_404(find_pool_invite_by_id(request.group, invite_id))
    end_pool_invite(invite, by=request.actor, at=timezone.now())
    messages.success(request, _("The link does not work any more."))
    return redirect(group_path(request.group, "groups:sharing"))


@member_page("group.settings")
@require_POST
def leave(request: MemberRequest) -> HttpResponse:
    mine = find_pool_membership(request.group)
    if mine is not None:
        leave_pool(mine, by=request.actor, at=timezone.now())
        messages.success(request, _("Your group does not share any more."))
    return redirect(group_path(request.group, "groups:sharing"))


@member_page("group.settings")
@require_POST
def agree(request: MemberRequest) -> HttpResponse:
    mine = find_pool_membership(request.group)
    if mine is not None and has_new_words(mine):
        agree_to_words(mine, by=request.actor, at=timezone.now())
        messages.success(request, _("Thank you. Your group goes on sharing."))
    return redirect(group_path(request.group, "groups:sharing"))


@public_page
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Another group's offer to share: opening it shows what that means, the button says yes for one's own group."""
    now = timezone.now()
    invite = find_pool_invite(token, at=now)
    if invite is None:
        return render(request, "groups/share_ended.html", status=410)
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect_to_login(request.path)
        return render(request, "groups/share.html", {"invite": invite})
    run = list_groups_run_by(request.user, at=now)
    memberships = [one for one in run if one.group_id != invite.group_id]
    form = ShareForm(request.POST or None, memberships=memberships)
    if form.is_valid():
        return _join(request, invite, form, at=now)
    context = {"invite": invite, "form": form, "has_group": bool(memberships)}
    return render(request, "groups/share.html", context, status=422 if form.is_bound else 200)


def _join(request: HttpRequest, invite: PoolInvite, form: ShareForm, *, at: datetime) -> HttpResponse:
    chosen = form.chosen
    try:
        join_pool(invite, chosen.group, agreed_by=chosen, at=at)
    except SharingEndedError:
        return render(request, "groups/share_ended.html", status=410)
    except AlreadySharingError:
        form.add_error("group", _("This group shares with others already. It can leave them first."))
        return render(
            request, "groups/share.html", {"invite": invite, "form": form, "has_group": True}, status=422
        )
    messages.success(request, _("You share with %(name)s now.") % {"name": invite.group.name})
    return redirect(group_path(chosen.group, "groups:sharing"))
