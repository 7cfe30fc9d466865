"""A form sent twice is taken once."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from manyhands.storage.models import IdempotencyKey


class KeyReusedError(Exception):
    """The same key came with another body: neither is guessed to be right."""


def digest_of(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def run_once(
    *, action: str, key: UUID, body_digest: str, at: datetime, do: Callable[[], str]
) -> tuple[str, bool]:
    """Run `do` once for this key and return (its result, False); a repeat returns (the first result, True).

    The row is written before `do` runs, in the same transaction: a simultaneous twin waits for it on the unique
    constraint (PostgreSQL) or on the write lock (SQLite), and then finds the result.
    """
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                action=action, key=key, body_digest=body_digest, created_at=at
            )
    except IntegrityError:
        earlier = IdempotencyKey.objects.get(action=action, key=key)
        if earlier.body_digest != body_digest:
            raise KeyReusedError(action) from None
        return earlier.result, True
    row.result = do()
    row.save(update_fields=["result"])
    return row.result, False
