from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.places.actions import add_landmark, locate_place, remove_landmark
from manyhands.apps.places.forms import PlaceForm
from manyhands.apps.places.models import Place, PlacedBy
from manyhands.apps.places.queries import find_landmark, find_owner, find_place, list_unplaced
from manyhands.web.once import run_form_once


@require_GET
@member_page("needs.triage")
def unplaced(request: MemberRequest) -> HttpResponse:
    """What has no place on the map yet, so that nobody can be found nearby."""
    context = {"heading": _("Places to find"), "unplaced": list_unplaced(request.group)}
    return render(request, "places/unplaced.html", context)


@require_http_methods(["GET", "POST"])
@member_page("needs.triage")
def locate(request: MemberRequest, place_id: int) -> HttpResponse:
    place = find_place(request.group, place_id)
    owner = find_owner(request.group, place) if place else None
    if place is None or owner is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PlaceForm(data, group=request.group, initial={"zip_code": place.zip_code})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        run_form_once(request, "places.locate", at=now, do=lambda: _locate(request, place, form, now))
        messages.success(request, _("Found: it is on the map now."))
        return redirect(group_path(request.group, "places:unplaced"))
    context = {"heading": _("Where is it?"), "form": form, "place": place, "owner": owner}
    return render(request, "places/locate.html", context)


@require_POST
@member_page("needs.triage")
def forget_landmark(request: MemberRequest, landmark_id: int) -> HttpResponse:
    landmark = find_landmark(request.group, landmark_id)
    if landmark is not None:
        remove_landmark(landmark, by=request.actor, at=timezone.now())
        messages.success(request, _("Removed from the places that we know."))
    return redirect(group_path(request.group, "places:unplaced"))


def where_is_it(request: Any, thing: Any) -> dict[str, Any] | None:
    """A panel on the page of whatever has a `place`: shown as long as nobody could find it."""
    place = thing.place
    is_to_find = place is not None and place.placed_by == PlacedBy.NOBODY
    if not is_to_find or not may(request.membership, "needs.triage"):
        return None
    return {"place": place}


def _locate(request: MemberRequest, place: Place, form: PlaceForm, now: datetime) -> str:
    told = form.cleaned_data
    is_zip = told["way"] == "zip"
    locate_place(
        place,
        told["found"],
        placed_by=PlacedBy.ZIP if is_zip else PlacedBy.STAFF,
        zip_code=told["zip_code"] if is_zip else "",
        by=request.actor,
        at=now,
    )
    if told["way"] == "position" and told["name"]:
        add_landmark(request.group, told["name"], told["found"], by=request.actor, at=now)
    return str(place.pk)


def places_to_find(request: Any, group: Group) -> dict[str, Any] | None:
    """Beside the desks: how many places nobody could find yet."""
    if not may(request.membership, "needs.triage"):
        return None
    count = len(list_unplaced(group))
    return {"unplaced_count": count} if count else None
