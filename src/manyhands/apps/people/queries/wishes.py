"""What somebody has said after tasks: read back by nobody but themself."""

from collections.abc import Iterable

from django.db.models import Q

from manyhands.apps.people.models import Person, SaidBy, Wish


def find_wish_of_helper(helper: Person, neighbour: Person) -> str:
    """The kind they chose; nothing where they said nothing."""
    rows = Wish.objects.filter(helper=helper, neighbour=neighbour, said_by=SaidBy.HELPER)
    return rows.values_list("kind", flat=True).first() or ""


def wishes_of_neighbour(neighbour: Person, helper_ids: Iterable[int]) -> dict[int, str]:
    """By the helper's id, the kinds that the neighbour chose."""
    rows = Wish.objects.filter(neighbour=neighbour, helper_id__in=list(helper_ids), said_by=SaidBy.NEIGHBOUR)
    return dict(rows.values_list("helper_id", "kind"))


def list_own_wishes(person: Person) -> list[Wish]:
    """What they said of others, as neighbour and as helper; nothing of what others said of them."""
    own = Q(neighbour=person, said_by=SaidBy.NEIGHBOUR) | Q(helper=person, said_by=SaidBy.HELPER)
    return list(Wish.objects.filter(own).order_by("said_at"))
