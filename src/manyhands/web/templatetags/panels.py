from typing import Any

from django import template
from django.utils.safestring import SafeString

from manyhands.web.panels import render_panels

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: dict[str, Any], slot: str, thing: Any) -> SafeString:
    """`{% panels "need.detail" need %}`: whatever higher apps have registered for this place."""
    return render_panels(slot, context["request"], thing)
