"""For staff: who can help with a part, asking them, and everything that happens to those who were asked."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError, Report
from manyhands.apps.dispatch.bridge.words.reasons import language_name
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.how_many import AskNow, ask_now, most_to_ask, pace_of
from manyhands.apps.dispatch.queries.asking.pairs import find_just_ended, latest_first, list_undoable
from manyhands.apps.dispatch.queries.asking.who_can import PeopleWhoCan, list_askable, list_people_who_can
from manyhands.apps.dispatch.queries.assignments.checked import list_with_what_is_missing
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment, list_claims_to_approve
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helpers
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.dispatch.views.acting import act_once, take_back_asking
from manyhands.apps.dispatch.views.piles import piles_of
from manyhands.apps.dispatch.views.returning import back
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState, is_time_over
from manyhands.apps.people.actions import show_contact
from manyhands.core.values.numbers import find_number, list_numbers
from manyhands.storage.actors import Actor
from manyhands.web.missing import or_404
from manyhands.web.parts import Action

LONGEST_NAME = 120
REVEAL = "number"
"""Changes nothing and is answered with the page itself: a number belongs to no address."""


@member_page("needs.assign")
def who_can(request: MemberRequest, reference: str, part_id: int) -> HttpResponse:
    part = _part(request, reference, part_id)
    at = timezone.now()
    revealed: dict[str, str] = {}
    if REVEAL in request.POST:
        revealed = _show_number(request, request.POST[REVEAL], at=at)
    elif request.method == "POST":
        return _ask(request, part, at=at)
    name = request.GET.get("name", "").strip()[:LONGEST_NAME]
    people = list_people_who_can(part, name=name, language=get_language() or "en", at=at)
    piles = piles_of(
        people,
        show=request.GET.get("show", ""),
        start=find_number(request.GET.get("from", "")) or 0,
        holding=next(iter(revealed), ""),
    )
    context = {"part": part, "is_open": _is_open(part, at=at), "revealed": revealed}
    if request.headers.get("HX-Request"):
        pile = piles.named(request.GET.get("show", ""))
        return render(request, "dispatch/_pile.html", context | {"pile": pile, "is_part": True})
    undoable = list_undoable(part, list_numbers(request.GET.get("asked", "")), at=at)
    context |= {
        "people": people,
        "piles": piles,
        "name": name,
        "so_far": latest_first(one for one in people.asked if one.part_id == part.pk),
        "undoable": undoable,
        "undo_fields": [("asked", str(one.pk)) for one in undoable],
        "ended": find_just_ended(part, list_numbers(request.GET.get("ended", "")), at=at),
        "ended_fields": [("do", "undo")],
        "language_name": language_name(part.need.language),
        "together": None if name else _together(part, people, at=at),
        "invite": _invite_people(request),
    }
    return render(request, "dispatch/who_can.html", context)


def _is_open(part: NeedPart, *, at: datetime) -> bool:
    return bool(part.state == PartState.OPEN) and not is_time_over(part, at=at)


def _invite_people(request: MemberRequest) -> Action | None:
    """The way out where nobody helps yet."""
    if not may(request.membership, "members.approve"):
        return None
    return Action(_("Invite people"), group_path(request.group, "groups:invites"), icon="person-plus")


def _together(part: NeedPart, people: PeopleWhoCan, *, at: datetime) -> AskNow | None:
    """How many of those on top of the list staff could ask at once, where it is urgent."""
    if not _is_open(part, at=at) or not pace_of(part).asks_several:
        return None
    best = [one.helper.person_id for one in list_askable(people.can)[: most_to_ask(part)]]
    now = ask_now(part, best, asked_before=people.asked, leads=people.leads, at=at)
    return now if now.count > 1 else None


def _show_number(request: MemberRequest, key: str, *, at: datetime) -> dict[str, str]:
    """{key: number} of the one helper; who looks is noted where the helper can read it."""
    if not may(request.membership, "contact.reveal"):
        raise PermissionDenied
    helpers = find_helpers(request.group, [key])
    for helper in helpers:
        show_contact(helper.person, reader=request.membership, by=request.actor, at=at)
    return {helper.key: helper.person.phone for helper in helpers}


def _part(request: MemberRequest, reference: str, part_id: int) -> NeedPart:
    return or_404(find_part(request.group, part_id, reference=reference))


def _ask(request: MemberRequest, part: NeedPart, *, at: datetime) -> HttpResponse:
    ask = _agreed if {"agreed", "agreed_over"} & request.POST.keys() else _invite
    asked = act_once(request, "dispatch.ask", at=at, do=lambda: ask(request, part, at=at))
    query = f"?asked={asked}" if asked else ""
    return redirect(_who_can_path(request, part) + query)


def _invite(request: MemberRequest, part: NeedPart, *, at: datetime) -> str:
    keys = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("helper")
    helpers = find_helpers(request.group, keys)
    asked = actions.invite(part, helpers, made_by=request.membership, by=request.actor, at=at)
    return "-".join(str(assignment.pk) for assignment in asked)


def _agreed(request: MemberRequest, part: NeedPart, *, at: datetime) -> str:
    is_over = "agreed_over" in request.POST
    helpers = find_helpers(request.group, [request.POST["agreed_over" if is_over else "agreed"]])
    if not helpers:
        raise RefusedError(Refusal.NOBODY)
    assignment = actions.assign(
        part,
        helpers[0],
        made_by=request.membership,
        by=request.actor,
        at=at,
        even_over_limit=is_over,
    )
    return str(assignment.pk)


def _who_can_path(request: MemberRequest, part: NeedPart) -> str:
    return group_path(request.group, "dispatch:who_can", reference=part.need.reference, part_id=part.pk)


@require_POST
@member_page("needs.assign")
def undo_asking(request: MemberRequest, reference: str, part_id: int) -> HttpResponse:
    part = _part(request, reference, part_id)
    take_back_asking(request, part, at=timezone.now())
    return redirect(_who_can_path(request, part))


Verb = Callable[[Assignment, Actor, datetime], object]

# What staff may do with one assignment: the action, and what is said when it is done.
VERBS: dict[str, Verb] = {
    "withdraw": lambda one, by, at: actions.withdraw(one, by=by, at=at),
    "no_show": lambda one, by, at: actions.mark_no_show(one, by=by, at=at),
    "approve": lambda one, by, at: actions.approve_claim(one, by=by, at=at),
    "refuse": lambda one, by, at: actions.refuse_claim(one, by=by, at=at),
    "done": lambda one, by, at: actions.complete(one, Report(), by=by, at=at),
    "undo_done": lambda one, by, at: actions.undo_complete(one, by=by, at=at),
    "undo": lambda one, by, at: actions.undo_ending(one, by=by, at=at),
}
CAN_BE_UNDONE = ("withdraw", "no_show", "refuse")


@require_POST
@member_page("needs.assign")
def manage(request: MemberRequest, assignment_id: int) -> HttpResponse:
    """One verb on one assignment, then back to the board or to the people of its part, where it can be undone for ten
    seconds.
    """
    assignment = find_assignment(request.group, assignment_id)
    verb = request.POST.get("do", "")
    if assignment is None or verb not in VERBS:
        raise Http404
    at = timezone.now()
    done = act_once(
        request,
        f"dispatch.{verb}",
        at=at,
        do=lambda: VERBS[verb](assignment, request.actor, at) and "done",
    )
    if request.POST.get("next") == "claims" and not (done and verb in CAN_BE_UNDONE):
        if done:
            messages.success(request, _("Done. They are told."))
        return redirect(group_path(request.group, "dispatch:claims"))
    ended = str(assignment.pk) if done and verb in CAN_BE_UNDONE else ""
    if "back" in request.POST:
        return redirect(back(request, need=assignment.part.need.reference, ended=ended))
    return redirect(_who_can_path(request, assignment.part) + (f"?ended={ended}" if ended else ""))


@member_page("needs.assign")
def claims(request: MemberRequest) -> HttpResponse:
    """Volunteers who have come forward and wait for a yes."""
    return render(request, "dispatch/claims.html", {"claims": list_claims_to_approve(request.group)})


@require_safe
@member_page("needs.assign")
def not_checked(request: MemberRequest) -> HttpResponse:
    """Tasks of people who are not checked for them any more: nothing was taken from them, staff decide."""
    language, at = get_language() or "en", timezone.now()
    tasks = list_with_what_is_missing(request.group, language=language, at=at)
    return render(request, "dispatch/not_checked.html", {"tasks": tasks})
