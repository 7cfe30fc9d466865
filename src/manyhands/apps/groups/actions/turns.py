"""Whoever decides over several rows of a group at once waits for their turn."""

from manyhands.apps.groups.models import Group


def take_turn(group_id: int) -> Group:
    """The group, its row locked until the transaction ends.

    Taken before any other row: two who hold a row each and wait for the other's would both be thrown out.
    """
    return Group.objects.select_for_update(no_key=True).get(pk=group_id)
