"""Lists of choices, drawn here and not by Django's templates: those take longer for six filters than the database
for the page that is filtered.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from manyhands.web.markup import escaped


def draw_select_field(field: BoundField) -> SafeString:
    """As `web/forms/field.html`, for a list of choices without errors and notes."""
    hidden = ' class="visually-hidden"' if getattr(field, "label_is_hidden", False) else ""
    optional = (
        f' <span class="optional">{_("(optional)")}</span>' if getattr(field, "says_optional", False) else ""
    )
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<div class="field">\n  <label for="{escaped(field.id_for_label)}"{hidden}>{escaped(field.label)}{optional}'
        f"</label>\n  {field.as_widget()}\n</div>"
    )


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """As Django's own `select.html`, from the same context."""
    groups = [
        _draw_group(name, "".join(map(_draw_option, options)))
        for name, options, _index in widget["optgroups"]
    ]
    name, attributes = escaped(widget["name"]), _draw_attributes(widget["attrs"])
    return mark_safe(f'<select name="{name}"{attributes}>{"".join(groups)}\n</select>')  # noqa: S308 - as above


def _draw_option(option: Mapping[str, Any]) -> str:
    value, label = escaped(str(option["value"])), escaped(option["label"])
    return f'\n  <option value="{value}"{_draw_attributes(option["attrs"])}>{label}</option>'


def _draw_group(name: str | None, options: str) -> str:
    return f'<optgroup label="{escaped(name)}">{options}</optgroup>' if name else options


def _draw_attributes(attributes: Mapping[str, Any]) -> str:
    """True says only the name, False nothing; anything else is a value."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )
