"""In which order a list stands: links, so that it needs no script and one can go back."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from manyhands.web.parts import NavItem

PARAMETER = "order"


def order_links(asked: QueryDict, orders: Iterable[tuple[str, Any]], current: str) -> list[NavItem]:
    """(value, label) of each order as a link that keeps what else was asked for, from the first page on."""
    kept = asked.copy()
    kept.pop("page", None)
    links = []
    for value, label in orders:
        kept[PARAMETER] = value
        links.append(NavItem(str(label), f"?{kept.urlencode()}", is_current=value == current))
    return links
