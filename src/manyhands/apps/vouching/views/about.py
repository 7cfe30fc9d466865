from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the link of a proof leads. What stands behind its # never leaves the browser."""
    return render(request, "vouching/about.html")


about.access = "anybody"  # type: ignore[attr-defined]
