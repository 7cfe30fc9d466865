from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings as program_settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import change_group, pause_intake, resume_intake
from manyhands.apps.groups.forms.area import AreaForm
from manyhands.apps.groups.forms.settings import SECTIONS, PauseForm
from manyhands.apps.groups.models import AreaKind
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import is_intake_paused
from manyhands.apps.groups.words import styles_in_words
from manyhands.web.parts import NavItem

_LABELS = {
    "about": (gettext_lazy("About and contact"), "info-circle"),
    "area": (gettext_lazy("Area"), "geo-alt"),
    "pause": (gettext_lazy("Pause requests"), "pause-circle"),
    "meeting": (gettext_lazy("How requests find somebody"), "person-check"),
    "map": (gettext_lazy("Map"), "map"),
    "languages": (gettext_lazy("Languages and times"), "translate"),
    "keeping": (gettext_lazy("Asking again and deleting"), "clock-history"),
}


@member_page("group.settings")
def about(request: MemberRequest) -> HttpResponse:
    return _plain_section(request, "about")


@member_page("group.settings")
def section(request: MemberRequest, section: str) -> HttpResponse:
    if section not in SECTIONS or section == "about":
        raise Http404
    return _plain_section(request, section)


def _plain_section(request: MemberRequest, name: str) -> HttpResponse:
    group = request.group
    form_class = SECTIONS[name]
    initial = {field: getattr(group, field) for field in form_class.base_fields}
    form = form_class(request.POST or None, initial=initial)
    if form.is_valid():
        change_group(group, form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return _show(request, name, form, **(_styles(request) if name == "meeting" else {}))


def _styles(request: MemberRequest) -> dict[str, Any]:
    """What the choices of a plan's style mean, with their published weights."""
    return {"styles": styles_in_words(request.group.distance_unit)}


@member_page("group.settings")
def area(request: MemberRequest) -> HttpResponse:
    group = request.group
    kept = (group.area_kind, group.area) if group.area else None
    form = AreaForm(request.POST or None, request.FILES or None, initial=_area_initial(request), kept=kept)
    if form.is_valid():
        kind, where = form.stored_area
        change_group(group, {"area_kind": kind, "area": where}, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return _show(request, "area", form)


def _area_initial(request: MemberRequest) -> dict[str, Any]:
    where = request.group.area or {}
    if request.group.area_kind == AreaKind.CIRCLE and where:
        miles = round(where["radius_m"] / 1609.344)
        return {"middle_zip": where.get("zip", ""), "miles": miles, "is_circle": True}
    return {"zips": " ".join(where.get("zips", ()))}


@member_page("group.settings")
def pause(request: MemberRequest) -> HttpResponse:
    """Take no requests for a while; the last day one can choose is a day, the pause ends in its morning."""
    form = PauseForm(request.POST or None, initial={"note": request.group.intake_pause_note})
    if form.is_valid():
        now = timezone.now()
        until = datetime.combine(form.cleaned_data["until"], time.min, tzinfo=request.group.zone)
        if until > now:
            pause_intake(request.group, until=until, note=form.cleaned_data["note"], by=request.actor, at=now)
            messages.success(request, _("Paused. The public pages say so."))
            return redirect(request.path)
        form.add_error("until", _("Choose a day that is still to come."))
    return _show(request, "pause", form, is_paused=is_intake_paused(request.group, at=timezone.now()))


@member_page("group.settings")
@require_POST
def resume(request: MemberRequest) -> HttpResponse:
    resume_intake(request.group, by=request.actor, at=timezone.now())
    messages.success(request, _("People can ask again."))
    return redirect(group_path(request.group, "groups:pause"))


@member_page("group.settings")
def ready(request: MemberRequest) -> HttpResponse:
    """The first page of a new group: what to hand out, and what to do next."""
    public_url = program_settings.PUBLIC_URL + group_path(request.group, "groups:public")
    return render(request, "groups/ready.html", {"public_url": public_url})


def _show(request: MemberRequest, name: str, form: forms.Form, **context: Any) -> HttpResponse:
    return render(
        request,
        f"groups/settings/{name}.html"
        if name in ("area", "meeting", "pause")
        else "groups/settings/plain.html",
        {
            "form": form,
            "sections": _sections(request, name),
            "section_title": str(_LABELS[name][0]),
            **context,
        },
    )


def _sections(request: MemberRequest, current: str) -> list[NavItem]:
    return [
        NavItem(str(label), _section_url(request, name), icon, is_current=name == current)
        for name, (label, icon) in _LABELS.items()
    ]


def _section_url(request: MemberRequest, name: str) -> str:
    if name == "about":
        return group_path(request.group, "groups:settings")
    if name in ("area", "pause"):
        return group_path(request.group, f"groups:{name}")
    return group_path(request.group, "groups:settings_section", section=name)
