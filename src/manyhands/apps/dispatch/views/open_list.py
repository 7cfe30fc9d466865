"""For volunteers: what they may choose from, taking one of them, and what is theirs."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.bridge.records import Helper, public_distance_m
from manyhands.apps.dispatch.bridge.words.partners import lent_in_words
from manyhands.apps.dispatch.forms import WishForm
from manyhands.apps.dispatch.policies import ClaimMode, claim_mode, claimable_modes
from manyhands.apps.dispatch.queries.asks import list_lent_tasks
from manyhands.apps.dispatch.queries.assignments.tasks import list_my_tasks
from manyhands.apps.dispatch.queries.open_list.choices import Wish, open_to
from manyhands.apps.dispatch.queries.open_list.heaps import list_heaps
from manyhands.apps.dispatch.queries.open_list.parts import (
    PAGE,
    OpenList,
    is_open_to,
    kinds_of,
    list_open_parts,
)
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helper_of, is_ready
from manyhands.apps.dispatch.queries.people.load import load_of
from manyhands.apps.dispatch.views.acting import act_once
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.places.queries import area_describer
from manyhands.core.values.numbers import find_number


@member_page("tasks.take")
def open_list(request: MemberRequest) -> HttpResponse:
    helper = find_helper_of(request.membership)
    if helper is None or not is_ready(helper):
        return render(request, "dispatch/not_ready.html", {"helper": helper})
    at = timezone.now()
    form = WishForm(request.GET, group=request.group)
    wish = form.wish(at=at)
    parts = open_to(request.group, helper, at=at)
    heaps = list_heaps(parts, wish)
    form.offer_kinds(kinds_of(heaps, get_language() or "en"))
    page = page_number(request.GET.get("page"))
    found = list_open_parts(parts, request.group, helper, heaps, wish, page=page)
    context = {
        "found": found,
        "helper": helper,
        "filters": form,
        "active": active_filters(form, request.GET),
        "page": _page(found),
        "order": _order(form, wish, helper),
        "map_query": without(request.GET, "page"),
    }
    if not heaps and "" not in claimable_modes(request.group):
        context |= {
            "staff_choose": True,
            "tasks": list_my_tasks(request.group, request.membership, at=at),
        }
    return render(request, "dispatch/open_list.html", context)


def _order(form: WishForm, wish: Wish, helper: Helper) -> str:
    """As the list says it: without a place to start from nothing is nearest."""
    is_known = bool(helper.start_place and helper.start_place.public_cell)
    order = "urgent" if wish.order == "nearest" and not is_known else wish.order
    field: Any = form.fields["order"]
    return str(dict(field.choices)[order])


def page_number(text: str | None) -> int:
    return find_number(text or "") or 1


def _page(found: OpenList) -> Page:
    """What the links to other pages need; the rows were cut out by the query."""
    return Paginator(range(found.count), PAGE).page(found.page)


def without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    return rest.urlencode()


def active_filters(form: WishForm, query: QueryDict) -> list[tuple[Any, str]]:
    """Each filter in use with the address that leaves it out."""
    active = []
    for name, value in form.cleaned_data.items():
        if value and name != "order":
            rest = query.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            active.append((_chosen(form, name, value), f"?{rest.urlencode()}"))
    return active


def _chosen(form: WishForm, name: str, value: Any) -> str:
    if name == "cell":
        return area_describer(form.group)(value)
    choices = {str(key): label for key, label in form.fields[name].widget.choices}
    return str(choices[str(value)])


@member_page("tasks.take")
def take(request: MemberRequest, part_id: int) -> HttpResponse:
    """One request that could be theirs: what, when, about where; a press takes it."""
    helper, part = find_helper_of(request.membership), find_part(request.group, part_id)
    if part is None:
        raise Http404
    if helper is None or not is_ready(helper):
        return redirect(group_path(request.group, "dispatch:open_list"))
    at = timezone.now()
    if request.method == "POST":
        return _claim(request, part, helper, at=at)
    load = load_of(helper.person.pk, part, at=at)
    return render(
        request,
        "dispatch/take.html",
        {
            "part": part if is_open_to(part, helper, at=at) else None,
            "load": load,
            "limit": helper.card.tasks_per_week,
            "is_over_limit": load.this_week >= helper.card.tasks_per_week,
            "needs_approval": claim_mode(part.category, request.group) == ClaimMode.APPROVAL,
            "distance_m": public_distance_m(helper.start_place, part)
            if part.category.happens_at_home
            else None,
        },
    )


def _claim(request: MemberRequest, part: NeedPart, helper: Helper, *, at: datetime) -> HttpResponse:
    """Whoever was quick gets the task's page; whoever was not goes on choosing, or says yes to one more."""

    def claim() -> str:
        even_over_limit = "over_limit" in request.POST
        taken = actions.claim(part, helper, by=request.actor, at=at, even_over_limit=even_over_limit)
        return str(taken.pk)

    taken = act_once(request, "dispatch.claim", at=at, do=claim)
    if taken:
        return redirect(group_path(request.group, "dispatch:task", assignment_id=int(taken)))
    if is_open_to(part, helper, at=at):
        return redirect(group_path(request.group, "dispatch:take", part_id=part.pk))
    return redirect(group_path(request.group, "dispatch:open_list"))


@member_page("tasks.take")
def my_tasks(request: MemberRequest) -> HttpResponse:
    """What waits for an answer, what is mine today and later, and the way to more."""
    at = timezone.now()
    helper = find_helper_of(request.membership)
    if helper is not None:
        helper.card.group = request.group
    tasks = list_my_tasks(request.group, request.membership, at=at)
    context: dict[str, Any] = {
        "tasks": tasks,
        "helper": helper,
        "at": at,
        "may_choose": request.group.has_choosing(),
    }
    if helper is not None:
        context["lent"] = _lent(helper, at=at)
    return render(request, "dispatch/my_tasks.html", context)


def _lent(helper: Helper, *, at: datetime) -> list[dict[str, str]]:
    language = get_language() or "en"
    return [lent_in_words(ask, language, at=at) for ask in list_lent_tasks(helper.person, at=at)]
