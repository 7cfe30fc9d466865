"""Settings, Programs: tokens with which other programs come in."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import make_token, revoke_token
from manyhands.apps.groups.forms.tokens import TokenForm
from manyhands.apps.groups.models import ApiToken
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.groups.queries import find_token_by_id, list_tokens
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


@member_page("group.settings")
def programs(request: MemberRequest) -> HttpResponse:
    """A new token is shown in the answer to the form itself: it has no address, and nothing keeps it."""
    now = timezone.now()
    form = TokenForm(request.POST or None, maker=request.membership, at=now)
    secret = ""
    if form.is_valid():
        secret = _make(request, form)
        form = TokenForm(maker=request.membership, at=now)
    rows = [(token, _may(token)) for token in list_tokens(request.group, at=now)]
    context = {"form": form, "rows": rows, "secret": secret}
    return render(request, "groups/programs.html", context, status=422 if form.is_bound else 200)


def _make(request: MemberRequest, form: TokenForm) -> str:
    """Its secret; none when the form came twice: by then it has been shown."""
    data, now = form.cleaned_data, timezone.now()
    made: list[str] = []

    def do() -> str:
        token, secret = make_token(
            request.group,
            name=data["name"],
            permissions=data["permissions"],
            lives=timedelta(days=data["days"]),
            made_by=request.membership,
            at=now,
        )
        made.append(secret)
        return str(token.pk)

    try:
        run_form_once(request, "groups.token", at=now, do=do)
    except KeyReusedError:
        messages.warning(request, _("This page was already sent. Make another token here if you need one."))
    if not made:
        return ""
    return made[0]


def _may(token: ApiToken) -> list[str]:
    return [str(label) for name, label in PERMISSIONS.items() if name in token.permissions]


@member_page("group.settings")
@require_POST
def revoke(request: MemberRequest, token_id: int) -> HttpResponse:
    token = or_404(find_token_by_id(request.group, token_id))
    revoke_token(token, by=request.actor, at=timezone.now())
    messages.success(request, _("The token does not work any more."))
    return redirect(group_path(request.group, "groups:programs"))
