"""What a row of a list says of somebody besides the name. Apps above know it, and tell it of many people at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from manyhands.apps.groups.models import Group, Membership
from manyhands.web.parts import Chip

FEWEST_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Known:
    """`gives`: what they can do, and where; `lately`: what they did; `signs`: what is missing, ends or stands out.

    `week`: their tasks of this week, and how many they would do; `page`: where all the rest is.
    """

    gives: tuple[str, ...] = ()
    lately: tuple[str, ...] = ()
    signs: tuple[Chip, ...] = ()
    week: tuple[int, int] | None = None
    page: str = ""


class MemberOrder(StrEnum):
    """How the list of members is sorted. All but the first two are about how they help."""

    NAME = ""
    NEWEST = "newest"
    UNASKED = "unasked"
    LATELY = "lately"


class Helpers(NamedTuple):
    """How many help a group at present. Whoever only looks after it is none of them."""

    people: int
    organisations: int


class HelpOfMembers(NamedTuple):
    """`tell(group, members, at=)`: what is known, by their ids. `sort(order, group, at=)`: by what their rows stand.
    `survey(group)`: how many help, members or not.
    """

    tell: Callable[..., Mapping[int, Known]]
    sort: Callable[..., Sequence[Any]]
    survey: Callable[[Group], Helpers]


_help: list[HelpOfMembers] = []


def register_help_of_members(one: HelpOfMembers) -> None:
    _help.append(one)


def known_of_members(group: Group, members: Sequence[Membership], *, at: datetime) -> Mapping[int, Known]:
    """As many queries for one as for all."""
    return _help[0].tell(group, members, at=at) if members and _help else {}


def find_public_helpers(group: Group) -> Helpers | None:
    """How many help here; None while they are so few that a number would point at somebody."""
    helpers = _help[0].survey(group) if _help else Helpers(0, 0)
    return helpers if helpers.people >= FEWEST_COUNTED else None


def sorted_by_help(order: MemberOrder, group: Group, *, at: datetime) -> Sequence[Any]:
    return _help[0].sort(order, group, at=at) if _help else ()
