"""Whoever may see how people are reached has signed in with two things, or is asked to before the first such page."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.access import has_two_factors, signed_in_at
from manyhands.apps.groups.permissions import NEEDS_SECOND_STEP, PERMISSIONS

# What a helper does for themselves: open to everybody, and so to whoever has only half shown who they are.
_OWN = frozenset({"", "tasks.take"})
# Whoever has just started a group looks around in its settings, and invites people: there is nobody in it yet.
_FIRST_STEPS = frozenset({"group.settings", "group.roles"})
_FIRST_DAY = timedelta(days=1)


def lacks_second_step(request: Any) -> bool:
    """In the demo nobody lacks it: everybody there is invented, and comes in with one press."""
    if settings.DEMO or has_two_factors(request.session):
        return False
    return bool(request.membership.permissions & NEEDS_SECOND_STEP)


def without_second_step(request: Any) -> frozenset[str]:
    """What they may until then: nothing that needs it, wherever it is asked for."""
    kept = _FIRST_STEPS if _is_first_session(request) else frozenset()
    return frozenset(PERMISSIONS) - (NEEDS_SECOND_STEP - kept)


def opens_without_second_step(request: Any, rule: str, *, on_first_day: bool) -> bool:
    """`on_first_day`: a page of staff that shows nothing of anybody, and hands out nothing that needs two things."""
    return rule in _OWN or ((on_first_day or rule in _FIRST_STEPS) and _is_first_session(request))


def send_to_second_step(request: Any) -> HttpResponse:
    """Set one up, or take the one there is; what was only posted to has no page to come back to."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return redirect(reverse("accounts:needed", query={"next": back} if back else None))


def _is_first_session(request: Any) -> bool:
    """The one in which the group was made, on its first day."""
    came, made = signed_in_at(request.session), request.group.created_at
    return came is not None and came <= made and timezone.now() - made < _FIRST_DAY
