"""Rate limits as rows in the same database: one named bucket per action, no other service needed."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from manyhands.storage.encryption import blind_index
from manyhands.storage.models import RateBucket

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, then `per_minute` more each minute."""

    action: str
    burst: int
    per_minute: float


@transaction.atomic
def take(limit: Limit, subject: str, *, at: datetime) -> bool:
    """Take one token for `subject`; False when the bucket is empty."""
    index = blind_index(None, f"rate:{limit.action}", subject)
    row, created = RateBucket.objects.select_for_update().get_or_create(
        action=limit.action,
        subject_index=index,
        defaults={"tokens": limit.burst - 1, "updated_at": at},
    )
    if created:
        return True
    minutes = max(0.0, (at - row.updated_at).total_seconds() / 60)
    tokens = min(float(limit.burst), row.tokens + minutes * limit.per_minute)
    allowed = tokens >= 1
    row.tokens = tokens - 1 if allowed else tokens
    row.updated_at = at
    row.save(update_fields=["tokens", "updated_at"])
    if not allowed:
        logger.warning("limit reached: %s", limit.action)
    return allowed
