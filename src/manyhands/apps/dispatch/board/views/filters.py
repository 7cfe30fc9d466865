"""What of the board is shown, and the views that somebody gave a name."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.dispatch.board.actions import remove_view, save_view
from manyhands.apps.dispatch.board.forms import FilterForm, SaveViewForm
from manyhands.apps.dispatch.board.queries.filters import BoardFilter
from manyhands.apps.dispatch.board.queries.saved_views import find_saved_view, list_saved_views
from manyhands.apps.dispatch.views.returning import is_part_of_board
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.web.missing import or_404


@require_safe
@member_page("needs.assign")
def filters(request: MemberRequest) -> HttpResponse:
    """Fetched when the filters are unfolded; without scripts a page of its own."""
    template = "dispatch/board/_filters.html" if is_part_of_board(request) else "dispatch/board/filters.html"
    return _show(request, template, BoardFilter.from_query(request.GET))


def _show(
    request: MemberRequest,
    template: str,
    chosen: BoardFilter,
    save_form: SaveViewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "chosen": chosen,
        "filter_form": FilterForm(group=request.group, chosen=chosen),
        "save_form": save_form or SaveViewForm(initial={"query": chosen.without_page}),
        "views": list_saved_views(request.membership),
        "board": group_path(request.group, "dispatch:board"),
    }
    return render(request, template, context, status=status)


@require_POST
@member_page("needs.assign")
def save(request: MemberRequest) -> HttpResponse:
    form = SaveViewForm(request.POST)
    typed = request.POST.get("query", "")
    chosen = BoardFilter.from_query(_as_mapping(typed))
    if not form.is_valid():
        return _show(request, "dispatch/board/filters.html", chosen, form, status=422)
    name = form.cleaned_data["name"]
    view = save_view(
        request.group, request.membership, name=name, query=chosen.without_page, at=timezone.now()
    )
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": name})
    # Whoever works by keyboard goes on from the view they have just kept.
    return redirect(f"{group_path(request.group, 'dispatch:board')}?{chosen.without_page}#view-{view.pk}")


@require_POST
@member_page("needs.assign")
def remove(request: MemberRequest, view_id: int) -> HttpResponse:
    view = or_404(find_saved_view(request.membership, view_id))
    remove_view(view)
    messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect(group_path(request.group, "dispatch:board_filters"))


def _as_mapping(query: str) -> dict[str, str]:
    return dict(parse_qsl(query[:400]))
