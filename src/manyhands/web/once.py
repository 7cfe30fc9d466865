"""The web side of "a form sent twice is taken once": see `storage.idempotency`."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from manyhands.storage.idempotency import digest_of, run_once


def run_form_once(
    request: HttpRequest, action: str, *, at: datetime, do: Callable[[], str]
) -> tuple[str, bool]:
    """Run `do` for this submission; a repeat gets the first result. `do` returns a reference to what it made.

    A form without a key (an old bookmark, a script) is taken as new. Raises BadRequest on a malformed key and
    KeyReusedError when the same key comes with other answers.
    """
    body = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in ("once", "csrfmiddlewaretoken")
    }
    return run_once(
        action=action,
        key=_key(request),
        body_digest=digest_of({"path": request.path, **body}),
        at=at,
        do=do,
    )


def _key(request: HttpRequest) -> UUID:
    raw = request.POST.get("once", "")
    if not raw:
        return uuid4()
    try:
        return UUID(raw)
    except ValueError as error:
        raise BadRequest("The form's key is malformed.") from error
