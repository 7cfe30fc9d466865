"""A browser from which somebody was signed in before can show it, so that strangers do not use up its tries.

The cookie opens nothing. It holds a random word and a keyed hash of that word with the account's own index: it is good
for that account alone, and says nothing of it to anybody else.
"""

import hmac
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from manyhands.apps.accounts.actions import Sender
from manyhands.storage.encryption import keyed_hash
from manyhands.web.client_address import client_address

_LIVES_SECONDS = 60 * 60 * 24 * 400


def remember_browser(request: HttpRequest, response: HttpResponse, index: str) -> None:
    """`index`: the blind index of the address by which the account is found."""
    if _word_of(request, index):
        return
    word = secrets.token_urlsafe(16)
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        f"{word}.{_hash(word, index)}",
        max_age=_LIVES_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sender_of(request: HttpRequest, index: str = "") -> Sender:
    """Who asks, about the account (if any) with this index."""
    return Sender(client_address(request), _word_of(request, index) if index else "")


def _word_of(request: HttpRequest, index: str) -> str:
    word, _dot, shown = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "").partition(".")
    is_right = word and hmac.compare_digest(shown.encode(), _hash(word, index).encode())
    return f"{word}:{index}" if is_right else ""


def _hash(word: str, index: str) -> str:
    return keyed_hash(f"known:{word}:{index}")[:32]
