"""What lies under a map: asked for only when somebody opens one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from manyhands.apps.groups.access import GroupRequest, public_page
from manyhands.apps.places.queries import map_base, uses_own_file

_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
_PIECE_BYTES = 64 * 1024
_MINUTES_KEPT = 10


@require_safe
@public_page
def base(request: GroupRequest) -> HttpResponse:
    found = map_base(request.group)
    found["outlines"] = [static(f"manyhands/outlines/{name}.json") for name in found["outlines"]]
    response = JsonResponse(found)
    patch_cache_control(response, private=True, max_age=_MINUTES_KEPT * 60)
    return response


@require_safe
@public_page
def own_file(request: GroupRequest) -> Any:
    """The host's map file, a few pieces at a time: browsers ask for the ranges of bytes that they need."""
    path = Path(settings.MAP_FILE)
    if not uses_own_file(request.group) or not path.is_file():
        return HttpResponse("No map file here.\n", status=404, content_type="text/plain; charset=utf-8")
    size = path.stat().st_size
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    response: Any
    if match is None:
        response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    else:
        response = _piece(path, int(match[1]), min(int(match[2] or size), size - 1), size)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{size:x}-{path.stat().st_mtime_ns:x}"'
    patch_cache_control(response, private=True, max_age=_MINUTES_KEPT * 60)
    return response


def _piece(path: Path, first: int, last: int, size: int) -> Any:
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _read(path, first, last), status=206, content_type="application/octet-stream"
    )
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _read(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (data := file.read(min(_PIECE_BYTES, left))):
            left -= len(data)
            yield data
