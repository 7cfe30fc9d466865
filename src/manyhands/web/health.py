"""For whoever starts, watches or balances the processes: no data, no sign-in, nothing about anybody."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

LEAST_FREE_BYTES = 50 * 1024**2


@non_atomic_requests
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives. It asks nobody else, so that a slow database does not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@non_atomic_requests
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """It can take requests: its database answers, and there is room to write."""
    found = {"database": _database_answers(), "room": _has_room()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


healthz.access = readyz.access = "anybody"  # type: ignore[attr-defined]


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return False


def _has_room() -> bool:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free >= LEAST_FREE_BYTES
    except OSError:
        return False
