from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.accounts.access import is_fresh
from manyhands.apps.accounts.queries import find_open_loss
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.actions import (
    AlreadyAnsweredError,
    LastOrganiserError,
    RoleNeedsChecksError,
    answer_applicant,
    change_display_name,
    end_membership,
    set_member_roles,
    stop_loss_of,
    vouch_for_member,
)
from manyhands.apps.groups.forms.members import DisplayNameForm, MemberFilterForm, MemberRolesForm
from manyhands.apps.groups.models import Membership, MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.groups.queries import (
    Known,
    MemberOrder,
    find_member,
    known_of_members,
    list_applicants,
    list_member_ids,
    list_members,
    list_roles,
    says_all_is_lost,
)
from manyhands.web.missing import or_404
from manyhands.web.ordering import order_links

MEMBERS_PER_PAGE = 30
ORDERS_OF_ALL = (MemberOrder.NAME, MemberOrder.NEWEST)
"""What can be sorted by without knowing how anybody helps."""
SEARCHED_FROM = 20
"""So many are found by looking."""
APPLICANTS_UNFOLDED = 5
"""Who has waited longest comes first: the rest does not keep anybody from the members below."""


@member_page("members.approve")
def members(request: MemberRequest) -> HttpResponse:
    """Who waits for an answer, then who is in, by name; who was looked for comes before both."""
    at = timezone.now()
    sees_help = may(request.membership, "people.read")
    form = MemberFilterForm(
        request.GET,
        roles=list_roles(request.group),
        sees_losses=may(request.membership, "group.roles"),
        orders=MemberOrder if sees_help else ORDERS_OF_ALL,
    )
    wanted, order = form.wanted, form.chosen_order
    ids = list_member_ids(request.group, wanted, order, at=at)
    page = Paginator(ids, MEMBERS_PER_PAGE).get_page(request.GET.get("page"))
    found, applicants = list_members(list(page.object_list), at=at), list_applicants(request.group)
    known = known_of_members(request.group, [*found, *applicants], at=at) if sees_help else {}
    waiting = _rows(request, applicants, known, at=at)
    context = {
        "applicants": waiting[:APPLICANTS_UNFOLDED],
        "more_applicants": waiting[APPLICANTS_UNFOLDED:],
        "applicant_count": len(waiting),
        "form": form if wanted or len(ids) > SEARCHED_FROM else None,
        "is_narrowed": bool(wanted),
        "narrows_more": bool(wanted.role or wanted.standing),
        "members": _rows(request, found, known, at=at),
        "orders": order_links(request.GET, form.orders, order),
        "page": page,
    }
    return render(request, "groups/members.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """One member of the list. `url`: where the reader may go from it; `roles`: those besides that of a volunteer."""

    member: Membership
    known: Known
    url: str
    roles: Sequence[str]
    is_lost: bool


def _rows(
    request: MemberRequest, found: Iterable[Membership], known: Mapping[int, Known], *, at: datetime
) -> list[Row]:
    gives_roles = may(request.membership, "group.roles")
    rows = []
    for one in found:
        its = known.get(one.pk, Known())
        page = group_path(request.group, "groups:member", membership_id=one.pk) if gives_roles else its.page
        is_lost = gives_roles and says_all_is_lost(one, at=at)
        rows.append(Row(one, its, page, _besides_helping(one), is_lost))
    return rows


@member_page("members.approve")
@require_POST
def answer(request: MemberRequest, membership_id: int) -> HttpResponse:
    applicant = or_404(find_member(request.group, membership_id))
    admitted = request.POST.get("answer") == "yes"
    try:
        answer_applicant(applicant, admitted=admitted, by=request.actor, at=timezone.now())
    except AlreadyAnsweredError:
        messages.info(request, _("Somebody else has answered in the meantime."))
    else:
        messages.success(request, _("They are in.") if admitted else _("They are not admitted."))
    return redirect(group_path(request.group, "groups:members"))


@member_page("group.roles")
def member(request: MemberRequest, membership_id: int) -> HttpResponse:
    """One member: their roles, and the end of their membership."""
    found = or_404(find_member(request.group, membership_id))
    if found.state != MembershipState.ACTIVE:
        raise Http404
    current = [role.key for role in found.roles.all()]
    form = MemberRolesForm(request.POST or None, roles=list_roles(request.group), initial={"roles": current})
    if form.is_valid():
        try:
            set_member_roles(found, form.cleaned_data["roles"], by=request.actor, at=timezone.now())
        except LastOrganiserError:
            form.add_error("roles", _last_organiser())
        except RoleNeedsChecksError as error:
            for role, names in error.missing.items():
                form.add_error("roles", _needs_checks(role, names))
        else:
            messages.success(request, _("Saved."))
            return redirect(group_path(request.group, "groups:members"))
    loss = find_open_loss(found.user, at=timezone.now())
    context = {"form": form, "member": found, "loss": loss, "is_me": found.pk == request.membership.pk}
    return render(request, "groups/member.html", context)


@member_page("group.roles")
@require_POST
def vouch(request: MemberRequest, membership_id: int) -> HttpResponse:
    """An organiser has spoken with somebody who lost every second step: from now on it is waited, then let go.

    Or it was not them who said so: to stop it nobody has to show again who they are.
    """
    now = timezone.now()
    found = or_404(find_member(request.group, membership_id))
    page = group_path(request.group, "groups:member", membership_id=found.pk)
    is_true = request.POST.get("answer") != "no"
    if is_true and not is_fresh(request.session, at=now):
        return redirect(reverse("accounts:again", query={"next": page}))
    loss = find_open_loss(found.user, at=now)
    if loss is None or found.state != MembershipState.ACTIVE or found.pk == request.membership.pk:
        raise Http404
    if not is_true:
        stop_loss_of(found, by=request.actor, at=now)
        messages.success(request, _("Stopped. Their passkeys and apps stay as they are."))
    elif vouch_for_member(found, loss, by=request.actor, at=now):
        messages.success(request, _("Confirmed. They have been told, and can choose anew in two days."))
    return redirect(page)


@member_page()
def myself(request: MemberRequest) -> HttpResponse:
    """What the others call me here, what I may do, and the way out."""
    initial = {"display_name": request.membership.display_name}
    form = DisplayNameForm(request.POST or None, initial=initial)
    if form.is_valid():
        name = form.cleaned_data["display_name"]
        change_display_name(request.membership, name, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return render(request, "groups/myself.html", {"form": form})


@member_page()
@require_POST
def end(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Leave oneself, or end somebody's membership if one may."""
    found = or_404(find_member(request.group, membership_id))
    if found.pk != request.membership.pk and not may(request.membership, "group.roles", found):
        raise PermissionDenied
    try:
        end_membership(found, by=request.actor, at=timezone.now())
    except LastOrganiserError:
        messages.error(request, _last_organiser())
        return redirect(group_path(request.group, "groups:myself"))
    if found.pk == request.membership.pk:
        messages.success(request, _("You have left the group."))
        return redirect("groups:home")
    messages.success(request, _("The membership has ended."))
    return redirect(group_path(request.group, "groups:members"))


def _besides_helping(member: Membership) -> list[str]:
    """Everybody is a volunteer: said of each it says nothing."""
    return [role.label for role in member.held_roles if role.key != "volunteer"]


def _needs_checks(role: str, names: Sequence[str]) -> str:
    words = _(
        "%(role)s needs what they have not shown yet: %(names)s. "
        "Look at their checks first, or spare them this for a reason and a time."
    )
    return words % {"role": role, "names": ", ".join(names)}


def _last_organiser() -> str:
    return _("A group needs somebody in charge. Make somebody else organiser first.")
