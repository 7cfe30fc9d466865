"""The cookie that finds a draft again: a random token, for the pages of one group's request and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions.drafts import KEEP_FOR

# Over HTTPS no other host, and no plain page, can plant a cookie of such a name.
NAME = "__Secure-request" if settings.SESSION_COOKIE_SECURE else "request"


def token_in(request: HttpRequest) -> str:
    return request.COOKIES.get(NAME, "")


def keep_token(response: HttpResponse, group: Group, token: str) -> None:
    response.set_cookie(
        NAME,
        token,
        max_age=KEEP_FOR,
        path=group_path(group, "needs:ask"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_token(response: HttpResponse, group: Group) -> None:
    response.delete_cookie(NAME, path=group_path(group, "needs:ask"), samesite="Lax")
