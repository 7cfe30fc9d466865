"""Maps of public cells, for volunteers and for staff. Whatever they show is in the list before them."""

import json
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.forms import WishForm
from manyhands.apps.dispatch.map.forms import StaffWishForm
from manyhands.apps.dispatch.map.queries import CellsOfMap, cells_of, staff_parts
from manyhands.apps.dispatch.queries.open_list.choices import open_to
from manyhands.apps.dispatch.queries.open_list.heaps import list_heaps
from manyhands.apps.dispatch.queries.open_list.parts import (
    PAGE,
    distances_from,
    kinds_of,
    list_open_parts,
    list_wished,
    page_of,
)
from manyhands.apps.dispatch.queries.people.helpers import find_helper_of, is_ready
from manyhands.apps.dispatch.views.open_list import active_filters, page_number, without
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart

FRAGMENT = "X-Fragment"
"""Says that a script asks, which has a page around the rows. Whoever comes without it is led to the list."""

# In every language that gettext knows, the form of a number follows from its last two digits.
_NUMBERS = 200


@require_safe
@member_page("tasks.take")
def open_map(request: MemberRequest) -> HttpResponse:
    """What the open list holds with the same filters, by public cell."""
    helper = _find_ready_helper(request)
    if helper is None:
        return _as_json(request, CellsOfMap())
    at = timezone.now()
    wish = WishForm(request.GET, group=request.group).wish(at=at)
    parts = open_to(request.group, helper, at=at)
    heaps = list_heaps(parts, wish)
    away_m = distances_from(helper, heaps)
    return _as_json(request, cells_of(list_wished(heaps, away_m, wish), away_m, _language()))


@require_safe
@member_page("tasks.take")
def open_rows(request: MemberRequest) -> HttpResponse:
    """The first rows of the open list in one cell."""
    helper = _find_ready_helper(request)
    all_url = f"{group_path(request.group, 'dispatch:open_list')}?{without(request.GET, 'page')}"
    if helper is None or FRAGMENT not in request.headers:
        return redirect(all_url)
    at = timezone.now()
    wish = WishForm(request.GET, group=request.group).wish(at=at)
    parts = open_to(request.group, helper, at=at)
    found = list_open_parts(parts, request.group, helper, list_heaps(parts, wish), wish, page=1)
    return render(request, "dispatch/map/_open_rows.html", {"found": found, "all_url": all_url})


@require_safe
@member_page("needs.read")
def staff_map(request: MemberRequest) -> HttpResponse:
    """Everything that still needs somebody: the list, and the map of it."""
    form, parts, heaps, wish = _staff(request)
    form.offer_kinds(kinds_of(heaps, _language()))
    rows, count, page = page_of(parts, heaps, {}, wish, page=page_number(request.GET.get("page")))
    _know_group(rows, request)
    context = {
        "rows": rows,
        "count": count,
        "filters": form,
        "active": active_filters(form, request.GET),
        "page": Paginator(range(count), PAGE).page(page),
        "map_query": without(request.GET, "page"),
    }
    return render(request, "dispatch/map/staff.html", context)


@require_safe
@member_page("needs.read")
def staff_cells(request: MemberRequest) -> HttpResponse:
    _form, _parts, heaps, wish = _staff(request)
    return _as_json(request, cells_of(list_wished(heaps, {}, wish), {}, _language()))


@require_safe
@member_page("needs.read")
def staff_rows(request: MemberRequest) -> HttpResponse:
    all_url = f"{group_path(request.group, 'dispatch:staff_map')}?{without(request.GET, 'page')}"
    if FRAGMENT not in request.headers:
        return redirect(all_url)
    _form, parts, heaps, wish = _staff(request)
    rows, count, _page = page_of(parts, heaps, {}, wish, page=1)
    _know_group(rows, request)
    return render(
        request, "dispatch/map/_staff_rows.html", {"rows": rows, "count": count, "all_url": all_url}
    )


def _staff(request: MemberRequest) -> tuple[StaffWishForm, Any, list[Any], Any]:
    form = StaffWishForm(request.GET, group=request.group)
    wish = form.wish(at=timezone.now())
    parts = staff_parts(request.group)
    return form, parts, list_heaps(parts, wish), wish


def _know_group(rows: list[NeedPart], request: MemberRequest) -> None:
    """Rows speak of times in the group's zone; without this each would ask the database for its group."""
    for part in rows:
        part.group = request.group


def _find_ready_helper(request: MemberRequest) -> Helper | None:
    helper = find_helper_of(request.membership)
    return helper if helper and is_ready(helper) else None


def _language() -> str:
    return get_language() or "en"


def _as_json(request: HttpRequest, found: CellsOfMap) -> HttpResponse:
    """With a mark of what it says: a map that is opened again, and has not changed, costs nothing on the line."""
    text = json.dumps(found.as_json() | {"words": _number_words()}, ensure_ascii=False, separators=(",", ":"))
    etag = f'"{sha256(text.encode()).hexdigest()[:24]}"'
    response = HttpResponse(text, content_type="application/json")
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response


def _number_words() -> dict[str, Any]:
    """ "3 requests" for any number: clusters are counted in the browser, and languages have their own rules."""
    sentences = [ngettext("%(count)s request", "%(count)s requests", number) for number in range(_NUMBERS)]
    forms = list(dict.fromkeys(sentences))
    return {"forms": forms, "which": [forms.index(sentence) for sentence in sentences]}
