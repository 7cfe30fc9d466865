"""What accounts put on every page: that somebody says the second step is lost."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.accounts.queries import losses_count_from


def loss_told(request: HttpRequest, user: Any) -> dict[str, Any] | None:
    """A browser without a session is not asked for one: its pages cost no query more."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not user.is_authenticated:
        return None
    is_open = user.told_lost_at is not None and user.told_lost_at > losses_count_from(timezone.now())
    return {} if is_open else None
