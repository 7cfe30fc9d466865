"""What Django's `format_html` does, for what a page draws by the hundred.

Django looks into every value for words that are to be put into a language later, which takes longer than to escape it,
and `mark_safe` once more into what was drawn.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def draw(pattern: str, *values: Any, **named: Any) -> SafeString:
    """`pattern` is markup of ours; every value is escaped, unless it is markup already."""
    said = {name: escaped(value) for name, value in named.items()}
    return SafeString(pattern.format(*map(escaped, values), **said))


def draw_each(pattern: str, values: Iterable[Any], *, between: str = "") -> SafeString:
    """The same pattern for each value, one after the other."""
    return SafeString(between.join(pattern.format(escaped(value)) for value in values))


def escaped(value: Any) -> str:
    """What Django's `conditional_escape` makes of it, without a string of its own kind for each."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))
