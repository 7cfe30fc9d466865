"""What of the board somebody wants to see, as the address bar says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.needs.states import Urgency
from manyhands.core.values.numbers import find_number

_LONGEST_SEARCH = 100
_LARGEST_PAGE = 10_000


class Show(models.TextChoices):
    TO_DO = "", _("Everything to do")
    NEW = "new", _("New ones")
    OPEN = "open", _("Looking for somebody")
    MINE = "mine", _("Mine")
    UNMET = "unmet", _("Those nobody can reach yet")
    OVERDUE = "overdue", _("Those whose time has passed")
    LATER = "later", _("For later")


class Order(models.TextChoices):
    PRIORITY = "", _("Most important first")
    OLDEST = "oldest", _("Longest waiting first")
    DUE = "due", _("Soonest due first")


class Said(StrEnum):
    """What the address says about the press before; over with the next."""

    MOVED = "moved"
    PUT_AWAY = "put_away"
    ASKED = "asked"
    ENDED = "ended"
    APPROVED = "approved"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    show: str = Show.TO_DO
    kind: str = ""
    urgency: int = 0
    order: str = Order.PRIORITY
    search: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "BoardFilter":
        """What is not understood is left out: an old bookmark still opens the board."""
        return cls(
            show=_one_of(Show, query.get("show")),
            kind=str(query.get("kind", ""))[:40],
            urgency=_number(query.get("urgency"), most=max(Urgency.values)),
            order=_one_of(Order, query.get("order")),
            search=str(query.get("q", "")).strip()[:_LONGEST_SEARCH],
            page=max(1, _number(query.get("page"), most=_LARGEST_PAGE)),
        )

    def as_query(self, **more: object) -> str:
        """For an address; what is as usual is not said."""
        said = {
            "show": self.show,
            "kind": self.kind,
            "urgency": self.urgency,
            "order": self.order,
            "q": self.search,
            "page": self.page if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in {**said, **more}.items() if value})

    @property
    def without_page(self) -> str:
        return BoardFilter(self.show, self.kind, self.urgency, self.order, self.search).as_query()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.show or self.kind or self.urgency or self.search)


def _one_of(choices: type[models.TextChoices], typed: object) -> str:
    return str(typed) if typed in choices.values else ""


def _number(typed: object, *, most: int) -> int:
    return min(find_number(str(typed)) or 0, most)
