"""A provider's background check: asked for on the page of a check, and how far its answer counts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.vetting.models import OPEN_STATES, Check, Requirement, RequirementKind
from manyhands.apps.vetting.queries import find_check, find_requirement
from manyhands.apps.vouching.actions.orders import CannotOrderError, order_check, use_provider
from manyhands.apps.vouching.background_checks import find_provider
from manyhands.apps.vouching.forms import ClearForm
from manyhands.apps.vouching.queries.orders import find_order, is_clear_enough
from manyhands.apps.vouching.words import PROVIDERS, why_not
from manyhands.web.missing import or_404


def order_panel(request: HttpRequest, check: Check) -> dict[str, object] | None:
    """On the page of a check that a provider can answer."""
    provider = find_provider()
    order = find_order(check)
    if (provider is None and order is None) or check.requirement.kind != RequirementKind.BACKGROUND_CHECK:
        return None
    may_ask = check.state in OPEN_STATES and (order is None or order.has_ended) and check.person is not None
    named = order.provider if order else provider.name if provider else ""
    return {
        "check": check,
        "order": order,
        "provider": PROVIDERS.get(named, named),
        "can_ask": provider is not None
        and may_ask
        and may(getattr(request, "membership", None), "vetting.manage"),
    }


@require_POST
@member_page("vetting.manage")
def order(request: MemberRequest, check_id: int) -> HttpResponse:
    check = or_404(find_check(request.group, check_id))
    try:
        order_check(check, ordered_by=request.membership, by=request.actor, at=timezone.now())
    except CannotOrderError as error:
        messages.warning(request, why_not(error.reason))
    else:
        messages.success(request, _("They will be invited in a moment. This page shows how it goes on."))
    return redirect(group_path(request.group, "vetting:check", check_id=check.pk))


def use_panel(request: HttpRequest, requirement: Requirement) -> dict[str, object] | None:
    """On the settings of a requirement that a provider can answer."""
    provider = find_provider()
    if provider is None or requirement.kind != RequirementKind.BACKGROUND_CHECK:
        return None
    form = ClearForm(initial={"clear_is_enough": is_clear_enough(requirement)})
    return {"requirement": requirement, "form": form, "provider": PROVIDERS.get(provider.name, provider.name)}


@require_POST
@member_page("group.settings")
def use(request: MemberRequest, requirement_id: int) -> HttpResponse:
    requirement, form = find_requirement(request.group, requirement_id), ClearForm(request.POST)
    if requirement is None or requirement.kind != RequirementKind.BACKGROUND_CHECK or not form.is_valid():
        raise Http404
    use_provider(
        requirement, clear_is_enough=form.cleaned_data["clear_is_enough"], by=request.actor, at=timezone.now()
    )
    messages.success(request, _("Saved."))
    return redirect(group_path(request.group, "vetting:requirement", requirement_id=requirement.pk))
