"""What Django's `format_html` does, for what a page draws by the hundred.

Django looks into every value for words that are to be put into a language later, which takes longer than to escape it.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe


def draw(pattern: str, *values: Any, **named: Any) -> SafeString:
    """`pattern` is markup of ours; every value is escaped, unless it is markup already."""
    said = {name: escaped(value) for name, value in named.items()}
    return mark_safe(pattern.format(*map(escaped, values), **said))  # noqa: S308 - every part is escaped


def draw_each(pattern: str, values: Iterable[Any], *, between: str = "") -> SafeString:
    """The same pattern for each value, one after the other."""
    return mark_safe(between.join(pattern.format(escaped(value)) for value in values))  # noqa: S308 - as above


def escaped(value: Any) -> str:
    """What Django's `conditional_escape` makes of it, without a string of its own kind for each."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))
