from datetime import datetime
from typing import Any

from django.db import transaction

from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.people.models import Person, SaidBy, Wish, WishKind
from manyhands.storage.actors import Actor


@transaction.atomic
def say_wish(
    *, neighbour: Person, helper: Person, said_by: SaidBy, kind: str, by: Actor, at: datetime
) -> None:
    """What one of two says after a task about meeting again; an empty `kind` takes it back.

    Only whoever said it reads it back. The journal has that something was said, and not what.
    """
    pair: dict[str, Any] = {
        "group_id": neighbour.group_id,
        "neighbour": neighbour,
        "helper": helper,
        "said_by": said_by,
    }
    if kind:
        said = {"kind": WishKind(kind), "said_at": at}
        Wish.objects.update_or_create(**pair, defaults=said)
    elif not Wish.objects.filter(**pair).delete()[0]:
        return
    record(
        "person.said_wish",
        neighbour if said_by == SaidBy.NEIGHBOUR else helper,
        by=by,
        at=at,
        fields=["wishes"],
    )
    run_changes(neighbour.group_id)
