"""Staff decide whether one of theirs is asked for a group that shares; the one who is asked answers by a link."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.dispatch.bridge.words.partners import kind_in_words, when_asked_in_words
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.actions import (
    agree_to_ask,
    approve_ask,
    decline_ask,
    refuse_ask,
    undo_ask,
)
from manyhands.apps.dispatch.partners.queries import find_ask, is_sharing_with
from manyhands.apps.dispatch.partners.words import consent_in_words, language_asked_in_words
from manyhands.apps.dispatch.queries.asks import list_open_asks
from manyhands.apps.dispatch.states import UNDO_FOR, AskState
from manyhands.apps.dispatch.views.acting import act_once, speak
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.storage.actors import Actor

Decision = Callable[[PartnerAsk, Membership, Actor, datetime], PartnerAsk]
DECISIONS: dict[str, tuple[Decision, Any]] = {
    "ask": (
        lambda ask, member, by, at: approve_ask(ask, made_by=member, by=by, at=at),
        gettext_lazy("%(name)s is asked."),
    ),
    "no": (
        lambda ask, member, by, at: refuse_ask(ask, made_by=member, by=by, at=at),
        gettext_lazy("Nobody of ours is asked for this."),
    ),
    "undo": (
        lambda ask, _member, by, at: undo_ask(ask, by=by, at=at),
        gettext_lazy("Undone. Nobody was told."),
    ),
}


@require_safe
@member_page("needs.assign")
def partner_asks(request: MemberRequest) -> HttpResponse:
    """What groups that share ask for, and what has become of it."""
    at, language = timezone.now(), get_language() or "en"
    asks = [_shown(ask, language, at=at) for ask in list_open_asks(request.group)]
    context = {
        "to_decide": [ask for ask in asks if ask["ask"].state == AskState.PROPOSED],
        "decided": [ask for ask in asks if ask["ask"].state != AskState.PROPOSED],
    }
    return render(request, "dispatch/partners/list.html", context)


def _shown(ask: PartnerAsk, language: str, *, at: datetime) -> dict[str, Any]:
    return {
        "ask": ask,
        "kind": kind_in_words(ask, language),
        "when": when_asked_in_words(ask, at=at),
        "spoken": language_asked_in_words(ask),
        "can_undo": ask.state == AskState.ASKED
        and ask.asked_at is not None
        and at <= ask.asked_at + UNDO_FOR,
    }


@require_POST
@member_page("needs.assign")
def decide(request: MemberRequest, ask_id: int) -> HttpResponse:
    ask, at = find_ask(request.group, ask_id), timezone.now()
    if ask is None:
        raise Http404
    verb = request.POST.get("do", "")
    if verb not in DECISIONS:
        raise Http404
    act, said = DECISIONS[verb]
    done = act_once(
        request,
        f"dispatch.partner.{verb}.{ask.pk}",
        at=at,
        do=lambda: act(ask, request.membership, request.actor, at).state,
    )
    if done:
        messages.success(request, said % {"name": ask.helper.name})
    return redirect(group_path(request.group, "dispatch:partner_asks"))


@link_page("partner_ask")
def partner_ask(request: LinkRequest) -> HttpResponse:
    """What the other group would see is said before the yes, word for word as it is kept."""
    ask, at = find_ask(request.group, request.link.object_id), timezone.now()
    if ask is None or ask.helper_id != request.link.person_id:
        return render(request, "privacy/link_ended.html", status=410)
    speak(request, ask.helper.language)
    language = get_language() or "en"
    if request.method == "POST":
        _answer(request, ask, language, at=at)
        return redirect(request.path)
    is_open = ask.state == AskState.ASKED and is_sharing_with(request.group, ask.asking_group_id)
    is_late = ask.expires_at is not None and ask.expires_at <= at
    context = {**_shown(ask, language, at=at), "is_open": is_open and not is_late, "at": at}
    return render(
        request,
        "dispatch/partners/ask.html",
        {**context, "consent": consent_in_words(ask), "state": ask.state},
    )


def _answer(request: LinkRequest, ask: PartnerAsk, language: str, *, at: datetime) -> None:
    verb = request.POST.get("do", "")
    if verb not in ("yes", "no"):
        raise Http404
    shown = consent_in_words(ask)

    def do() -> str:
        if verb == "no":
            return str(decline_ask(ask, by=request.actor, at=at).state)
        return str(agree_to_ask(ask, text_shown=shown, language=language, by=request.actor, at=at).state)

    if act_once(request, f"dispatch.partner_ask.{verb}", at=at, do=do) and verb == "no":
        messages.success(request, _("Thank you for telling us. Nobody will ask you for this one again."))
