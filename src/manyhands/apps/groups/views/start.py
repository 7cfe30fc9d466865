"""Starting a group: six questions, kept in the session until they are checked and sent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.access import public_page
from manyhands.apps.groups.actions import NewGroup, SlugTakenError, TooManyGroupsError, start_group
from manyhands.apps.groups.bridge import time_zone_of
from manyhands.apps.groups.defaults import DEFAULT_CATEGORIES
from manyhands.apps.groups.forms.area import AreaForm
from manyhands.apps.groups.forms.start import GROUP_LANGUAGES, STEPS
from manyhands.apps.groups.models import JoinMode, MeetingMode, translated
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_group, find_own_name
from manyhands.apps.groups.words import area_in_words
from manyhands.storage.actors import Actor
from manyhands.web.once import run_form_once
from manyhands.web.parts import SummaryRow

DRAFT = "new_group"
NAMES = list(STEPS)


@public_page
def begin(request: HttpRequest) -> HttpResponse:
    return redirect("groups:create_step", step=NAMES[0])


@public_page
def question(request: HttpRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    draft = request.session.get(DRAFT, {})
    form = _form(request, step, draft)
    if request.method == "POST" and form.is_valid():
        request.session[DRAFT] = draft | {step: _kept(form)}
        return redirect(_after(step, is_correction="check" in request.GET))
    number = NAMES.index(step)
    back_url = (
        reverse("groups:create_step", kwargs={"step": NAMES[number - 1]})
        if number
        else reverse("groups:home")
    )
    context = {"form": form, "step_number": number + 1, "step_count": len(NAMES), "back_url": back_url}
    return render(request, f"groups/start/{step}.html", context)


@public_page
def check(request: HttpRequest) -> HttpResponse:
    """Everything at a glance; sending it needs an account, and signing in loses nothing."""
    draft = request.session.get(DRAFT, {})
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return _send(request, request.user, draft)
    missing = next((step for step in NAMES if step not in draft), None)
    if missing:
        return redirect("groups:create_step", step=missing)
    return render(request, "groups/start/check.html", {"rows": _summary(draft)})


def _send(request: HttpRequest, user: User, draft: dict[str, Any]) -> HttpResponse:
    now = timezone.now()

    def do() -> str:
        # Not complete: sent from a page that was left open after another window had finished.
        new = NewGroup(**_answers(draft))
        name = draft["joining"]["display_name"]
        return start_group(new, organiser=user, display_name=name, by=Actor.user(user.pk), at=now).slug

    try:
        slug, _replayed = run_form_once(request, "groups.create", at=now, do=do)
    except KeyError:
        return redirect("groups:create")
    except SlugTakenError:
        draft["name"]["slug"] = ""
        request.session[DRAFT] = draft
        messages.warning(
            request, _("Another group has just taken this address. Choose another; the rest is kept.")
        )
        return redirect("groups:create_step", step="name")
    except TooManyGroupsError:
        return render(request, "groups/start/too_many.html", status=429)
    request.session.pop(DRAFT, None)
    group = find_group(slug)
    return redirect(group_path(group, "groups:ready") if group else "groups:home")


def _form(request: HttpRequest, step: str, draft: dict[str, Any]) -> forms.Form:
    initial = draft.get(step) or _suggested(request, step, draft)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if step == "area":
        return AreaForm(data, files, initial=initial, kept=draft.get(step, {}).get("area"))
    return STEPS[step](data, initial=initial)


def _suggested(request: HttpRequest, step: str, draft: dict[str, Any]) -> dict[str, Any]:
    """What can be guessed from the answers so far, and from whoever gives them."""
    if step == "joining" and isinstance(request.user, User):
        return {"display_name": find_own_name(request.user)}
    if step != "languages":
        return {}
    kind, area = draft.get("area", {}).get("area", ("", {}))
    here = (get_language() or "en").split("-", maxsplit=1)[0]
    return {
        "languages": sorted({"en", "es", here}),
        "time_zone": time_zone_of(kind, area) or "America/Detroit",
    }


def _kept(form: forms.Form) -> dict[str, Any]:
    """The answers, fit for a session: an uploaded file is kept as the area that was read from it."""
    kept = {name: answer for name, answer in form.cleaned_data.items() if name != "outline"}
    if isinstance(form, AreaForm):
        kept["zips"] = " ".join(kept["zips"])
    return kept


def _after(step: str, *, is_correction: bool) -> str:
    following = NAMES[NAMES.index(step) + 1 :]
    if is_correction or not following:
        return reverse("groups:create_check")
    return reverse("groups:create_step", kwargs={"step": following[0]})


def _answers(draft: dict[str, Any]) -> dict[str, Any]:
    kind, area = draft["area"]["area"]
    languages, joining = draft["languages"], draft["joining"]
    return {
        **{name: draft["name"][name] for name in ("name", "slug", "about")},
        "area_kind": kind,
        "area": area,
        "languages": languages["languages"],
        "time_zone": languages["time_zone"],
        "categories": draft["help"]["categories"],
        "meeting_mode": draft["meeting"]["meeting_mode"],
        "join_mode": joining["join_mode"],
        "help_phone": joining["help_phone"],
    }


def _summary(draft: dict[str, Any]) -> list[SummaryRow]:
    answers = _answers(draft)
    language = get_language() or "en"
    kinds = [
        translated(kind.names, language) for kind in DEFAULT_CATEGORIES if kind.key in answers["categories"]
    ]
    spoken = [name for code, name in GROUP_LANGUAGES if code in answers["languages"]]
    rows = [
        ("name", _("Name"), answers["name"]),
        ("name", _("Address of the page"), f"/g/{answers['slug']}/"),
        ("area", _("Where"), area_in_words(answers["area_kind"], answers["area"])),
        ("languages", _("Languages"), ", ".join(spoken)),
        ("languages", _("Time zone"), answers["time_zone"].replace("_", " ")),
        ("help", _("Kinds of help"), ", ".join(kinds)),
        ("meeting", _("How requests find somebody"), str(MeetingMode(answers["meeting_mode"]).label)),
        ("joining", _("Who may join"), str(JoinMode(answers["join_mode"]).label)),
        ("joining", _("Your own name"), draft["joining"]["display_name"]),
    ]
    return [SummaryRow(term, answer, _change_url(step)) for step, term, answer in rows]


def _change_url(step: str) -> str:
    return f"{reverse('groups:create_step', kwargs={'step': step})}?check"
