"""Lists of choices, drawn here and not by Django's templates: those take longer for six filters than the database
for the page that is filtered.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """As Django's own `select.html`, from the same context."""
    groups = [
        _draw_group(name, format_html_join("", _OPTION, map(_parts_of, options)))
        for name, options, _index in widget["optgroups"]
    ]
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _draw_attributes(widget["attrs"]),
        format_html_join("", "{}", ((group,) for group in groups)),
    )


_OPTION = '\n  <option value="{}"{}>{}</option>'


def _parts_of(option: Mapping[str, Any]) -> tuple[str, SafeString, Any]:
    return str(option["value"]), _draw_attributes(option["attrs"]), option["label"]


def _draw_group(name: str | None, options: SafeString) -> SafeString:
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _draw_attributes(attributes: Mapping[str, Any]) -> SafeString:
    """True says only the name, False nothing; anything else is a value."""
    if not attributes:
        return _NONE
    said = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
        for name, value in attributes.items()
        if value is not False
    ]
    return format_html_join("", "{}", ((one,) for one in said))


_NONE = mark_safe("")
