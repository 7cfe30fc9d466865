from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.queries import list_my_groups


def my_groups(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """On everybody's account page: the groups they are in."""
    found = list_my_groups(user, at=timezone.now())
    return {"my_groups": found} if found else None
