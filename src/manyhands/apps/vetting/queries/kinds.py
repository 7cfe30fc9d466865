"""What each kind of help asks for, for those who set it up and for those who look for somebody."""

from collections import defaultdict
from dataclasses import dataclass

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.vetting.models import Requirement
from manyhands.apps.vetting.queries.held import active_links


@dataclass(frozen=True, slots=True)
class AskingKind:
    """A kind of help, and the ids of what it asks for."""

    category: Category
    requirement_ids: frozenset[int]


def list_asked_by(category: Category) -> list[Requirement]:
    """What one kind of help asks for at present, in the order of the group. One query."""
    rows = Requirement.objects.filter(group=category.group_id, is_active=True)
    return list(rows.filter(needed_for__category=category).order_by("position", "pk"))


def list_asking_kinds(group: Group) -> list[AskingKind]:
    """The kinds of help that ask for anything. One query.

    Also those that are off: people are checked before one begins.
    """
    links = active_links().filter(group=group).select_related("category")
    asked: dict[int, set[int]] = defaultdict(set)
    kinds: dict[int, Category] = {}
    for link in links.order_by("category__position", "category_id"):
        kinds[link.category_id] = link.category
        asked[link.category_id].add(link.requirement_id)
    return [AskingKind(kind, frozenset(asked[pk])) for pk, kind in kinds.items()]
