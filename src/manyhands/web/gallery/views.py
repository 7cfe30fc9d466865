from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.core.values.week_slots import WeekSlots
from manyhands.web import errors
from manyhands.web.gallery.forms import DetailsForm, FilterForm, QuestionForm, WeekForm
from manyhands.web.gallery.samples import sample_parts
from manyhands.web.icons import icon_names

_MISTAKES = {"wrong-phone": "517 555 0100", "wrong-language": "es", "wrong-note": "x" * 310}


@non_atomic_requests  # reads no database
def gallery(request: HttpRequest) -> HttpResponse:
    _refuse_outside_practice()
    for level, text in (
        (messages.SUCCESS, _("Ana has been asked.")),
        (messages.INFO, _("Rosa is also looking at this.")),
        (messages.WARNING, _("Nobody has taken this yet, and it is due tomorrow.")),
        (messages.ERROR, _("The message could not be delivered.")),
    ):
        messages.add_message(request, level, text)
    pages = Paginator(range(90), 10)
    context = sample_parts(at=timezone.now()) | {
        "heading": _("Every part of a page"),
        "icons": icon_names(),
        "page": pages.get_page(request.GET.get("page", "2")),
        "details": DetailsForm(),
        "wrong": DetailsForm(_MISTAKES, prefix="wrong"),
        "week": WeekForm(initial={"week": WeekSlots.from_pairs([(0, 5), (0, 6), (2, 6), (5, 3), (5, 4)])}),
        "filters": FilterForm({"kind": "ride"}),
        "direction": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
    }
    return render(request, "web/gallery.html", context)


@non_atomic_requests
def question(request: HttpRequest) -> HttpResponse:
    """A question of the public request, with its mistakes shown when nothing was chosen."""
    _refuse_outside_practice()
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Thank you."))
    context = {
        "heading": _("What would help?"),
        "hint": _("Choose one or more. You can say more later."),
        "step_number": 1,
        "step_count": 5,
        "back_url": reverse("gallery"),
        "leave_url": "https://www.wikipedia.org/",
        "seen_by": _("the people who run this group. A helper sees it only after saying yes."),
        "form": form,
    }
    return render(request, "web/page_public.html", context)


@non_atomic_requests
def problem(request: HttpRequest, status: int) -> HttpResponse:
    """The pages people see when something cannot be done."""
    _refuse_outside_practice()
    pages = {
        400: lambda: errors.bad_request(request, ValueError()),
        403: lambda: errors.permission_denied(request, PermissionError()),
        404: lambda: errors.page_not_found(request, Http404()),
        419: lambda: errors.csrf_failure(request),
        500: lambda: errors.server_error(request),
        503: lambda: errors.not_now(request),
    }
    if status not in pages:
        raise Http404
    return pages[status]()


def _refuse_outside_practice() -> None:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
