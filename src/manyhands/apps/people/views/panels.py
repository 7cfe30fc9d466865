"""What people put on other pages: on that of a member, how they help."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.policies import may
from manyhands.apps.people.queries import tell_of_members


def help_of_member(request: HttpRequest, member: Membership) -> dict[str, Any] | None:
    if not may(request.membership, "people.read", member):  # type: ignore[attr-defined]
        return None
    return {"known": tell_of_members(member.group, [member], at=timezone.now())[member.pk]}
