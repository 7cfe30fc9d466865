import gzip
from functools import lru_cache
from pathlib import Path

import ninja
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from manyhands.config.api import assembly

# What draws the description in the browser; django-ninja brings it along, and it is served from here alone.
_DRAWING = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui-init.js": "text/javascript",
}
_FOLDER = Path(ninja.__file__).parent / "static" / "ninja"


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(assembly.describe())


@csp_update({"img-src": ["data:"]})
def docs(request: HttpRequest) -> HttpResponse:
    """To read, and to try out in the browser. The arrows of its boxes are pictures inside its style sheet."""
    settings = {
        "url": f"{assembly.PREFIX}openapi.json",
        "layout": "BaseLayout",
        "deepLinking": True,
        "validatorUrl": None,
    }
    return render(request, "web/api_docs.html", {"swagger": settings})


def drawing(request: HttpRequest, name: str) -> HttpResponse:
    """Not among the static files: to pack them at every start would cost seconds, for a page that few open."""
    if name not in _DRAWING:
        raise Http404
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    body = _packed(name) if is_packed else (_FOLDER / name).read_bytes()
    response = HttpResponse(body, content_type=f"{_DRAWING[name]}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    if is_packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache
def _packed(name: str) -> bytes:
    return gzip.compress((_FOLDER / name).read_bytes())
