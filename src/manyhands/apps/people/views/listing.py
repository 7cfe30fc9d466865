"""The people page: who helps and how full their week is, who waits for a yes, who takes a break."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import Known
from manyhands.apps.people.forms.listing import LookForm
from manyhands.apps.people.models import OrganisationState, Volunteer, VolunteerState
from manyhands.apps.people.queries import (
    Look,
    Order,
    Survey,
    known_of,
    list_applicants,
    list_organisations,
    list_volunteers,
    search_organisations,
    search_volunteers,
    survey_people,
)
from manyhands.apps.people.words import spread_in_words
from manyhands.web.ordering import order_links
from manyhands.web.pagination import CountedPaginator
from manyhands.web.parts import NavItem

PEOPLE_A_PAGE = 30
STATES = {"active": VolunteerState.ACTIVE, "paused": VolunteerState.PAUSED, "left": VolunteerState.LEFT}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page shows of the group: the rows to page through, and organisations beside them."""

    rows: Any
    count: int | None = None
    organisations: Any = ()

    def page(self, number: str | None) -> Any:
        if self.count is None:
            return Paginator(self.rows, PEOPLE_A_PAGE).get_page(number)
        return CountedPaginator(self.rows, PEOPLE_A_PAGE, count=self.count).get_page(number)


@require_safe
@member_page("people.read")
def people_list(request: MemberRequest) -> HttpResponse:
    """The shelves; with `q`, who was searched for."""
    group, at = request.group, timezone.now()
    typed = request.GET.get("q", "").strip()[:200]
    survey = survey_people(group, at=at)
    counts = _counts(survey)
    shelf = request.GET.get("shelf", "active")
    shelf = "" if typed else shelf if shelf in counts else "active"
    form = LookForm(request.GET)
    chosen = form.chosen()
    shown = _found(group, typed, chosen, at=at) if typed else _on_shelf(group, shelf, survey, chosen, at=at)
    page = shown.page(request.GET.get("page"))
    context = {
        "shelf": shelf,
        "typed": typed,
        "tabs": _tabs(group, counts, shelf),
        "organisations": shown.organisations,
        "page": page,
        "rows": _rows(group, page, shelf, at=at),
        "form": form,
        "looks": _looks(group, survey, chosen) if shelf == "active" else [],
        "orders": order_links(request.GET, Order.choices, chosen["order"]) if shelf in ("", "active") else [],
        "heading": _("Found") if typed else str(Look(chosen["look"]).label),
        "spread": spread_in_words(survey.spread) if shelf == "active" else [],
    }
    return render(request, "people/list.html", context)


def _found(group: Group, typed: str, chosen: dict[str, str], *, at: datetime) -> Shelf:
    people = search_volunteers(group, typed, order=chosen["order"], at=at)
    return Shelf(people, None, search_organisations(group, typed))


def _rows(group: Group, page: Any, shelf: str, *, at: datetime) -> list[tuple[Volunteer, Known]]:
    """Each with what is known of them; a shelf says itself in which state they are."""
    if shelf == "organisations":
        return []
    known = known_of(group, page.object_list, says_state=not shelf, at=at)
    return [(volunteer, known[volunteer.pk]) for volunteer in page.object_list]


def _on_shelf(group: Group, shelf: str, survey: Survey, chosen: dict[str, str], *, at: datetime) -> Shelf:
    if shelf == "active":
        return Shelf(list_volunteers(group, shelf, **chosen, at=at), survey.looks[chosen["look"]])
    count = _counts(survey)[shelf]
    if shelf == "organisations":
        return Shelf(list_organisations(group), count)
    if shelf == "waiting":
        waiting = list_organisations(group, OrganisationState.APPLICANT)
        return Shelf(list_applicants(group), None, waiting)
    return Shelf(list_volunteers(group, STATES[shelf], at=at), count)


def _counts(survey: Survey) -> dict[str, int]:
    of = survey.counts.get
    return {
        "active": of("volunteer:active", 0),
        "waiting": of("volunteer:applicant", 0) + of("organisation:applicant", 0),
        "paused": of("volunteer:paused", 0),
        "organisations": of("organisation:active", 0),
        "left": of("volunteer:left", 0),
    }


def _tabs(group: Group, counts: dict[str, int], shelf: str) -> list[NavItem]:
    labels = {
        "active": _("Helping"),
        "waiting": _("Waiting for a yes"),
        "paused": _("Taking a break"),
        "organisations": _("Organisations"),
        "left": _("Left"),
    }
    here = group_path(group, "people:list")
    return [
        NavItem(label, f"{here}?shelf={key}", is_current=key == shelf, count=counts[key])
        for key, label in labels.items()
    ]


def _looks(group: Group, survey: Survey, chosen: dict[str, str]) -> list[NavItem]:
    """Who stands out, with how many they are; the order stays as it was chosen."""
    here, order = group_path(group, "people:list"), f"&order={chosen['order']}" if chosen["order"] else ""
    return [
        NavItem(
            str(look.label),
            f"{here}?look={look.value}{order}",
            is_current=look.value == chosen["look"],
            count=survey.looks[look],
        )
        for look in Look
    ]
