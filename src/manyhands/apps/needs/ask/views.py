from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manyhands.apps.groups.access import GroupRequest, public_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions.ask import (
    LINK_ANSWER,
    AlreadySentError,
    consent_words,
    send_request,
    status_url,
)
from manyhands.apps.needs.actions.drafts import begin_draft, forget_draft, keep_answer
from manyhands.apps.needs.ask.cookie import drop_token, keep_token, token_in
from manyhands.apps.needs.ask.forms import CheckForm
from manyhands.apps.needs.ask.interview import QUESTIONS
from manyhands.apps.needs.ask.session import Visit
from manyhands.apps.needs.ask.summary import summary_rows
from manyhands.apps.needs.queries.ask import (
    find_confirmation,
    find_draft,
    has_helpers,
    list_other_groups_serving,
)
from manyhands.storage.rates import Limit, take
from manyhands.web.client_address import client_address

FIRST = next(iter(QUESTIONS))
# At most 20 in any minute from one address: a shelter where many ask from one connection still gets through.
SENDING = Limit("needs.ask", burst=10, per_minute=10)
BEGINNING = Limit("needs.ask.begin", burst=10, per_minute=10)
TOO_MANY = 429


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: GroupRequest) -> HttpResponse:
    visit = Visit(request, timezone.now())
    if visit.is_paused and not visit.is_writing:
        return render(
            request, "needs/ask/paused.html", {"heading": _("We are not taking new requests just now")}
        )
    return _question(visit, FIRST)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: GroupRequest, step: str) -> HttpResponse:
    visit = Visit(request, timezone.now())
    if step not in QUESTIONS or step == FIRST:
        raise Http404
    if not visit.is_writing:
        return _nothing_written(visit)
    if step not in visit.interview.steps or _comes_too_early(visit, step):
        return redirect(visit.path_to(visit.interview.first_missing))
    return _question(visit, step)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: GroupRequest) -> HttpResponse:
    """All answers on one page; sending is a POST of this page."""
    visit = Visit(request, timezone.now())
    if visit.is_sent and request.method == "POST":
        return redirect(group_path(visit.group, "needs:asked"))
    if not visit.is_writing or visit.draft is None:
        return _nothing_written(visit)
    if visit.interview.first_missing:
        messages.warning(
            request, _("One of your answers does not fit any more. Please look at it once more.")
        )
        return redirect(visit.path_to(visit.interview.first_missing))
    sending = request.method == "POST"
    form = CheckForm(request.POST if sending else None, began_at=visit.draft.began_at, at=visit.at)
    if not sending or not form.is_valid():
        return _check_page(visit, form)
    if not take(SENDING, client_address(request), at=visit.at):
        return _too_many(request)
    with suppress(AlreadySentError):
        send_request(visit.group, visit.interview.asked(), visit.draft, by=visit.actor, at=visit.at)
    return redirect(group_path(visit.group, "needs:asked"))


@public_page
@require_GET
def outside(request: GroupRequest) -> HttpResponse:
    """Others who serve the place; sending to this group stays possible."""
    visit = Visit(request, timezone.now())
    if not visit.is_outside:
        return redirect(visit.path_to(visit.interview.first_missing))
    zip_code = visit.interview.answer("where").cleaned_data["zip_code"]
    context = {
        "heading": _("This may be outside our area"),
        "others": list_other_groups_serving(visit.group, zip_code, at=visit.at),
        "go_on_url": visit.path_to(visit.interview.first_missing),
        "back_url": visit.path_to("where"),
    }
    return render(request, "needs/ask/outside.html", context)


@public_page
@require_GET
def sent(request: GroupRequest) -> HttpResponse:
    visit = Visit(request, timezone.now())
    if visit.draft is None or visit.draft.need is None:
        return redirect(visit.path_to(FIRST))
    context = {
        "heading": _("We have your request"),
        "need": visit.draft.need,
        "confirmation": find_confirmation(visit.draft.need),
        "status_url": status_url(visit.draft.answers[LINK_ANSWER]),
        "is_busy": not has_helpers(visit.group) or visit.is_paused,
        "has_neutral_title": True,
    }
    return render(request, "needs/ask/sent.html", context)


