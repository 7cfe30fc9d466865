"""A write that a program sends again, because no answer came, is done once."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.http import HttpRequest
from django.utils.translation import gettext as _

from manyhands.storage.idempotency import KeyReusedError, digest_of, run_once
from manyhands.web.api.problems import ProblemError

HEADER = "Idempotency-Key"
LONGEST_KEY = 200


def check_key(request: HttpRequest) -> None:
    """Raises ProblemError without a key: said before anything else is, so that nobody learns of it last."""
    if not 0 < len(request.headers.get(HEADER, "")) <= LONGEST_KEY:
        raise ProblemError(
            400,
            "key_missing",
            _("Send an Idempotency-Key with every POST: any text that you use for this one call only."),
        )


def answer_once(
    request: HttpRequest, *, caller: str, at: datetime, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `do` returns, the first time and every time. Short: ids and states, nothing about a person.

    Raises ProblemError without a key, and for a key that came with something else before.
    """
    check_key(request)
    key = request.headers[HEADER]
    sent = {"path": request.get_full_path(), "body": request.body.decode(errors="replace")}
    try:
        stored, _replayed = run_once(
            action="api",
            key=uuid5(NAMESPACE_OID, f"{caller} {key}"),
            body_digest=digest_of(sent),
            at=at,
            do=lambda: json.dumps(do(), separators=(",", ":")),
        )
    except KeyReusedError as error:
        raise ProblemError(
            422, "key_reused", _("This Idempotency-Key was used before, for something else.")
        ) from error
    answer: dict[str, Any] = json.loads(stored)
    return answer
