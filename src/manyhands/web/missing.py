from typing import TypeVar

from django.http import Http404

T = TypeVar("T")


def or_404(found: T | None) -> T:
    """What a query has found; if it found nothing, the page that says so."""
    if found is None:
        raise Http404
    return found