@public_page
@require_POST
def forget(request: GroupRequest) -> HttpResponse:
    """Start again, or leave nothing on a computer that others use."""
    draft = find_draft(request.group, token_in(request), at=timezone.now())
    if draft is not None:
        forget_draft(draft)
    response = redirect(group_path(request.group, "needs:ask"))
    drop_token(response, request.group)
    return response


@public_page
@require_GET
def deleted(request: GroupRequest) -> HttpResponse:
    return render(request, "needs/ask/deleted.html", {"heading": _("Your details are deleted")})


def _question(visit: Visit, key: str) -> HttpResponse:
    if visit.request.method == "POST":
        form = visit.interview.form(key, visit.request.POST)
        if form.is_valid():
            return _keep(visit, key, form.typed())
    else:
        form = visit.interview.blank(key)
    steps, before = visit.interview.steps, visit.interview.step_before(key)
    context = {
        "form": form,
        "heading": form.heading,
        "hint": form.hint,
        "seen_by": form.seen_by,
        "step_number": steps.index(key) + 1,
        "step_count": len(steps),
        "back_url": visit.path_to(before) if before else "",
        "is_first": key == FIRST,
        "go_on_url": visit.path_to(visit.interview.first_missing) if visit.is_writing else "",
        "sent_need": visit.draft.need if visit.is_sent and visit.draft else None,
        "has_neutral_title": visit.interview.is_sensitive or key == "what",
    }
    return render(visit.request, "needs/ask/question.html", context)


def _keep(visit: Visit, key: str, typed: dict[str, Any]) -> HttpResponse:
    """Keep the answer and go on to the first page that still needs one: when changing one, back to the check."""
    token = token_in(visit.request)
    if not visit.is_writing:
        if not take(BEGINNING, client_address(visit.request), at=visit.at):
            return _too_many(visit.request)
        token = begin_draft(visit.group, at=visit.at)
        visit.reload(find_draft(visit.group, token, at=visit.at))
    if visit.draft is None:
        return _nothing_written(visit)
    keep_answer(visit.draft, key, typed, at=visit.at)
    visit.reload(find_draft(visit.group, token, at=visit.at))
    is_new_place = key == "where" and visit.is_outside
    target = (
        group_path(visit.group, "needs:ask_outside")
        if is_new_place
        else visit.path_to(visit.interview.first_missing)
    )
    response = HttpResponseRedirect(target)
    keep_token(response, visit.group, token)
    return response


def _comes_too_early(visit: Visit, key: str) -> bool:
    missing = visit.interview.first_missing
    return missing is not None and visit.interview.steps.index(key) > visit.interview.steps.index(missing)


def _nothing_written(visit: Visit) -> HttpResponse:
    if visit.is_sent:
        return redirect(group_path(visit.group, "needs:asked"))
    if token_in(visit.request):
        messages.info(
            visit.request,
            _("We could not find what you had answered: it is kept for one day. Please start again."),
        )
    return redirect(visit.path_to(FIRST))


def _check_page(visit: Visit, form: CheckForm) -> HttpResponse:
    context = {
        "form": form,
        "heading": _("Please check your answers"),
        "rows": summary_rows(visit),
        "consent": consent_words(visit.group, visit.interview.for_whom),
        "is_outside": visit.is_outside,
        "is_paused": visit.is_paused,
        "back_url": visit.path_to(visit.interview.steps[-1]),
        "has_neutral_title": visit.interview.is_sensitive,
    }
    return render(visit.request, "needs/ask/check.html", context)


def _too_many(request: GroupRequest) -> HttpResponse:
    response = render(
        request, "needs/ask/too_many.html", {"heading": _("Please wait a minute")}, status=TOO_MANY
    )
    response["Retry-After"] = "60"
    return response
