"""What the clock does for every group in turn."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Final

from manyhands.apps.groups.models import Group
from manyhands.storage.scope import group_scope
from manyhands.web.jobs import enqueue, equal_jobs_once

logger = logging.getLogger(__name__)
# A worker is stopped after five minutes, however far it is: a round over thousands of groups goes on in another job.
ROUND_SECONDS: Final = 60.0


def for_each_group(
    job: Callable[[int], None],
    do: Callable[[Group], object],
    *,
    after: int,
    among: Iterable[int] | None = None,
) -> bool:
    """`do` for every group (`among` these) numbered above `after`, each in its scope; whether that was the last.

    The trouble of one group is written down and keeps no other waiting. Where it takes long, `job` goes on in a job of
    its own, with the number of the group that was done last.
    """
    name = f"{job.__module__}.{job.__qualname__}"
    began = time.monotonic()
    # Read whole, not by cursor: enqueuing a job closes the connection on which a cursor would still be open.
    every = Group.objects.filter(pk__gt=after).order_by("pk")
    groups = list(every if among is None else every.filter(pk__in=among))
    with equal_jobs_once():
        for group in groups:
            try:
                with group_scope(group.pk):
                    do(group)
            except Exception:
                logger.exception("%s: group %s", name, group.pk, extra={"during": name})
            if time.monotonic() - began > ROUND_SECONDS and group is not groups[-1]:
                enqueue(name, group.pk)
                return False
    return True
