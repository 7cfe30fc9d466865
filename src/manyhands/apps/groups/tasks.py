"""What groups that share hear of each other."""

from django.utils import timezone

from manyhands.apps.groups.actions.sharing import note_partner_left
from manyhands.apps.groups.queries import list_groups_in_pool
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope


def note_left_pool(pool_id: int) -> None:
    """A group has left: each that stays finds it in its own journal."""
    at = timezone.now()
    for group_id in list_groups_in_pool(pool_id):
        with group_scope(group_id):
            note_partner_left(group_id, pool_id, by=Actor.system("sharing"), at=at)
