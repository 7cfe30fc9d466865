from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from manyhands.config.api import assembly


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
