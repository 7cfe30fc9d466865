"""What an event is: whom it is told, in which way, and what its words need."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Recipient(StrEnum):
    NEIGHBOUR = "neighbour"
    HELPER = "helper"
    EITHER = "either"
    MEMBER = "member"
    STAFF = "staff"


RECIPIENT_NAMES = {
    Recipient.NEIGHBOUR: _("Neighbours"),
    Recipient.HELPER: _("People who help"),
    Recipient.EITHER: _("Neighbours and people who help"),
    Recipient.MEMBER: _("Members"),
    Recipient.STAFF: _("Staff"),
}


class ContextError(ValueError):
    """An event was told without what its words need, or with something they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`is_urgent` ignores quiet hours, `is_by_day` keeps them by e-mail too.

    `is_worth_a_call` makes somebody call when nothing else reaches a person.
    """

    recipient: Recipient
    title: Any
    purpose: Any
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    is_urgent: bool = False
    is_by_day: bool = False
    is_worth_a_call: bool = False
    can_be_off: bool = False
    can_be_digest: bool = False
