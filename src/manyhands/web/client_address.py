"""Which machine is asking, as far as it can be believed."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; without proxies, whoever is connected.

    Each trusted proxy appends the address it was called from, so counting from the end finds the entry that our own
    proxy wrote. Whatever stands before it was written by the caller, and is not believed.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    count: int = settings.TRUSTED_PROXY_COUNT
    if not count:
        return direct
    named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return named[-count] if len(named) >= count else direct
