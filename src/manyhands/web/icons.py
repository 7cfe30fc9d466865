"""Icons as inline SVG: no font, no request, drawn in the colour of the text beside them."""

import json
import logging
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

logger = logging.getLogger(__name__)

_FILE = Path(__file__).parent / "static" / "manyhands" / "icons.json"
_UNKNOWN = "asterisk"
# Arrows and the like point the other way in a right-to-left page.
_TURNING = (
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "arrow-return-left",
    "box-arrow-",
    "reply",
)


@cache
def drawings() -> dict[str, str]:
    """The inner markup of each icon in `frontend/icons.txt`, by name."""
    try:
        return json.loads(_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ImproperlyConfigured("The front end is not built. Run `make frontend`.") from error


def icon_names() -> list[str]:
    return sorted(drawings())


@cache
def _decoration(name: str) -> SafeString:
    """One that the front end has: a page draws a hundred of a few, always the same."""
    return _draw(name, drawings()[name], mark_safe('aria-hidden="true"'))


def draw_icon(name: str, label: str = "") -> SafeString:
    """Draw an icon. Without a label it is decoration and hidden from screen readers.

    A group may have stored a name that a later release no longer ships: it gets a plain star, and the log says so.
    While developing, an unknown name is an error.
    """
    drawing = drawings().get(name)
    if drawing is not None and not label:
        return _decoration(name)
    if drawing is None:
        if settings.DEBUG:
            raise LookupError(
                f'There is no icon "{name}". Add it to frontend/icons.txt and run `make frontend`.'
            )
        logger.warning("unknown icon %s", name)
        drawing = drawings()[_UNKNOWN]
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return _draw(name, drawing, said)


def _draw(name: str, drawing: str, said: SafeString) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" {}>{}</svg>',
        "icon icon-turns" if name.startswith(_TURNING) else "icon",
        said,
        mark_safe(drawing),  # noqa: S308 - our own build wrote it
    )
