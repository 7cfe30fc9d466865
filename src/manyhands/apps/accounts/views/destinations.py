"""Where somebody goes after signing in: only to a page of this installation."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 300


def safe_next(request: HttpRequest, url: str) -> str:
    """`url` when it is a path of ours, else nothing."""
    if len(url) > _LONGEST or not url.startswith("/"):
        return ""
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None, require_https=request.is_secure())
    return url if is_ours else ""


def destination(request: HttpRequest, url: str) -> str:
    return safe_next(request, url) or resolve_url(settings.LOGIN_REDIRECT_URL)
