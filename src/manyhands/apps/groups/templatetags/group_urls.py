from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def group_url(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    """`{% group_url "needs:detail" reference=need.reference %}` within a page of a group."""
    return reverse(name, kwargs={"group_slug": context["group"].slug, **kwargs})
