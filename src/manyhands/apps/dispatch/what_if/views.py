"""What if: a question in a sentence, and its answer once it is worked out."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from manyhands.apps.dispatch.bridge.what_if.figures import figures_of, shares_of
from manyhands.apps.dispatch.bridge.what_if.question import Ask
from manyhands.apps.dispatch.bridge.what_if.words import Words, answer_in_words, question_in_words
from manyhands.apps.dispatch.models import WhatIf
from manyhands.apps.dispatch.states import RunFailure, RunState
from manyhands.apps.dispatch.views.acting import act_once
from manyhands.apps.dispatch.what_if.actions import ask_what_if
from manyhands.apps.dispatch.what_if.forms import FORMS, QuestionForm
from manyhands.apps.dispatch.what_if.queries import (
    WorthAsking,
    find_what_if,
    is_live,
    list_last,
    list_parts,
    list_worth_asking,
    words_of,
)
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.web.missing import or_404
from manyhands.web.parts import NavItem

_LABELS = {
    Ask.PERSON: (_("One more person helped"), "person-plus"),
    Ask.RADIUS: (_("Everybody went farther"), "geo-alt"),
    Ask.TASK: (_("Everybody took on more"), "plus-lg"),
    Ask.MORE_WITH: (_("More of you had something"), "people"),
    Ask.STYLE: (_("The plan looked at something else first"), "sliders"),
    Ask.NEEDS_LESS: (_("A kind of help took less"), "unlock"),
}


@member_page("needs.assign")
def what_if(request: MemberRequest) -> HttpResponse:
    """One form at a time, chosen by its sentence; it can be begun from an address."""
    at, words = timezone.now(), _words(request)
    worth = list_worth_asking(request.group, words)
    ask, begun = _begun(request, worth)
    form = FORMS[ask](request.POST or None, group=request.group, initial=begun)
    if form.is_valid() and (asked_id := _ask(request, form)):
        return redirect(group_path(request.group, "dispatch:what_if_answer", asked_id=asked_id))
    context = {
        "form": form,
        "ask": ask.value,
        "worth": worth,
        "choices": _choices(request, ask),
        "past": [(one, *_in_words(one, words, at=at)) for one in list_last(request.group)],
    }
    return render(request, "dispatch/what_if/what_if.html", context, status=422 if form.errors else 200)


def _begun(request: MemberRequest, worth: list[WorthAsking]) -> tuple[Ask, dict[str, str]]:
    """What is asked about, and how its form begins: as the address says; else with what would help the most."""
    wanted = request.POST.get("ask") or request.GET.get("ask", "")
    if wanted in set(Ask):
        ask = Ask(wanted)
        return ask, {name: request.GET[name] for name in FORMS[ask].base_fields if name in request.GET}
    if worth:
        return Ask(worth[0].ask), worth[0].fields
    return Ask.PERSON, {"vehicle": "yes"}


def _choices(request: MemberRequest, chosen: Ask) -> list[NavItem]:
    here = group_path(request.group, "dispatch:what_if")
    return [
        NavItem(str(label), f"{here}?ask={ask.value}", icon, is_current=ask is chosen)
        for ask, (label, icon) in _LABELS.items()
    ]


def _ask(request: MemberRequest, form: QuestionForm) -> int:
    """The number of the question; 0 when it was refused, which the page says."""
    at = timezone.now()

    def ask() -> str:
        asked = ask_what_if(
            request.group, form.question, by=request.actor, at=at, asked_by=request.membership
        )
        return str(asked.pk)

    return int(act_once(request, "dispatch.what_if", at=at, do=ask) or 0)


@require_safe
@member_page("needs.assign")
def answer(request: MemberRequest, asked_id: int) -> HttpResponse:
    """Looked at again by itself until it is there; without scripts by a link."""
    asked = or_404(find_what_if(request.group, asked_id))
    at, words = timezone.now(), _words(request)
    question = question_in_words(asked.question, words)
    context: dict[str, Any] = {
        "asked": asked,
        "question": question,
        "is_live": is_live(asked, at=at),
        "failure": _failure(asked, at=at),
        "back": group_path(request.group, "dispatch:what_if"),
    }
    if asked.state == RunState.DONE:
        figures, shares = figures_of(asked.answer, words), shares_of(asked.answer, words)
        is_different = any(row.is_different for row in [*figures, *shares])
        context |= {
            "said": answer_in_words(asked.answer, words),
            "figures": figures,
            "is_different": is_different,
            "worth": [] if is_different else _others(request, question, words),
            "shares": shares,
            "better": list_parts(request.group, asked.answer["better"]),
            "worse": list_parts(request.group, asked.answer["worse"]),
        }
    return render(request, "dispatch/what_if/answer.html", context)


def _others(request: MemberRequest, question: str, words: Words) -> list[WorthAsking]:
    """What is worth asking where the answer was that nothing would be different."""
    return [one for one in list_worth_asking(request.group, words) if one.question != question]


def _words(request: MemberRequest) -> Words:
    return words_of(request.group, language=get_language() or "en")


def _in_words(asked: WhatIf, words: Words, *, at: datetime) -> tuple[str, str]:
    """The question, and what came of it in one sentence."""
    question = question_in_words(asked.question, words)
    if asked.state == RunState.DONE:
        return question, answer_in_words(asked.answer, words).title
    return question, _failure(asked, at=at) or str(RunState.RUNNING.label)


def _failure(asked: WhatIf, *, at: datetime) -> str:
    if asked.failure:
        return str(_FAILED.get(asked.failure, RunFailure(asked.failure).label))
    if asked.state != RunState.DONE and not is_live(asked, at=at):
        return str(_LOST)
    return ""


_FAILED = {RunFailure.TOO_LONG.value: _("Working this out took too long. Ask something smaller.")}
_LOST = _("There was no answer in time. Please ask again.")
