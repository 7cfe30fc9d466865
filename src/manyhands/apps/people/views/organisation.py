"""Organisations sign up the same way as people do, and keep their own details."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.access import GroupRequest, MemberRequest, member_page, public_page
from manyhands.apps.groups.actions import NotOpenToAllError, ask_to_join
from manyhands.apps.groups.models import MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.people.actions import (
    Contact,
    OrganisationMoveRefusedError,
    change_organisation,
    set_organisation_state,
    show_contact,
    sign_up_organisation,
)
from manyhands.apps.people.forms.organisation import OrganisationForm
from manyhands.apps.people.models import Organisation, OrganisationState
from manyhands.apps.people.queries import find_organisation, list_organisations_of
from manyhands.storage.actors import Actor
from manyhands.storage.idempotency import KeyReusedError
from manyhands.web.missing import or_404
from manyhands.web.once import run_form_once


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def organisation_join(request: GroupRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "people/organisation_welcome.html")
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        group=request.group,
        initial={"email": request.user.email},
    )
    if request.method == "POST" and form.is_valid():
        return _sign_up(request, request.user, form)
    mine = list_organisations_of(request.membership) if request.membership else []
    context = {"form": form, "mine": mine}
    return render(request, "people/organisation_join.html", context, status=422 if form.is_bound else 200)


def _sign_up(request: GroupRequest, user: User, form: OrganisationForm) -> HttpResponse:
    at, by = timezone.now(), Actor.user(user.pk)

    def do() -> str:
        name = form.cleaned_data["contact_name"]
        membership = ask_to_join(request.group, user, display_name=name, by=by, at=at)
        organisation = sign_up_organisation(
            request.group, form.contact(), form.details(), membership=membership, by=by, at=at
        )
        return f"{organisation.state} {organisation.pk} {membership.state}"

    try:
        made, _replayed = run_form_once(request, "people.organisation", at=at, do=do)
    except NotOpenToAllError:
        return render(request, "people/invited_only.html", status=403)
    except KeyReusedError:
        return redirect(group_path(request.group, "people:organisation_join"))
    state, pk, membership_state = made.split()
    if state == OrganisationState.ACTIVE:
        messages.success(request, _("Welcome. You can ask and help from now on."))
    if membership_state != MembershipState.ACTIVE:
        return redirect(group_path(request.group, "people:waiting"))
    return redirect(group_path(request.group, "people:organisation", organisation_id=int(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def organisation_details(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """For those who answer for it, and for staff who look after people."""
    organisation = _get(request, organisation_id)
    if request.method != "POST" and not _is_own(request, organisation):
        show_contact(organisation.contact, reader=request.membership, by=request.actor, at=timezone.now())
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        group=request.group,
        initial=OrganisationForm.initial_of(organisation),
    )
    if request.method == "POST" and form.is_valid():
        contact = form.contact(Contact.of(organisation.contact))
        change_organisation(organisation, contact, form.details(), by=request.actor, at=timezone.now())
        messages.success(request, _("The details are up to date. Thank you."))
        return redirect(group_path(request.group, "people:organisation", organisation_id=organisation.pk))
    context = {"form": form, "organisation": organisation, "is_own": _is_own(request, organisation)}
    return render(request, "people/organisation.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_page()
def organisation_leave(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """It stops asking and helping, and hands back what it had taken; or it comes back."""
    organisation = _get(request, organisation_id)
    is_back = organisation.state == OrganisationState.LEFT
    state = OrganisationState.ACTIVE if is_back else OrganisationState.LEFT
    try:
        set_organisation_state(organisation, state, by=request.actor, at=timezone.now())
    except OrganisationMoveRefusedError:
        messages.warning(request, _("That does not go together. Perhaps somebody was quicker."))
    else:
        said = (
            _("Good to have you back.")
            if is_back
            else _("The organisation has left. Thank you for everything.")
        )
        messages.success(request, said)
    return redirect(group_path(request.group, "people:organisation", organisation_id=organisation.pk))


def _get(request: MemberRequest, organisation_id: int) -> Organisation:
    organisation = or_404(find_organisation(request.group, organisation_id))
    if not (_is_own(request, organisation) or may(request.membership, "people.manage", organisation)):
        raise Http404
    return organisation


def _is_own(request: MemberRequest, organisation: Organisation) -> bool:
    return organisation.membership_id == request.membership.pk
