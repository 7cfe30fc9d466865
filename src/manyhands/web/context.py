from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def site(request: HttpRequest) -> dict[str, object]:
    """What the base template needs on every page."""
    return {"is_demo": settings.DEMO, "direction": "rtl" if get_language_bidi() else "ltr"}
