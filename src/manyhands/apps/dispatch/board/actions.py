"""What the board itself remembers: who has it open, and the views that members have given a name."""

from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.dispatch.models import BoardPresence, SavedView
from manyhands.apps.groups.models import Group, Membership

# A board asks every few seconds; writing that down each time would cost more than all it tells.
WRITTEN_EVERY = timedelta(seconds=20)


def note_presence(
    group: Group, member: Membership, *, looking_at: str, known: BoardPresence | None, at: datetime
) -> None:
    """`known` is the row as it was just read. Not journalled: nothing has happened, somebody is only here."""
    if known is not None and at - known.seen_at < WRITTEN_EVERY:
        return
    BoardPresence.objects.update_or_create(
        member=member, defaults={"group": group, "seen_at": at, "looking_at": looking_at}
    )


@transaction.atomic
def save_view(group: Group, member: Membership, *, name: str, query: str, at: datetime) -> SavedView:
    """The same name again means: this is how I want it now."""
    view, _created = SavedView.objects.update_or_create(
        member=member, name=name, defaults={"group": group, "query": query, "made_at": at}
    )
    return view


@transaction.atomic
def remove_view(view: SavedView) -> None:
    view.delete()
