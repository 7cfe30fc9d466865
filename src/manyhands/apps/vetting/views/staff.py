"""For those who check: everybody by how they stand, and one person or organisation."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.vetting.actions import WrongSubjectError, ask_for
from manyhands.apps.vetting.queries import (
    ENDING,
    LAPSED,
    AskingKind,
    Line,
    Sheet,
    find_requirement,
    find_subject,
    list_asking_kinds,
    list_sheets,
    read_sheet,
)
from manyhands.core.values.numbers import find_number
from manyhands.web.missing import or_404
from manyhands.web.parts import NavItem

SHEETS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One subject on a shelf, with the lines for which they stand there."""

    sheet: Sheet
    lines: list[Line]


@require_safe
@member_page("vetting.see")
def people(request: MemberRequest) -> HttpResponse:
    """On shelves by what is to be done; the first that is not empty is shown.

    For one kind of help: who has shown all that it asks for, and who has not yet.
    """
    kinds = list_asking_kinds(request.group)
    kind = next((one for one in kinds if one.category.key == request.GET.get("kind")), None)
    sheets = list_sheets(request.group, at=timezone.now())
    shelves = _shelves(sheets) if kind is None else _shelves_for(kind, sheets)
    shelf = request.GET.get("shelf", "")
    if shelf not in shelves:
        first = "waiting" if kind is None else "complete"
        shelf = next((name for name, rows in shelves.items() if rows), first)
    rows = sorted(shelves[shelf], key=lambda row: row.sheet.subject.name.casefold())
    context = {
        "tabs": _tabs(request, shelves, shelf, kind),
        "kinds": kinds,
        "kind": kind,
        "shelf": shelf,
        "page": Paginator(rows, SHEETS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "vetting/list.html", context)


def _shelves(sheets: list[Sheet]) -> dict[str, list[Row]]:
    return {
        "waiting": _rows(sheets, [sheet.waiting for sheet in sheets]),
        "ending": _rows(sheets, [sheet.list_in(ENDING) for sheet in sheets]),
        "lapsed": _rows(sheets, [sheet.list_in(LAPSED) for sheet in sheets]),
        "asked": _rows(sheets, [sheet.missing for sheet in sheets]),
        "complete": [Row(sheet, sheet.asked) for sheet in sheets if sheet.asked and sheet.is_complete],
    }


def _shelves_for(kind: AskingKind, sheets: list[Sheet]) -> dict[str, list[Row]]:
    """Whoever has been asked for any of it; what they lack counts also where nobody has asked for it yet."""
    narrowed = [sheet.narrowed(kind.requirement_ids) for sheet in sheets]
    begun = [sheet for sheet in narrowed if sheet.asked]
    return {
        "complete": [Row(sheet, sheet.asked) for sheet in begun if sheet.holds_all],
        "lacking": [
            Row(sheet, [line for line in sheet.lines if not line.standing.holds])
            for sheet in begun
            if not sheet.holds_all
        ],
        "ending": _rows(begun, [sheet.list_in(ENDING) for sheet in begun]),
    }


def _rows(sheets: list[Sheet], of: list[list[Line]]) -> list[Row]:
    return [Row(sheet, lines) for sheet, lines in zip(sheets, of, strict=True) if lines]


def _tabs(
    request: MemberRequest, shelves: dict[str, list[Row]], current: str, kind: AskingKind | None
) -> list[NavItem]:
    here = group_path(request.group, "vetting:list")
    chosen = f"&kind={kind.category.key}" if kind else ""
    labels = {
        "waiting": _("Wait for you"),
        "ending": _("End soon"),
        "lapsed": _("No longer valid"),
        "asked": _("Asked for"),
        "complete": _("All there"),
        "lacking": _("Still missing"),
    }
    return [
        NavItem(labels[name], f"{here}?shelf={name}{chosen}", is_current=name == current, count=len(rows))
        for name, rows in shelves.items()
    ]


@require_safe
@member_page("vetting.see")
def sheet(request: MemberRequest, who: str) -> HttpResponse:
    subject = or_404(find_subject(request.group, who))
    return render(request, "vetting/sheet.html", {"sheet": read_sheet(subject, at=timezone.now())})


@require_POST
@member_page("vetting.manage")
def ask(request: MemberRequest, who: str) -> HttpResponse:
    """They are told what is wanted, and how it is done."""
    subject = or_404(find_subject(request.group, who))
    number = or_404(find_number(request.POST.get("requirement", "")))
    requirement = or_404(find_requirement(request.group, number))
    try:
        ask_for(requirement, subject, by=request.actor, at=timezone.now())
    except WrongSubjectError as error:
        raise Http404 from error
    messages.success(request, _("They are asked for it."))
    return redirect(group_path(request.group, "vetting:of", who=who))
