from typing import Any

from django.db.models import Q


def time_over(at: Any, *, of: str = "") -> Q:
    """As `states.is_time_over`, of rows. `of`: how a row leads to the need or the part."""
    return Q((f"{of}starts_at__isnull", False), (f"{of}due_at__lte", at))
