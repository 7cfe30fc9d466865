"""Decorators that say who a page is for. Every view of a group carries exactly one of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from manyhands.apps.accounts.models import User
from manyhands.apps.accounts.queries import already_read
from manyhands.apps.groups.access.second_step import (
    lacks_second_step,
    opens_without_second_step,
    send_to_second_step,
    without_second_step,
)
from manyhands.apps.groups.models import Group, Membership, MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may, rest_roles
from manyhands.apps.groups.queries import find_membership
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

View = Callable[..., HttpResponse]


class GroupRequest(HttpRequest):
    """What a view of a group gets: the middleware has set the group, the scope and the membership."""

    group: Group
    membership: Membership | None
    lacks_second_step: bool


class MemberRequest(GroupRequest):
    user: User
    membership: Membership
    actor: Actor


def enter_group(request: Any, group: Group) -> None:
    """Set the scope for the rest of the request; also for pages whose private link names the group."""
    # Read before the scope: what is no group's needs no transaction to tell the database of one.
    user_id = request.session.get(SESSION_KEY)
    request.scopes.enter_context(group_scope(group.pk))
    request.group = group
    membership = find_membership(group, int(user_id)) if user_id else None
    if membership is not None:
        rest_roles([membership], at=timezone.now())
    with already_read(membership.user if membership else None):
        if request.user.is_authenticated:
            request.membership = membership
    request.lacks_second_step = request.membership is not None and lacks_second_step(request)
    if request.lacks_second_step:
        request.membership.narrow(without_second_step(request))


def public_page(view: View) -> View:
    """Anybody may open it; the group is known from the address."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def member_page(rule: str = "", *, on_first_day: bool = False) -> Callable[[View], View]:
    """Members only, and among them those whom the rule lets in. Others are sent to sign in, or told no; who waits
    for a yes is told to wait. `on_first_day`: whoever starts a group gets here before their second step.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = request.membership
            if membership is not None and membership.state == MembershipState.APPLICANT:
                return redirect(group_path(request.group, "people:waiting"))
            if request.lacks_second_step and not opens_without_second_step(
                request, rule, on_first_day=on_first_day
            ):
                return send_to_second_step(request)
            is_in = membership is not None and membership.state == MembershipState.ACTIVE
            if not is_in or (rule and not may(membership, rule)):
                if is_in and membership.resting:
                    # There they read which role rests, and why.
                    return redirect(group_path(request.group, "groups:myself"))
                raise PermissionDenied
            request.actor = Actor.member(membership.pk)
            return view(request, *args, **kwargs)

        guarded.access = rule or "member"  # type: ignore[attr-defined]
        return guarded

    return decorate
