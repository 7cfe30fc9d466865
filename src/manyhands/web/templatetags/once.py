from uuid import uuid4

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def once_key(context: dict[str, object]) -> str:
    """A hidden field with this form's own key: sent twice, the form is taken once."""
    key = context.get("once_key") or uuid4()
    return format_html('<input type="hidden" name="once" value="{}">', key)
