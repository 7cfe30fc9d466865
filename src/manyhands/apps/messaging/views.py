from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.messaging.actions import (
    Shown,
    note_called,
    retry_failed,
    retry_message,
    reveal_message,
    set_rules,
    show_message,
)
from manyhands.apps.messaging.events import title_of
from manyhands.apps.messaging.forms import OutboxFilter, RulesForm
from manyhands.apps.messaging.models import Channel, Message, MessageState
from manyhands.apps.messaging.policies import can_be_called_about, can_be_retried
from manyhands.apps.messaging.queries import TABS, count_by_tab, find_message, list_rules, outbox
from manyhands.apps.messaging.words import CHANNEL_ICONS, chips_of, reason_in_words, recipient_in_words
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once
from manyhands.web.parts import NavItem

MESSAGES_PER_PAGE = 25


@require_GET
@member_page("messages.manage")
def show_outbox(request: MemberRequest) -> HttpResponse:
    """What waits, what went out, what did not arrive, and whom to call."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    filters = OutboxFilter(request.GET)
    pages = Paginator(outbox(request.group, tab, event=filters.event_name), MESSAGES_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "messaging/outbox.html",
        {
            "heading": _("Messages"),
            "tab": tab,
            "tabs": _tabs(request, tab),
            "filters": filters,
            "active": _active_filters(filters, tab),
            "page": page,
            "lines": [_line(message) for message in page],
            "is_demo": settings.DEMO,
        },
    )


@require_POST
@member_page("messages.manage")
def show_one(request: MemberRequest, message_id: int) -> HttpResponse:
    """A deliberate look at what somebody was told; the person can see who looked."""
    message = _get_message(request, message_id)
    if message.recipient_id and not may(request.membership, "contact.reveal"):
        raise PermissionDenied
    shown = reveal_message(
        message,
        reader=request.membership,
        language=translation.get_language(),
        by=request.actor,
        at=timezone.now(),
    )
    return render(request, "messaging/message.html", {"line": _line(message), "shown": shown})


@require_POST
@member_page("messages.manage")
def retry(request: MemberRequest, message_id: int) -> HttpResponse:
    now, message = timezone.now(), _get_message(request, message_id)
    result, _replayed = run_form_once(
        request,
        "messaging.retry",
        at=now,
        do=lambda: str(retry_message(message, by=request.actor, at=now)),
    )
    if result == "True":
        messages.success(request, _("It will be tried again right away."))
    else:
        messages.info(request, _("Somebody has already taken care of this message."))
    return _back(request, "failed")


@require_POST
@member_page("messages.manage")
def retry_all(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    result, _replayed = run_form_once(
        request,
        "messaging.retry_all",
        at=now,
        do=lambda: str(retry_failed(request.group, by=request.actor, at=now)),
    )
    count = int(result)
    said = ngettext(
        "%(count)s message will be tried again.", "%(count)s messages will be tried again.", count
    )
    messages.success(request, said % {"count": count})
    return _back(request, "failed")


@require_POST
@member_page("messages.manage")
def called(request: MemberRequest, message_id: int) -> HttpResponse:
    now, message = timezone.now(), _get_message(request, message_id)
    tab = "call" if message.state == MessageState.TO_CALL else "failed"
    run_form_once(
        request, "messaging.called", at=now, do=lambda: str(note_called(message, by=request.actor, at=now))
    )
    messages.success(request, _("Noted: somebody has called."))
    return _back(request, tab)


@require_http_methods(["GET", "POST"])
@member_page("group.settings")
def rules(request: MemberRequest) -> HttpResponse:
    """The group's own choices in the table of who is told what."""
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, rules=list_rules(request.group))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        run_form_once(request, "messaging.rules", at=now, do=lambda: _save_rules(request, form, now))
        messages.success(request, _("Saved."))
        return redirect(group_path(request.group, "messaging:rules"))
    return render(request, "messaging/rules.html", {"heading": _("Who is told what"), "form": form})


def _save_rules(request: MemberRequest, form: RulesForm, now: Any) -> str:
    set_rules(request.group, form.wanted(), by=request.actor, at=now)
    return "saved"


def _get_message(request: MemberRequest, message_id: int) -> Message:
    return or_404(find_message(request.group, message_id))


def _back(request: MemberRequest, tab: str) -> HttpResponse:
    return redirect(f"{group_path(request.group, 'messaging:outbox')}?tab={tab}")


def _line(message: Message) -> dict[str, Any]:
    """One message as the outbox shows it; only in the demo with its words, because nobody there is real."""
    return {
        "message": message,
        "title": title_of(message.event),
        "to": recipient_in_words(message),
        "reference": message.context.get("reference", ""),
        "icon": CHANNEL_ICONS[Channel(message.channel)],
        "chips": chips_of(message),
        "is_due": message.not_before <= timezone.now(),
        "reason": reason_in_words(message),
        "can_retry": can_be_retried(message),
        "can_call": can_be_called_about(message),
        "shown": _shown_in_demo(message) if settings.DEMO else None,
    }


def _shown_in_demo(message: Message) -> Shown:
    return show_message(message, language=translation.get_language(), with_links=True)


def _tabs(request: MemberRequest, tab: str) -> list[NavItem]:
    counts = count_by_tab(request.group)
    labels = {
        "waiting": (_("Waiting"), "clock"),
        "sent": (_("Sent"), "envelope-check"),
        "failed": (_("Not delivered"), "exclamation-octagon"),
        "call": (_("People to call"), "telephone"),
    }
    return [
        NavItem(label, f"?tab={name}", icon, is_current=name == tab, count=counts.get(name))
        for name, (label, icon) in labels.items()
    ]


def _active_filters(filters: OutboxFilter, tab: str) -> list[tuple[str, str]]:
    if not filters.event_name:
        return []
    return [(str(title_of(filters.event_name)), f"?tab={tab}")]
