from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import (
    RoleInUseError,
    RoleOutOfBoundsError,
    add_role,
    change_role,
    remove_role,
)
from manyhands.apps.groups.forms.members import RoleForm
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import PERMISSIONS, SHIPPED_ROLES
from manyhands.apps.groups.queries import find_role, list_roles
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


@member_page("group.roles")
def roles(request: MemberRequest) -> HttpResponse:
    rows = [(role, [PERMISSIONS[name] for name in role.permissions]) for role in list_roles(request.group)]
    return render(request, "groups/roles.html", {"rows": rows})


@member_page("group.roles")
def add(request: MemberRequest) -> HttpResponse:
    form = RoleForm(request.POST or None, role=None)
    if form.is_valid():
        now, data = timezone.now(), form.cleaned_data

        def do() -> str:
            return add_role(request.group, data["name"], data["permissions"], by=request.actor, at=now).key

        run_form_once(request, "groups.role_new", at=now, do=do)
        messages.success(request, _("Saved."))
        return redirect(group_path(request.group, "groups:roles"))
    return render(request, "groups/role.html", {"form": form, "heading": _("A new role")})


@member_page("group.roles")
def change(request: MemberRequest, key: str) -> HttpResponse:
    role = or_404(find_role(request.group, key))
    initial = {"name": role.name, "permissions": role.permissions}
    form = RoleForm(request.POST or None, role=role, initial=initial)
    if form.is_valid():
        try:
            change_role(role, **form.cleaned_data, by=request.actor, at=timezone.now())
        except RoleOutOfBoundsError:
            form.add_error("permissions", _("An organiser may do everything: somebody must be able to."))
        else:
            messages.success(request, _("Saved."))
            return redirect(group_path(request.group, "groups:roles"))
    is_own = role.key not in SHIPPED_ROLES
    return render(
        request, "groups/role.html", {"form": form, "heading": role.label, "role": role, "is_own": is_own}
    )


@member_page("group.roles")
@require_POST
def remove(request: MemberRequest, key: str) -> HttpResponse:
    try:
        remove_role(or_404(find_role(request.group, key)), by=request.actor, at=timezone.now())
    except RoleInUseError:
        messages.error(request, _("Members have this role. Give them another first."))
    except RoleOutOfBoundsError:
        messages.error(request, _("This role came with Manyhands and stays."))
    else:
        messages.success(request, _("The role is gone."))
    return redirect(group_path(request.group, "groups:roles"))
