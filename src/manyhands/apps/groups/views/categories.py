from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import add_category, change_category, move_category, switch_category
from manyhands.apps.groups.forms.categories import CategoryForm, initial_of
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_category, list_categories, list_skills
from manyhands.apps.groups.words import DISCLOSED_FIELDS
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


@member_page("group.settings")
def categories(request: MemberRequest) -> HttpResponse:
    rows = list_categories(request.group, active_only=False)
    on = [row for row in rows if row.is_active]
    off = [row for row in rows if not row.is_active]
    return render(request, "groups/categories.html", {"on": on, "off": off})


@member_page("group.settings")
def add(request: MemberRequest) -> HttpResponse:
    form = CategoryForm(
        request.POST or None,
        group=request.group,
        skills=list_skills(request.group),
        initial={"usual_minutes": 60, "disclosure": ["first_name", "masked_contact", "details"]},
    )
    if form.is_valid():
        now = timezone.now()

        def do() -> str:
            return add_category(request.group, form.answers, by=request.actor, at=now).key

        run_form_once(request, "groups.category_new", at=now, do=do)
        messages.success(request, _("Saved."))
        return redirect(group_path(request.group, "groups:categories"))
    return _show(request, form, _("A new kind of help"))


@member_page("group.settings")
def change(request: MemberRequest, key: str) -> HttpResponse:
    category = or_404(find_category(request.group, key))
    form = CategoryForm(
        request.POST or None,
        group=request.group,
        skills=list_skills(request.group),
        initial=initial_of(category, request.group.languages),
    )
    if form.is_valid():
        change_category(category, form.answers, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(group_path(request.group, "groups:categories"))
    return _show(request, form, category.name_in(request.LANGUAGE_CODE), category=category)


@member_page("group.settings")
@require_POST
def switch(request: MemberRequest, key: str) -> HttpResponse:
    is_active = request.POST.get("is_active") == "yes"
    switch_category(
        or_404(find_category(request.group, key)), is_active=is_active, by=request.actor, at=timezone.now()
    )
    return redirect(group_path(request.group, "groups:categories"))


@member_page("group.settings")
@require_POST
def move(request: MemberRequest, key: str) -> HttpResponse:
    earlier = request.POST.get("to") == "earlier"
    move_category(
        or_404(find_category(request.group, key)), earlier=earlier, by=request.actor, at=timezone.now()
    )
    return redirect(f"{group_path(request.group, 'groups:categories')}#kind-{key}")


def _show(request: MemberRequest, form: CategoryForm, heading: str, **context: Any) -> HttpResponse:
    chosen = request.POST.getlist("disclosure") if form.is_bound else form.initial.get("disclosure", [])
    opened = [label for name, label in DISCLOSED_FIELDS.items() if name in chosen]
    shown = {"form": form, "heading": heading, "opened": opened, **context}
    return render(request, "groups/category.html", shown)
