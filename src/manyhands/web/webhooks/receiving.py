import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from manyhands.storage.idempotency import KeyReusedError, run_once
from manyhands.web.webhooks.schemes import Scheme, WebhookRefusedError

logger = logging.getLogger(__name__)

MOST_BYTES = 256 * 1024


class NotUnderstoodError(Exception):
    """It is signed by whom we trust, and says something that we cannot read."""


def receive(
    request: HttpRequest, scheme: Scheme, *, action: str, at: datetime, do: Callable[[bytes], str]
) -> HttpResponse:
    """Take one delivery: `do` gets its bytes, once, after the signature was found to be right.

    The same delivery again is answered as before and does nothing. What is refused is told no reason.
    """
    try:
        raw = _read(request)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except UnreadablePostError:
        return HttpResponse(status=400)
    try:
        delivery = scheme.check(request.headers, raw, at=at)
    except WebhookRefusedError as refused:
        logger.warning("a delivery for %s was refused: %s", action, refused)
        return HttpResponse(status=401)
    try:
        run_once(
            action=f"webhook.{action}",
            key=uuid5(NAMESPACE_URL, delivery.id),
            body_digest=hashlib.sha256(raw).hexdigest(),
            at=at,
            do=lambda: do(raw),
        )
    except KeyReusedError:
        logger.warning("a delivery for %s came again with another content", action)
        return HttpResponse(status=409)
    except NotUnderstoodError:
        logger.warning("a delivery for %s was not understood", action)
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise RequestDataTooBig
    raw = request.body
    if len(raw) > MOST_BYTES:
        raise RequestDataTooBig
    return raw
