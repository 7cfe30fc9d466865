from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import RoleNotByLinkError, make_invite, revoke_invite
from manyhands.apps.groups.forms.members import InviteForm
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.groups.queries import find_invite_by_id, list_invites, list_roles
from manyhands.apps.groups.views.public import qr_drawing
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once

TOKENS = "invite_tokens"
_TOKENS_KEPT = 10


@member_page("members.approve", on_first_day=True)
def invites(request: MemberRequest) -> HttpResponse:
    """Make a link that lets people in. Whoever may not give roles, or has no second step yet, lets in volunteers."""
    may_give_roles = may(request.membership, "group.roles") and not request.lacks_second_step
    form = InviteForm(request.POST or None, roles=list_roles(request.group) if may_give_roles else [])
    now = timezone.now()
    if form.is_valid():
        data = form.cleaned_data

        def do() -> str:
            invite, token = make_invite(
                request.group,
                roles=data.get("roles", ()),
                lives=timedelta(days=data["days"]),
                uses=data["uses"],
                made_by=request.membership,
                at=now,
            )
            _remember(request, invite.pk, token)
            return str(invite.pk)

        try:
            run_form_once(request, "groups.invite", at=now, do=do)
        except RoleNotByLinkError as error:
            form.add_error("roles", _not_by_link(error.labels))
        else:
            return redirect(request.path)
    known = request.session.get(TOKENS, {})
    rows = [
        (invite, _address(known.get(str(invite.pk), ""))) for invite in list_invites(request.group, at=now)
    ]
    return render(request, "groups/invites.html", {"form": form, "rows": rows})


@member_page("members.approve", on_first_day=True)
@require_POST
def revoke(request: MemberRequest, invite_id: int) -> HttpResponse:
    invite = or_404(find_invite_by_id(request.group, invite_id))
    revoke_invite(invite, by=request.actor, at=timezone.now())
    messages.success(request, _("The link does not work any more."))
    return redirect(group_path(request.group, "groups:invites"))


@member_page("members.approve", on_first_day=True)
def invite_qr(request: MemberRequest, invite_id: int) -> HttpResponse:
    """The QR code for print, as long as this browser still knows the link: elsewhere only its hash is kept."""
    token = request.session.get(TOKENS, {}).get(str(invite_id))
    invite = find_invite_by_id(request.group, invite_id)
    if token is None or invite is None:
        raise Http404
    return qr_drawing(_address(token), f"{request.group.slug}-{invite_id}")


def _not_by_link(labels: list[str]) -> str:
    words = _("Whoever has this role is checked first, so a link cannot give it: %(roles)s.")
    return words % {"roles": ", ".join(labels)}


def _remember(request: MemberRequest, invite_id: int, token: str) -> None:
    tokens = {**request.session.get(TOKENS, {}), str(invite_id): token}
    request.session[TOKENS] = dict(list(tokens.items())[-_TOKENS_KEPT:])


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("groups:join", kwargs={"token": token}) if token else ""
